"""Totals of units: one sparse matrix cells × units of covered shares for a receptor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from landuse.engine.cells import union_of
from landuse.engine.column import Column
from landuse.engine.remaining import Floats
from landuse.model.grid import Grid

UNDISTURBED = 0.05
"""Combined loss of use below which land counts as undisturbed (METHOD §4)."""
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Units of one receptor in one evidence season on their cells.

    Parameters
    ----------
    index : int64 array, shape (n,)
        Cells that any unit holds, sorted.
    land : csr matrix, shape (n, units)
        Hectares or persons of each unit in each cell.
    worth : csr matrix
        land × quality; cells of unknown value hold 0.
    unknown : csr matrix
        land of cells of unknown value.
    """

    columns: tuple[Column, ...]
    index: Index
    land: csr_matrix
    worth: csr_matrix
    unknown: csr_matrix

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Ledger:
        """Return the ledger of columns; a column without land (unknown) is left empty."""
        held = [column.held() for column in columns]
        index = union_of([cells.index for cells in held])
        at = [np.searchsorted(index, cells.index) for cells in held]
        n = len(index)
        land = _matrix(at, [cells.value for cells in held], n)
        if all(column.quality is None for column in columns):
            return cls(tuple(columns), index, land, land, csr_matrix((n, len(columns))))
        worth = [column.worth() for column in columns]
        unknown = [np.where(np.isnan(w), cells.value, 0.0) for w, cells in zip(worth, held, strict=True)]
        known = [np.nan_to_num(each) for each in worth]
        return cls(tuple(columns), index, land, _matrix(at, known, n), _matrix(at, unknown, n))

    def rows(self, chosen: Index) -> tuple[csr_matrix, csr_matrix, csr_matrix]:
        """Return land, worth and unknown of some positions of `index`."""
        return self.land[chosen], self.worth[chosen], self.unknown[chosen]

    def counted(self) -> csr_matrix:
        """Return the land of cells whose value is known and above 0."""
        return self.land.multiply(self.worth > 0.0).tocsr()

    def largest_pieces(self, quiet: NDArray[np.bool_], grid: Grid, only: Sequence[int] | None = None) -> Floats:
        """Return the largest connected piece of quiet land of each unit, in hectares (edge neighbours).

        Parameters
        ----------
        quiet : bool array, shape (n,)
            Cells of `index` that are undisturbed.
        only : sequence of int, optional
            Units to compute; the others are NaN.
        """
        counted = self.counted().tocsc()
        found = np.full(len(self.columns), np.nan)
        for unit in range(len(self.columns)) if only is None else only:
            at = counted.indices[counted.indptr[unit] : counted.indptr[unit + 1]]
            land = counted.data[counted.indptr[unit] : counted.indptr[unit + 1]]
            keep = quiet[at]
            found[unit] = largest_piece(self.index[at[keep]], land[keep], grid)
        return found


def _matrix(at: Sequence[Index], values: Sequence[Floats], n: int) -> csr_matrix:
    """Return cells × units from the sorted positions and the values of each unit."""
    units = np.concatenate([[0], np.cumsum([len(rows) for rows in at])])
    flat = np.concatenate([np.empty(0, np.int64), *at]).astype(np.int32)
    made = csc_matrix((np.concatenate([np.empty(0), *values]), flat, units), shape=(n, len(at)))
    made.eliminate_zeros()
    return made.tocsr()


def largest_piece(cells: Index, land: Floats, grid: Grid) -> float:
    """Return the most land in one piece of cells that share edges.

    Examples
    --------
    >>> grid = Grid(3006, 0.0, 300.0, 100.0, 3, 3)
    >>> largest_piece(np.array([0, 1, 5, 7]), np.array([1.0, 0.5, 1.0, 1.0]), grid)
    1.5
    """
    if not len(cells):
        return 0.0
    row, column = np.divmod(cells, grid.width)
    top, left = row.min(), column.min()
    mask = np.zeros((row.max() - top + 1, column.max() - left + 1), dtype=bool)
    mask[row - top, column - left] = True
    label, _n = scipy.ndimage.label(mask)
    return float(np.bincount(label[row - top, column - left], weights=land).max())
