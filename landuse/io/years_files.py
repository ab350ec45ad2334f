"""The load through the years as flat files: the curve, its steps, and who carries each establishment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from landuse.io.flat_csv import write_csv
from landuse.model.through_years import TRACKS, LoadThroughYears

YEARS, STEPS, ESTABLISHMENTS = "years.csv", "year_steps.csv", "establishments.csv"


def write_years(folder: Path, found: LoadThroughYears) -> None:
    """Write ``years.csv``, ``year_steps.csv`` and ``establishments.csv`` into a folder; unknown is an empty cell."""
    write_csv(list(_curve(found)), folder / YEARS, columns=("community", "season", "receptor", "year", "available"))
    write_csv(list(_steps(found)), folder / STEPS, columns=("order", "year", "n", "what", "source"))
    write_csv(list(_establishments(found)), folder / ESTABLISHMENTS, columns=("n", "year", "source"))


def _curve(found: LoadThroughYears) -> Iterator[dict[str, Any]]:
    for row in found.rows:
        made: dict[str, Any] = {
            "community": row.community, "season": row.season, "receptor": row.receptor, "year": row.year,
            "available": row.available,
        }  # fmt: skip
        for name in TRACKS:
            made |= {name: row.value[name], f"{name}_share": row.share(name)}
            if row.low is not None and row.high is not None:
                made |= {f"{name}_low": row.low[name], f"{name}_high": row.high[name]}
        made |= {
            "only_recovery": not row.stepped, "construction": list(row.construction), "at_least": found.at_least,
            "profile": found.profile, "model": found.model,
        }  # fmt: skip
        yield made
    for community, season in found.unknown:
        yield {"community": community, "season": season}


def _steps(found: LoadThroughYears) -> Iterator[dict[str, Any]]:
    """Yield one row for each step and community and season that it changes; one without these if it changes none."""
    for order, step in enumerate(found.steps, start=1):
        said = {
            "order": order, "year": step.year, "n": step.n, "what": step.what, "source": step.source,
            "title": step.title, "type": step.type, "band": step.band, "features": step.features, "phase": step.phase,
        }  # fmt: skip
        changed = {unit: value for unit, value in step.added.items() if value}
        for (community, season), value in changed.items():
            yield {**said, "community": community, "season": season, "added": value}
        if not changed:
            yield {**said, "community": None, "season": None, "added": None}


def _establishments(found: LoadThroughYears) -> Iterator[dict[str, Any]]:
    for each in found.carried:
        for community, added in each.added.items():
            yield {
                "n": each.n, "year": each.year, "source": each.source, "title": each.title, "type": each.type,
                "band": each.band, "community": community, "season": each.seasons.get(community),
                "added_share_of_available": added, "part_of_added": each.part[community],
                "carries_most": community in each.carried_by, "most_loaded_after": community in each.most_loaded,
                "gini_after": each.gini,
            }  # fmt: skip
