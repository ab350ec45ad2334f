"""Measures of overlap and distance against plain shapely, and by hand."""

from __future__ import annotations

import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.overlay import Contacts, common_ground, contacts, nearest_m
from landuse.engine.pieces import by_dimension, pieces, uncollected

wkt = shapely.from_wkt


def only(part: str, feature: str, within_m: float = 0.0) -> dict[str, float | None]:
    found = contacts(wkt(part), np.array([wkt(feature)]), within_m=within_m)
    if not len(found.feature):
        return {}
    names = ("overlap_ha", "overlap_km", "overlap_count", "share", "distance_m")
    values = {name: float(getattr(found, name)[0]) for name in names}
    return {name: None if np.isnan(value) else value for name, value in values.items()} | {
        "overlaps": found.overlaps[0]
    }


SQUARE = "POLYGON ((0 0, 200 0, 200 200, 0 200, 0 0))"  # 4 ha


@pytest.mark.parametrize(
    ("part", "feature", "expected"),
    [
        ("POLYGON ((100 100, 400 100, 400 400, 100 400, 100 100))", SQUARE, {"ha": 1.0, "share": 0.25}),
        ("LINESTRING (-100 50, 300 50)", SQUARE, {"km": 0.2}),
        (SQUARE, "LINESTRING (-100 50, 300 50)", {"km": 0.2, "share": 0.5}),
        ("MULTIPOINT ((10 10), (20 20), (900 900))", SQUARE, {"count": 2.0}),
        (SQUARE, "MULTIPOINT ((10 10), (20 20), (900 900), (901 901))", {"count": 2.0, "share": 0.5}),
        ("LINESTRING (0 0, 10 0)", "LINESTRING (2 -1, 2 1, 4 1, 4 -1)", {"count": 2.0}),
        ("LINESTRING (0 0, 2000 0)", "LINESTRING (500 0, 1500 0)", {"km": 1.0, "count": 0.0, "share": 1.0}),
        ("LINESTRING (0 0, 2000 0)", "LINESTRING (500 0, 1500 0, 1500 9, 1900 -9)", {"km": 1.0, "count": 1.0}),
        ("POINT (5 5)", "POINT (5 5)", {"count": 1.0, "share": 1.0}),
        ("GEOMETRYCOLLECTION (POINT (50 50), LINESTRING (0 10, 100 10))", SQUARE, {"km": 0.1, "count": 1.0}),
    ],
)
def test_measures_by_hand(part: str, feature: str, expected: dict[str, float]) -> None:
    found = only(part, feature)
    assert found["overlaps"]
    assert found["distance_m"] == 0.0
    for name in ("ha", "km", "count"):
        assert found[f"overlap_{name}"] == (pytest.approx(expected[name], rel=1e-12) if name in expected else None)
    if "share" in expected:
        assert found["share"] == pytest.approx(expected["share"], rel=1e-12)


def test_share_is_unknown_where_the_measure_is_not_the_features_own() -> None:
    assert only("LINESTRING (-100 50, 300 50)", SQUARE)["share"] is None
    assert only("MULTIPOINT ((10 10), (20 20))", SQUARE)["share"] is None
    assert only("LINESTRING (0 0, 10 0)", "LINESTRING (2 -1, 2 1)")["share"] is None


def test_a_shared_border_is_near_not_overlap() -> None:
    found = only("POLYGON ((200 0, 300 0, 300 200, 200 200, 200 0))", SQUARE)
    assert (found["overlaps"], found["overlap_ha"], found["distance_m"]) == (False, 0.0, 0.0)


def test_distance_is_to_the_outline_and_ends_at_the_limit() -> None:
    beside = "POLYGON ((303 204, 400 204, 400 300, 303 204))"
    assert only(beside, SQUARE, 103.0) == {}
    assert only(beside, SQUARE, 104)["distance_m"] == pytest.approx(np.hypot(103, 4), rel=1e-12)
    assert only("POINT (500 100)", SQUARE, 300)["distance_m"] == 300.0


def test_a_feature_wholly_inside_a_large_part_and_around_a_small_one() -> None:
    assert only("POLYGON ((-900 -900, 900 -900, 900 900, -900 900, -900 -900))", SQUARE)["share"] == 1.0
    assert only("POLYGON ((50 50, 60 50, 60 60, 50 60, 50 50))", SQUARE)["overlap_ha"] == pytest.approx(0.01)
    ring = (
        "POLYGON ((-900 -900, 900 -900, 900 900, -900 900, -900 -900), (-10 -10, -10 210, 210 210, 210 -10, -10 -10))"
    )
    assert only(ring, SQUARE, 5) == {}
    assert only(ring, SQUARE, 10)["distance_m"] == 10.0


def test_missing_empty_and_mixed_features() -> None:
    mixed = wkt(f"GEOMETRYCOLLECTION ({SQUARE}, POINT (900 900))")
    features = np.array([None, wkt("POLYGON EMPTY"), mixed], dtype=object)
    found = contacts(shapely.Point(50, 50), features, within_m=10)
    assert found.feature.tolist() == [2]
    assert found.overlap_count.tolist() == [1.0]
    nothing = contacts(wkt("POLYGON EMPTY"), features, within_m=10)
    assert len(nothing.feature) == 0
    assert len(contacts(shapely.Point(0, 0), np.empty(0, object), within_m=10).feature) == 0


