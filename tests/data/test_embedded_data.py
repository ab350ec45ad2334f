"""What ships as data: honest about where it comes from, and inside its own area."""

import csv
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.model.catalogue import Band, Role

DATA = Path(__file__).resolve().parents[2] / "layers" / "data"
FILES = sorted(DATA.glob("*/*.parquet"))
NEVER_REAL = (
    "ren_",
    "ri_",
    "skydd_",
    "n2000",
    "nyckelbiotop",
    "nmd",
    "utf_",
    "avverk_",
    "strandskydd",
    "viss",
)


@pytest.fixture(scope="module")
def layers() -> dict[tuple[str, str], gpd.GeoDataFrame]:
    return {(path.parent.name, path.stem): gpd.read_parquet(path) for path in FILES}


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def sources(area: str) -> dict[str, dict[str, str]]:
    with (DATA / area / "SOURCES.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_layer_is_valid_geometry_in_sweref_with_keys(layers):
    for name, frame in layers.items():
        assert frame.crs.to_epsg() == 3006, name
        assert len(frame) > 0, name
        assert frame.is_valid.all(), name
        assert not frame.is_empty.any(), name
        assert not frame.has_z.any(), name
        assert frame["key"].is_unique, name
        assert frame["key"].notna().all(), name
        assert frame["name"].notna().all(), name


def test_every_file_has_a_row_of_sources_with_the_quality_of_its_records(layers):
    for area in ("norrbotten", "exempellandet"):
        rows = sources(area)
        assert set(rows) == {layer for place, layer in layers if place == area}
        for layer, row in rows.items():
            worst = {"official": 0, "compiled": 1, "schematic": 2, "synthetic": 3}
            found = set(layers[area, layer]["quality"])
            assert row["quality"] == max(found, key=worst.__getitem__), (area, layer)
            assert all(row[column] for column in ("authority", "edition", "licence", "attribution", "note")), layer


def test_nothing_of_exempellandet_lies_outside_it(layers, catalogue):
    west, south, east, north = catalogue.areas["exempellandet"].bounds
    for (area, layer), frame in layers.items():
        if area == "exempellandet":
            x0, y0, x1, y1 = frame.total_bounds
            assert west <= x0 <= x1 <= east, layer
            assert south <= y0 <= y1 <= north, layer


def test_every_record_of_exempellandet_says_synthetic_and_none_of_norrbotten(layers):
    for (area, layer), frame in layers.items():
        assert (
            set(frame["quality"]) == {"synthetic"}
            if area == "exempellandet"
            else "synthetic" not in set(frame["quality"])
        ), layer


def test_norrbotten_holds_no_reindeer_interests_protected_areas_or_forest(layers):
    assert not [layer for area, layer in layers if area == "norrbotten" and layer.startswith(NEVER_REAL)]


def test_every_record_of_norrbotten_says_how_far_off_it_can_be_and_who_says_so(layers):
    for (area, layer), frame in layers.items():
        if area == "norrbotten":
            assert (frame["position_error_m"].astype(float) >= 200).all(), layer
            assert set(frame["confidence"]) <= {"A", "B", "C"}, layer
            assert frame["source"].str.len().gt(1).all(), layer


def test_schematic_lines_run_straight_between_known_places(layers):
    places = gpd.GeoSeries.from_xy(*_places(), crs=3006).union_all()
    for layer in ("vag", "jarnvag", "stamnat", "trv_projekt"):
        lines = layers["norrbotten", layer]
        lines = lines[lines.geom_type == "LineString"]
        assert set(lines["quality"]) == {"schematic"}, layer
        vertices = shapely.points(shapely.get_coordinates(lines.geometry.to_numpy()))
        assert shapely.distance(vertices, places).max() == 0, layer


def _places() -> tuple[list[float], list[float]]:
    with (DATA.parent / "sources" / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [float(row["easting"]) for row in rows], [float(row["northing"]) for row in rows]


def test_the_county_has_fourteen_municipalities_and_one_outline(layers):
    assert len(layers["norrbotten", "kommun"]) == 14
    assert len(layers["norrbotten", "lan"]) == 1
    _, south, east, _ = layers["norrbotten", "kommun"].total_bounds
    assert east < 1_000_000 < south


def test_no_name_of_exempellandet_is_that_of_a_real_place(layers):
    real = set(layers["norrbotten", "tatort"]["name"]) | set(layers["norrbotten", "kommun"]["name"])
    for layer in ("tatort", "kommun", "ren_sameby", "vbk", "gruva"):
        names = layers["exempellandet", layer]["name"]
        assert not set(names) & real, layer


def test_the_area_has_every_layer_of_the_catalogue(layers, catalogue):
    declared = {layer.id for layer in catalogue.layers.values() if not layer.areas or "exempellandet" in layer.areas}
    assert declared - {layer for area, layer in layers if area == "exempellandet"} == set()


def test_every_embedded_layer_is_declared_with_its_kind_of_geometry(layers, catalogue):
    for (area, layer), frame in layers.items():
        kinds = set(frame.geom_type.str.removeprefix("Multi"))
        assert kinds <= set(catalogue.layers[layer].geometry), (area, layer)


def test_every_receptor_of_the_catalogue_has_features(layers, catalogue):
    for receptor in catalogue.receptors.values():
        for part in receptor.layers:
            frame = layers["exempellandet", part.layer]
            for column, values in part.where.items():
                frame = frame[frame[column].str.casefold().isin([value.casefold() for value in values])]
            assert len(frame) > 0, (receptor.id, part)


def test_every_village_has_land_in_each_of_its_eight_seasons_and_calving_land(layers, catalogue):
    land = layers["exempellandet", "ren_arstidsland"]
    seasons = {season.id for season in catalogue.seasons}
    villages = catalogue.areas["exempellandet"].villages
    assert set(layers["exempellandet", "ren_sameby"]["village"]) == set(villages)
    for village in villages:
        own = land[land["village"] == village]
        assert sorted(own[own["kind"] == "arstidsland"]["season"]) == sorted(seasons), village
        assert set(own[own["kind"] == "kalvningsland"]["season"]) == {"var", "varsommar"}, village


def test_villages_overlap_and_mountain_villages_move_far(layers):
    villages = layers["exempellandet", "ren_sameby"]
    assert villages.area.sum() > 1.2 * villages.union_all().area
    land = layers["exempellandet", "ren_arstidsland"].set_index(["village", "season", "kind"]).geometry
    for village in villages[villages["kind"] == "fjall"]["village"]:
        summer, winter = (land[village, season, "arstidsland"].centroid for season in ("sommar", "vinter"))
        assert summer.x + 65_000 < winter.x, village


def test_the_bands_of_the_baseline_are_all_there(layers, catalogue):
    wind = layers["exempellandet", "vbk"]
    bands = {row.value: row.band for row in catalogue.statuses if row.layer == "vbk"}
    assert {bands[status] for status in wind["status"]} == {Band.BUILT, Band.PERMITTED, Band.PLANNED, Band.NONE}
    for _, farm in wind.groupby("project"):
        assert farm["status"].nunique() == 1


def test_sources_of_both_areas_name_types_of_the_catalogue(layers, catalogue):
    for (area, layer), frame in layers.items():
        rule = catalogue.layers[layer].source
        if Role.SOURCE in catalogue.layers[layer].roles and rule is not None and rule.type_attribute in frame.columns:
            no_source = {kind for kind, type_id in rule.type_by_geometry.items() if type_id is None}
            drawn = frame[~frame.geom_type.str.removeprefix("Multi").isin(no_source)]
            assert set(drawn[rule.type_attribute].dropna()) <= set(catalogue.types), (area, layer)


def test_every_provision_for_a_kind_of_feature_finds_one(layers, catalogue):
    for provision in catalogue.provisions.values():
        for column, values in provision.where.items():
            wanted = {value.casefold() for value in values}
            found = {
                value.casefold()
                for layer in provision.layers
                if column in layers.get(("exempellandet", layer), gpd.GeoDataFrame()).columns
                for value in layers["exempellandet", layer][column].dropna()
            }
            assert wanted & found, (provision.id, column)
