"""Remaining use of each cell under the four ways of combining effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.exposure import Term

Floats = NDArray[np.float64]
Sensitivity = Mapping[str, float | None]
MODELS = ("multiplicative", "additive", "dominant", "diminishing")


def places(cells: NDArray[np.int64], index: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where sorted `cells` stand in sorted `index`: positions in `cells`, positions in `index`."""
    if not len(index) or not len(cells):
        none = np.empty(0, np.int64)
        return none, none
    first, last = np.searchsorted(cells, (index[0], index[-1] + 1))
    at = np.searchsorted(index, cells[first:last])
    hit = np.flatnonzero(index[at] == cells[first:last])
    return hit + first, at[hit]


def effects_at(
    index: NDArray[np.int64], terms: Sequence[Term], sensitivity: Sensitivity
) -> Iterator[tuple[Term, NDArray[np.int64], Floats]]:
    """Yield each term with the positions in `index` that it reaches and its effect s · i · φ there."""
    for term in terms:
        of, at = places(term.effect.index, index)
        yield term, at, (sensitivity.get(term.pressure) or 0.0) * term.effect.taken(of)


def remaining_use(
    index: NDArray[np.int64],
    terms: Sequence[Term],
    take: Cells,
    sensitivity: Sensitivity,
    *,
    model: str = "multiplicative",
    n_types: int = 1,
) -> Floats:
    """Return the share of use that remains in cells.

    U = (1 − Σ L·Δc) · Π(1 − s·i·φ) by default; the other models are indices without hectares.

    Parameters
    ----------
    index : int64 array, shape (n,)
        Cells, sorted.
    terms : sequence of Term
        In the order of :meth:`Exposure.terms`; the product is always taken in that order.
    take : Cells
        Σ L·Δc.
    model : {"multiplicative", "additive", "dominant", "diminishing"}
    n_types : int
        Number of disturbance types in the catalogue (weights of ``diminishing``).

    Returns
    -------
    float64 array, shape (n,), 0–1
    """
    if model == "multiplicative":
        use = 1.0 - take.at(index)
        for _term, at, effect in effects_at(index, terms, sensitivity):
            use[at] *= 1.0 - effect
        return use
    effects: list[tuple[NDArray[np.int64], Floats]] = [
        (at, effect) for _term, at, effect in effects_at(index, terms, sensitivity)
    ]
    of, at = places(take.index, index)
    effects.append((at, take.taken(of)))
    return 1.0 - combined(effects, len(index), model, n_types)


def combined(effects: Sequence[tuple[NDArray[np.int64], Floats]], n: int, model: str, n_types: int) -> Floats:
    """Return the combination of effects under ``additive``, ``dominant`` or ``diminishing``, capped at 1.

    Parameters
    ----------
    effects : sequence of (positions, effects)
        Sparse effects on `n` cells.

    Examples
    --------
    >>> parts = [(np.array([0]), np.array([e])) for e in (0.3, 0.6, 0.1)]
    >>> [round(float(combined(parts, 1, m, 3)[0]), 4) for m in ("additive", "dominant", "diminishing")]
    [1.0, 0.6, 0.8333]
    """
    total = np.zeros(n)
    if model == "dominant":
        for at, effect in effects:
            total[at] = np.maximum(total[at], effect)
        return total
    cell = np.concatenate([at for at, _effect in effects]) if effects else np.empty(0, np.int64)
    effect = np.concatenate([value for _at, value in effects]) if effects else np.empty(0)
    order = np.lexsort((-effect, cell))
    cell, effect = cell[order], effect[order]
    if model == "diminishing" and len(cell):
        start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
        rank = np.arange(len(cell)) - np.repeat(start, np.diff(np.r_[start, len(cell)]))
        effect = effect * np.maximum(n_types - rank, 0) / n_types
    np.add.at(total, cell, effect)
    return np.minimum(total, 1.0)
