"""Rules that are easily broken without a figure looking wrong: unknown people, shares of municipalities, measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from landuse import load_study, read_catalogue
from landuse.calculation.case import Case
from landuse.calculation.lines import counted_rows
from landuse.engine.municipality import municipalities
from landuse.engine.proposed import proposed_sources
from landuse.engine.values import area_columns
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(read_catalogue(), "exempellandet", resolution_m=1000)


def _people(study: Study) -> list[tuple[str, float, bool]]:
    columns = area_columns(study, study.catalogue.receptors["dwellings"], tuple(municipalities(study)))
    return [(column.unit_kind, float(column.held().value.sum()), column.partly) for column in columns]


def test_municipalities_hold_together_what_the_area_holds(study: Study) -> None:
    (_kind, whole, partly), *parts = _people(study)
    assert not partly
    assert sum(persons for _unit, persons, _partly in parts) == pytest.approx(whole, rel=1e-12)


def test_a_place_without_population_is_not_a_place_without_people(study: Study) -> None:
    towns = study.layers["tatort"]
    features = towns.features.copy()  # type: ignore[union-attr]
    features["population"] = features["population"].astype(float)
    features.loc[0, "population"] = np.nan
    unknown = replace(study, layers={**study.layers, "tatort": replace(towns, features=features)})
    assert all(partly for _kind, _persons, partly in _people(unknown))


def _scenario(*parts: Establishment) -> Scenario:
    return Scenario(
        title="t", area="exempellandet", year=2030, establishments=parts, document={}, digest="t"
    )  # fmt: skip


def test_every_cabin_of_a_part_counts(study: Study) -> None:
    cabins = Establishment(id="c", type="cabin_single", geometry=shapely.MultiPoint([(0, 0), (50, 0), (90, 0)]))
    found = proposed_sources(_scenario(cabins), study.catalogue, 2030)
    assert len({source.group for source in found}) == 3
    assert {source.owner for source in found} == {"c"}


def test_a_width_is_of_lines_and_an_area_of_points(study: Study) -> None:
    stated = {"area_ha": 0.8, "width_m": 12.0}
    line, point = (
        Establishment(id=name, type="wind_farm", geometry=geometry, parameters=stated)
        for name, geometry in (("a", shapely.LineString([(0, 0), (500, 0)])), ("b", shapely.Point(0, 0)))
    )
    found = proposed_sources(_scenario(line, point), study.catalogue, 2030)
    assert [source.measure.tolist() for source in found] == [[12.0], [0.8]]


def test_the_nearest_host_that_holds_a_part_decides_its_group(study: Study) -> None:
    at = shapely.box(0, 0, 10, 10)
    plant = Establishment(id="plant", type="steel_hydrogen_plant", geometry=at)
    mine = Establishment(id="mine", type="mine_open_pit", geometry=at, part_of="plant")
    dam = Establishment(id="dam", type="tailings_dam", geometry=at, part_of="mine")
    groups = {s.owner: s.group for s in proposed_sources(_scenario(plant, mine, dam), study.catalogue, 2030)}
    assert groups["dam"] == groups["mine"] != groups["plant"]


def test_what_is_drawn_as_an_area_has_no_length_and_a_route_is_used_in_its_window(study: Study) -> None:
    case = Case(study, _scenario(), 2030, study.catalogue.profiles["likely"], "multiplicative")
    passages = counted_rows(case, study.catalogue.receptors["difficult_passage"], missing=False)
    assert passages
    assert any(row["available"] is None for row in passages)
    assert all(row["available"] != 0.0 or row["zone"]["before"] == 0.0 for row in passages)
    routes = counted_rows(case, study.catalogue.receptors["migration_route"], missing=False)
    upper = {row["season"]: row["available"] for row in routes if row["unit"] == "Övre Exempelsamebyn"}
    assert upper["hostvinter"] > 0.0
    assert upper["vinter"] > 0.0
    assert upper["sommar"] == 0.0
