"""Each village's year in plain lines for a screen: the bad winter first, then one line a season, worst season named."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from landuse.language import _, language
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.render.units import LOCALES, interval, number, percent, quantity
from landuse.render.words import season_word, title, village_type_word

Row = Mapping[str, Any]
Rows = Mapping[tuple[str, str], Row]
WIDTH = 120
"""Longest line, in signs; what is longer goes on below, nothing is left out."""
NEARLY_ALL = 0.995
"""Share of a village inside the study area from which nothing needs to be said."""
_LEAP_YEAR = 2024


def village_lines(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Return the lines: villages that the proposal reaches, the most affected first, then the others by name."""
    found = _Lines(assessment, catalogue)
    return [piece for line in found.lines() for piece in _wrapped(line)]


def days(start: str, end: str) -> str:
    """Return the days of a season in the form of the language in use.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("sv"); days("03-01", "04-20")
    '1 mars–20 apr.'
    """
    first, last = (date.fromisoformat(f"{_LEAP_YEAR}-{day}") for day in (start, end))
    pattern = "d" if first.month == last.month and first < last else "d MMM"
    locale = LOCALES[language()]
    return f"{format_date(first, pattern, locale=locale)}–{format_date(last, 'd MMM', locale=locale)}"


def load_text(layers: list[str], catalogue: Catalogue) -> str:
    """Return what has to be loaded: titles of layers with their ids."""
    named = [(name, catalogue.layers.get(name)) for name in layers]
    return ", ".join(f"{title(spec.title)} ({name})" if spec else name for name, spec in named)


