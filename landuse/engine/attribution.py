"""Whose loss is it: shares of each owner and pressure that sum to the whole.

A factor of the product weighs −ln of what it leaves. For the loss that a proposal adds, a factor weighs
ln(before / after) and is given to the parts of the proposal that are the strongest of their group, ties equally; land
take is given by newly covered ground, ground covered by several parts in equal shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.exposure import Term
from landuse.engine.remaining import Floats, Sensitivity, places
from landuse.engine.rules import LAND_TAKE

Pair = tuple[str, str]
"""Owner and pressure."""
Index = NDArray[np.int64]


@dataclass(slots=True)
class Weights:
    """Weights of owners and pressures on `n` cells; effects that leave nothing are kept apart (log 0)."""

    n: int
    finite: dict[Pair, list[tuple[Index, Floats]]] = field(default_factory=dict)
    whole: dict[Pair, list[tuple[Index, Floats]]] = field(default_factory=dict)

    def add(self, pair: Pair, at: Index, left: Floats, part: Floats) -> None:
        """Add −ln(left) · part for an owner; where nothing is left the part itself is kept."""
        gone = left <= 0.0
        if gone.any():
            self.whole.setdefault(pair, []).append((at[gone], part[gone]))
        self.finite.setdefault(pair, []).append((at[~gone], -np.log(left[~gone]) * part[~gone]))

    def shares(self) -> dict[Pair, tuple[Index, Floats]]:
        """Return pair → (positions, share of the loss), summing to 1 wherever there is any weight."""
        total, taken = np.zeros(self.n), np.zeros(self.n)
        for kept, into in ((self.finite, total), (self.whole, taken)):
            for rows in kept.values():
                for at, weight in rows:
                    np.add.at(into, at, weight)
        found: dict[Pair, tuple[Index, Floats]] = {}
        for pair in sorted({*self.finite, *self.whole}):
            cells, shares = [], []
            for kept, sums, counts in ((self.finite, total, taken == 0.0), (self.whole, taken, taken > 0.0)):
                for at, weight in kept.get(pair, ()):
                    keep = counts[at] & (weight > 0.0)
                    cells.append(at[keep])
                    shares.append(weight[keep] / sums[at[keep]])
            found[pair] = (np.concatenate(cells), np.concatenate(shares))
        return found


def of_all(
    index: Index, terms: Sequence[Term], sensitivity: Sensitivity, take: Cells, covered: Mapping[str, Cells]
) -> Weights:
    """Return the weights of every owner for the whole loss (existing sources and proposal alike)."""
    weights = Weights(len(index))
    _add_take(weights, index, 1.0 - take.at(index), covered)
    for term in terms:
        factor = sensitivity.get(term.pressure) or 0.0
        of, at = places(term.effect.index, index)
        left = np.ones(len(index))
        left[at] = 1.0 - factor * term.effect.taken(of)
        for owner, here, part in _winners(index, term.own):
            weights.add((owner, term.pressure), here, left[here], part)
    return weights


def of_added(
    index: Index,
    before: Sequence[Term],
    after: Sequence[Term],
    sensitivity: Sensitivity,
    *,
    take: tuple[Cells, Cells],
    covered: Mapping[str, Cells],
) -> Weights:
    """Return the weights of a proposal's parts for the loss it adds.

    Parameters
    ----------
    before, after : sequence of Term
        Terms without and with the proposal.
    take : (Cells, Cells)
        Land take without and with the proposal.
    covered : mapping
        Part → newly covered ground, as returned by ``newly_covered``; its keys are the parts that count.
    """
    weights = Weights(len(index))
    take_left = (1.0 - take[1].at(index)) / np.where(take[0].at(index) < 1.0, 1.0 - take[0].at(index), 1.0)
    _add_take(weights, index, take_left, covered)
    old = {(term.pressure, term.group): term for term in before}
    for term in after:
        own = {owner: cells for owner, cells in term.own.items() if owner in covered}
        if not own:
            continue
        factor = sensitivity.get(term.pressure) or 0.0
        left = _left(index, term, factor)
        earlier = old.get((term.pressure, term.group))
        if earlier is not None:
            base = _left(index, earlier, factor)
            left = np.where(base > 0.0, np.minimum(left / np.where(base > 0.0, base, 1.0), 1.0), 1.0)
        for owner, here, part in _winners(index, own):
            weights.add((owner, term.pressure), here, left[here], part)
    return weights


def _left(index: Index, term: Term, factor: float) -> Floats:
    of, at = places(term.effect.index, index)
    left = np.ones(len(index))
    left[at] = 1.0 - factor * term.effect.taken(of)
    return left


def _add_take(weights: Weights, index: Index, left: Floats, covered: Mapping[str, Cells]) -> None:
    """Share the weight of land take among owners by the ground each covers."""
    total = np.zeros(len(index))
    for cells in covered.values():
        of, at = places(cells.index, index)
        total[at] += cells.taken(of)
    for owner, cells in covered.items():
        of, at = places(cells.index, index)
        value = cells.taken(of)
        keep = value > 0.0
        weights.add((owner, LAND_TAKE), at[keep], left[at[keep]], value[keep] / total[at[keep]])


def _winners(index: Index, own: Mapping[str, Cells]) -> list[tuple[str, Index, Floats]]:
    """Return owner, positions and part (1 / number of ties) where an owner is the strongest of its group."""
    here = {owner: (cells, *places(cells.index, index)) for owner, cells in own.items()}
    if len(here) == 1:
        return [(owner, at, np.ones(len(at))) for owner, (_cells, _of, at) in here.items()]
    best, ties = np.zeros(len(index)), np.zeros(len(index))
    for cells, of, at in here.values():
        best[at] = np.maximum(best[at], cells.taken(of))
    for cells, of, at in here.values():
        ties[at] += (cells.taken(of) == best[at]) & (cells.taken(of) > 0.0)
    rows = []
    for owner, (cells, of, at) in here.items():
        wins = at[(cells.taken(of) == best[at]) & (cells.taken(of) > 0.0)]
        rows.append((owner, wins, 1.0 / ties[wins]))
    return rows
