"""The load through the years in a short table."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.through_years import LoadThroughYears, YearStep
from landuse.render import units, words
from landuse.render.brief import Brief


def years_brief(found: LoadThroughYears, catalogue: Catalogue) -> Brief:
    """Return, for each village in its worst season, the share in use lost at some years and the largest step."""
    shown = _shown(found)
    headings = (_("Village, season and largest step"), *map(str, shown))
    rows = []
    for community, season in found.worst.items():
        held = [found.at(community, season, year) for year in shown]
        shares = [units.percent(row.share("with_proposed")) if row is not None else "–" for row in held]
        largest = _largest(found, (community, season), catalogue)
        rows.append((f"{community}, {words.season_word(season)}: {largest}", *shares))
    note = _(
        "Calculated reduced use, share of the available land, built to proposed. Steps of one year are counted one "
        "after the other; fellings recover with age."
    )
    return Brief(_("Load through the years"), headings, rows, note)


def _shown(found: LoadThroughYears) -> list[int]:
    """Return the first year, half centuries, the reference year and the last year."""
    half = {year for year in range(found.first, found.last) if year % 50 == 0}
    return sorted(half | {found.first, found.last, min(max(found.reference, found.first), found.last)})


def _largest(found: LoadThroughYears, unit: tuple[str, str], catalogue: Catalogue) -> str:
    steps = [step for step in found.steps if step.what != "recovery" and step.added.get(unit, 0.0) > 0.0]
    if not steps:
        return "–"
    step = max(steps, key=lambda each: each.added[unit])
    return f"{step.year} {named(step, catalogue)}"


def named(step: YearStep, catalogue: Catalogue) -> str:
    """Return the name of what changed, else its type."""
    kind = catalogue.types.get(step.type)
    return step.title or (words.said(kind.title) if kind else step.source)
