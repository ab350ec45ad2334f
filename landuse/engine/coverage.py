"""Exact covered share of cells, by summing signed areas along the rows; never centre-of-cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.model.grid import Grid, Window

_ROUNDING = 1e-12
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Covered shares of many polygons, each by itself; one row a polygon and cell, sorted by polygon, then cell.

    Parameters
    ----------
    polygon, cell : int64 array, shape (n,)
        Place of the polygon in the array it came from, flat number of the cell.
    share : float64 array, shape (n,)
        Above 0, at most 1. The same bits whatever the other polygons and the window.
    """

    polygon: Index
    cell: Index
    share: Floats


@njit(cache=True)
def _add_in_cell(acc: Floats, xa: float, xb: float, height: float) -> None:
    """Add a piece of an edge that stays in one cell: the share to its right."""
    width = acc.shape[0] - 1
    middle = 0.5 * (xa + xb)
    column = int(np.floor(middle))
    if column < 0:
        acc[0] += height
    elif column < width:
        inside = middle - column
        acc[column] += height * (1.0 - inside)
        acc[column + 1] += height * inside


@njit(cache=True)
def _add_in_row(acc: Floats, xa: float, xb: float, height: float) -> None:
    """Add a piece of an edge that stays in one row, cut at the borders of columns."""
    width = float(acc.shape[0] - 1)
    if xa >= width and xb >= width:
        return
    if xa <= 0.0 and xb <= 0.0:
        acc[0] += height
        return
    if np.floor(xa) == np.floor(xb):
        _add_in_cell(acc, xa, xb, height)
        return
    if xb < xa:
        xa, xb = xb, xa
    slope = height / (xb - xa)
    if xa < 0.0:
        acc[0] += slope * (0.0 - xa)
        xa = 0.0
    end = min(xb, width)
    while xa < end:
        border = min(np.floor(xa) + 1.0, end)
        _add_in_cell(acc, xa, border, slope * (border - xa))
        xa = border


@njit(cache=True)
def _edges_by_row(
    y: Floats, start: int, end: int, breaks: NDArray[np.bool_], top: int, rows: int
) -> tuple[Index, Index]:  # fmt: skip
    """Return the edges that meet each row, as offsets and edge numbers; `breaks` marks the last point of a ring."""
    offsets = np.zeros(rows + 1, np.int64)
    for turn in range(2):
        if turn == 1:
            total = offsets.cumsum()
            edges = np.empty(total[rows], np.int64)
            fill = total[:-1].copy()
        for i in range(start, end - 1):
            if breaks[i] or y[i] == y[i + 1]:
                continue
            first = max(int(np.floor(min(y[i], y[i + 1]))), top)
            last = min(int(np.ceil(max(y[i], y[i + 1]))), top + rows)
            for row in range(first, last):
                if turn == 0:
                    offsets[row - top + 1] += 1
                else:
                    edges[fill[row - top]] = i
                    fill[row - top] += 1
    return total, edges


@njit(cache=True)
def _row_edges(
    acc: Floats, x: Floats, y: Floats, edges: Index, row: int
) -> tuple[int, int]:  # fmt: skip
    """Add the edges of one row to the accumulator; return the first and the last column that they meet."""
    width = acc.shape[0] - 1
    first, last = width, -1
    for i in edges:
        xa, ya, xb, yb = x[i], y[i], x[i + 1], y[i + 1]
        slope = (xb - xa) / (yb - ya)
        low, high = max(min(ya, yb), float(row)), min(max(ya, yb), row + 1.0)
        if high <= low:
            continue
        left, right = xa + slope * (low - ya), xa + slope * (high - ya)
        _add_in_row(acc, left, right, (high - low) if yb > ya else (low - high))
        first = min(first, max(int(np.floor(min(left, right))), 0))
        last = max(last, min(int(np.floor(max(left, right))), width - 1))
    return first, last


