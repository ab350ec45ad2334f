"""Cells kept for long in little memory: equal arrays once, cell numbers in four bytes where they fit."""

from __future__ import annotations

import hashlib
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.exposure import Term

Array = TypeVar("Array", bound=NDArray[np.generic])


class Compact:
    """Gives back the same cells and effects, made of arrays that are shared with what came before.

    Examples
    --------
    >>> compact, one = Compact(), np.arange(3)
    >>> first, second = (compact.cells(Cells(one.copy(), np.ones(3))) for _ in range(2))
    >>> first.index is second.index, first.index.dtype.name
    (True, 'int32')
    """

    def __init__(self) -> None:
        self._arrays: dict[tuple[str, int, bytes], NDArray[np.generic]] = {}
        self._terms: dict[int, tuple[Term, Term]] = {}

    def cells(self, cells: Cells) -> Cells:
        """Return the same cells."""
        index = cells.index
        if not len(index) or index[-1] <= np.iinfo(np.int32).max:
            index = cast("NDArray[np.int64]", index.astype(np.int32))
        return Cells(self._once(index), self._once(cells.unscaled), cells.factor)

    def term(self, term: Term) -> Term:
        """Return the same effect; for the same one always the same."""
        if id(term) not in self._terms:
            effect = self.cells(term.effect)
            own = {owner: effect if cells is term.effect else self.cells(cells) for owner, cells in term.own.items()}
            self._terms[id(term)] = Term(term.pressure, term.group, effect, own, term.park), term
        return self._terms[id(term)][0]

    def _once(self, array: Array) -> Array:
        held = np.ascontiguousarray(array)
        key = held.dtype.str, len(held), hashlib.blake2b(held.tobytes(), digest_size=16).digest()
        return cast("Array", self._arrays.setdefault(key, held))
