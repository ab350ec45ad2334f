"""The register on the shipped areas and on real layers, against plain geopandas and shapely."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import read_scenario
from landuse.load import load_study
from landuse.model.catalogue import Catalogue, Quality
from landuse.model.study import Layer, Study
from landuse.register import Register, register
from landuse.register.asking import Asking
from tests.register.world import part, proposal

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
FICTIONAL = ("vindkraft-exempelberget-a", "vindkraft-exempelberget-b", "gruva-fiktivgruvan", "stalverk-fiktivhamn",
             "kraftledning-exempelstad-fiktivhamn", "jarnvag-exempelstad-latsasvik")  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def fictional(catalogue: Catalogue) -> Study:
    return load_study(catalogue, "exempellandet", resolution_m=1000)


@pytest.fixture(scope="module")
def county(catalogue: Catalogue, shared_data: Path) -> Study:
    """Norrbotten with the real protected areas, as a user would have imported them."""
    study = load_study(catalogue, "norrbotten", resolution_m=1000)
    table = gpd.read_parquet(shared_data / "norrbotten" / "protected_areas_nvr.parquet")
    columns = {"key": table["nvrid"].astype(str), "name": table["namn"], "kind": table["skyddstyp"]}
    features = gpd.GeoDataFrame(columns, geometry=table.geometry, crs=table.crs)
    spec = study.layers["skydd_nvr"].spec
    layer = Layer(spec, "loaded", Quality.OFFICIAL, edition="2019-12", features=features)
    return replace(study, layers={**study.layers, "skydd_nvr": layer})


def found(study: Study, catalogue: Catalogue, scenario: Any) -> Register:
    return register(study, scenario, profile=catalogue.profiles["likely"])


@pytest.mark.parametrize("stem", FICTIONAL)
def test_every_row_of_a_fictional_scenario_equals_plain_shapely(
    stem: str, fictional: Study, catalogue: Catalogue
) -> None:
    scenario = read_scenario(FOLDER / f"{stem}.yaml", catalogue)
    rows = [row for row in found(fictional, catalogue, scenario).conflicts if row["row"] == "feature"]
    by_place = {(row["part"], row["layer"], row["feature"]): row for row in rows}
    asking = Asking(catalogue, catalogue.profiles["likely"])
    checked = 0
    for each in scenario.establishments:
        for layer in fictional.layers.values():
            asked = asking.of(layer.spec, each.type, each.phase)
            if asked is None or layer.features is None:
                continue
            shapes = layer.features.geometry.to_numpy()
            distance = shapely.distance(each.geometry, shapes)
            expected = {layer.features["key"].iloc[i]: i for i in np.flatnonzero(distance <= asked.search_m)}
            given = {key for (part_id, layer_id, key) in by_place if (part_id, layer_id) == (each.id, layer.id)}
            refused = set(expected) - given
            assert given <= set(expected), (each.id, layer.id)
            assert not refused or layer.spec.source.status_attribute, (each.id, layer.id, refused)
            for key in given:
                row, shape = by_place[each.id, layer.id, key], shapes[expected[key]]
                common = shapely.intersection(each.geometry, shape)
                assert row["distance_m"] == pytest.approx(distance[expected[key]], rel=1e-9, abs=1e-9)
                if row["overlap_ha"] is not None:
                    assert row["overlap_ha"] == pytest.approx(common.area / 1e4, rel=1e-9)
                if row["overlap_km"] is not None:
                    assert row["overlap_km"] == pytest.approx(common.length / 1e3, rel=1e-9)
                checked += 1
    assert checked > 50


def test_every_layer_that_is_asked_has_a_row(fictional: Study, catalogue: Catalogue) -> None:
    scenario = read_scenario(FOLDER / "vindkraft-exempelberget-a.yaml", catalogue)
    rows = found(fictional, catalogue, scenario).conflicts
    asking = Asking(catalogue, catalogue.profiles["likely"])
    for each in scenario.establishments:
        listed = {row["layer"] for row in rows if row["part"] == each.id}
        asked = {layer.id for layer in fictional.layers.values() if asking.of(layer.spec, each.type, each.phase)}
        assert asked <= listed
        assert len(asked) > 40


def test_the_two_sites_of_the_fictional_wind_farm_differ_in_what_must_be_weighed(
    fictional: Study, catalogue: Catalogue
) -> None:
    kinds = {}
    for site in "ab":
        scenario = read_scenario(FOLDER / f"vindkraft-exempelberget-{site}.yaml", catalogue)
        kinds[site] = {row["kind"] for row in found(fictional, catalogue, scenario).weighings}
    assert "rights" in kinds["a"] & kinds["b"]
    assert kinds["a"] != kinds["b"]


def test_protected_areas_of_the_county_equal_geopandas(county: Study, catalogue: Catalogue) -> None:
    layer = county.layers["skydd_nvr"].features
    assert layer is not None
    wide = shapely.box(700_000, 7_400_000, 760_000, 7_480_000)
    scenario = proposal(part("plan", "quarry", wide)).model_copy(update={"area": "norrbotten"})
    rows = [
        r
        for r in found(county, catalogue, scenario).conflicts
        if r["layer"] == "skydd_nvr" and r["status"] == "overlap"
    ]
    plain = gpd.overlay(layer, gpd.GeoDataFrame(geometry=[wide], crs=layer.crs), how="intersection")
    areas = plain.assign(area=plain.area).groupby("key")["area"].sum() / 1e4
    assert len(rows) > 10
    assert {row["feature"]: row["overlap_ha"] for row in rows} == {
        key: pytest.approx(area, rel=1e-9) for key, area in areas.items()
    }
    assert {row["quality"] for row in rows} == {"official"}


def test_what_is_not_loaded_of_the_county_is_unknown(county: Study, catalogue: Catalogue) -> None:
    scenario = read_scenario(FOLDER / "gruva-kallak.yaml", catalogue)
    result = found(county, catalogue, scenario)
    missing = {layer.id for layer in county.layers.values() if layer.status == "missing"}
    said = {row["layer"]: row for row in result.conflicts if row["row"] == "layer"}
    asked = missing & set(said)
    assert {"ren_sameby", "ren_arstidsland", "ri_rennaring", "n2000"} <= asked
    assert {said[layer]["status"] for layer in asked} == {"unknown"}
    assert not [row for row in result.conflicts if row["quality"] == "synthetic"]


@pytest.mark.parametrize("stem", FICTIONAL)
def test_fast(stem: str, fictional: Study, catalogue: Catalogue) -> None:
    scenario = read_scenario(FOLDER / f"{stem}.yaml", catalogue)
    found(fictional, catalogue, scenario)
    started = time.perf_counter()
    found(fictional, catalogue, scenario)
    assert time.perf_counter() - started < 3.0  # the goal is 1 s; this only catches a slow path
