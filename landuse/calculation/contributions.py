"""Rows of ``contributions``: whose loss it is, by part or layer, pressure and unit."""

from __future__ import annotations

from typing import Any

import numpy as np

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline
from landuse.calculation.losses import figure
from landuse.engine.ledger import Ledger
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
    shown = np.array([column.unit_kind in SHOWN and column.land is not None for column in ledger.columns], bool)
    rows = []
    for owner, pressure in pairs:
        gained = added.parts.get((owner, pressure), nothing)
        whole = baseline.shares.get((owner, pressure), nothing) + added.cumulative.get((owner, pressure), nothing)
        without = added.without.get(owner)
        small = (np.abs(gained) < NOTHING) & (np.abs(whole) < NOTHING)
        for unit in np.flatnonzero(shown & ~small).tolist():
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
                    "added": figure(gained[unit]),
                    "cumulative": figure(whole[unit]),
                    "without_it": None if without is None else figure(without[unit]),
                }
            )
    return rows
