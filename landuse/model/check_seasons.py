"""Checks of herding seasons: those of each kind of village, and of each village, share out the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from landuse.language import _
from landuse.model.catalogue import Season, VillageSeason
from landuse.model.checking import Checking

SEASONS_FILE = "seasons.csv"
VILLAGES_FILE = "village_seasons.csv"
_LEAP_YEAR = 2024
_DAYS = 366
LEAP_DAY, BEFORE_LEAP_DAY = "02-29", "02-28"


def check_seasons(checking: Checking) -> None:
    """Check that each day of a leap year lies in exactly one season of each kind of village and of each village."""
    catalogue = checking.catalogue
    _check_dates(checking, SEASONS_FILE, catalogue.seasons)
    of_villages = _check_dates(checking, VILLAGES_FILE, catalogue.village_seasons)
    if not checking.whole(SEASONS_FILE):
        return
    wanted = {community.type for community in catalogue.communities} | {s.village_type for s in catalogue.seasons}
    for village_type in sorted(wanted):
        seasons = [season for season in catalogue.seasons if season.village_type == village_type]
        _check_year(checking, (SEASONS_FILE, ""), village_type, seasons)
    if of_villages:
        _check_villages(checking)


def _check_villages(checking: Checking) -> None:
    """Check the own dates of villages, filled up with those of their kind."""
    catalogue = checking.catalogue
    types = {community.name: community.type for community in catalogue.communities}
    for number, row in enumerate(catalogue.village_seasons):
        if checking.whole("herding_communities.csv"):
            checking.must_exist_in([row.village], types, (VILLAGES_FILE, number))
    first: dict[str, int] = {}
    for number, row in enumerate(catalogue.village_seasons):
        first.setdefault(row.village, number)
    for village, number in first.items():
        if village in types:
            _check_year(checking, (VILLAGES_FILE, number), village, catalogue.seasons_of(village, types[village]))


def _check_dates(checking: Checking, file: str, seasons: Sequence[Season | VillageSeason]) -> bool:
    """Check that dates are dates; tell whether all are."""
    wrong = [(n, each) for n, each in enumerate(seasons) if _day(each.start) is None or _day(each.end) is None]
    for number, each in wrong:
        checking.say(file, number, f"{each.start}–{each.end}", _("MM-DD"), _("correct the dates"))
    return not wrong and checking.whole(file)


def _check_year(checking: Checking, at: tuple[str, int | str], name: str, seasons: Sequence[Season]) -> None:
    days = [day for season in seasons for day in days_of(season)]
    holds_leap_day = any(season.end == BEFORE_LEAP_DAY for season in seasons)
    missing = _missing([*days, LEAP_DAY] if holds_leap_day else days)
    for found, word in ((missing, _("in no season")), (_twice(days), _("in two seasons"))):
        if found:
            text = f"{name}: {', '.join(found[:3])}{' …' if len(found) > 3 else ''} {word}"
            checking.say(*at, text, _("each day in one season"), _("correct start and end"))


def days_of(season: Season) -> list[str]:
    """Return the days of a season as MM-DD, over New Year if the end comes before the start."""
    start, end = _day(season.start), _day("02-29" if season.end == "02-28" else season.end)
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
