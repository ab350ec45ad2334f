"""Rows of a result as a flat CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from landuse.io.file_gate import written_aside

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_losses_csv(
    losses: Sequence[Mapping[str, Any]], path: Path, villages: Iterable[Mapping[str, Any]] = ()
) -> None:
    """Write the losses of an assessment, one row each; ``baseline.built`` becomes ``baseline_built``.

    Unknown is an empty cell, never 0. Rows of villages say the dates of their season, how these lie to the right to
    winter land, and what has to be loaded where nothing is known.

    Parameters
    ----------
    villages : iterable of mapping
        ``villages`` of the assessment.

    Examples
    --------
    >>> flat({"receptor": "winter_land", "added": {"value": 1.5, "low": None}})
    {'receptor': 'winter_land', 'added_value': 1.5, 'added_low': None}
    """
    beside = {(village["village"], season["season"]): (village, season) for village in villages
              for season in village["seasons"]}  # fmt: skip
    rows = [flat(row) | _of_season(row, beside) for row in losses]
    write_csv(rows, path, columns=("receptor", "season", "unit_kind", "unit", "quantity"))


def _of_season(
    row: Mapping[str, Any], beside: Mapping[tuple[str, str], tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> dict[str, Any]:
    """Return what is said of the village and season of a row."""
    key = row["unit"], row["season"]
    if row.get("unit_kind") != "herding_community" or key not in beside:
        return {}
    village, season = beside[key]
    bad = village["bad_winter"]
    to_load = bad["to_load"] if row["receptor"] == bad["receptor"] else season["to_load"]
    return {
        "season_start": season["start"],
        "season_end": season["end"],
        "winter_right": season["winter_right"],
        "share_inside": season["share_inside"],
        "to_load": to_load if row["available"] is None else [],
    }


def write_csv(rows: Sequence[Mapping[str, Any]], path: Path, *, columns: Iterable[str]) -> None:
    """Write rows as UTF-8 CSV; `columns` come first, then every other key in the order of the rows.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([cell(row.get(name)) for name in names] for row in rows)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without rows in it: their keys are joined by an underscore."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            out |= {f"{name}_{inner}": each for inner, each in flat(value).items()}
        else:
            out[name] = value
    return out


def cell(value: object) -> str:
    """Return a value as the text of a cell.

    Examples
    --------
    >>> cell("=1+1"), cell("-5 °C"), cell(-5.0), cell(None), cell(True), cell(["a", "b"])
    ("'=1+1", "'-5 °C", '-5.0', '', 'true', 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return cell("; ".join(str(each) for each in value))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
    return str(value)
