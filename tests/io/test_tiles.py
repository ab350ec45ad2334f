"""Vector tiles, read back by other libraries: everything is there, where it is, at every zoom."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.errors import LayerError
from landuse.io.tiles import COARSEST, ENOUGH, FINEST, LOWEST, finest, pieces, tile_set, whole, write_tiles
from landuse.io.tiles_parts import Parts, mercator, parts_of
from tests.io.tile_reading import Seen, header, metres_a_unit, on_ground, read, tile_of

HOSTILE = ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "Åäö Čáhcesuolu đŋŧž", '"; drop \\ \n \t', "\N{SNOWMAN}𝄞"]
E0, N0 = 700_000.0, 7_400_000.0
LATITUDE = 66.6


def layer(geometries: Iterable[Any], **columns: list[Any]) -> gpd.GeoDataFrame:
    """Return features with keys a0, a1 …"""
    listed = list(geometries)
    keys = [f"a{i}" for i in range(len(listed))]
    return gpd.GeoDataFrame({"key": keys, "name": keys, **columns}, geometry=listed, crs=3006)


def by_zoom(seen: Iterable[Seen]) -> dict[int, list[Seen]]:
    """Return what was read, zoom by zoom."""
    found: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.zoom].append(one)
    return found


def whole_again(seen: Iterable[Seen], number: int) -> Any:
    """Return all of a feature at one zoom, EPSG:3006, without the hairlines that moving back leaves."""
    pieces_ = [one.geometry for one in seen if one.id == number]
    return shapely.union_all([piece.buffer(0.02, join_style="mitre") if piece.area else piece for piece in pieces_])


def blob(east: float, north: float, radius: float, points: int = 60) -> shapely.Polygon:
    """Return an uneven outline."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    reach = radius * (1 + 0.3 * np.sin(5 * angles))
    return shapely.Polygon(np.column_stack([east + reach * np.cos(angles), north + reach * np.sin(angles)]))


def flat(geometries: list[Any]) -> list[Parts]:
    """Return geometries as the tiles are made from them."""
    return [mercator(parts) for parts in parts_of(np.array(geometries, dtype=object))]


def test_every_feature_is_there_at_every_zoom_however_small() -> None:
    shapes = [
        blob(E0, N0, 40_000), blob(E0 + 90_000, N0, 3), shapely.box(E0, N0 - 60_000, E0 + 0.5, N0 - 59_000),
        shapely.LineString([(E0, N0), (E0 + 1, N0 + 1)]), shapely.LineString([(E0, N0), (E0 + 80_000, N0 + 9_000)]),
        shapely.Point(E0, N0), shapely.MultiPoint([(E0, N0), (E0 + 500, N0)]),
        shapely.MultiPolygon([blob(E0 + 5_000 * i, N0 - 90_000, 20) for i in range(6)]),
        shapely.GeometryCollection([shapely.Point(E0, N0 + 70_000), blob(E0, N0 + 90_000, 500)]),
    ]  # fmt: skip
    found = by_zoom(read(tile_set(layer(shapes))))
    assert sorted(found) == list(range(LOWEST, max(found) + 1))
    for zoom, seen in found.items():
        assert {one.id for one in seen} == set(range(1, len(shapes) + 1)), zoom
        assert all(one.properties["key"] == f"a{one.id - 1}" for one in seen)


def test_a_speck_is_drawn_where_it_lies_and_no_larger_than_two_pixels() -> None:
    for zoom, seen in by_zoom(read(tile_set(layer([blob(E0, N0, 4)])))).items():
        unit = metres_a_unit(zoom, LATITUDE)
        drawn = whole_again(seen, 1)
        assert 0 < drawn.area < (16 * unit) ** 2
        assert drawn.centroid.distance(shapely.Point(E0, N0)) < 3 * unit


def test_area_and_outline_stay_within_the_tolerance_of_each_zoom() -> None:
    shape = blob(E0, N0, 9_000, 400).difference(blob(E0 + 2_000, N0, 1_500, 100))
    for zoom, seen in by_zoom(read(tile_set(layer([shape])))).items():
        drawn = whole_again(seen, 1)
        off = 12 * metres_a_unit(zoom, LATITUDE)  # half a pixel at each of two levels and the rounding
        assert drawn.symmetric_difference(shape).area < shape.length * off
        if zoom >= 8:
            assert shapely.hausdorff_distance(drawn.boundary, shape.boundary) < off
    assert abs(drawn.area / shape.area - 1) < 1e-4


