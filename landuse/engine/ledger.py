"""Totals of units: one sparse matrix cells × units of covered shares for a receptor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from landuse.engine.cells import Cells, union_of
from landuse.engine.column import Column
from landuse.engine.connected import largest_of_units, pieces
from landuse.engine.remaining import Floats
from landuse.engine.still_whole import still_whole
from landuse.model.grid import Grid

UNDISTURBED = 0.05
"""Combined loss of use below which land counts as undisturbed (METHOD §4)."""
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Units of one receptor in one evidence season on their cells.

    Parameters
    ----------
    columns : tuple of Column
        Without their cells, which the matrices hold; `land` is None for a unit of which nothing is mapped.
    index : int64 array, shape (n,)
        Cells that any unit holds, sorted.
    land : csr matrix, shape (n, units)
        Hectares or persons of each unit in each cell.
    worth : csr matrix
        land × quality; cells of unknown value hold 0.
    unknown : csr matrix
        land of cells of unknown value.
    counted : csr matrix
        land of cells whose value is known and above 0.
    totals : float64 array, shape (3, units)
        Sums of land, worth and unknown.
    rows : int64 array, shape (units, 2)
        First place in `index` that a unit holds, and the one after the last.
    """

    columns: tuple[Column, ...]
    index: Index
    land: csr_matrix
    worth: csr_matrix
    unknown: csr_matrix
    counted: csr_matrix
    totals: Floats
    rows: Index

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Ledger:
        """Return the ledger of columns; a column without land (unknown) is left empty."""
        held = [column.held() for column in columns]
        index = union_of([cells.index for cells in held])
        at = [np.searchsorted(index, cells.index) for cells in held]
        n = len(index)
        land = _matrix(at, [cells.value for cells in held], n)
        named = tuple(_without_cells(column) for column in columns)
        rows = np.array([(places[0], places[-1] + 1) if len(places) else (0, 0) for places in at], np.int64)
        if all(column.quality is None for column in columns):
            nothing = csr_matrix((n, len(columns)))
            return cls(named, index, land, land, nothing, land, _totals(land, land, nothing), rows)
        worth = [column.worth() for column in columns]
        unknown = [np.where(np.isnan(w), cells.value, 0.0) for w, cells in zip(worth, held, strict=True)]
        known = _matrix(at, [np.nan_to_num(each) for each in worth], n)
        open_ = _matrix(at, unknown, n)
        counted = land.multiply(known > 0.0).tocsr()
        return cls(named, index, land, known, open_, counted, _totals(land, known, open_), rows)

    def largest_pieces(self, quiet: NDArray[np.bool_], grid: Grid, only: Sequence[int] | None = None) -> Floats:
        """Return the largest connected piece of quiet land of each unit, in hectares (edge neighbours).

        Parameters
        ----------
        quiet : bool array, shape (n,)
            Cells of `index` that are undisturbed.
        only : sequence of int, optional
            Units to compute; the others are NaN.
        """
        wanted = np.full(len(self.columns), only is None)
        wanted[list(only or ())] = True
        held = self.rows[wanted & (self.rows[:, 1] > 0)]
        span = (int(held[:, 0].min()), int(held[:, 1].max())) if len(held) else (0, 0)
        found: Floats = largest_of_units(
            self.index, parts(self.counted), quiet, wanted, grid.width, span, np.empty(0, np.bool_)
        )[0]
        return found

    def in_largest(self, quiet: NDArray[np.bool_], grid: Grid) -> tuple[NDArray[np.bool_], Floats]:
        """Return which entries of `counted` lie in the largest piece of their unit, and the next piece in hectares."""
        wanted, member = np.full(len(self.columns), True), np.zeros(self.counted.nnz, np.bool_)
        span = 0, len(self.index)
        found = largest_of_units(self.index, parts(self.counted), quiet, wanted, grid.width, span, member)
        return member, found[1]

    def stay_whole(
        self, member: NDArray[np.bool_], rows: Index, units: NDArray[np.int32], grid: Grid
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Return units, and whether the piece of each surely stays in one without some of its cells.

        Parameters
        ----------
        member : bool array
            Entries of `counted` that lie in the piece of their unit.
        rows, units : int arrays, shape (m,)
            Places in `index` that are taken out of the pieces, and of which unit.
        """
        order = np.lexsort((rows, units))
        found, begin = np.unique(units[order], return_index=True)
        gone = np.append(begin, len(order)), rows[order]
        return found, still_whole(self.index, parts(self.counted), member, gone, found, grid.width)


def parts(matrix: csr_matrix) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Return where the rows of a matrix begin, its columns and its values."""
    return matrix.indptr, matrix.indices, matrix.data


def _totals(*matrices: csr_matrix) -> Floats:
    return np.array([np.asarray(matrix.sum(axis=0)).ravel() for matrix in matrices])


def _without_cells(column: Column) -> Column:
    return replace(column, land=None if column.land is None else Cells.none(), quality=None)


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
    _root, total, best, _second = pieces(np.asarray(cells, np.int64), np.asarray(land, np.float64), grid.width)
    return float(total[best])
