"""Additive index of two stacks of rasters: every value times every pressure times a sensitivity, summed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class IndexPart:
    """The index of some cells.

    Parameters
    ----------
    cells : float64 array, shape (rows, columns)
        NaN where any value or pressure is unknown.
    pairs : float64 array, shape (values, pressures)
        Sum over the known cells of what each pair contributes.
    """

    cells: NDArray[np.float64]
    pairs: NDArray[np.float64]


def additive_index(
    values: NDArray[np.float64], pressures: NDArray[np.float64], sensitivity: NDArray[np.float64]
) -> IndexPart:
    r"""Return :math:`\sum_v \sum_p V_v P_p K_{vp}` cell by cell, and the share of each pair in its sum.

    Parameters
    ----------
    values : float64 array, shape (values, rows, columns)
        NaN = unknown.
    pressures : float64 array, shape (pressures, rows, columns)
        NaN = unknown.
    sensitivity : float64 array, shape (values, pressures)
        Finite.

    Returns
    -------
    IndexPart
        A cell unknown in any band is unknown; the pairs sum to the total of the cells.

    Examples
    --------
    >>> unit = np.array([[[100.0, 0.0], [0.0, 100.0]]])
    >>> part = additive_index(unit, unit, np.array([[1.0]]))
    >>> part.cells.tolist(), part.pairs.tolist()
    ([[10000.0, 0.0], [0.0, 10000.0]], [[20000.0]])
    """
    known = ~(np.isnan(values).any(axis=0) | np.isnan(pressures).any(axis=0))
    value, pressure = values[:, known], pressures[:, known]
    cells = np.full(known.shape, np.nan)
    cells[known] = np.einsum("vc,vc->c", value, sensitivity @ pressure)
    return IndexPart(cells, sensitivity * (value @ pressure.T))


@dataclass(slots=True)
class IndexTotals:
    """What is said about an index as a whole, gathered part by part.

    Parameters
    ----------
    pairs : float64 array, shape (values, pressures)
        Sums over all known cells so far.
    """

    pairs: NDArray[np.float64]
    known: int = 0
    unknown: int = 0
    largest: float = -math.inf

    def add(self, part: IndexPart) -> None:
        """Take in the next part."""
        missing = int(np.isnan(part.cells).sum())
        self.pairs = self.pairs + part.pairs
        self.known += part.cells.size - missing
        self.unknown += missing
        if missing < part.cells.size:
            self.largest = max(self.largest, float(np.nanmax(part.cells)))

    @property
    def total(self) -> float:
        """Sum over all known cells."""
        return math.fsum(self.pairs.ravel().tolist())

    @property
    def maximum(self) -> float | None:
        """Largest known cell; None if none is known."""
        return self.largest if self.known else None
