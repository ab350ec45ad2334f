"""Cumulative zones of influence of features: each has its own zone, and the zones add up."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.compiled import compiled
from landuse.engine.distance import subcells_of, zone
from landuse.engine.influence import CUTOFF, left_at, reach, shape_code
from landuse.engine.interior import row_y
from landuse.model.grid import Grid

_ROWS = 64

Progress = Callable[[float], None]


def summed(
    features: Sequence[BaseGeometry],
    grid: Grid,
    *,
    shape: str,
    radius_m: float,
    cutoff: float = CUTOFF,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """Return the sum of the zones of all features.

    Parameters
    ----------
    features : sequence of shapely geometry
        Each the source of one zone, in the reference system of the grid, metres.
    grid : Grid
        Cells to work out.
    shape, radius_m, cutoff
        As in :func:`landuse.engine.distance.zone`; small radii are averaged over sub-centres in the same way.
    progress : callable, optional
        Called now and then with the share done, 0–1.

    Returns
    -------
    float64 array, shape (rows, columns)
        From 0; not limited to 1.

    Examples
    --------
    >>> from shapely import Point
    >>> grid = Grid(3006, 0, 100, 100, 1, 3)
    >>> summed([Point(50, 50), Point(50, 50)], grid, shape="linear", radius_m=1000).round(3).tolist()
    [[2.0, 1.8, 1.6]]
    """
    out = np.zeros(grid.shape)
    every = np.array(list(features), dtype=object)
    single = shapely.get_type_id(every) == 0
    points = shapely.get_coordinates(every[single])
    _add_all(points[np.isfinite(points).all(axis=1)], grid, (shape, radius_m, cutoff), out)
    others = [*every[~single], *every[single][~np.isfinite(points).all(axis=1)]]
    for done, feature in enumerate(others, 1):
        cells = zone([feature], grid, shape=shape, radius_m=radius_m, cutoff=cutoff)
        out.ravel()[cells.index] += cells.value
        if progress:
            progress(done / len(others))
    return out


def _add_all(
    points: NDArray[np.float64], grid: Grid, decay: tuple[str, float, float], out: NDArray[np.float64]
) -> None:
    """Add the zones of points; each thread owns rows of the result, so the order of adding never changes."""
    code, ends = shape_code(*decay), reach(*decay)
    ground = (float(grid.west), float(grid.north), float(grid.resolution_m), subcells_of(decay[1], grid.resolution_m))
    fade = (code, float(decay[1]), float(decay[2]), min(ends, 1e9))

    def work(row: int) -> None:
        _add_points(points, out, ground, fade, row, min(row + _ROWS, grid.height))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, range(0, grid.height, _ROWS)))


@compiled
def _add_points(points, out, ground, fade, row0, row1):  # type: ignore[no-untyped-def]
    west, north, resolution, _k = ground
    far = fade[3] + resolution
    for p in range(len(points)):
        x, y = points[p]
        top, bottom = int((north - y - far) // resolution), int((north - y + far) // resolution) + 1
        left, right = int((x - west - far) // resolution), int((x - west + far) // resolution) + 1
        for row in range(max(row0, top), min(row1, bottom)):
            for column in range(max(0, left), min(out.shape[1], right)):
                out[row, column] += _mean(x, y, row, column, ground, fade)


@compiled
def _mean(px, py, row, column, ground, fade):  # type: ignore[no-untyped-def]
    """Return the mean share left of one point over the sub-centres of a cell."""
    west, north, resolution, k = ground
    total = 0.0
    for i in range(row * k, row * k + k):
        dy = row_y(north, resolution, k, i) - py
        for j in range(column * k, column * k + k):
            dx = west + (2 * j + 1) * resolution / (2 * k) - px
            total += left_at(np.sqrt(dx * dx + dy * dy), fade[0], fade[1], fade[2])
    return total / (k * k)
