"""What touches a community's land, and what is new of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from landuse import load_study, read_catalogue, read_scenario
from landuse.calculation.village_sources import marks, news, on_land
from landuse.engine.village_land import seasonal_land
from landuse.io.places import scenarios_folder
from landuse.model.scenario import Scenario
from landuse.model.study import Study

VILLAGE, FAR = "Skogsexempel västra", "Övre Exempelsamebyn"


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(read_catalogue(), "exempellandet", resolution_m=1000)


@pytest.fixture(scope="module")
def wind() -> Scenario:
    return read_scenario(scenarios_folder() / "vindkraft-exempelberget-a.yaml", read_catalogue())


def nothing(study: Study) -> Scenario:
    return Scenario.of("", study.area.id, 2030, (), alternative="zero")


def test_everything_told_touches_the_land_and_nothing_that_touches_is_left_out(study: Study) -> None:
    found = on_land(study, nothing(study), VILLAGE)
    assert found
    land = shapely.union_all(
        [shape for (of, _s), ground in seasonal_land(study).items() if of == VILLAGE for shape, _q in ground]
    )
    told = {each.id for each in found}
    for name in ("gruva", "jarnvag", "vbk"):
        features = study.layers[name].features
        assert features is not None
        touching = {
            f"{name}/{key}"
            for key, shape in zip(features["key"], features.geometry, strict=True)
            if shape.intersects(land)
        }
        assert {each for each in told if each.startswith(f"{name}/")} <= touching


def test_a_proposal_is_new_where_it_touches_and_nowhere_else(study: Study, wind: Scenario) -> None:
    for village, parts in ((VILLAGE, len(wind.establishments)), (FAR, 0)):
        before = on_land(study, nothing(study), village)
        after = on_land(study, wind, village)
        assert before is not None
        assert after is not None
        new, changed, gone = news(after, marks(before))
        assert (changed, gone) == ([], [])
        assert len(new) <= parts
        assert bool(new) == bool(parts)
        assert all(each.id.startswith("proposal/") for each in new)


def test_a_moved_part_has_changed_and_a_removed_one_is_gone(study: Study, wind: Scenario) -> None:
    before = on_land(study, wind, VILLAGE)
    assert before is not None
    park = wind.part("park")
    moved = park.model_copy(update={"geometry": shapely.affinity.translate(park.geometry, 100.0, 0.0)})
    others = [part for part in wind.establishments if part.id != "park" and part.part_of != "park"]
    later = Scenario.of(wind.title, wind.area, wind.year, [moved, *others])
    after = on_land(study, later, VILLAGE)
    assert after is not None
    new, changed, gone = news(after, marks(before))
    assert new == []
    assert [each.id for each in changed] == ["proposal/park"]
    assert all(name.startswith("proposal/") for name in gone)


def test_without_seasonal_land_it_is_not_known(study: Study) -> None:
    layers = {name: layer for name, layer in study.layers.items() if not name.startswith("ren_")}
    bare = replace(study, layers=layers, digest="bare", memory=None)
    assert on_land(bare, nothing(study), VILLAGE) is None
