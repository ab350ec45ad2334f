"""Zones of influence around points, lines and polygons: exact distances, only where the zone reaches.

The cells are halved square by square. A square keeps the segments that can be nearest to any of its points, so few are
left when its cells are worked out, and what a cell gets is the least of the same numbers whatever the window, the
order of the geometries or the squares.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.engine.influence import CUTOFF, DISTANCE, WITHIN, left_at_all, reach, shape_code
from landuse.engine.interior import interior
from landuse.engine.segments import Segments, segments_of
from landuse.engine.squares import band_cells, near_tiles
from landuse.errors import LanduseError, problem
from landuse.language import _
from landuse.model.grid import Grid, Window

MOST_SUBCELLS = 20
"""Largest number of sub-centres along the side of a cell."""
_BAND_CELLS = 1_000_000
_SMALLEST_TILE, _NO_END_M = 32, 1e9


@dataclass(frozen=True, slots=True)
class _Decay:
    """A shape with its radius, its cut-off and where it ends, metres."""

    code: int
    radius_m: float
    cutoff: float
    reach_m: float
    subcells: int


def subcells_of(radius_m: float, resolution_m: float) -> int:
    """Return how many sub-centres along its side a cell is averaged over.

    Examples
    --------
    >>> [subcells_of(radius, 100) for radius in (0, 30, 250, 999, 1000, 5000)]
    [20, 20, 4, 2, 1, 1]
    """
    if radius_m * MOST_SUBCELLS <= 10 * resolution_m:
        return MOST_SUBCELLS
    return max(1, math.ceil(10 * resolution_m / radius_m))


def zone(
    geometries: Sequence[BaseGeometry],
    grid: Grid,
    *,
    shape: str,
    radius_m: float,
    cutoff: float = CUTOFF,
    subcells: int | None = None,
    window: Window | None = None,
) -> Cells:
    """Return the share left at the distance from each cell to the nearest of some geometries.

    Parameters
    ----------
    geometries : sequence of shapely geometry
        Points, lines, polygons in the reference system of the grid, metres; the distance is 0 inside polygons.
    grid : Grid
        Cells to work out.
    shape : {"threshold", "linear", "exponential", "gaussian"}
        Form of the decay.
    radius_m : float
        Metres, from 0.
    cutoff : float
        Exponential and Gaussian zones end where less is left; 0 = no end.
    subcells : int, optional
        k: the mean over k × k sub-centres of a cell; from the radius if not given, 1 = centres only.
    window : Window, optional
        Cells of `grid` to work out; all if not given.

    Returns
    -------
    Cells
        Cells of `grid` where the share is above 0; bit-equal whatever the window and the order of the geometries.

    Raises
    ------
    LanduseError
        If shape, radius, cut-off, sub-centres or a coordinate is wrong.

    Examples
    --------
    >>> from shapely import Point
    >>> grid = Grid(3006, 0, 300, 100, 3, 3)
    >>> zone([Point(150, 150)], grid, shape="linear", radius_m=200, subcells=1).value.round(3).tolist()
    [0.293, 0.5, 0.293, 0.5, 1.0, 0.5, 0.293, 0.5, 0.293]
    """
    code = shape_code(shape, radius_m, cutoff)
    k = subcells_of(radius_m, grid.resolution_m) if subcells is None else subcells
    if not 1 <= k <= 100:
        raise LanduseError(problem("subcells", k, _("a whole number from 1 to 100"), _("give for example 5")))
    ends = min(reach(shape, radius_m, cutoff), _NO_END_M)
    return _cells(geometries, grid, _Decay(code, float(radius_m), float(cutoff), ends, k), window)


def within(
    geometries: Sequence[BaseGeometry], grid: Grid, reach_m: float, *, window: Window | None = None
) -> NDArray[np.int64]:
    """Return the cells of a grid whose centre lies at most `reach_m` metres from the nearest of some geometries.

    Parameters
    ----------
    geometries : sequence of shapely geometry
        In the reference system of the grid, metres.
    grid : Grid
        Cells to choose from.
    reach_m : float
        Metres, from 0; infinity for all cells (if there is a geometry).
    window : Window, optional
        Cells of `grid` to choose from.

    Returns
    -------
    int64 array, shape (n,)
        Flat row-major cell numbers, rising.
    """
    if not reach_m >= 0:
        raise LanduseError(problem("reach", reach_m, _("a number of metres, not below 0"), _("give for example 1000")))
    ends = min(float(reach_m), _NO_END_M)
    return _cells(geometries, grid, _Decay(WITHIN, ends, 0.0, ends, 1), window).index


def distances(geometries: Sequence[BaseGeometry], grid: Grid, reach_m: float, *, window: Window | None = None) -> Cells:
    """Return the distance in metres from the centre of each cell to the nearest of some geometries, up to `reach_m`.

    Parameters
    ----------
    geometries, grid, window
        As for :func:`zone`.
    reach_m : float
        Metres, from 0; infinity for all cells (if there is a geometry).

    Returns
    -------
    Cells
        Cells within reach; 0 inside polygons. :func:`faded` makes zones of it, bit-equal to those of :func:`zone`
        with one centre a cell.
    """
    ends = min(float(reach_m), _NO_END_M)
    found = _cells(geometries, grid, _Decay(DISTANCE, ends, 0.0, ends, 1), window)
    return Cells(found.index, np.maximum(found.unscaled, 0.0))


def faded(found: Cells, *, shape: str, radius_m: float, cutoff: float = CUTOFF) -> Cells:
    """Return what :func:`zone` returns, from distances that reach at least as far as the zone.

    Parameters
    ----------
    found : Cells
        From :func:`distances`.
    shape, radius_m, cutoff
        As for :func:`zone`.
    """
    share = left_at_all(found.unscaled, shape_code(shape, radius_m, cutoff), float(radius_m), float(cutoff))
    at = np.flatnonzero(share)
    return Cells(found.index[at], share[at])


def _cells(geometries: Sequence[BaseGeometry], grid: Grid, decay: _Decay, window: Window | None) -> Cells:
    asked = _cut(Window(0, 0, grid.height, grid.width) if window is None else window, grid)
    if asked.empty:
        return Cells.none()
    margin = decay.reach_m + grid.resolution_m
    west, south, east, north = grid.part(asked).bounds
    segments = segments_of(geometries, near=(west - margin, south - margin, east + margin, north + margin))
    if not len(segments):
        return Cells.none()
    window = _shared(asked, grid.window(segments.bounds, margin))
    return Cells.none() if window.empty else _by_bands(segments, grid, decay, window)


def _by_bands(segments: Segments, grid: Grid, decay: _Decay, window: Window) -> Cells:
    """Work out a window in bands of tile rows, one thread each; the bands come back in order."""
    k = decay.subcells
    rows = (window.row * k, (window.row + window.height) * k)
    inside = interior(segments, grid.north, (grid.resolution_m, k), rows)
    size = _tile_size(decay.reach_m / grid.resolution_m, window)
    ground = (float(grid.west), float(grid.north), float(grid.resolution_m), k)
    frame = (window.row, window.column, window.height, window.width, size)
    first, listed = near_tiles(segments.ends, ground, frame, decay.reach_m)

    def work(band: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        near = (segments.ends, first, listed)
        stretches = (inside.first, inside.west, inside.east, rows[0])
        fade = (decay.code, decay.radius_m, decay.cutoff, decay.reach_m)
        index, value = band_cells(band, near, stretches, ground, frame, fade, grid.width)
        return index, value

    bands = _bands(window, size)
    if len(bands) == 1:
        return Cells(*work(bands[0]))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(work, bands))
    return Cells(np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))


def _tile_size(reach_cells: float, window: Window) -> int:
    """Return the side of a tile: a power of two, about half the reach, not above a quarter of the window."""
    wish = min(reach_cells / 2, max(window.height, window.width) / 4)
    return max(_SMALLEST_TILE, int(2 ** math.ceil(math.log2(max(wish, 1)))))


def _bands(window: Window, size: int) -> list[tuple[int, int]]:
    """Return ranges of tile rows of about a million cells each."""
    tile_rows = -(-window.height // size)
    step = max(1, _BAND_CELLS // (size * window.width))
    return [(row, min(row + step, tile_rows)) for row in range(0, tile_rows, step)]


def _cut(window: Window, grid: Grid) -> Window:
    return _shared(window, Window(0, 0, grid.height, grid.width))


def _shared(a: Window, b: Window) -> Window:
    row, column = max(a.row, b.row), max(a.column, b.column)
    bottom, right = min(a.row + a.height, b.row + b.height), min(a.column + a.width, b.column + b.width)
    return Window(row, column, max(0, bottom - row), max(0, right - column))