class _Lines:
    def __init__(self, assessment: Assessment, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.villages: list[Row] = list(assessment.document.get("villages", ()))
        self.rows: dict[str, dict[tuple[str, str], Row]] = {village["village"]: {} for village in self.villages}
        for row in assessment.losses:
            if row["unit_kind"] == "herding_community" and row["season"] and row["unit"] in self.rows:
                self.rows[row["unit"]][row["receptor"], row["season"]] = row

    def lines(self) -> Iterator[str]:
        """Yield every line, with an empty one between villages."""
        if not self.villages:
            return
        reached = sorted(
            (village for village in self.villages if self._most(village) > 0.0),
            key=lambda village: -self._most(village),
        )
        yield _("Calculated reduced use by herding community and season, hectare-equivalents: likely (low–high)")
        if reached:
            yield _("Shares are of what was left beside all that stands already. Communities overlap: never added up.")
            yield _("A bad winter, when only old forest with lichen can be grazed, decides the year: it stands first.")
        for village in reached:
            yield ""
            yield from self._village(village)
        yield from self._others([village for village in self.villages if self._most(village) <= 0.0])

    def _main(self, village: Row) -> list[tuple[Row, Row | None]]:
        rows = self.rows[village["village"]]
        return [(season, rows.get((season["receptor"], season["season"]))) for season in village["seasons"]]

    def _most(self, village: Row) -> float:
        """Return the largest share of what remained that is added in any season, the bad winter too."""
        added = [row["added"] for _season, row in self._main(village) if row is not None]
        added += [village["bad_winter"]["added"] or {}]
        return max((float(each.get("share_of_remaining") or 0.0) for each in added), default=0.0)

    def _village(self, village: Row) -> Iterator[str]:
        yield f"{village['village']} ({village_type_word(village['type'])})"
        yield "  " + self._bad_winter(village["bad_winter"])
        for season, row in self._main(village):
            name = f"{title_of(season['season'])} {days(season['start'], season['end'])}"
            if row is None or row["available"] is None:
                text = _("{season}: unknown. Load {layers}.")
                yield "  " + text.format(season=name, layers=load_text(season["to_load"], self.catalogue))
            else:
                yield "  " + _season_line(name, row, _("the grazing"))
        yield from ("  " + line for line in self._beside(village))

    def _bad_winter(self, bad: Row) -> str:
        if bad["status"] == "unknown":
            return _("Bad winter: unknown. Load {layers}.").format(layers=load_text(bad["to_load"], self.catalogue))
        name = _("Bad winter ({season})").format(season=season_word(bad["season"]))
        line = _season_line(name, bad, _("old lichen forest"))
        if bad["status"] != "partly":
            return line
        seasons = ", ".join(season_word(season) for season in bad["seasons_unknown"])
        layers = load_text(bad["to_load"], self.catalogue)
        return f"{line} " + _("Not known in {seasons}. Load {layers}.").format(seasons=seasons, layers=layers)

    def _beside(self, village: Row) -> Iterator[str]:
        """Yield what else a herder has to know: the worst seasons, corrals, land that is not mapped, land outside."""
        worst = (
            _("Most reduced in all: {season}.").format(season=season_word(village["worst"])) if village["worst"] else ""
        )
        most = village["most_added"]
        added = _("Most is added in: {season}.").format(season=season_word(most)) if most else ""
        if worst or added:
            yield " ".join(text for text in (added, worst) if text)
        yield from self._corrals(village)
        yield from self._unmapped(village)
        inside = village["share_inside"]
        if inside is not None and inside < NEARLY_ALL:
            yield _("{share} of the community's area lies inside the study area; only that part is counted.").format(
                share=percent(inside)
            )

    def _corrals(self, village: Row) -> Iterator[str]:
        rows = [
            row
            for (name, _season), row in self.rows[village["village"]].items()
            if "around" in row["undisturbed"] and row["available"] and self.catalogue.receptors[name].by_village
        ]
        if not rows:
            return
        row = max(rows, key=_corral_order)
        around = row["undisturbed"]["around"]
        yield _(
            "Corrals, {season}: {touched} of {n} built over, {before} → {after} within a zone; undisturbed land within "
            "{radius} km {quiet}."
        ).format(
            season=season_word(row["season"]), touched=number(row["taken"], 0), n=number(row["available"], 0),
            before=number(row["zone"]["before"], 0), after=number(row["zone"]["after"], 0),
            radius=number(around["radius_m"] / 1000.0, 0),
            quiet=f"{percent(around['share_before'])} → {percent(around['share_after'])}",
        )  # fmt: skip

    def _unmapped(self, village: Row) -> Iterator[str]:
        rows = [row for _season, row in self._main(village) if row is not None and row["zone"].get("unmapped")]
        if rows:
            row = max(rows, key=lambda row: row["zone"]["unmapped"])
            yield _(
                "Land of the community in the zone that no map gives to {season}: {ha}. Not mapped does not mean not "
                "used."
            ).format(season=season_word(row["season"]), ha=quantity(row["zone"]["unmapped"], "ha"))

    def _others(self, villages: list[Row]) -> Iterator[str]:
        blank = [village for village in villages if not village["known"]]
        known = [village for village in villages if village["known"]]
        partly = [village for village in known if not all(season["known"] for season in village["seasons"])]
        calm = [village for village in known if village not in partly]
        bad = [v for v in (*partly, *calm) if v["bad_winter"]["status"] == "unknown"]
        winters = [v for v in (*partly, *calm) if v["bad_winter"]["status"] == "partly"]
        for group, text in (
            (calm, _("Nothing is added in any season: {names}.")),
            (partly, _("Nothing is added in the seasons that are known, others are unknown: {names}. Load {layers}.")),
            (bad, _("A bad winter is unknown: {names}. Load {layers}.")),
            (winters, _("A bad winter is known in some winter seasons, not in all: {names}. Load {layers}.")),
            (blank, _("Unknown in all seasons, a bad winter too: {names}. Load {layers}.")),
        ):
            if group:
                yield ""
                names = ", ".join(village["village"] for village in group)
                to_load = self._to_load(group, bad=group is bad or group is winters)
                yield text.format(names=names, layers=load_text(to_load, self.catalogue))

    def _to_load(self, villages: list[Row], *, bad: bool) -> list[str]:
        """Return the layers to load for some villages: those of the bad winter alone, or of it and their seasons."""
        found = [name for village in villages for name in village["bad_winter"]["to_load"]]
        seasons = [name for village in villages for season in village["seasons"] for name in season["to_load"]]
        return list(dict.fromkeys(found if bad else [*seasons, *found]))


def title_of(season: str) -> str:
    """Return a season as the first word of a line."""
    word = season_word(season)
    return word[:1].upper() + word[1:]


def _season_line(name: str, row: Row, of: str) -> str:
    """Return a row of losses, or a bad winter, as one line."""
    added, quiet = row["added"], row["undisturbed"]
    building = (added.get("construction") or {}).get("value")
    if not any((added["value"], added["high"], building)):
        return _("{season}: nothing is added.").format(season=name)
    loss = _("{season}: {share} of {land} ({value}; {interval})").format(
        season=name, share=percent(added["share_of_remaining"]), land=of, value=quantity(added["value"], "ha"),
        interval=interval(added["low"], added["high"]),
    )  # fmt: skip
    if building is not None:
        share = added["construction"]["share_of_remaining"]
        loss += ", " + _("{share} while built").format(share=percent(share))
    after = quantity(quiet["after"], "ha")
    return f"{loss}. " + _("Undisturbed {before} → {after}.").format(before=number(quiet["before"]), after=after)


def _corral_order(row: Row) -> tuple[float, ...]:
    """Return what the season of corrals to show has most of: newly in zone, newly disturbed around, touched, known."""
    around = row["undisturbed"]["around"]
    calmed = (around["share_before"] or 0.0) - (around["share_after"] or 0.0)
    return row["zone"]["after"] - row["zone"]["before"], calmed, row["taken"], around["share_after"] is not None


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) or [""]
