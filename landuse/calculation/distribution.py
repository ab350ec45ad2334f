"""The ``distribution`` of the assessment: what each village carries in its worst season, and how uneven that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from landuse.engine.distribution import gini, largest, shares

MEASURES = ("baseline", "added", "cumulative")


def distribution(losses: Iterable[Mapping[str, Any]], lands: Collection[str]) -> dict[str, Any]:
    """Return the load of each village and its concentration, from the rows of losses.

    The load is the share of the village's available land that is lost to use in its worst season: never a mean over
    seasons, never a sum over villages whose lands overlap. What is added is given in that season, and in the season
    where it is largest (``largest_added``), which may be another one: whom the proposal adds most to goes by that.

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
    villages = [_village(name, worst.get(name), [row for row in rows if row["unit"] == name]) for name in names]
    load = {measure: {v["village"]: v[measure] for v in villages} for measure in (*MEASURES, "largest_added")}
    parts = shares(load["largest_added"])
    for village in villages:
        village["share_of_added"] = parts[village["village"]]
    return {
        "measure": "share_of_available_in_worst_season",
        "villages": villages,
        "gini": {measure: gini(list(values.values())) for measure, values in load.items()},
        "carried_by": list(largest(load["largest_added"])),
        "most_loaded": list(largest(load["cumulative"])),
    }


def _village(name: str, row: Mapping[str, Any] | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"village": name, "season": None if row is None else row["season"]}
    available = None if row is None else row["available"]
    figures = {} if row is None else {
        "baseline": row["baseline"]["built"], "added": row["added"]["value"], "cumulative": row["cumulative"],
    }  # fmt: skip
    for measure in MEASURES:
        value = figures.get(measure)
        found[measure] = None if not available or value is None else max(value, 0.0) / available
    added = {
        each["season"]: max(each["added"]["value"], 0.0) / each["available"]
        for each in rows
        if each["available"] and each["added"]["value"] is not None
    }
    found["largest_added"] = max(added.values(), default=None)
    found["largest_added_season"] = max(added, key=lambda season: added[season], default=None)
    return found
