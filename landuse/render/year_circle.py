"""The year of a herding community as a circle: its seasons, the winter land of the law, the weeks of construction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from landuse.calculation.village_list import WINTER_RIGHT
from landuse.language import _
from landuse.render.village_html import STYLE, picture_html
from landuse.render.words import season_word

YEAR = 2028
"""A leap year, so that every day has its place."""
SIZE, SIDE, OUTER, INNER, RIGHT, WORK = 320, 40, 118, 84, 74, 66
"""Pixels: height, more width on each side; radii of the seasons' ring, the law's arc, the construction's arc."""
COLOURS = ("#c9d9ea", "#dfe9d2", "#c3ddb1", "#a9cf94", "#e3dfae", "#ecc99a", "#dbd0c4", "#b8cbe0")
BUILDING, BY_LAW = "#b2182b", "#2166ac"
Weeks = tuple[int, int]


def year_circle_html(seasons: Sequence[Any], weeks: Iterable[Weeks], *, by_decision: bool, today: date) -> str:
    """Return the circle as a picture, 1 January at the top, clockwise; what it says is also its description.

    Parameters
    ----------
    seasons : sequence of mapping
        ``season``, ``start``, ``end`` (MM-DD) of a community.
    weeks : iterable of tuple of int
        First and last week of construction, each 1–53; one that ends before it begins goes over the new year.
    by_decision : bool
        True for a concession village: its time on the land follows its own decision.
    """
    weeks = list(weeks)
    rings = [_season(row, COLOURS[number % len(COLOURS)], today) for number, row in enumerate(seasons)]
    law = "" if by_decision else _arc(*_of({"start": WINTER_RIGHT[0], "end": WINTER_RIGHT[1]}), RIGHT, BY_LAW, 4)
    work = "".join(_arc(*_days(each), WORK, BUILDING, 8) for each in weeks)
    at = _point(_day(today.month, today.day) + 0.5, OUTER + 8)
    mark = f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4" fill="currentColor"/>'
    half = SIZE / 2
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-half - SIDE:g} {-half:g} {SIZE + 2 * SIDE} {SIZE}">'
        f"{STYLE}{''.join(rings)}{law}{work}{mark}</svg>"
    )
    said = " ".join([_("The year of the herding community") + ".", *sentences(seasons, weeks)])
    return picture_html(drawn, said, "lu-year")


def sentences(seasons: Sequence[Any], weeks: Iterable[Weeks]) -> list[str]:
    """Return which seasons each stretch of construction weeks falls in.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en")
    >>> rows = [{"season": "vinter", "start": "12-01", "end": "02-29"}, {"season": "var", "start": "03-01",
    ...         "end": "11-30"}]
    >>> sentences(rows, [(50, 2)])
    ['Construction in weeks 50–2 falls in: winter.']
    """
    said = []
    for first, last in weeks:
        start, end = _days((first, last))
        met = [season_word(row["season"]) for row in seasons if _meets(start, end, *_of(row))]
        text = _("Construction in weeks {first}–{last} falls in: {seasons}.")
        said.append(text.format(first=first, last=last, seasons=", ".join(met)))
    return said


def _season(row: Any, colour: str, today: date) -> str:
    start, end = _of(row)
    middle = start + ((end - start) % 366) / 2
    here = _meets(_day(today.month, today.day), _day(today.month, today.day) + 1, start, end)
    x, y = _point(middle, OUTER + 22)
    anchor = "middle" if abs(x) < 20 else "start" if x > 0 else "end"
    ring = _arc(start, end, (OUTER + INNER) / 2, colour, OUTER - INNER - 2)
    weight = ' font-weight="700"' if here else ""
    word = escape(season_word(row["season"]))
    return f'{ring}<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="12"{weight}>{word}</text>'


def _arc(start: float, end: float, radius: float, colour: str, width: float) -> str:
    turn = (end - start) % 366 or 366
    (x0, y0), (x1, y1) = _point(start, radius), _point(start + min(turn, 365.9), radius)
    large = 1 if turn > 183 else 0
    return (
        f'<path d="M {x0:.1f} {y0:.1f} A {radius:g} {radius:g} 0 {large} 1 {x1:.1f} {y1:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="{width:g}"/>'
    )


def _point(day: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * day / 366
    return radius * math.sin(angle), -radius * math.cos(angle)


def _day(month: int, day: int) -> int:
    """Return how many days of the year lie before a day."""
    return (date(YEAR, month, day) - date(YEAR, 1, 1)).days


def _of(row: Any) -> tuple[int, int]:
    """Return the first day of a season, and the one after its last."""
    (from_month, from_day), (to_month, to_day) = (map(int, row[name].split("-")) for name in ("start", "end"))
    return _day(from_month, from_day), (_day(to_month, to_day) + 1) % 366


def _days(weeks: Weeks) -> tuple[int, int]:
    """Return the first day of the first week, and the one after the last of the last (ISO weeks)."""
    monday = date(YEAR, 1, 4) - timedelta(days=date(YEAR, 1, 4).weekday())
    start, end = (monday + timedelta(weeks=week) for week in (weeks[0] - 1, weeks[1]))
    if weeks[0] <= weeks[1] and (end - start).days >= 364:
        return 0, 0  # the whole year
    return (start - date(YEAR, 1, 1)).days % 366, (end - date(YEAR, 1, 1)).days % 366


def dates(seasons: Sequence[Any]) -> list[str]:
    """Return each season with its first and last day, and whether they are the community's own or assumed."""
    own, assumed = _("the community's own days"), _("assumed")
    return [
        f"{season_word(row['season'])}: {row['start']}–{row['end']} ({own if row.get('own_dates') else assumed})"
        for row in seasons
    ]


def _meets(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Tell whether two stretches of the year share a day."""
    length, other = (end - start) % 366 or 366, (other_end - other_start) % 366 or 366
    return (other_start - start) % 366 < length or (start - other_start) % 366 < other
