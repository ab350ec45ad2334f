"""How the effect of a felling fades with its age."""

from __future__ import annotations

from landuse.engine.sources import NO_AGE, UNKNOWN_AGE
from landuse.model.catalogue import Catalogue, Recovery

RECOVERED_AGE = 10_000
"""Years after which nothing is left of any felling."""


def factor(row: Recovery, age: int, level: str) -> float:
    """Return g(age): 1 to ``full_until``, then (T − age)/(T − full), 0 from T.

    Examples
    --------
    >>> from landuse.model.catalogue import Range
    >>> rule = Recovery(process="clear_cut", title="felling", group="reindeer", season="winter", full_until=20,
    ...                 zero_at=Range(low=60, likely=80, high=100), form="linear", basis="", mark="assumption")
    >>> [factor(rule, age, "likely") for age in (10, 20, 50, 80, 90)]
    [1.0, 1.0, 0.5, 0.0, 0.0]
    """
    if row.full_until is None or row.zero_at is None:
        return 1.0
    full, end = row.full_until, row.zero_at.at(level)
    if age <= full:
        return 1.0
    return max(0.0, (end - age) / (end - full)) if end > full else 0.0


def recovered(catalogue: Catalogue, process: str, age: int, *, season: str | None, group: str, level: str) -> float:
    """Return the factor of an effect at an age in years.

    A group or season without a recovery row does not recover (1). An unknown age gives the interval: 0 in the low
    profile, 1 in the likely and the high one.
    """
    if age == NO_AGE:
        return 1.0
    rows = [
        row
        for row in catalogue.recoveries
        if row.process == process and row.group in (group, "all") and _holds(row.season, season)
    ]
    if not rows:
        return 1.0
    if age == UNKNOWN_AGE:
        return 0.0 if level == "low" else 1.0
    return factor(rows[0], age, level)


def _holds(seasons: str, season: str | None) -> bool:
    return seasons == "all" or (season is not None and season in seasons.split(";"))