@njit(cache=True)
def _shares(
    x: Floats, y: Floats, breaks: NDArray[np.bool_], polygons: Index, shape: tuple[int, int]
) -> tuple[Index, Index, Floats]:
    """Return polygon, flat cell and share of every cell that any polygon covers."""
    height, width = shape
    size, n = 1024, 0
    which, cells, shares = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size)
    acc = np.zeros(width + 1)
    for p in range(len(polygons) - 1):
        start, end = polygons[p], polygons[p + 1]
        top = max(int(np.floor(y[start:end].min())), 0)
        bottom = min(int(np.ceil(y[start:end].max())), height)
        if bottom <= top:
            continue
        offsets, edges = _edges_by_row(y, start, end, breaks, top, bottom - top)
        for row in range(top, bottom):
            first, last = _row_edges(acc, x, y, edges[offsets[row - top] : offsets[row - top + 1]], row)
            if n + last - first + 1 > size:
                size = 2 * size + last - first + 1
                which, cells, shares = _grown(which, size), _grown(cells, size), _grown_floats(shares, size)
            total = 0.0
            for column in range(first, last + 1):
                total += acc[column]
                share = abs(total)
                if share > _ROUNDING:
                    which[n], cells[n] = p, row * width + column
                    shares[n] = 1.0 if share > 1.0 - _ROUNDING else share
                    n += 1
            acc[first : last + 2] = 0.0
    return which[:n], cells[:n], shares[:n]


@njit(cache=True)
def _grown(array: Index, size: int) -> Index:
    bigger = np.empty(size, np.int64)
    bigger[: len(array)] = array
    return bigger


@njit(cache=True)
def _grown_floats(array: Floats, size: int) -> Floats:
    bigger = np.empty(size)
    bigger[: len(array)] = array
    return bigger


def shares_of(polygons: NDArray[np.object_], grid: Grid, window: Window | None = None) -> Shares:
    """Return the covered shares of each of many polygons.

    Parameters
    ----------
    polygons : object array of Polygon or MultiPolygon
        Valid, in the reference system of the grid; other geometries and empty ones cover nothing.
    window : Window, optional
        Only these cells.
    """
    parts, owner = shapely.get_parts(polygons, return_index=True)
    if window is not None:
        near = _near(parts, grid.part(window).bounds)
        parts, owner = parts[near], owner[near]
    solid = (shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0.0)
    parts, owner = shapely.orient_polygons(parts[solid]), owner[solid]
    if not len(parts):
        return Shares(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    _kind, coordinates, offsets = shapely.to_ragged_array(parts, include_z=False)
    rings = np.asarray(offsets[0], np.int64)
    breaks = np.zeros(len(coordinates), bool)
    breaks[rings[1:] - 1] = True
    x = (coordinates[:, 0] - grid.west) / grid.resolution_m
    y = (grid.north - coordinates[:, 1]) / grid.resolution_m
    which, cell, share = _shares(x, y, breaks, rings[np.asarray(offsets[1], np.int64)], grid.shape)
    found = _merged(owner[which].astype(np.int64), cell, share)
    return found if window is None else _inside(found, grid, window)


def _near(parts: NDArray[np.object_], bounds: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Tell which geometries have a box that touches the given west, south, east, north."""
    west, south, east, north = shapely.bounds(parts).T
    return np.asarray((west <= bounds[2]) & (east >= bounds[0]) & (south <= bounds[3]) & (north >= bounds[1]))


def _merged(polygon: Index, cell: Index, share: Floats) -> Shares:
    """Add up the parts of a multipolygon in the same cell (they do not overlap)."""
    order = np.lexsort((cell, polygon))
    polygon, cell, share = polygon[order], cell[order], share[order]
    first = np.r_[True, (polygon[1:] != polygon[:-1]) | (cell[1:] != cell[:-1])] if len(cell) else np.empty(0, bool)
    if first.all():
        return Shares(polygon, cell, share)
    start = np.flatnonzero(first)
    return Shares(polygon[start], cell[start], np.minimum(np.add.reduceat(share, start), 1.0))


def _inside(found: Shares, grid: Grid, window: Window) -> Shares:
    row, column = np.divmod(found.cell, grid.width)
    keep = (row >= window.row) & (row < window.row + window.height)
    keep &= (column >= window.column) & (column < window.column + window.width)
    return Shares(found.polygon[keep], found.cell[keep], found.share[keep])


def covered_share(geometry: BaseGeometry, grid: Grid, window: Window | None = None) -> Cells:
    """Return the share of each cell that a geometry covers.

    Parameters
    ----------
    geometry : Polygon or MultiPolygon
        Valid, in the reference system of the grid; lines and points cover nothing.
    window : Window, optional
        Only these cells.

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
    found = shares_of(np.array([geometry], dtype=object), grid, window)
    return Cells(found.cell, found.share)
