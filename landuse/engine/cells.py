"""Values on some cells of a grid: the sparse form in which zones, footprints and covered shares are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landuse.model.grid import Grid


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of one grid with a value each; every other cell holds 0.

    Parameters
    ----------
    index : int64 array, shape (n,)
        Flat row-major cell numbers, strictly rising.
    unscaled : float64 array, shape (n,)
        What the cells hold, before the factor.
    factor : float
        What it is multiplied by when asked for: one zone serves many intensities without a copy.

    Examples
    --------
    >>> Cells(np.array([3, 7]), np.array([0.5, 1.0])).dense(Grid(3006, 0, 300, 100, 3, 3))[1, 0]
    np.float64(0.5)
    """

    index: NDArray[np.int64]
    unscaled: NDArray[np.float64]
    factor: float = 1.0

    def __post_init__(self) -> None:
        """Lock both arrays."""
        self.index.flags.writeable = False
        self.unscaled.flags.writeable = False

    @property
    def value(self) -> NDArray[np.float64]:
        """What the cells hold, float64 array of shape (n,)."""
        return self.unscaled if self.factor == 1.0 else self.unscaled * self.factor

    def taken(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what the cells at some places in `index` hold."""
        values: NDArray[np.float64] = self.unscaled[places]
        return values if self.factor == 1.0 else values * self.factor

    @classmethod
    def none(cls) -> Cells:
        """Return no cells at all."""
        return cls(np.empty(0, np.int64), np.empty(0, np.float64))

    @classmethod
    def of_window(cls, values: NDArray[np.float64], grid: Grid, row: int, column: int) -> Cells:
        """Return the cells of a dense window that are not 0.

        Parameters
        ----------
        values : float64 array, shape (rows, columns)
            Window of `grid` with its upper left cell at `row`, `column`.
        """
        i, j = np.nonzero(values)
        return cls((i + row).astype(np.int64) * grid.width + (j + column), values[i, j].astype(np.float64))

    def __len__(self) -> int:
        return len(self.index)

    def dense(self, grid: Grid) -> NDArray[np.float64]:
        """Return an array of the grid's shape with 0 elsewhere."""
        array = np.zeros(grid.size)
        array[self.index] = self.value
        return array.reshape(grid.shape)

    def at(self, index: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the values at given cells (0 where there is none); `index` in any order."""
        out = np.zeros(len(index))
        if len(self.index):
            place = np.minimum(np.searchsorted(self.index, index), len(self.index) - 1)
            hit = self.index[place] == index
            out[hit] = self.taken(place[hit])
        return out

    def scaled(self, factor: float) -> Cells:
        """Return the same cells with every value times `factor`."""
        if factor == 1.0:
            return self
        return Cells(self.index, self.value, factor)


def rising(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return some cells sorted, each once; at no cost if they are so already.

    Examples
    --------
    >>> rising(np.array([5, 1, 5])).tolist()
    [1, 5]
    """
    if len(cells) < 2 or (cells[1:] > cells[:-1]).all():
        return cells
    cells = np.sort(cells, kind="stable")
    return cells[np.r_[True, cells[1:] != cells[:-1]]]


def union_of(indices: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the cells of several sorted sets, sorted, each once.

    Examples
    --------
    >>> union_of([np.array([1, 5]), np.array([2, 5])]).tolist()
    [1, 2, 5]
    """
    indices = [index for index in indices if len(index)]
    if len(indices) < 2:
        return indices[0] if indices else np.empty(0, np.int64)
    return rising(np.concatenate(indices))


def summed(parts: Sequence[Cells]) -> Cells:
    """Return the sum of several sets of cells."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else Cells.none()
    index = union_of([part.index for part in parts])
    value = np.zeros(len(index))
    for part in parts:
        value[np.searchsorted(index, part.index)] += part.value
    return Cells(index, value)


def strongest(parts: Sequence[Cells]) -> Cells:
    """Return, cell by cell, the largest value of several sets of cells; independent of their order."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return Cells.none()
    if len(parts) == 1:
        return parts[0]
    index = union_of([part.index for part in parts])
    value = np.zeros(len(index))
    for part in parts:
        place = np.searchsorted(index, part.index)
        value[place] = np.maximum(value[place], part.value)
    return Cells(index, value)
