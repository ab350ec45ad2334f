"""The cells that a proposal can reach: which of them some sorted cells of the grid are, and where."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.case import cells_of
from landuse.engine.cells import Cells
from landuse.engine.gathering import found_in, mark, marked, multiply_all, row_spans
from landuse.engine.remaining import Floats
from landuse.model.grid import Grid, Window

Index = NDArray[np.int64]
Positions = NDArray[np.int32]


class PlaceCells:
    """A window of a grid, and how sorted cells of the grid lie in it."""

    def __init__(self, grid: Grid, window: Window) -> None:
        self._grid, self.window = grid, window
        self._rows: dict[int, tuple[Index, tuple[Index, Index]]] = {}

    @cached_property
    def frame(self) -> tuple[int, int, int, int]:
        """Row, column, height and width of the window."""
        return self.window.row, self.window.column, self.window.height, self.window.width

    @cached_property
    def all_cells(self) -> Index:
        """Every cell of the window, sorted."""
        return cells_of(self.window, self._grid.width)

    def positions(self, cells: Index) -> Positions:
        """Return, for each cell of the window, its place among some sorted cells; −1 where it is not one of them."""
        if cells is self.all_cells:
            return self.everywhere
        place = np.full(self.window.height * self.window.width, -1, np.int32)
        row, column = np.divmod(cells, self._grid.width)
        place[(row - self.window.row) * self.window.width + column - self.window.column] = np.arange(len(cells))
        return place

    def found(self, index: Index, place: Positions) -> tuple[Index, Positions]:
        """Return which of some sorted cells are worked out: their places in `index` and among those worked out."""
        of, at = found_in(index, self._spans(index), self.frame, self._grid.width, place)
        return of, at

    def _spans(self, index: Index) -> tuple[Index, Index]:
        """Return where the rows of the window lie in some sorted cells; looked for once, as effects share cells."""
        if id(index) not in self._rows:
            begin, end = row_spans(index, self.frame, self._grid.width)
            self._rows[id(index)] = index, (begin, end)
        return self._rows[id(index)][1]

    def multiply(self, use: Floats, cells: Cells, factor: float) -> None:
        """Multiply what is left of use in every cell of the window by 1 − factor · what some cells hold."""
        multiply_all(
            use, cells.index, cells.unscaled, float(cells.factor), self._spans(cells.index), self.frame,
            self._grid.width, float(factor),
        )  # fmt: skip

    def union(self, several: Iterable[Index]) -> tuple[Index, Positions]:
        """Return the cells of the window that lie in any of some sorted sets, and each one's place by cell."""
        marks, width = np.zeros(self.window.height * self.window.width, np.bool_), self._grid.width
        for cells in several:
            mark(cells, self._spans(cells), self.frame, width, marks)
        index, place = marked(marks, self.frame, width)
        return index, place

    @cached_property
    def everywhere(self) -> Positions:
        """Every cell of the window as worked out."""
        return np.arange(self.window.height * self.window.width, dtype=np.int32)
