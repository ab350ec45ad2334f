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
    overlay = Overlay([covering for covering, _intensity in parts], grid)
    return overlay.taken([intensity for _covering, intensity in parts])


class Overlay:
    """Footprints cell by cell, cut out where several meet, to be counted with one set of intensities after another.

    Parameters
    ----------
    coverings : sequence of Covering
        Footprints in the order in which they are united.
    """

    def __init__(self, coverings: Sequence[Covering], grid: Grid) -> None:
        self._grid = grid
        cell = np.concatenate([np.empty(0, np.int64), *(covering.shares.cell for covering in coverings)])
        share = np.concatenate([np.empty(0), *(covering.shares.share for covering in coverings)])
        number = np.repeat(np.arange(len(coverings)), [len(covering.shares.cell) for covering in coverings])
        polygons = [covering.polygons[covering.shares.polygon] for covering in coverings]
        order = np.argsort(cell, kind="stable")
        self._cell, self._share, self._number = cell[order], share[order], number[order]
        self._polygon = np.concatenate([np.empty(0, object), *polygons])[order]
        self._piece = np.full(len(order), None, dtype=object)
        self._shared: dict[tuple[int, int], float] = {}
        self._several: dict[tuple[bytes, bytes], float] = {}

    def taken(self, intensity: Sequence[float]) -> Cells:
        """Return Σ L·Δc with an intensity (0–1) for each covering; 0 leaves one out."""
        level = np.asarray(intensity, np.float64)[self._number] if len(self._number) else np.empty(0)
        rows = np.flatnonzero(level > 0.0)
        if not len(rows):
            return Cells.none()
        cell = self._cell[rows]
        start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
        count = np.diff(np.r_[start, len(cell)])
        value = self._share[rows[start]] * level[rows[start]]
        if (count > 1).any():
            value[count > 1] = self._united(rows, start[count > 1], count[count > 1], level)
        return Cells(cell[start], value)

    def _united(self, rows: Index, start: Index, count: Index, level: Floats) -> Floats:
        """Return Σ L·Δc of cells that several polygons touch."""
        total = np.empty(len(start))
        pairs = count == 2
        first, second = rows[start[pairs]], rows[start[pairs] + 1]
        several = [rows[a : a + n] for a, n in zip(start[~pairs], count[~pairs], strict=True)]
        self._cut(np.concatenate([first, second, *several]))
        total[pairs] = self._of_pairs(first, second, level)
        total[~pairs] = [self._of_several(these, level[these]) for these in several]
        return total / self._grid.resolution_m**2

    def _cut(self, rows: Index) -> None:
        """Cut the polygons of some rows out by their cells."""
        rows = np.array([row for row in rows.tolist() if self._piece[row] is None], np.int64)
        row, column = np.divmod(self._cell[rows], self._grid.width)
        side = self._grid.resolution_m
        x, y = self._grid.west + column * side, self._grid.north - row * side
        self._piece[rows] = shapely.intersection(self._polygon[rows], shapely.box(x, y - side, x + side, y))

    def _of_several(self, rows: Index, level: Floats) -> float:
        """Return Σ L · newly covered area of more than two polygons."""
        key = rows.tobytes(), level.tobytes()
        if key not in self._several:
            self._several[key] = _stepped(self._piece[rows], level)
        return self._several[key]

    def _of_pairs(self, first: Index, second: Index, level: Floats) -> Floats:
        """Return Σ L · newly covered area of two polygons: what they share counts with the stronger."""
        keys = list(zip(first.tolist(), second.tolist(), strict=True))
        new = [i for i, key in enumerate(keys) if key not in self._shared]
        areas = shapely.area(shapely.intersection(self._piece[first[new]], self._piece[second[new]]))
        self._shared.update(zip([keys[i] for i in new], areas.tolist(), strict=True))
        shared = np.array([self._shared[key] for key in keys])
        one, other = level[first], level[second]
        areas = shapely.area(self._piece[first]), shapely.area(self._piece[second])
        return np.asarray(one * areas[0] + other * areas[1] - np.minimum(one, other) * shared)


def union_share(covering: Sequence[Covering], grid: Grid) -> Cells:
    """Return the share of each cell covered by the union of polygons."""
    return land_take([(part, 1.0) for part in covering], grid)


def _stepped(polygons: NDArray[np.object_], intensity: Floats) -> float:
    """Return Σ L · newly covered area, the strongest first."""
    total, before = 0.0, 0.0
    for level in sorted(set(intensity.tolist()), reverse=True):
        after = float(shapely.union_all(polygons[intensity >= level]).area)
        total += level * max(after - before, 0.0)
        before = after
    return total
