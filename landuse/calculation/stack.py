"""Effects on some cells one after the other, each once, to be multiplied side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.place_cells import Positions
from landuse.engine.exposure import Term
from landuse.engine.remaining import Floats

Held = tuple[Positions, Floats]
"""Places of cells among those worked out, and what they hold."""


class Stack:
    """Effects one after the other, each once, whatever sides it is on.

    Attributes
    ----------
    pressures : list of str
        Pressure of each.
    """

    def __init__(self) -> None:
        self._number: dict[Term, int] = {}
        self._held: list[Held] = []
        self.pressures: list[str] = []
        self._arrays: tuple[NDArray[np.int64], Positions, Floats] | None = None

    def places(self, terms: Sequence[tuple[Term, Held]]) -> NDArray[np.int64]:
        """Return the places of some effects, added if they are new."""
        for term, held in terms:
            if term not in self._number:
                self._number[term] = self._place_of(term.pressure, held)
        return np.array([self._number[term] for term, _held in terms], np.int64)

    def _place_of(self, pressure: str, held: Held) -> int:
        """Return the place of what an effect holds here; two that hold the same have one."""
        for i, other in enumerate(self._held):
            same = (
                self.pressures[i] == pressure
                and np.array_equal(held[0], other[0])
                and np.array_equal(held[1], other[1])
            )
            if same:
                return i
        self._held.append(held)
        self.pressures.append(pressure)
        self._arrays = None
        return len(self._held) - 1

    @property
    def arrays(self) -> tuple[NDArray[np.int64], Positions, Floats]:
        """Where the entries of each effect begin, their cells and values."""
        if self._arrays is None:
            first = np.cumsum([0, *(len(at) for at, _value in self._held)])
            at = np.concatenate([np.empty(0, np.int32), *(at for at, _value in self._held)])
            self._arrays = first, at, np.concatenate([np.empty(0), *(value for _at, value in self._held)])
        return self._arrays
