"""A loss divided among owners and pressures: the rows that are multiplied, whose they are, and their shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from landuse.calculation.place_cells import Positions
from landuse.calculation.stack import Held
from landuse.engine.remaining import Floats

Pair = tuple[str, str]
"""Owner and pressure."""


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A loss divided among owners and pressures, one row a cell and pair.

    Parameters
    ----------
    pairs : tuple of (owner, pressure)
    at : int32 array
        Places among the cells worked out.
    pair : int32 array
        Places in `pairs`.
    value : float64 array
        Share of use lost by it.
    """

    pairs: tuple[Pair, ...]
    at: Positions
    pair: Positions
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What multiplies, by owner: before the sensitivity, one row a cell and owner that counts there."""

    pairs: tuple[Pair, ...]
    at: Positions
    pair: Positions
    part: Floats
    effect: Floats
    base: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """An owner's part of one factor on some cells; of ground, the effect is known only by receptor."""

    pair: Pair
    at: Positions
    part: Floats
    effect: Floats | None = None
    base: Floats | None = None


def joined(rows: Sequence[Row]) -> Factors:
    """Return rows one after the other, with the pairs that stand in them."""
    pairs = tuple(sorted({row.pair for row in rows}))
    number = {pair: i for i, pair in enumerate(pairs)}
    sizes = [len(row.at) for row in rows]
    return Factors(
        pairs,
        np.concatenate([np.empty(0, np.int32), *(row.at for row in rows)]),
        np.repeat(np.array([number[row.pair] for row in rows], np.int32), sizes),
        np.concatenate([np.empty(0), *(row.part for row in rows)]),
        _filled([row.effect for row in rows], sizes),
        _filled([row.base for row in rows], sizes),
    )


def _filled(values: Sequence[Floats | None], sizes: Sequence[int]) -> Floats:
    """Return values one after the other, 0 where there are none."""
    given = (np.zeros(n) if value is None else value for value, n in zip(values, sizes, strict=True))
    return np.concatenate([np.empty(0), *given])


def winners(n: int, own: Mapping[str, Held]) -> list[tuple[str, Positions, Floats]]:
    """Return owner, cells and part (1 / number of ties) where an owner is the strongest of its group."""
    if len(own) == 1:
        return [(owner, at, np.ones(len(at))) for owner, (at, _value) in own.items()]
    best, ties = np.zeros(n), np.zeros(n)
    for at, value in own.values():
        best[at] = np.maximum(best[at], value)
    for at, value in own.values():
        ties[at] += (value == best[at]) & (value > 0.0)
    rows = []
    for owner, (at, value) in own.items():
        wins = at[(value == best[at]) & (value > 0.0)]
        rows.append((owner, wins, 1.0 / ties[wins]))
    return rows
