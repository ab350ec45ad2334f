"""Free width: closed forms, the same number from a grid, and what may never happen."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box
from shapely.affinity import rotate, translate

from landuse.engine.corridor import clipped, corridor
from landuse.engine.free_width import free_width
from landuse.engine.widest import clearance, strip_width, widest

LINE = LineString([(0, 0), (6000, 0)])
WIDTH = 1000.0


def width_of(line, obstacles, width=WIDTH):
    strip = corridor(line, width)
    return free_width(strip, [piece for obstacle in obstacles for piece in clipped(obstacle, strip)])


def wall(gap_from: float, gap_to: float, x: float = 3000.0, thick: float = 20.0):
    """Return a wall across the corridor with one gap."""
    return [box(x, -600, x + thick, gap_from), box(x, gap_to, x + thick, 600)]


@pytest.mark.parametrize("angle", [0, 17, 45, 90, 133])
@pytest.mark.parametrize(("gap", "width"), [((-60, 60), 120.0), ((-60, 0), 60.0), ((200, 450), 250.0), ((0, 0.5), 0.5)])
def test_a_gap_in_a_wall_is_the_free_width_however_it_is_turned(angle, gap, width) -> None:
    line, *pieces = (rotate(shape, angle, origin=(100, -50)) for shape in (LINE, *wall(*gap)))
    assert width_of(line, pieces).least_m == pytest.approx(width, abs=1e-6)


def test_a_gap_at_the_side_is_measured_to_the_side() -> None:
    assert width_of(LINE, [box(3000, -600, 3020, 420)]).least_m == pytest.approx(80.0)


def test_of_two_ways_round_a_lake_the_wider_counts_and_is_where_it_is_said_to_be() -> None:
    found = width_of(LINE, [box(2000, -150, 2600, 350)])
    assert found.least_m == pytest.approx(350.0)
    x, y = found.narrowest()
    assert 2000 <= x <= 2600 and y == pytest.approx(-325.0)


def test_nothing_in_the_way_leaves_the_corridor() -> None:
    assert width_of(LINE, []).least_m == WIDTH
    assert width_of(LINE, [box(1000, 800, 1500, 900)]).least_m == WIDTH


def test_a_small_thing_at_one_side_does_not_narrow_the_other() -> None:
    # 50 m from the right side and 900 m from the left: only the 900 count
    found = width_of(LINE, [box(3000, 400, 3050, 450)])
    assert found.least_m == pytest.approx(900.0)
    assert found.least_between(0, 2500) == WIDTH


def test_a_chain_of_small_gaps_across_the_corridor_closes_it() -> None:
    dots = [box(3000 + 40 * i, y, 3010 + 40 * i, y + 10) for i, y in enumerate(range(-490, 490, 60))]
    gap = math.hypot(30, 50)
    assert width_of(LINE, dots).least_m == pytest.approx(gap)
    assert width_of(LINE, dots[:8] + dots[9:]).least_m == pytest.approx(math.hypot(70, 110))


def test_a_diagonal_fence_closes_all_the_way_it_crosses() -> None:
    found = width_of(LINE, [LineString([(1000, -600), (4000, 600)])])
    assert found.least_m == 0.0
    assert found.least_between(0, 1000) == WIDTH and found.least_between(2000, 2500) == 0.0


def test_a_wall_hides_nothing_behind_a_wider_one() -> None:
    found = width_of(LINE, [*wall(-100, 100, x=1000), *wall(-20, 20, x=4000)])
    assert found.least_between(900, 1100) == pytest.approx(200.0)
    assert found.least_between(3900, 4100) == pytest.approx(40.0)
    assert found.least_m == pytest.approx(40.0)


def test_the_same_bits_backwards_and_in_any_order() -> None:
    bent = LineString([(0, 0), (2000, 300), (4000, -200), (6000, 100)])
    things = [*wall(-140, 35), box(1200, 100, 1300, 500), box(4500, -250, 4700, -60)]
    first, again = width_of(bent, things), width_of(bent.reverse(), things[::-1])
    assert first.least_m == again.least_m
    assert sorted(first.width_m.tolist()) == sorted(again.width_m.tolist())


def test_a_corridor_that_meets_itself_has_no_sides_and_is_measured_on_a_grid() -> None:
    loop = LineString([(0, 0), (3000, 0), (3000, 2000), (1000, 2000), (1000, -1500)])
    strip = corridor(loop, 400)
    assert strip.sides is None or strip.holes
    assert strip_width(strip, []) == pytest.approx(400.0, rel=0.1)


@st.composite
def things(draw):
    x, y = draw(st.floats(200, 5800)), draw(st.floats(-600, 600))
    wide, high = draw(st.floats(5, 500)), draw(st.floats(5, 700))
    return rotate(box(x, y, x + wide, y + high), draw(st.floats(0, 180)))


@given(st.lists(things(), min_size=1, max_size=8), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_one_more_thing_never_widens_any_stretch(obstacles, which) -> None:
    extra = obstacles[which % len(obstacles)]
    fewer = width_of(LINE, [one for one in obstacles if one is not extra])
    more = width_of(LINE, obstacles)
    assert more.least_m <= fewer.least_m
    for start in range(0, 6000, 500):
        assert more.least_between(start, start + 500) <= fewer.least_between(start, start + 500)


@given(st.lists(things(), max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_grid_finds_the_same_width(obstacles) -> None:
    strip = corridor(LINE, WIDTH)
    pieces = [piece for obstacle in obstacles for piece in clipped(obstacle, strip)]
    cell = WIDTH / 50
    assert strip_width(strip, pieces) == pytest.approx(free_width(strip, pieces).least_m, abs=2 * math.sqrt(2) * cell)


@pytest.mark.parametrize("angle", [0, 20, 45])
def test_the_widest_way_over_a_grid_goes_through_the_gap(angle) -> None:
    line, *pieces = (rotate(shape, angle, origin=(3000, 0)) for shape in (LINE, *wall(-150, 150, thick=60)))
    cell = 10.0
    x, y = np.meshgrid(np.arange(1500, 4500, cell) + cell / 2, np.arange(1500, -1500, -cell) - cell / 2)
    strip = shapely.buffer(line, 500, cap_style="flat")
    hard = ~shapely.contains_xy(strip, x, y) | np.any([shapely.contains_xy(p, x, y) for p in pieces], axis=0)
    clear = clearance(hard, cell)
    ends = [shapely.contains_xy(translate(shapely.Point(0, 0).buffer(200), *end), x, y) for end in (
        shapely.line_interpolate_point(line, 1900).coords[0], shapely.line_interpolate_point(line, 4100).coords[0]
    )]  # fmt: skip
    assert widest(clear, *ends) == pytest.approx(300.0, abs=math.sqrt(2) * cell + cell)
