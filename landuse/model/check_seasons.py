"""Check of ``seasons.csv``: the seasons of each kind of village share out the year, without gap or overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from landuse.language import _
from landuse.model.catalogue import Season
from landuse.model.checking import Checking

SEASONS_FILE = "seasons.csv"
_LEAP_YEAR = 2024
_DAYS = 366


def check_seasons(checking: Checking) -> None:
    """Check that each day of a leap year lies in exactly one season of each kind of village."""
    of_type: dict[str, list[Season]] = defaultdict(list)
    for number, season in enumerate(checking.catalogue.seasons):
        if _day(season.start) is None or _day(season.end) is None:
            checking.say(SEASONS_FILE, number, f"{season.start}–{season.end}", _("MM-DD"), _("correct the dates"))
        else:
            of_type[season.village_type].append(season)
    if not checking.whole(SEASONS_FILE):
        return
    wanted = {community.type for community in checking.catalogue.communities} | set(of_type)
    for village_type in sorted(wanted):
        days = [day for season in of_type[village_type] for day in days_of(season)]
        for found, word in ((_missing(days), _("in no season")), (_twice(days), _("in two seasons"))):
            if found:
                text = f"{village_type}: {', '.join(found[:3])}{' …' if len(found) > 3 else ''} {word}"
                checking.say(SEASONS_FILE, "", text, _("each day in one season"), _("correct start and end"))


def days_of(season: Season) -> list[str]:
    """Return the days of a season as MM-DD, over New Year if the end comes before the start."""
    start, end = _day(season.start), _day(season.end)
    if start is None or end is None:
        return []
    count = (end - start).days % _DAYS + 1
    first = date(_LEAP_YEAR, 1, 1)
    return [f"{first + timedelta(((start - first).days + n) % _DAYS):%m-%d}" for n in range(count)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        return None


def _missing(days: Iterable[str]) -> list[str]:
    known = set(days)
    every = (date(_LEAP_YEAR, 1, 1) + timedelta(n) for n in range(_DAYS))
    return [f"{day:%m-%d}" for day in every if f"{day:%m-%d}" not in known]


def _twice(days: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return sorted({day for day in days if day in seen or seen.add(day)})  # type: ignore[func-returns-value]
