"""Rows of ``losses``: what each unit holds, what existing sources take and what the proposal adds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline
from landuse.engine.column import Column
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor

Row = dict[str, Any]
ADDED = (
    "value", "low", "high", "low_profile", "high_profile", "share_of_remaining", "alone", "after_permitted",
    "after_planned", "share_after_permitted", "share_after_planned", "upper",
)  # fmt: skip
"""Figures of what the proposal adds."""


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is not known of the sources that act on a receptor.

    Parameters
    ----------
    missing : bool
        A declared source layer says nothing.
    left_out : bool
        A pressure is not counted, because the ground that it counts on is not loaded.
    """

    missing: bool = False
    left_out: bool = False


def figure(value: float | None) -> float | None:
    """Return a number fit for JSON: None for unknown, never NaN and never −0.

    Examples
    --------
    >>> figure(float("nan")) is None, figure(-0.0)
    (True, 0.0)
    """
    if value is None or not math.isfinite(value):
        return None
    return float(value) + 0.0


def loss_rows(
    receptor: Receptor, ledger: Ledger, baseline: Baseline, added: Added, *, largest: Floats, flaws: Flaws
) -> list[Row]:
    """Return one row for each unit of a ledger.

    Parameters
    ----------
    largest : float64 array, shape (units,)
        Largest undisturbed piece after.
    flaws : Flaws
        What is not known of the sources.
    """
    found = _figures(ledger, baseline, added, largest)
    unknown = (ledger.totals[2] > 0.0).tolist()
    return [
        unknown_row(receptor, column)
        if column.land is None
        else _row(receptor, column, found, unit, flaws=flaws, unknown=unknown[unit])
        for unit, column in enumerate(ledger.columns)
    ]


Figures = dict[str, list[Any]]


