"""Land take: the covered share of the union of footprints, cell by cell so that an edit stays local.

A cell that one footprint touches takes its share from that footprint; only where several meet are they united, inside
the cell. What a cell holds therefore depends on the footprints that touch it and on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.engine.coverage import Shares, shares_of
from landuse.model.grid import Grid, Window

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


MOST_ASKED = 64
"""Sets of pieces that are found again at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Covering:
    """Polygons and the share of each cell that each of them covers."""

    polygons: NDArray[np.object_]
    shares: Shares

    @classmethod
    def of(cls, polygons: NDArray[np.object_], grid: Grid, window: Window | None = None) -> Covering:
        """Return polygons with their shares; lines and points cover nothing."""
        return cls(polygons, shares_of(polygons, grid, window))


def land_take(parts: Sequence[tuple[Covering, float]], grid: Grid, cuts: Cuts | None = None) -> Cells:
    """Return Σ L·Δc: each bit of ground counts once, with the strongest intensity that covers it.

    Parameters
    ----------
    parts : sequence of (Covering, intensity)
        Footprints with the share of use that is gone on their ground (0–1).
    cuts : Cuts, optional
        Pieces cut before.

    References
    ----------
    METHOD §4.
    """
    overlay = Overlay([covering for covering, _intensity in parts], grid, cuts)
    return overlay.taken([intensity for _covering, intensity in parts])


