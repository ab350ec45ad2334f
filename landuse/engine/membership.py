"""Overlapping villages as disjoint classes that sum to the area's own figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells, strongest
from landuse.engine.column import Column


def layered(columns: Sequence[Column], area: str) -> list[Column]:
    """Return disjoint membership classes and the whole area of one receptor and season.

    In each cell the village shares are sorted; the largest less the second belongs to the first village alone, the
    second less the third to the first two together, and so on. The classes sum to the largest share, which is the
    county's; a village's total is the sum over the classes that hold it.

    Parameters
    ----------
    columns : sequence of Column
        Villages of one receptor and herding season.
    """
    present = [column for column in columns if len(column.held())]
    if not present:
        return [_like(columns[0], "area", area, None if all(c.land is None for c in columns) else Cells.none(), None)]
    cell = np.concatenate([column.held().index for column in present])
    share = np.concatenate([column.held().value for column in present])
    which = np.repeat(np.arange(len(present)), [len(column.held()) for column in present])
    order = np.lexsort((which, -share, cell))
    cell, share, which = cell[order], share[order], which[order]
    first = np.r_[True, cell[1:] != cell[:-1]]
    start = np.flatnonzero(first)
    following = np.where(np.r_[first[1:], True], 0.0, np.r_[share[1:], 0.0])
    code = _memberships(which, start, len(cell))
    step = share - following
    top = strongest([column.held() for column in present])
    quality = _quality_of(present, top)
    made = [_like(columns[0], "area", area, top, quality)]
    for members in np.unique(code[step > 0.0]):
        rows = (code == members) & (step > 0.0)
        names = [present[i].unit for i in range(len(present)) if int(members) >> i & 1]
        land = Cells(cell[rows], step[rows])
        own = None if quality is None else quality[np.searchsorted(top.index, land.index)]
        made.append(_like(columns[0], "membership", " + ".join(names), land, own))
    return made


def _memberships(which: NDArray[np.int64], start: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Return, row by row, the set of villages so far in its cell, as bits."""
    code = np.left_shift(np.int64(1), which.astype(np.int64))
    rank = np.arange(n) - np.repeat(start, np.diff(np.r_[start, n]))
    for step in range(1, int(rank.max(initial=0)) + 1):
        rows = np.flatnonzero(rank == step)
        code[rows] |= code[rows - 1]
    return code


def _quality_of(columns: Sequence[Column], top: Cells) -> NDArray[np.float64] | None:
    """Return the largest worth over the largest share; NaN where the value of any village is unknown."""
    if all(column.quality is None for column in columns):
        return None
    best = np.zeros(len(top))
    for column in columns:
        at = np.searchsorted(top.index, column.held().index)
        best[at] = np.maximum(best[at], column.worth())
    return best / top.value


def _like(column: Column, unit_kind: str, unit: str, land: Cells | None, quality: NDArray[np.float64] | None) -> Column:
    return Column(column.receptor, unit_kind, unit, column.season, column.evidence, land, quality)
