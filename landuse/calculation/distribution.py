"""The ``distribution`` of the assessment: what each village carries in its worst season, and how uneven that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from landuse.engine.distribution import gini, largest, shares

MEASURES = ("baseline", "added", "cumulative")


def distribution(losses: Iterable[Mapping[str, Any]], lands: Collection[str]) -> dict[str, Any]:
    """Return the load of each village and its concentration, from the rows of losses.

    The load is the share of the village's available land that is lost to use in its worst season: never a mean over
    seasons, never a sum over villages whose lands overlap.

    Parameters
    ----------
    losses : iterable of mapping
        Rows of ``losses``.
    lands : collection of str
        Receptors that are a village's seasonal land.
    """
    rows = [row for row in losses if row["unit_kind"] == "herding_community" and row["receptor"] in lands]
    names = list(dict.fromkeys(row["unit"] for row in rows))
    worst = {row["unit"]: row for row in rows if row["worst"]}
    villages = [_village(name, worst.get(name)) for name in names]
    load = {measure: {v["village"]: v[measure] for v in villages} for measure in MEASURES}
    parts = shares(load["added"])
    for village in villages:
        village["share_of_added"] = parts[village["village"]]
    return {
        "measure": "share_of_available_in_worst_season",
        "villages": villages,
        "gini": {measure: gini(list(load[measure].values())) for measure in MEASURES},
        "carried_by": list(largest(load["added"])),
        "most_loaded": list(largest(load["cumulative"])),
    }


def _village(name: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"village": name, "season": None if row is None else row["season"]}
    available = None if row is None else row["available"]
    figures = {} if row is None else {
        "baseline": row["baseline"]["built"], "added": row["added"]["value"], "cumulative": row["cumulative"],
    }  # fmt: skip
    for measure in MEASURES:
        value = figures.get(measure)
        found[measure] = None if not available or value is None else max(value, 0.0) / available
    return found
