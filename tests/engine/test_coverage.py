"""Covered shares against another program and against shapely, cell by cell."""

from __future__ import annotations

from typing import Any

import exactextract
import numpy as np
import pytest
import shapely
from exactextract.raster import NumPyRasterSource
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from landuse.engine.coverage import covered_share, shares_of
from landuse.model.grid import Grid, Window

GRID = Grid(3006, 700_000.0, 7_400_800.0, 100.0, 8, 10)
WEST, SOUTH, EAST, NORTH = GRID.bounds


def by_shapely(geometry: Any, grid: Grid = GRID) -> Any:
    """Return the area of the intersection with every cell, in cells."""
    row, column = np.mgrid[: grid.height, : grid.width]
    x, y = grid.west + column * grid.resolution_m, grid.north - row * grid.resolution_m
    cells = shapely.box(x, y - grid.resolution_m, x + grid.resolution_m, y)
    return shapely.area(shapely.intersection(cells, geometry)) / grid.resolution_m**2


def by_exactextract(geometry: Any) -> Any:
    """Return the coverage fractions of another program."""
    raster = NumPyRasterSource(np.ones(GRID.shape), xmin=WEST, ymin=SOUTH, xmax=EAST, ymax=NORTH, srs_wkt="EPSG:3006")
    feature = {"type": "Feature", "geometry": shapely.geometry.mapping(geometry), "properties": {}}
    found = exactextract.exact_extract(raster, feature, ["cell_id", "coverage"])[0]["properties"]
    share = np.zeros(GRID.size)
    share[np.asarray(found["cell_id"], int)] = found["coverage"]
    return share.reshape(GRID.shape)


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(WEST + x, SOUTH + y, WEST + x + width, SOUTH + y + height)


HOLED = shapely.difference(box(120, 130, 610, 520), shapely.union(box(210, 230, 130, 90), box(455.5, 300.25, 77, 210)))
SHAPES = {
    "inside one cell": box(210, 310, 30, 40),
    "exactly one cell": box(300, 400, 100, 100),
    "edges on the lines of the grid": box(200, 100, 500, 300),
    "turned": rotate(box(230, 240, 420, 310), 33.0),
    "a sliver": shapely.Polygon([(WEST + 5, SOUTH + 5), (WEST + 995, SOUTH + 700), (WEST + 995, SOUTH + 700.001)]),
    "a hole and another": HOLED,
    "several parts, one within the hole of another": shapely.union(HOLED, box(230, 250, 40, 40)),
    "beyond the grid on all sides": rotate(box(-3000, -3000, 7000, 7000), 10.0),
    "partly beyond, with a hole across the edge": shapely.difference(box(700, 500, 900, 900), box(900, 600, 300, 120)),
    "a circle": shapely.Point(WEST + 512.5, SOUTH + 387.5).buffer(250, quad_segs=64),
    "a strip along a line of the grid": shapely.LineString([(WEST - 50, SOUTH + 400), (EAST + 50, SOUTH + 400)]).buffer(
        7
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shares_equal_those_of_two_other_programs(name: str) -> None:
    found = covered_share(SHAPES[name], GRID).dense(GRID)
    np.testing.assert_allclose(found, by_shapely(SHAPES[name]), rtol=0, atol=1e-9)
    np.testing.assert_allclose(found, by_exactextract(SHAPES[name]), rtol=0, atol=1e-6)  # their shares are float32
    assert found.sum() * 1e4 == pytest.approx(SHAPES[name].intersection(box(0, 0, 1000, 800)).area, rel=1e-9)


@pytest.mark.parametrize("clockwise", [True, False])
def test_the_direction_of_rings_does_not_matter(clockwise: bool) -> None:
    turned = shapely.orient_polygons(HOLED, exterior_cw=clockwise)
    np.testing.assert_allclose(covered_share(turned, GRID).dense(GRID), by_shapely(HOLED), atol=1e-9)


@pytest.mark.parametrize("geometry", [shapely.Polygon(), box(5000, 0, 10, 10), shapely.Point(WEST + 5, SOUTH + 5)])
def test_what_covers_nothing_gives_no_cells(geometry: Any) -> None:
    assert len(covered_share(geometry, GRID)) == 0


def test_a_window_gives_the_same_bits() -> None:
    whole = covered_share(SHAPES["turned"], GRID).dense(GRID)
    part = covered_share(SHAPES["turned"], GRID, Window(2, 3, 4, 5)).dense(GRID)
    assert np.array_equal(part[2:6, 3:8], whole[2:6, 3:8])
    assert part.sum() == pytest.approx(whole[2:6, 3:8].sum(), abs=1e-12)


def test_a_polygon_has_the_same_bits_whatever_the_others_are() -> None:
    shapes = np.array(list(SHAPES.values()), dtype=object)
    together = shares_of(shapes, GRID)
    for i, shape in enumerate(shapes):
        own, mine = covered_share(shape, GRID), together.polygon == i
        assert np.array_equal(own.index, together.cell[mine])
        assert np.array_equal(own.value, together.share[mine])


def test_shares_lie_where_they_are_on_the_ground() -> None:
    """Cell (row, column) covered by (row · 10 + column + 1) / 100 of itself: a shifted or swapped axis fails."""
    strips = [
        shapely.box(WEST + 100 * c, NORTH - 100 * r - 100, WEST + 100 * c + 10 * r + c + 1, NORTH - 100 * r)
        for r in range(8)
        for c in range(10)
    ]
    row, column = np.mgrid[:8, :10]
    found = covered_share(shapely.MultiPolygon(strips), GRID).dense(GRID)
    np.testing.assert_allclose(found, (row * 10 + column + 1) / 100, atol=1e-12)


_corner = st.tuples(st.floats(-300, 1300), st.floats(-300, 1100))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.lists(_corner, min_size=3, max_size=6), min_size=1, max_size=3))
def test_any_polygon(rings: list[list[tuple[float, float]]]) -> None:
    hulls = [shapely.MultiPoint([(WEST + x, SOUTH + y) for x, y in ring]).convex_hull for ring in rings]
    shape = hulls[0]
    for i, hull in enumerate(hulls[1:]):
        shape = shapely.union(shape, hull) if i else shapely.difference(shape, hull)
    solid = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-6]
    geometry = shapely.MultiPolygon(solid)
    if geometry.is_valid:
        found = covered_share(geometry, GRID)
        np.testing.assert_allclose(found.dense(GRID), by_shapely(geometry), rtol=0, atol=1e-9)
        assert ((found.value > 0.0) & (found.value <= 1.0)).all()
        assert (np.diff(found.index) > 0).all()