class Cuts:
    """Footprints cut out by cells, and what two of them share there; kept while the same ones are counted again.

    Parameters
    ----------
    most : int
        Forgotten altogether when there are more pieces.
    """

    def __init__(self, most: int = 300_000) -> None:
        self._most = most
        self._pieces: dict[tuple[int, int], tuple[BaseGeometry, BaseGeometry]] = {}
        self._shared: dict[tuple[int, int], tuple[float, BaseGeometry, BaseGeometry]] = {}
        self._united: dict[bytes, tuple[float, NDArray[np.object_]]] = {}
        self._asked: dict[tuple[bytes, bytes], tuple[NDArray[np.object_], NDArray[np.object_]]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._pieces, self._shared, self._united, self._asked = {}, {}, {}, {}

    def pieces(self, polygons: NDArray[np.object_], cells: Index, grid: Grid) -> NDArray[np.object_]:
        """Return polygons cut out by one cell each."""
        if len(self._pieces) > self._most:
            self.clear()
        known, asked = self._pieces, self._asked  # another thread may forget
        numbers = np.fromiter(map(id, polygons), np.int64, len(polygons))
        same = numbers.tobytes(), cells.tobytes()
        if same in asked:
            return asked[same][0]
        keys = list(zip(numbers.tolist(), cells.tolist(), strict=True))
        new = [i for i, key in enumerate(keys) if key not in known]
        row, column = np.divmod(cells[new], grid.width)
        side = grid.resolution_m
        x, y = grid.west + column * side, grid.north - row * side
        cut = shapely.intersection(polygons[new], shapely.box(x, y - side, x + side, y))
        known.update((keys[i], (piece, polygons[i])) for i, piece in zip(new, cut, strict=True))
        found = np.empty(len(keys), dtype=object)
        found[:] = [known[key][0] for key in keys]
        if len(asked) < MOST_ASKED:
            asked[same] = found, polygons
        return found

    def shared(self, first: NDArray[np.object_], second: NDArray[np.object_]) -> Floats:
        """Return the area that each pair of pieces has in common."""
        known = self._shared
        keys = list(zip(map(id, first), map(id, second), strict=True))
        new = [i for i, key in enumerate(keys) if key not in known]
        areas = shapely.area(shapely.intersection(first[new], second[new])).tolist()
        known.update((keys[i], (area, first[i], second[i])) for i, area in zip(new, areas, strict=True))
        return np.array([known[key][0] for key in keys])

    def united(self, pieces: NDArray[np.object_]) -> float:
        """Return the area that some pieces cover together."""
        key = np.fromiter(map(id, pieces), np.int64, len(pieces)).tobytes()
        known = self._united
        if key not in known:
            known[key] = float(shapely.union_all(pieces).area), pieces
        return known[key][0]


class Overlay:
    """Footprints cell by cell, cut out where several meet, to be counted with one set of intensities after another.

    Parameters
    ----------
    coverings : sequence of Covering
        Footprints in the order in which they are united.
    cuts : Cuts, optional
        Pieces cut before.
    """

    def __init__(self, coverings: Sequence[Covering], grid: Grid, cuts: Cuts | None = None) -> None:
        self._grid, self._cuts = grid, cuts or Cuts()
        cell = np.concatenate([np.empty(0, np.int64), *(covering.shares.cell for covering in coverings)])
        share = np.concatenate([np.empty(0), *(covering.shares.share for covering in coverings)])
        number = np.repeat(np.arange(len(coverings)), [len(covering.shares.cell) for covering in coverings])
        polygons = [covering.polygons[covering.shares.polygon] for covering in coverings]
        order = np.argsort(cell, kind="stable")
        self._cell, self._share, self._number = cell[order], share[order], number[order]
        self._polygon = np.concatenate([np.empty(0, object), *polygons])[order]
        self._among: tuple[Index, Index] | None = None
        self._met: dict[bytes, _Met] = {}

    def taken(self, intensity: Sequence[float]) -> Cells:
        """Return Σ L·Δc with an intensity (0–1) for each covering; 0 leaves one out."""
        level = np.asarray(intensity, np.float64)[self._number] if len(self._number) else np.empty(0)
        rows, value = self._counted(level)
        return Cells(self._cell[rows], value)

    def taken_at(self, cells: Index, intensity: Sequence[float]) -> Floats:
        """Return :meth:`taken` of some sorted cells that hold all cells of the coverings.

        Parameters
        ----------
        cells : int64 array
            The same with each call: where the coverings lie among them is looked for once.
        """
        if self._among is None or self._among[0] is not cells:
            self._among = cells, np.searchsorted(cells, self._cell)
        level = np.asarray(intensity, np.float64)[self._number] if len(self._number) else np.empty(0)
        rows, value = self._counted(level)
        out = np.zeros(len(cells))
        out[self._among[1][rows]] = value
        return out

    def _counted(self, level: Floats) -> tuple[Index, Floats]:
        """Return the first row of each cell that something covers, and Σ L·Δc there."""
        rows = np.flatnonzero(level > 0.0)
        if not len(rows):
            return rows, np.empty(0)
        cell = self._cell[rows]
        start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
        count = np.diff(np.r_[start, len(cell)])
        value = self._share[rows[start]] * level[rows[start]]
        if (count > 1).any():
            value[count > 1] = self._united(rows, start[count > 1], count[count > 1], level)
        return rows[start], value

    def _united(self, rows: Index, start: Index, count: Index, level: Floats) -> Floats:
        """Return Σ L·Δc of cells that several polygons touch."""
        first = np.cumsum(count) - count
        every = rows[np.repeat(start - first, count) + np.arange(count.sum())]
        key = every.tobytes()
        if key not in self._met:
            self._met[key] = self._meeting(every, first, count)
        met, held, total = self._met[key], level[every], np.empty(len(start))
        one, other = held[met.one], held[met.one + 1]
        # What two pieces share counts with the stronger.
        total[count == 2] = one * met.first + other * met.second - np.minimum(one, other) * met.shared
        total[count > 2] = self._stepped(met, held[met.several])
        return total / self._grid.resolution_m**2

    def _meeting(self, every: Index, first: Index, count: Index) -> _Met:
        pieces = self._cuts.pieces(self._polygon[every], self._cell[every], self._grid)
        one = first[count == 2]
        several = np.repeat(count > 2, count)
        cell = np.repeat(np.arange((count > 2).sum()), count[count > 2])
        return _Met(
            one, shapely.area(pieces[one]), shapely.area(pieces[one + 1]),
            self._cuts.shared(pieces[one], pieces[one + 1]), several, pieces[several], cell,
        )  # fmt: skip

    def _stepped(self, met: _Met, level: Floats) -> Floats:
        """Return Σ L · newly covered area of cells with more than two pieces, the strongest first."""
        n = int(met.cell[-1]) + 1 if len(met.cell) else 0
        total, before = np.zeros(n), np.zeros(n)
        for least in np.unique(level)[::-1]:
            taken = level >= least
            key = taken.tobytes()
            if key not in met.areas:
                met.areas[key] = self._area(met.pieces[taken], met.cell[taken], n)
            after = met.areas[key]
            total += least * np.maximum(after - before, 0.0)
            before = after
        return total

    def _area(self, pieces: NDArray[np.object_], cell: Index, n: int) -> Floats:
        """Return the area that the pieces of each cell cover together."""
        out = np.zeros(n)
        start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else np.empty(0, np.int64)
        for begin, end in zip(start, np.append(start[1:], len(cell)), strict=True):
            out[cell[begin]] = self._cuts.united(pieces[begin:end])
        return out


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """Pieces in the cells that several polygons touch: the first of each pair, with areas; the rest, cell by cell."""

    one: Index
    first: Floats
    second: Floats
    shared: Floats
    several: NDArray[np.bool_]
    pieces: NDArray[np.object_]
    cell: Index
    areas: dict[bytes, Floats] = field(default_factory=dict)
    """What pieces chosen among the rest cover together, cell by cell."""


def union_share(covering: Sequence[Covering], grid: Grid, cuts: Cuts | None = None) -> Cells:
    """Return the share of each cell covered by the union of polygons."""
    return land_take([(part, 1.0) for part in covering], grid, cuts)