def test_holes_stay_empty_and_islands_in_them_filled() -> None:
    lake, island = blob(E0, N0, 6_000), blob(E0, N0, 1_500)
    shape = shapely.union_all(
        [shapely.box(E0 - 20_000, N0 - 20_000, E0 + 20_000, N0 + 20_000).difference(lake), island]
    )
    for zoom, seen in by_zoom(read(tile_set(layer([shape])))).items():
        if zoom < 6:
            continue
        drawn = whole_again(seen, 1)
        assert drawn.contains(shapely.Point(E0, N0))
        assert not drawn.intersects(shapely.Point(E0 + 3_000, N0))
        assert drawn.contains(shapely.Point(E0 + 15_000, N0 + 15_000))


def test_lines_keep_their_length_and_their_breaks() -> None:
    line = shapely.LineString([(E0 + 400 * i, N0 + 3_000 * np.sin(i / 3)) for i in range(200)])
    two = shapely.MultiLineString([[(E0, N0), (E0 + 30_000, N0)], [(E0 + 60_000, N0), (E0 + 90_000, N0 + 4_000)]])
    for zoom, seen in by_zoom(read(tile_set(layer([line, two])))).items():
        if zoom < 7:
            continue
        off = 12 * metres_a_unit(zoom, LATITUDE)
        assert shapely.hausdorff_distance(whole_again(seen, 1), line) < off
        assert abs(whole_again(seen, 2).length / two.length - 1) < 0.01
        assert not whole_again(seen, 2).intersects(shapely.box(E0 + 31_000, N0 - 900, E0 + 59_000, N0 + 900))


def test_parts_beyond_the_edge_of_a_tile_meet_without_a_gap() -> None:
    land = shapely.box(E0 - 40_000, N0 - 40_000, E0 + 40_000, N0 + 40_000)
    seen = by_zoom(read(tile_set(layer([land]), zooms=range(3, 11))))[10]
    assert len({one.tile for one in seen}) > 20
    assert abs(sum(one.geometry.area for one in seen) / land.area - 1) < 1e-3
    gaps = land.buffer(-50).difference(shapely.union_all([one.geometry.buffer(0.05) for one in seen]))
    assert gaps.area < 1.0
    assert all(shapely.box(-64, -64, 4160, 4160).covers(one.units) for one in seen)


def test_a_straight_side_in_sweref_is_where_it_should_be_on_the_map() -> None:
    long = shapely.LineString([(E0 - 180_000, N0), (E0 + 180_000, N0)])
    drawn = whole_again(by_zoom(read(tile_set(layer([long]))))[ENOUGH], 1)
    assert shapely.hausdorff_distance(drawn.segmentize(500), long.segmentize(500)) < 8


def test_an_invalid_outline_loses_nothing() -> None:
    bow = shapely.Polygon([(E0, N0), (E0 + 9_000, N0 + 9_000), (E0 + 9_000, N0), (E0, N0 + 9_000)])
    drawn = whole_again(by_zoom(read(tile_set(layer([bow]))))[ENOUGH], 1)
    assert drawn.intersects(shapely.Point(E0 + 1_000, N0 + 4_500))
    assert drawn.intersects(shapely.Point(E0 + 8_000, N0 + 4_500))


def test_a_point_lies_in_one_tile_only_even_on_the_edge_between_two() -> None:
    corner = on_ground(shapely.Point(0, 0), 8, *tile_of(E0, N0, 8))
    near = shapely.Point(corner.x + 0.001, corner.y - 0.001)
    for seen in by_zoom(read(tile_set(layer([corner, near, shapely.Point(E0, N0)])))).values():
        assert sorted(one.id for one in seen) == [1, 2, 3]
        assert all(shapely.box(0, 0, 4095, 4095).covers(one.units) for one in seen)


