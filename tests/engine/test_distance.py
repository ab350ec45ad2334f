"""Zones around geometries against a slow twin: every sub-centre and its distance by GEOS."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon, box

from landuse.engine.distance import subcells_of, within, zone
from landuse.engine.influence import SHAPES, influence, reach
from landuse.errors import LanduseError
from landuse.model.grid import Grid, Window

GRID = Grid(3006, 700_000, 7_403_000, 100, 30, 33)
CORNER = np.array([700_000.0, 7_400_000.0])
place = st.tuples(st.floats(-1500, 4500), st.floats(-1500, 4500)).map(lambda p: tuple(CORNER + p))
points = place.map(Point)
lines = st.lists(place, min_size=2, max_size=9, unique=True).map(LineString)
discs = st.tuples(place, st.floats(20, 900), st.integers(1, 12)).map(lambda d: Point(d[0]).buffer(d[1], quad_segs=d[2]))
rings = discs.map(lambda disc: disc.difference(disc.centroid.buffer(math.sqrt(disc.area) / 4)))
blocks = st.tuples(st.integers(0, 25), st.integers(0, 25), st.integers(1, 9)).map(
    lambda b: shapely.transform(box(b[0], b[1], b[0] + b[2], b[1] + b[2]), lambda xy: CORNER + xy * 100)
)
geometries = st.lists(st.one_of(points, lines, discs, rings, blocks), min_size=1, max_size=7)
decays = st.tuples(
    st.sampled_from(SHAPES),
    st.sampled_from([0.0, 30.0, 77.7, 250.0, 600.0, 1000.0, 1999.0, 7000.0]),
    st.sampled_from([0.0, 0.01, 0.3]),
)
windows = st.tuples(st.integers(-3, 30), st.integers(-3, 33), st.integers(0, 33), st.integers(0, 36)).map(
    lambda w: Window(*w)
)


PART = Window(11, 9, 9, 8)
"""Cells that are compared with their slow twin."""


def part_of(array):
    return array[PART.row : PART.row + PART.height, PART.column : PART.column + PART.width]


def distances(sources, k=1, window=PART):
    """Return the distance from each sub-centre of a window, by GEOS."""
    x = GRID.west + (np.arange(window.width * k) + window.column * k + 0.5) * 100 / k
    y = GRID.north - (np.arange(window.height * k) + window.row * k + 0.5) * 100 / k
    union = shapely.union_all([shapely.make_valid(each) for each in sources])
    shapely.prepare(union)
    return shapely.distance(shapely.points(*np.meshgrid(x, y)), union)


def slow_zone(sources, shape, radius, cutoff, k):
    share = influence(distances(sources, k), shape, radius, cutoff=cutoff)
    return share.reshape(PART.height, k, PART.width, k).mean(axis=(1, 3))


def unsure(sources, shape, radius, cutoff, k):
    """Return the cells with a sub-centre so near a step that rounding decides."""
    d = distances(sources, k)
    near = np.abs(d - reach(shape, radius, cutoff)) < 1e-6
    near |= (d < 1e-6) & (radius == 0)
    return near.reshape(PART.height, k, PART.width, k).any(axis=(1, 3))


@settings(max_examples=80, deadline=None)
@given(geometries, decays)
def test_equals_its_slow_twin(sources, decay):
    shape, radius, cutoff = decay
    k = subcells_of(radius, 100)
    fast = part_of(zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff).dense(GRID))
    sure = ~unsure(sources, shape, radius, cutoff, k)
    np.testing.assert_allclose(fast[sure], slow_zone(sources, shape, radius, cutoff, k)[sure], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(geometries, decays, windows, st.randoms(use_true_random=False))
def test_bit_equal_whatever_window_and_order(sources, decay, window, random):
    shape, radius, cutoff = decay
    whole = zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff).dense(GRID)
    mixed = [shapely.reverse(each) for each in sources]
    random.shuffle(mixed)
    part = zone(mixed, GRID, shape=shape, radius_m=radius, cutoff=cutoff, window=window).dense(GRID)
    inside = np.zeros(GRID.shape, bool)
    inside[max(0, window.row) : max(0, window.row + window.height),
           max(0, window.column) : max(0, window.column + window.width)] = True  # fmt: skip
    assert (part[inside] == whole[inside]).all()
    assert (part[~inside] == 0).all()


@settings(max_examples=30, deadline=None)
@given(geometries, decays)
def test_bit_equal_on_a_part_of_the_grid(sources, decay):
    # The cells of a grid of its own: rounding may differ only where the coordinates are not whole numbers.
    shape, radius, cutoff = decay
    whole = zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff, subcells=1).dense(GRID)
    window = Window(4, 7, 20, 11)
    part = GRID.part(window)
    alone = zone(sources, part, shape=shape, radius_m=radius, cutoff=cutoff, subcells=1).dense(part)
    assert (alone == whole[4:24, 7:18]).all()


@settings(max_examples=40, deadline=None)
@given(geometries, points, decays)
def test_one_more_geometry_never_lowers_the_zone(sources, more, decay):
    shape, radius, cutoff = decay
    before = zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff).dense(GRID)
    after = zone([*sources, more], GRID, shape=shape, radius_m=radius, cutoff=cutoff).dense(GRID)
    assert (after >= before).all()


@settings(max_examples=60, deadline=None)
@given(geometries, st.sampled_from([0.0, 50.0, 333.3, 1000.0, 5000.0, math.inf]))
def test_cells_within_equal_their_slow_twin(sources, reach_m):
    found = np.zeros(GRID.size, bool)
    found[within(sources, GRID, reach_m)] = True
    d = distances(sources, window=Window(0, 0, GRID.height, GRID.width)).ravel()
    sure = np.abs(d - reach_m) > 1e-6
    assert (found[sure] == (d <= reach_m)[sure]).all()


def test_large_zones_of_many_pieces_equal_their_slow_twin():
    random = np.random.default_rng(3)
    walks = [
        LineString(CORNER + random.uniform(0, 3000, 2) + random.normal(0, 60, (400, 2)).cumsum(0)) for _ in range(4)
    ]
    lake = Polygon(Point(*(CORNER + 1700)).buffer(700).exterior.coords).segmentize(5)
    for shape, radius in (("exponential", 3000.0), ("gaussian", 500.0), ("linear", 60.0)):
        fast = part_of(zone([*walks, lake], GRID, shape=shape, radius_m=radius).dense(GRID))
        slow = slow_zone([*walks, lake], shape, radius, 0.01, subcells_of(radius, 100))
        np.testing.assert_allclose(fast, slow, atol=1e-9)


def test_axes_and_cells_lie_where_they_should():
    # A grid far from square, a point in one cell of it: column from x, row down from the north.
    grid = Grid(3006, 500, 90_000, 10, 9, 4)
    cells = zone([Point(500 + 2 * 10 + 5, 90_000 - 7 * 10 - 5)], grid, shape="linear", radius_m=10, subcells=1)
    assert cells.index.tolist() == [7 * 4 + 2]
    assert cells.value.tolist() == [1.0]


def test_holes_are_outside_and_overlaps_inside():
    outer = box(700_000, 7_400_000, 703_000, 7_403_000)
    yard = outer.difference(box(700_400, 7_400_400, 702_600, 7_402_600))
    twice = [yard, shapely.reverse(yard), box(700_000, 7_401_000, 700_700, 7_402_000)]
    inside = zone(twice, GRID, shape="threshold", radius_m=0, subcells=1).dense(GRID) == 1
    assert inside[:, :4].all()
    assert not inside[5:8, 5:25].any()
    assert inside[11:19, 4:6].all()


def test_a_polygon_that_crosses_itself_is_mended():
    bow = Polygon(CORNER + np.array([(0, 0), (3000, 3000), (3000, 0), (0, 3000)]))
    fast = part_of(zone([bow], GRID, shape="linear", radius_m=1000).dense(GRID))
    np.testing.assert_allclose(fast, slow_zone([bow], "linear", 1000, 0.01, 1), atol=1e-12)


def test_collections_empty_ones_and_none_are_taken_as_they_are():
    nested = shapely.GeometryCollection([MultiPoint([(700_150, 7_402_850)]), LineString()])
    alone = zone([Point(700_150, 7_402_850)], GRID, shape="linear", radius_m=500)
    found = zone([nested, Point(), None], GRID, shape="linear", radius_m=500)
    assert found.index.tolist() == alone.index.tolist()
    assert found.value.tolist() == alone.value.tolist()


def test_nothing_in_reach_gives_no_cells():
    assert len(zone([], GRID, shape="linear", radius_m=500)) == 0
    assert len(zone([Point(0, 0)], GRID, shape="linear", radius_m=500)) == 0
    assert len(zone([Point(700_150, 7_402_850)], GRID, shape="linear", radius_m=500, window=Window(20, 20, 0, 5))) == 0
    assert within([], GRID, 500).tolist() == []


@pytest.mark.parametrize(
    ("radius", "expected"), [(0, 20), (49, 20), (50, 20), (52.7, 19), (100, 10), (300, 4), (999, 2), (1000, 1)]
)
def test_number_of_sub_centres(radius, expected):
    assert subcells_of(radius, 100) == expected


def test_sub_centres_give_the_share_of_a_cell_that_a_polygon_covers():
    quarter = box(700_000, 7_402_925, 700_040, 7_403_000)
    assert zone([quarter], GRID, shape="linear", radius_m=0).at(np.array([0])).tolist() == [0.3]
    assert zone([quarter], GRID, shape="linear", radius_m=0, subcells=1).at(np.array([0])).tolist() == [0]


@pytest.mark.parametrize(("shape", "plane"), [
    ("threshold", math.pi),
    ("linear", math.pi / 3),
    ("exponential", 2 * math.pi / math.log(20) ** 2 * (1 - 0.01 * (1 + math.log(100)))),
    ("gaussian", math.pi / math.log(20) * (1 - 0.01)),
])  # fmt: skip
def test_plane_integral_of_a_point(shape, plane):
    radius = 2000
    grid = Grid.covering((0, 0, 0, 0), 50, margin_m=2 * radius)
    cells = zone([Point(7.3, -11.1)], grid, shape=shape, radius_m=radius)
    assert cells.value.sum() * 50 * 50 == pytest.approx(plane * radius**2, rel=0.01)


@pytest.mark.parametrize("shape", SHAPES)
def test_halving_the_cells_changes_totals_less_than_2_percent(shape):
    sources = [Point(1234.5, 2345.6), LineString([(0, 0), (3333, 1111)])]
    totals = []
    for resolution in (100, 50):
        grid = Grid.covering((0, 0, 4000, 3000), resolution, margin_m=1000)
        totals.append(zone(sources, grid, shape=shape, radius_m=300).value.sum() * resolution**2)
    assert totals[0] == pytest.approx(totals[1], rel=0.02)


@settings(max_examples=20, deadline=None)
@given(geometries, decays, st.integers(-9, 9), st.integers(-9, 9))
def test_moving_everything_by_whole_cells_moves_the_zone(sources, decay, east, south):
    shape, radius, cutoff = decay
    sources = [shapely.set_precision(each, 1.0) for each in sources]
    step = np.array([east * 100, -south * 100])
    moved = [shapely.transform(each, lambda xy: xy + step) for each in sources]
    there = Grid(3006, GRID.west + east * 100, GRID.north - south * 100, 100, GRID.height, GRID.width)
    here = zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff, subcells=1)
    away = zone(moved, there, shape=shape, radius_m=radius, cutoff=cutoff, subcells=1)
    np.testing.assert_allclose(here.dense(GRID), away.dense(there), atol=1e-9)


def test_wrong_arguments_are_refused():
    with pytest.raises(LanduseError, match="radius"):
        zone([Point(0, 0)], GRID, shape="linear", radius_m=-1)
    with pytest.raises(LanduseError, match="subcells"):
        zone([Point(0, 0)], GRID, shape="linear", radius_m=1, subcells=0)
    with pytest.raises(LanduseError, match="reach"):
        within([Point(0, 0)], GRID, math.nan)
    with pytest.raises(LanduseError, match="geometr"):
        zone([LineString([(700_000, 7_400_000), (math.inf, 0)])], GRID, shape="linear", radius_m=1)