def test_nearest() -> None:
    features = np.array([wkt(SQUARE)])
    assert nearest_m(wkt("POLYGON ((-900 -900, 900 -900, 900 900, -900 900, -900 -900))"), features) == 0.0
    assert nearest_m(wkt("POINT (100 100)"), features) == 0.0
    assert nearest_m(wkt("LINESTRING (500 0, 230 100, 600 300)"), features) == 30.0
    assert np.isnan(nearest_m(wkt("POINT (1 1)"), np.empty(0, object)))
    assert np.isnan(nearest_m(wkt("POLYGON EMPTY"), features))


def test_common_ground_of_three() -> None:
    part, first, second = shapely.box(0, 0, 300, 100), shapely.box(0, 0, 200, 100), shapely.box(100, 0, 400, 100)
    assert common_ground(part, first, second)[0] == 1.0
    assert common_ground(part, shapely.box(0, 0, 100, 100), second)[0] == 0.0
    line = wkt("LINESTRING (0 50, 1000 50)")
    assert common_ground(line, first, second)[1] == pytest.approx(0.1)
    assert common_ground(wkt("MULTIPOINT ((150 50), (160 50), (10 50))"), first, second)[2] == 2.0
    assert common_ground(line, wkt("LINESTRING (150 0, 150 100)"), first)[2] == 1.0
    assert common_ground(line, line, first)[1] == pytest.approx(0.2)


def test_pieces_and_kinds() -> None:
    assert len(pieces(wkt(SQUARE))) == 4
    assert len(pieces(wkt("MULTIPOINT ((0 0), (1 1))"))) == 2
    assert by_dimension(wkt("POINT EMPTY")) == []
    assert uncollected(np.array([wkt("GEOMETRYCOLLECTION EMPTY")], dtype=object)).tolist() == [None]


def plain(part: shapely.Geometry, features: np.ndarray, within_m: float) -> Contacts:
    """The slow twin: every feature by shapely alone."""
    distance = shapely.distance(part, features)
    chosen = np.flatnonzero(distance <= within_m)
    common = shapely.intersection(part, features[chosen])
    return Contacts(
        chosen,
        shapely.area(common) / 10_000,
        shapely.length(common) / 1_000,
        np.array(
            [0 if each.is_empty else (shapely.get_type_id(shapely.get_parts(each)) == 0).sum() for each in common],
            float,
        ),
        shapely.area(common) / shapely.area(features[chosen]),
        distance[chosen],
    )


def assert_equal(found: Contacts, slow: Contacts, dimension: int) -> None:
    np.testing.assert_array_equal(found.feature, slow.feature)
    np.testing.assert_allclose(found.distance_m, slow.distance_m, rtol=1e-12, atol=1e-9)
    name = ("overlap_count", "overlap_km", "overlap_ha")[dimension]
    np.testing.assert_allclose(getattr(found, name), getattr(slow, name), rtol=1e-9)
    if dimension == 2:
        np.testing.assert_allclose(found.share, slow.share, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 30.0, 200.0]), st.sampled_from([0, 1, 2]))
def test_equal_to_plain_shapely_on_random_stars(seed: int, within_m: float, dimension: int) -> None:
    draw = np.random.default_rng(seed)

    def star() -> shapely.Polygon:
        turn = np.sort(draw.uniform(0, 2 * np.pi, 9))
        radius = draw.uniform(20, 120, 9)
        centre = draw.uniform(0, 1000, 2)
        return shapely.make_valid(shapely.Polygon(np.c_[radius * np.cos(turn), radius * np.sin(turn)] + centre)).buffer(
            0
        )

    features = np.array([each for each in (star() for _ in range(40)) if not each.is_empty])
    kinds = (
        shapely.MultiPoint(draw.uniform(0, 1000, (12, 2))),
        shapely.LineString(draw.uniform(0, 1000, (6, 2))),
        shapely.union_all([star() for _ in range(3)]),
    )
    assert_equal(
        contacts(kinds[dimension], features, within_m=within_m), plain(kinds[dimension], features, within_m), dimension
    )


@pytest.fixture(scope="module")
def county(shared_data: Path) -> np.ndarray:
    return gpd.read_parquet(shared_data / "norrbotten" / "protected_areas_nvr.parquet").geometry.to_numpy()


@pytest.mark.parametrize("dimension", [0, 1, 2])
def test_equal_to_plain_shapely_on_the_protected_areas_of_the_county(county: np.ndarray, dimension: int) -> None:
    draw = np.random.default_rng(7)
    west, south, east, north = shapely.total_bounds(county)
    middle = shapely.centroid(county[np.argmax(shapely.area(county))])
    parts = (
        shapely.MultiPoint(draw.normal([middle.x, middle.y], 20_000, (200, 2))),
        shapely.LineString(
            np.c_[np.linspace(west, east, 60), np.linspace(south, north, 60) + draw.normal(0, 5000, 60)]
        ),
        middle.buffer(40_000),
    )
    found = contacts(parts[dimension], county, within_m=5000)
    assert found.overlaps.sum() >= 1
    assert_equal(found, plain(parts[dimension], county, 5000), dimension)


def test_fast_on_all_of_sweden(shared_data: Path) -> None:
    features = gpd.read_parquet(shared_data / "sweden" / "sweden_nvr_protected_2019.parquet").geometry.to_numpy()
    draw = np.random.default_rng(1)
    line = shapely.LineString(
        np.c_[np.linspace(3e5, 9e5, 500), np.linspace(6.2e6, 7.6e6, 500) + draw.normal(0, 3e3, 500)]
    )
    started = time.perf_counter()
    found = contacts(line, features, within_m=20_000)
    assert len(features) == 6530
    assert len(found.feature) > 500
    assert time.perf_counter() - started < 3.0  # the goal is 0.3 s; this only catches a slow path