def test_neighbours_of_a_border_cut_by_tiles_do_not_overlap() -> None:
    bend = [(E0 + 900 * i, N0 + 2_500 * np.sin(i)) for i in range(-40, 41)]
    north = shapely.Polygon([*bend, (E0 + 36_000, N0 + 40_000), (E0 - 36_000, N0 + 40_000)])
    south = shapely.Polygon([*bend, (E0 + 36_000, N0 - 40_000), (E0 - 36_000, N0 - 40_000)])
    for zoom, seen in by_zoom(read(tile_set(layer([north, south])))).items():
        both = whole_again(seen, 1).intersection(whole_again(seen, 2))
        assert both.area < 80_000 * 10 * metres_a_unit(zoom, LATITUDE)


def test_many_small_parts_keep_their_area_together() -> None:
    rng = np.random.default_rng(5)
    spots = shapely.MultiPolygon([
        shapely.box(x, y, x + 60, y + 60)
        for x, y in zip(E0 + 100 * rng.permutation(900), N0 + 100 * rng.permutation(900), strict=True)
    ])  # fmt: skip
    for zoom, seen in by_zoom(read(tile_set(layer([spots])))).items():
        if zoom >= 7:
            assert abs(whole_again(seen, 1).area / spots.area - 1) < 0.12, zoom


@pytest.mark.parametrize("name", HOSTILE)
def test_names_come_back_as_they_are(name: str) -> None:
    features = layer([shapely.Point(E0, N0)], kind=[name])
    features["name"] = name
    for one in read(tile_set(features, attributes=("key", "name", "kind"))):
        assert one.properties == {"key": "a0", "name": name, "kind": name}


def test_values_keep_their_kind_and_unknown_ones_are_left_out() -> None:
    values = [3, -7, 2.5, True, None, float("nan"), 2**60, "x" * 500, np.int64(4)]
    features = layer([shapely.Point(E0 + i, N0) for i in range(len(values))])
    features["kind"] = np.array(values, dtype=object)
    found = {
        one.id: one.properties.get("kind", "unknown") for one in read(tile_set(features, attributes=("key", "kind")))
    }
    assert [found[i + 1] for i in range(len(values))] == [
        3, -7, 2.5, True, "unknown", "unknown", str(2**60), "x" * 199 + "…", 4,
    ]  # fmt: skip
    assert found[4] is True


def test_features_may_go_without_attributes() -> None:
    assert {(one.id, len(one.properties)) for one in read(tile_set(layer([shapely.Point(E0, N0)]), attributes=()))} == {
        (1, 0)
    }


def test_many_values_and_features_in_one_tile_keep_their_own() -> None:
    n = 20_000
    points = shapely.points(E0 + np.arange(n) % 200 * 10, N0 + np.arange(n) // 200 * 10)
    features = layer(points, kind=[f"kind {i % 7}" for i in range(n)])
    seen = by_zoom(read(tile_set(features, attributes=("key", "kind"), zooms=range(3, 4))))[3]
    assert len(seen) == n
    assert all(one.properties == {"key": f"a{one.id - 1}", "kind": f"kind {(one.id - 1) % 7}"} for one in seen)


def test_a_long_key_is_never_cut() -> None:
    features = layer([shapely.Point(E0, N0)])
    features["key"] = "k" * 900
    assert {one.properties["key"] for one in read(tile_set(features))} == {"k" * 900}


def test_the_same_features_give_the_same_bytes_on_disk_and_in_memory(tmp_path: Path) -> None:
    features = layer([blob(E0, N0, 9_000), shapely.Point(E0, N0)])
    write_tiles(features, tmp_path / "a.pmtiles")
    write_tiles(features.copy(), tmp_path / "b.pmtiles")
    assert (tmp_path / "a.pmtiles").read_bytes() == (tmp_path / "b.pmtiles").read_bytes() == tile_set(features)


def test_the_header_says_where_the_data_lie() -> None:
    said = header(tile_set(layer([shapely.box(E0, N0, E0 + 1_000, N0 + 1_000)])))
    assert abs(said["min_lon_e7"] / 1e7 - 19.5) < 0.2
    assert abs(said["min_lat_e7"] / 1e7 - 66.65) < 0.2
    assert said["min_lon_e7"] < said["max_lon_e7"] and said["min_lat_e7"] < said["max_lat_e7"]
    assert said["clustered"] and said["min_zoom"] == LOWEST


def test_features_without_geometry_are_nowhere_and_the_others_keep_their_number() -> None:
    features = layer([None, shapely.Polygon(), shapely.Point(E0, N0)])
    assert {one.id for one in read(tile_set(features))} == {3}


@pytest.mark.parametrize("geometries", [[], [None], [shapely.Polygon()]])
def test_nothing_to_draw_is_an_error(geometries: list[Any]) -> None:
    with pytest.raises(LayerError, match="features"):
        tile_set(layer(geometries))


def test_another_reference_system_is_refused() -> None:
    with pytest.raises(LayerError, match="EPSG:3006"):
        tile_set(layer([shapely.Point(20, 66)]).set_crs(4326, allow_override=True))


def test_a_vertex_that_has_no_place_is_refused() -> None:
    with pytest.raises(LayerError, match="SWEREF"):
        tile_set(layer([shapely.Point(1e12, 1e12)]))


def test_coarse_data_end_at_a_lower_zoom_and_fine_ones_at_the_last() -> None:
    assert finest(flat([blob(E0, N0, 50_000, 40)])) == ENOUGH
    assert finest(flat([blob(E0, N0, 500, 400)])) == FINEST
    assert finest(flat([shapely.Point(E0, N0)])) == FINEST


def test_a_set_that_would_be_too_large_ends_earlier() -> None:
    wide = [shapely.box(300_000, 6_200_000, 900_000, 7_600_000).segmentize(200)] * 8
    parts = flat(wide)
    assert COARSEST <= finest(parts) < FINEST
    assert pieces(parts[0], finest(parts) + 1) > pieces(parts[0], finest(parts))


def test_a_file_that_was_cut_off_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    assert not whole(path)
    write_tiles(layer([shapely.Point(E0, N0)]), path)
    assert whole(path)
    for content in (path.read_bytes()[:-1], path.read_bytes()[:50], b"", b"x" * 400):
        path.write_bytes(content)
        assert not whole(path)


def any_shape(rng: np.random.Generator) -> Any:
    """Return a shape of some kind, a centimetre to a hundred kilometres large, somewhere in the county."""
    at = np.array([E0, N0]) + rng.uniform(-2e5, 2e5, 2)
    size = 10 ** rng.uniform(-2, 5)
    x, y = at
    return [
        lambda: shapely.Point(at),
        lambda: shapely.MultiPoint(at + rng.normal(0, size, (5, 2))),
        lambda: shapely.LineString(at + rng.normal(0, size, (rng.integers(2, 40), 2))),
        lambda: shapely.box(x, y, x + size, y + size * 10 ** rng.uniform(-5, 0)),
        lambda: shapely.MultiPoint(at + rng.normal(0, size, (8, 2))).convex_hull,
        lambda: shapely.Point(at).buffer(size).difference(shapely.Point(at).buffer(0.6 * size)),
    ][rng.integers(6)]()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_shape_it_is_drawn_at_every_zoom_and_not_far_from_where_it_lies(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = [any_shape(rng) for _ in range(40)]
    for zoom, seen in by_zoom(read(tile_set(layer(shapes)))).items():
        assert {one.id for one in seen} == set(range(1, 41))
        most = (6 if zoom == FINEST else 20) * metres_a_unit(zoom, LATITUDE)
        for one in seen:
            west, south, east, north = one.units.bounds
            assert min(west, south) >= -64 and max(east, north) <= 4160
            vertices = shapely.points(shapely.get_coordinates(one.geometry))
            assert not len(vertices) or shapely.distance(vertices, shapes[one.id - 1]).max() < most


@pytest.mark.slow
def test_all_protected_areas_of_sweden_are_there_at_every_zoom(shared_data: Path) -> None:
    features = gpd.read_parquet(shared_data / "sweden" / "sweden_nvr_protected_2019.parquet")
    features = features.rename(columns={"nvrid": "key", "namn": "name"})
    content = tile_set(features)
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(tile_set(features)).hexdigest()
    ids, areas = defaultdict(set), defaultdict(float)
    for one in read(content):
        ids[one.zoom].add(one.id)
        if one.zoom == FINEST:
            areas[one.id] += one.geometry.area
    assert {zoom: len(found) for zoom, found in ids.items()} == dict.fromkeys(range(LOWEST, FINEST + 1), 6530)
    assert abs(sum(areas.values()) / features.area.sum() - 1) < 5e-4