def _figures(ledger: Ledger, baseline: Baseline, added: Added, largest: Floats) -> Figures:
    """Return every figure of every unit, fit for JSON; the profiles of low and high by their place in `levels`."""
    land, available, unknown = ledger.totals
    built, gained, left = baseline.loss[0], added.loss, available - baseline.loss
    levels = np.stack(list(added.levels.values()))
    low, high = levels.argmin(axis=0), len(levels) - 1 - levels[::-1].argmax(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(left > 0.0, gained / left, np.nan)
        coverage = np.where(land > 0.0, 1.0 - unknown / land, np.nan)
    # Sources of uncertain place are left out of the pieces; a piece is still never larger than all quiet land.
    quiet = baseline.undisturbed, _not_negative(baseline.undisturbed + added.undisturbed)
    each = np.arange(len(land))
    made = {
        "available": available,
        "taken": added.taken,
        "zone before": baseline.zone,
        "zone after": _not_negative(baseline.zone + added.zone),
        "built": built,
        "with_permitted": baseline.loss[1],
        "with_planned": baseline.loss[2],
        "built upper": built + baseline.unknown_use,
        "value": gained[0],
        "low": levels[low, each],
        "high": levels[high, each],
        "share_of_remaining": shares[0],
        "alone": added.alone,
        "after_permitted": gained[1],
        "after_planned": gained[2],
        "share_after_permitted": shares[1],
        "share_after_planned": shares[2],
        "upper": gained[0] + added.unknown_use,
        "cumulative": built + gained[0],
        "quiet before": quiet[0],
        "quiet after": quiet[1],
        "largest before": np.minimum(baseline.largest, quiet[0]),
        "largest after": np.minimum(largest, quiet[1]),
        "coverage": coverage,
    }
    names = list(added.levels)
    if baseline.by_age is not None:
        made |= {"recovered": baseline.by_age[0], "of the year": baseline.by_age[1]}
    found: Figures = {name: figures(values) for name, values in made.items()}
    return found | {"low_profile": [names[i] for i in low], "high_profile": [names[i] for i in high]}


def figures(values: Floats) -> list[float | None]:
    """Return numbers fit for JSON, see :func:`figure`.

    Examples
    --------
    >>> figures(np.array([1.5, np.nan, -0.0]))
    [1.5, None, 0.0]
    """
    said: list[float | None] = (values + 0.0).tolist()
    if np.isfinite(values).all():
        return said
    return [value if value is not None and math.isfinite(value) else None for value in said]


def _row(receptor: Receptor, column: Column, found: Figures, unit: int, *, flaws: Flaws, unknown: bool) -> Row:
    return {
        "receptor": receptor.id,
        "season": column.season,
        "worst": False,
        "unit_kind": column.unit_kind,
        "unit": column.unit,
        "quantity": receptor.quantity,
        "available": found["available"][unit],
        "taken": found["taken"][unit],
        "zone": {"before": found["zone before"][unit], "after": found["zone after"][unit]},
        "baseline": {
            "built": found["built"][unit],
            "with_permitted": found["with_permitted"][unit],
            "with_planned": found["with_planned"][unit],
            "upper": found["built upper"][unit],
            **_by_age(found, unit),
        },
        "added": {name: found[name][unit] for name in ADDED},
        "cumulative": found["cumulative"][unit],
        "undisturbed": {
            "before": found["quiet before"][unit],
            "after": found["quiet after"][unit],
            "largest_before": found["largest before"][unit],
            "largest_after": found["largest after"][unit],
        },
        "coverage_share": None if column.partly else found["coverage"][unit],
        "bounds": bounds(flaws, unknown=unknown or column.partly),
    }


def _by_age(found: Figures, unit: int) -> Row:
    """Return the ends of what fellings of unknown age may take (METHOD §4); nothing where all ages are known."""
    if "recovered" not in found:
        return {}
    return {"felling_age": {"low": found["recovered"][unit], "high": found["of the year"][unit]}}


def _not_negative(values: Floats) -> Floats:
    """Return totals of land without the rounding left where all of it is gone."""
    return np.where(values < 1e-9, 0.0, values)


def bounds(flaws: Flaws, *, unknown: bool) -> dict[str, str]:
    """Return how each figure is bounded by what is not known (METHOD §1).

    Parameters
    ----------
    unknown : bool
        Some of the land has an unknown value or is known to be missing.

    Examples
    --------
    >>> bounds(Flaws(missing=True), unknown=False)
    {'baseline': 'at_least', 'added': 'at_most', 'undisturbed': 'at_most'}
    >>> bounds(Flaws(missing=True), unknown=True)["added"]
    'none'
    """
    any_flaw = flaws.missing or flaws.left_out or unknown
    return {
        "baseline": "at_least" if any_flaw else "exact",
        "added": _bound(at_most=flaws.missing, at_least=unknown or flaws.left_out),
        "undisturbed": _bound(at_most=flaws.missing or flaws.left_out, at_least=unknown),
    }


def _bound(*, at_most: bool, at_least: bool) -> str:
    if at_most and at_least:
        return "none"
    return "at_most" if at_most else "at_least" if at_least else "exact"


def unknown_row(receptor: Receptor, column: Column) -> Row:
    """Return the row of a unit of which nothing is mapped: every figure unknown."""
    return {
        "receptor": receptor.id,
        "season": column.season,
        "worst": False,
        "unit_kind": column.unit_kind,
        "unit": column.unit,
        "quantity": receptor.quantity,
        "available": None,
        "taken": None,
        "zone": {"before": None, "after": None},
        "baseline": dict.fromkeys(("built", "with_permitted", "with_planned", "upper")),
        "added": dict.fromkeys(ADDED),
        "cumulative": None,
        "undisturbed": dict.fromkeys(("before", "after", "largest_before", "largest_after")),
        "coverage_share": None,
        "bounds": {"baseline": "none", "added": "none", "undisturbed": "none"},
    }


def mark_worst(rows: list[Row], main: frozenset[str]) -> None:
    """Mark, for each unit with seasons, the season with the largest cumulative loss of what is there.

    Parameters
    ----------
    main : frozenset of str
        Receptors that are seasonal land: they are compared with each other over the year, all others with themselves.
    """
    best: dict[tuple[str, str, str], tuple[float, Row]] = {}
    for row in rows:
        if row["season"] is None or row["cumulative"] is None or not row["available"]:
            continue
        unit = ("" if row["receptor"] in main else row["receptor"], row["unit_kind"], row["unit"])
        share = row["cumulative"] / row["available"]
        if unit not in best or share > best[unit][0]:
            best[unit] = share, row
    for _share, row in best.values():
        row["worst"] = True
