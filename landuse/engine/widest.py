"""The widest way over a grid: the way whose smallest clearance from hard cells is largest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.compiled import compiled
from landuse.engine.corridor import Corridor
from landuse.engine.edt import squared_cells

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def clearance(hard: Mask, resolution_m: float) -> Floats:
    """Return the distance from the centre of each cell to the nearest hard cell's centre, metres; exact.

    Parameters
    ----------
    hard : bool array, shape (rows, columns)
        True where a herd cannot go; outside the array there is nothing.

    Returns
    -------
    float64 array, shape (rows, columns)
        0 on hard cells, infinity if there is none.

    Examples
    --------
    >>> clearance(np.array([[True, False, False]]), 10).tolist()
    [[0.0, 10.0, 20.0]]
    """
    if not hard.any():
        return np.full(hard.shape, np.inf)
    return np.sqrt(squared_cells(hard, float(np.hypot(*hard.shape)))) * resolution_m


def widest(clear_m: Floats, start: Mask, end: Mask) -> float:
    """Return twice the smallest clearance of the way that keeps it largest, metres.

    Cells are joined by their sides and corners, those with most clearance first, until start and end hang together.
    At cells of r metres the width is right to within r·√2, plus r where hard cells stand for edges between them.

    Parameters
    ----------
    clear_m : float64 array, shape (rows, columns)
        Distance to the nearest hard edge, metres; 0 = a herd cannot stand there.
    start, end : bool array, shape (rows, columns)
        Cells where the way may begin and end.

    Returns
    -------
    float
        0 if there is no way; infinity if nothing is near it.

    Examples
    --------
    >>> clear = clearance(np.array([[1, 1, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 1, 1]], dtype=bool), 10)
    >>> west, east = np.zeros((5, 3), bool), np.zeros((5, 3), bool)
    >>> west[:, 0], east[:, 2] = True, True
    >>> widest(clear, west, east)
    40.0
    """
    order = np.argsort(-clear_m, axis=None, kind="stable")
    value = _join(np.ascontiguousarray(clear_m, dtype=np.float64), order, start, end)
    return 2.0 * float(value)


def strip_width(strip: Corridor, obstacles: Sequence[BaseGeometry], cells_across: int = 50) -> float:
    """Return the free width of a strip from a grid: right to within √2 cells of a fiftieth of its width.

    Clearances are exact distances from the centres of the cells to the edges as drawn. For strips that meet themselves;
    :func:`landuse.engine.free_width.free_width` is exact and faster where a strip has two sides.

    Parameters
    ----------
    obstacles : sequence of shapely geometry
        Hard edges cut to the strip.
    """
    size = strip.width_m / cells_across
    west, south, east, north = strip.ground.bounds
    x, y = np.meshgrid(np.arange(west + size / 2, east, size), np.arange(north - size / 2, south, -size))
    inside = shapely.contains_xy(strip.ground, x, y)
    ends = strip.ends
    rim = shapely.difference(shapely.boundary(strip.ground), shapely.buffer(shapely.union_all(ends), size / 100.0))
    points = shapely.points(x[inside], y[inside])
    clear = np.zeros(x.shape)
    edges = [edge for edge in (rim, *obstacles) if not edge.is_empty]
    for edge in edges:
        shapely.prepare(edge)
    clear[inside] = np.min([shapely.distance(points, edge) for edge in edges], axis=0) if edges else np.inf
    begin, finish = (np.zeros(x.shape, bool) for _ in range(2))
    for mask, end in zip((begin, finish), ends, strict=True):
        mask[inside] = shapely.dwithin(points, end, size)
    return min(widest(clear, begin, finish), strip.width_m)


@compiled
def _join(clear, order, start, end):  # type: ignore[no-untyped-def]
    """Return the clearance of the cell that joins a start to an end; 0 if none does."""
    height, width = clear.shape
    parent = np.full(height * width, -1, np.int64)
    reach = np.zeros(height * width, np.uint8)
    for cell in order:
        y, x = cell // width, cell % width
        if clear[y, x] <= 0.0:
            break
        parent[cell] = cell
        reach[cell] = (1 if start[y, x] else 0) | (2 if end[y, x] else 0)
        root = cell
        for yy in range(max(y - 1, 0), min(y + 2, height)):
            for xx in range(max(x - 1, 0), min(x + 2, width)):
                other = yy * width + xx
                if parent[other] < 0 or other == cell:
                    continue
                top = _top(parent, other)
                if top != root:
                    parent[top] = root
                    reach[root] |= reach[top]
        if reach[root] == 3:
            return clear[y, x]
    return 0.0


@compiled
def _top(parent, cell):  # type: ignore[no-untyped-def]
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell
