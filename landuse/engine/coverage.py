"""Exact covered share of cells: areas by the signed-area sweep of edges, never centre-of-cell."""

from __future__ import annotations

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.model.grid import Grid, Window

_ROUNDING = 1e-12


@njit(cache=True)  # type: ignore[untyped-decorator]
def _add_in_cell(acc: NDArray[np.float64], row: int, xa: float, xb: float, height: float) -> None:
    """Add a piece of an edge that stays in one column of one row."""
    width = acc.shape[1] - 1
    middle = 0.5 * (xa + xb)
    column = int(np.floor(middle))
    if column < 0:
        acc[row, 0] += height
    elif column < width:
        inside = middle - column
        acc[row, column] += height * (1.0 - inside)
        acc[row, column + 1] += height * inside


@njit(cache=True)  # type: ignore[untyped-decorator]
def _add_in_row(acc: NDArray[np.float64], row: int, xa: float, xb: float, height: float) -> None:
    """Add a piece of an edge that stays in one row, cut at the column borders."""
    width = acc.shape[1] - 1
    if xa >= width and xb >= width:
        return
    if (xa <= 0.0 and xb <= 0.0) or np.floor(xa) == np.floor(xb):
        _add_in_cell(acc, row, min(xa, xb) if xa <= 0.0 and xb <= 0.0 else xa, xb, height)
        return
    slope = height / (xb - xa)
    step = 1.0 if xb > xa else -1.0
    x = xa
    if step > 0:
        if x < 0.0:
            acc[row, 0] += slope * (0.0 - x)
            x = 0.0
        end = min(xb, float(width))
        while x < end:
            border = min(np.floor(x) + 1.0, end)
            _add_in_cell(acc, row, x, border, slope * (border - x))
            x = border
    else:
        if x > width:
            x = float(width)
        end = max(xb, 0.0)
        while x > end:
            border = max(np.ceil(x) - 1.0, end)
            _add_in_cell(acc, row, x, border, slope * (border - x))
            x = border
        if xb < 0.0:
            acc[row, 0] += slope * (xb - x)


@njit(cache=True)  # type: ignore[untyped-decorator]
def _sweep(x: NDArray[np.float64], y: NDArray[np.float64], rings: NDArray[np.int64], acc: NDArray[np.float64]) -> None:
    """Accumulate every edge; the running sum along a row is then the covered share."""
    height = float(acc.shape[0])
    for ring in range(len(rings) - 1):
        for i in range(rings[ring], rings[ring + 1] - 1):
            xa, ya, xb, yb = x[i], y[i], x[i + 1], y[i + 1]
            if ya == yb or (ya <= 0.0 and yb <= 0.0) or (ya >= height and yb >= height):
                continue
            slope = (xb - xa) / (yb - ya)
            low, high = max(min(ya, yb), 0.0), min(max(ya, yb), height)
            sign = 1.0 if yb > ya else -1.0
            top = low
            while top < high:
                row = int(np.floor(top))
                bottom = min(row + 1.0, high)
                _add_in_row(acc, row, xa + slope * (top - ya), xa + slope * (bottom - ya), sign * (bottom - top))
                top = bottom


def covered_share(geometry: BaseGeometry, grid: Grid, window: Window | None = None) -> Cells:
    """Return the share of each cell that a geometry covers.

    Parameters
    ----------
    geometry : Polygon or MultiPolygon
        Valid, in the reference system of the grid; lines and points cover nothing.
    window : Window, optional
        Only these cells; by default those that the geometry touches.

    Returns
    -------
    Cells
        Shares above 0 and at most 1, exact to rounding.

    Examples
    --------
    >>> grid = Grid(3006, 0.0, 200.0, 100.0, 2, 2)
    >>> covered_share(shapely.box(50, 0, 100, 100), grid).dense(grid).tolist()
    [[0.0, 0.0], [0.5, 0.0]]
    """
    if geometry.is_empty or geometry.area == 0.0:
        return Cells.none()
    window = window or grid.window(geometry.bounds)
    if window.empty:
        return Cells.none()
    polygons = shapely.get_parts(shapely.orient_polygons(geometry))
    polygons = polygons[shapely.get_type_id(polygons) == 3]
    part = grid.part(window)
    _kind, coordinates, offsets = shapely.to_ragged_array(polygons, include_z=False)
    x = (coordinates[:, 0] - part.west) / part.resolution_m
    y = (part.north - coordinates[:, 1]) / part.resolution_m
    acc = np.zeros((part.height, part.width + 1))
    _sweep(x, y, offsets[0].astype(np.int64), acc)
    share = np.abs(np.cumsum(acc, axis=1)[:, :-1])
    share[share < _ROUNDING] = 0.0
    share[share > 1.0 - _ROUNDING] = 1.0
    return Cells.of_window(share, grid, window.row, window.column)
