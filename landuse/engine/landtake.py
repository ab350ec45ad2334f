"""Land take: the covered share of the union of footprints, cell by cell so that an edit stays local.

A cell that one footprint touches takes its share from that footprint; only where several meet are they united, inside
the cell. What a cell holds therefore depends on the footprints that touch it and on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.coverage import Shares, shares_of
from landuse.model.grid import Grid, Window

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Covering:
    """Polygons and the share of each cell that each of them covers."""

    polygons: NDArray[np.object_]
    shares: Shares

    @classmethod
    def of(cls, polygons: NDArray[np.object_], grid: Grid, window: Window | None = None) -> Covering:
        """Return polygons with their shares; lines and points cover nothing."""
        return cls(polygons, shares_of(polygons, grid, window))


def land_take(parts: Sequence[tuple[Covering, float]], grid: Grid) -> Cells:
    """Return Σ L·Δc: each bit of ground counts once, with the strongest intensity that covers it.

    Parameters
    ----------
    parts : sequence of (Covering, intensity)
        Footprints with the share of use that is gone on their ground (0–1).

    References
    ----------
    METHOD §4.
    """
    parts = [(covering, intensity) for covering, intensity in parts if intensity > 0.0 and len(covering.shares.cell)]
    if not parts:
        return Cells.none()
    cell = np.concatenate([covering.shares.cell for covering, _intensity in parts])
    taken = np.concatenate([covering.shares.share * intensity for covering, intensity in parts])
    order = np.argsort(cell, kind="stable")
    start = np.flatnonzero(np.r_[True, cell[order][1:] != cell[order][:-1]])
    several = np.diff(np.r_[start, len(cell)]) > 1
    value = taken[order[start]]
    if several.any():
        rows = np.flatnonzero(np.repeat(several, np.diff(np.r_[start, len(cell)])))
        value[several] = _united(parts, order[rows], cell, grid)
    return Cells(cell[order[start]], value)


def union_share(covering: Sequence[Covering], grid: Grid) -> Cells:
    """Return the share of each cell covered by the union of polygons."""
    return land_take([(part, 1.0) for part in covering], grid)


def _united(parts: Sequence[tuple[Covering, float]], rows: Index, cell: Index, grid: Grid) -> Floats:
    """Return Σ L·Δc of cells that several polygons touch; `rows` are sorted by cell."""
    polygons = np.concatenate([covering.polygons[covering.shares.polygon] for covering, _intensity in parts])[rows]
    intensity = np.repeat([i for _c, i in parts], [len(covering.shares.cell) for covering, _i in parts])[rows]
    at = cell[rows]
    row, column = np.divmod(at, grid.width)
    x, y = grid.west + column * grid.resolution_m, grid.north - row * grid.resolution_m
    clipped = shapely.intersection(polygons, shapely.box(x, y - grid.resolution_m, x + grid.resolution_m, y))
    start = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])
    count = np.diff(np.r_[start, len(at)])
    total = np.empty(len(start))
    pairs = start[count == 2]
    total[count == 2] = _of_pairs(clipped[pairs], clipped[pairs + 1], intensity[pairs], intensity[pairs + 1])
    total[count > 2] = [
        _stepped(clipped[a : a + n], intensity[a : a + n])
        for a, n in zip(start[count > 2], count[count > 2], strict=True)
    ]
    return total / grid.resolution_m**2


def _of_pairs(
    first: NDArray[np.object_], second: NDArray[np.object_], one: Floats, other: Floats
) -> Floats:  # fmt: skip
    """Return Σ L · newly covered area of two polygons: what they share counts with the stronger."""
    shared = shapely.area(shapely.intersection(first, second))
    return np.asarray(one * shapely.area(first) + other * shapely.area(second) - np.minimum(one, other) * shared)


def _stepped(polygons: NDArray[np.object_], intensity: Floats) -> float:
    """Return Σ L · newly covered area, the strongest first."""
    total, before = 0.0, 0.0
    for level in sorted(set(intensity.tolist()), reverse=True):
        after = float(shapely.union_all(polygons[intensity >= level]).area)
        total += level * max(after - before, 0.0)
        before = after
    return total
