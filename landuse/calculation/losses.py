"""Rows of ``losses``: what each unit holds, what existing sources take and what the proposal adds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline
from landuse.engine.column import Column
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor

Row = dict[str, Any]


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
    return [
        unknown_row(receptor, column)
        if column.land is None
        else _row(
            receptor,
            column,
            unit,
            totals=ledger.totals[:, unit],
            baseline=baseline,
            added=added,
            largest=largest,
            flaws=flaws,
        )
        for unit, column in enumerate(ledger.columns)
    ]


def _row(
    receptor: Receptor, column: Column, unit: int, *,
    totals: Floats, baseline: Baseline, added: Added, largest: Floats, flaws: Flaws,
) -> Row:  # fmt: skip
    land, available, unknown = (float(total) for total in totals)
    built = float(baseline.loss[0, unit])
    gained = [float(value) for value in added.loss[:, unit]]
    levels = {name: float(values[unit]) for name, values in added.levels.items()}
    low, high = min(levels, key=lambda n: levels[n]), max(reversed(levels), key=lambda n: levels[n])
    left = [available - float(lost) for lost in baseline.loss[:, unit]]
    shares = [figure(more / rest) if rest > 0.0 else None for more, rest in zip(gained, left, strict=True)]
    has_unknown = unknown > 0.0
    # Sources of uncertain place are left out of the pieces; a piece is still never larger than all quiet land.
    quiet = (
        float(baseline.undisturbed[unit]),
        _not_negative(float(baseline.undisturbed[unit] + added.undisturbed[unit])),
    )
    return {
        "receptor": receptor.id,
        "season": column.season,
        "worst": False,
        "unit_kind": column.unit_kind,
        "unit": column.unit,
        "quantity": receptor.quantity,
        "available": figure(available),
        "taken": figure(added.taken[unit]),
        "zone": {
            "before": figure(baseline.zone[unit]),
            "after": figure(_not_negative(baseline.zone[unit] + added.zone[unit])),
        },
        "baseline": {
            "built": figure(built),
            "with_permitted": figure(baseline.loss[1, unit]),
            "with_planned": figure(baseline.loss[2, unit]),
            "upper": figure(built + float(baseline.unknown_use[unit])),
        },
        "added": {
            "value": figure(gained[0]),
            "low": figure(levels[low]),
            "high": figure(levels[high]),
            "low_profile": low,
            "high_profile": high,
            "share_of_remaining": shares[0],
            "alone": figure(added.alone[unit]),
            "after_permitted": figure(gained[1]),
            "after_planned": figure(gained[2]),
            "share_after_permitted": shares[1],
            "share_after_planned": shares[2],
            "upper": figure(gained[0] + float(added.unknown_use[unit])),
        },
        "cumulative": figure(built + gained[0]),
        "undisturbed": {
            "before": figure(quiet[0]),
            "after": figure(quiet[1]),
            "largest_before": figure(min(float(baseline.largest[unit]), quiet[0])),
            "largest_after": figure(min(float(largest[unit]), quiet[1])),
        },
        "coverage_share": figure(1.0 - unknown / land) if land > 0.0 and not column.partly else None,
        "bounds": bounds(flaws, unknown=has_unknown or column.partly),
    }


def _not_negative(value: float) -> float:
    """Return a total of land without the rounding left where all of it is gone."""
    return 0.0 if value < 1e-9 else value


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
        "added": dict.fromkeys(
            (
                "value",
                "low",
                "high",
                "low_profile",
                "high_profile",
                "share_of_remaining",
                "alone",
                "after_permitted",
                "after_planned",
                "share_after_permitted",
                "share_after_planned",
                "upper",
            )
        ),
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
