"""Rows of ``contributions``: whose loss it is, by part or layer, pressure and unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from landuse.calculation.added import Added, Pair
from landuse.calculation.baseline import Baseline
from landuse.calculation.losses import figure
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor

SHOWN = ("herding_community", "municipality", "area")
"""Units that contributions are given for; memberships follow from them."""
NOTHING = 1e-12


def contribution_rows(receptor: Receptor, ledger: Ledger, baseline: Baseline, added: Added) -> list[dict[str, Any]]:
    """Return the rows of a ledger: parts of the proposal with what they add, existing sources summed by layer.

    The rows of a unit sum to its added and its cumulative loss. ``without_it`` is the added loss of the scenario
    without the part (None for existing layers, which are not left out).
    """
    parts = {part for part, _pressure in added.parts}
    pairs = sorted({*added.parts, *added.cumulative, *baseline.shares})
    nothing = np.zeros(len(ledger.columns))
    gained = _stacked(added.parts, pairs, nothing)
    whole = _stacked(baseline.shares, pairs, nothing) + _stacked(added.cumulative, pairs, nothing)
    shown = np.array([column.unit_kind in SHOWN and column.land is not None for column in ledger.columns], bool)
    small = (np.abs(gained) < NOTHING) & (np.abs(whole) < NOTHING)
    rows = []
    for number, unit in np.argwhere(shown & ~small).tolist():
        owner, pressure = pairs[number]
        without = added.without.get(owner)
        column = ledger.columns[unit]
        rows.append(
            {
                "part": owner if owner in parts or owner in added.without else None,
                "source": owner,
                "pressure": pressure,
                "receptor": receptor.id,
                "season": column.season,
                "unit_kind": column.unit_kind,
                "unit": column.unit,
                "quantity": receptor.quantity,
                "added": figure(gained[number, unit]),
                "cumulative": figure(whole[number, unit]),
                "without_it": None if without is None else figure(without[unit]),
            }
        )
    return rows


def _stacked(found: Mapping[Pair, Floats], pairs: Sequence[Pair], nothing: Floats) -> Floats:
    """Return the values of each pair, shape (pairs, units)."""
    return np.array([found.get(pair, nothing) for pair in pairs], np.float64).reshape(len(pairs), len(nothing))
