"""Search: municipalities, places and named features, in degrees, in a fixed order, and nothing from closed layers."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.language import set_language
from landuse.load import load_study
from landuse.model.background import DrawnLayer, OwnBackground
from landuse.model.study import Study
from landuse.render.places_index import MOST, places, searchable
from tests import tiny_study as tiny


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def named(names: list[object], east: float = 700_000.0) -> gpd.GeoDataFrame:
    shapes = [shapely.box(east + 50 * i, 7_400_050, east + 50 * i + 40, 7_400_090) for i in range(len(names))]
    return gpd.GeoDataFrame({"key": [str(i) for i in range(len(names))], "name": names}, geometry=shapes, crs=3006)


def study(**layers: gpd.GeoDataFrame) -> Study:
    return tiny.study(layers)


def test_a_named_feature_is_found_with_its_layer_and_its_box() -> None:
    (place,) = places(study(vag=named(["Storvägen"])))
    title, kind, west, south, east, north = place
    assert (title, kind) == ("Storvägen", "Vag")
    assert 19.4 < west < east < 19.7 and 66.6 < south < north < 66.8
    assert east - west < 0.002


def test_features_of_one_layer_with_one_name_are_one_place_around_them_all() -> None:
    found = places(study(vag=named(["A", "B", "A"])))
    assert [row[0] for row in found] == ["A", "B"]
    assert found[0][2] < found[1][2] and found[0][4] > found[1][4]


def test_features_without_name_or_geometry_are_left_out() -> None:
    features = named([None, " ", "A", float("nan"), "B"])
    features.loc[4, "geometry"] = None
    assert [row[0] for row in places(study(vag=features))] == ["A"]


def test_the_same_name_in_two_layers_is_two_places() -> None:
    found = places(study(vag=named(["A"]), ren_arstidsland=named(["A"])))
    assert len(found) == 2


def test_layers_that_are_not_open_are_left_out() -> None:
    made = study(vag=named(["A"]))
    spec = made.layers["vag"].spec.model_copy(update={"sensitivity": "private"})
    closed = dataclasses.replace(made, layers={"vag": dataclasses.replace(made.layers["vag"], spec=spec)})
    assert places(closed) == []


def test_municipalities_stand_first_then_places_then_the_rest() -> None:
    made = study(vag=named(["road"]), ren_arstidsland=named(["municipality"]))
    drawn = OwnBackground(drawn=(DrawnLayer(drawn_as="place", layer="vag"),))
    area = made.area.model_copy(update={"municipality_layer": "ren_arstidsland", "basemap": drawn})
    assert [row[0] for row in places(dataclasses.replace(made, area=area))] == ["municipality", "road"]


def test_a_cut_list_says_how_many_there_are() -> None:
    made = study(vag=named([f"n{i}" for i in range(30)]))
    found, there = searchable(made, 10)
    assert (len(found), there) == (10, 30)
    assert found == places(made, 10) == places(made)[:10]
    assert MOST == 20_000


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "Čáhcesuolu åäö"])
def test_names_stay_as_they_are(name: str) -> None:
    assert places(study(vag=named([name])))[0][0] == name


def test_the_real_county_has_its_municipalities_towns_and_waters() -> None:
    made = load_study(read_catalogue(), "norrbotten", resolution_m=1000, workspace=Path("/nowhere/at/all"))
    found = json.loads(json.dumps(places(made), allow_nan=False))
    assert [row[0] for row in found[:14]] == list(made.layers["kommun"].features["name"])  # type: ignore[index]
    by_name = {(row[0], row[1]): row[2:] for row in found}
    for name, lon, lat in (("Kiruna", 20.2, 67.85), ("Jokkmokk", 19.8, 66.6), ("Vuollerim", 20.6, 66.43)):
        west, south, east, north = by_name[name, "Place"]
        assert west < lon < east + 0.1 and abs((south + north) / 2 - lat) < 0.05 and abs((west + east) / 2 - lon) < 0.15
    assert ("Torneträsk", "Water") in by_name
    assert found == places(made)


def test_the_invented_land_has_only_its_own_places() -> None:
    made = load_study(read_catalogue(), "exempellandet", resolution_m=1000)
    found = places(made)
    assert "Exempelstad" in {row[0] for row in found}
    assert not {"Kiruna", "Torneträsk"} & {row[0] for row in found}
    assert all(8 < row[2] <= row[4] < 15 and 72 < row[3] <= row[5] < 74.5 for row in found)
