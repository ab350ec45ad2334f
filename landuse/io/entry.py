"""One mapping of a file, read key by key: the right kind of value, or a finding and None."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from landuse.io.findings import Findings, shown
from landuse.io.hidden_signs import has_hidden_signs
from landuse.io.nearest import expected_names
from landuse.language import _

YEARS = (1800, 2300)
"""Years outside these are taken for mistakes."""

LAST_WEEK = 53

_WEEKS = re.compile(r"\s*\[?\s*(\d{1,2})\s*[-–—,;]\s*(\d{1,2})\s*\]?\s*")
_INTERVAL = re.compile(r"\s*\[?\s*(\d{4})\s*[-–—,;]\s*(\d{4})\s*\]?\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping and the place where it stands.

    Parameters
    ----------
    content : mapping
        Keys as written.
    findings : Findings
        Where problems are noted.
    flat : bool
        True for formats whose columns may hold numbers as text (GeoPackage, GeoJSON out of a GIS); the text must
        still be a number.
    """

    content: Mapping[str, object]
    findings: Findings
    flat: bool = False

    def only(self, known: Iterable[str]) -> None:
        """Note every key that is not known, with the nearest that is."""
        names = tuple(known)
        for key in self.content:
            if key not in names:
                self.findings.at(key).add(
                    _("an unknown key"), expected_names(str(key), names), _("correct the spelling or remove the key")
                )

    def value(self, key: str) -> object:
        """Return what stands under a key; None if nothing does."""
        found = self.content.get(key)
        return None if self.flat and isinstance(found, str) and not found.strip() else found

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text of one line without white space around it."""
        found = self.value(key)
        if found is None:
            if required:
                self.findings.at(key).add(_("nothing"), _("a text"), _("add {key}").format(key=key))
            return None
        if self.flat and isinstance(found, int | float) and not isinstance(found, bool):
            found = f"{found:g}" if isinstance(found, float) else str(found)
        if not isinstance(found, str):
            self.findings.at(key).add(shown(found), _("a text"), _("write it in quotes"))
            return None
        return self._clean(key, found)

    def _clean(self, key: str, found: str) -> str | None:
        text = unicodedata.normalize("NFC", found).strip()
        if not text or has_hidden_signs(text):
            todo = _("write at least one sign, without line breaks and signs that cannot be seen")
            self.findings.at(key).add(shown(found), _("a text of one line"), todo)
            return None
        return text

    def choice(self, key: str, choices: Iterable[str], default: str) -> str:
        """Return one of a few words; `default` if nothing stands there."""
        found, words = self.value(key), tuple(choices)
        if found is None:
            return default
        if isinstance(found, str) and found.strip() in words:
            return found.strip()
        todo = _("write it as text, in quotes") if isinstance(found, bool) else _("choose one of them")
        self.findings.at(key).add(shown(found), _("one of {names}").format(names=", ".join(words)), todo)
        return default

    def number(self, key: str, *, minimum: float | None = None, maximum: float | None = None) -> float | None:
        """Return a finite number within a range."""
        found = self.value(key)
        number = _number(found, flat=self.flat)
        if found is None or (number is not None and _within(number, minimum, maximum)):
            return number
        self.findings.at(key).add(shown(found), _range_text(minimum, maximum), _number_advice(found, number))
        return None

    def integer(self, key: str, *, minimum: float | None = None, maximum: float | None = None) -> int | None:
        """Return a whole number within a range."""
        number = self.number(key, minimum=minimum, maximum=maximum)
        if number is None:
            return None
        if not number.is_integer():
            self.findings.at(key).add(f"{number:g}", _("a whole number"), _("round it"))
            return None
        return int(number)

    def year(self, key: str) -> int | None:
        """Return a year."""
        return self.integer(key, minimum=YEARS[0], maximum=YEARS[1])

    def years(self, key: str) -> tuple[int, int] | None:
        """Return an interval: the first year, and the first year after it."""
        found = self.value(key)
        if found is None:
            return None
        if self.flat and isinstance(found, str) and (match := _INTERVAL.fullmatch(found)):
            found = [int(match[1]), int(match[2])]
        pair = [_year(item, flat=self.flat) for item in found] if isinstance(found, list | tuple) else []
        if len(pair) != 2 or pair[0] is None or pair[1] is None:
            self._note_years(key, found, _("write for example [2030, 2065]"))
        elif pair[0] >= pair[1]:
            self._note_years(key, found, _("put the first year first; the second is the first year without it"))
        else:
            return pair[0], pair[1]
        return None

    def weeks(self, key: str) -> tuple[int, int] | None:
        """Return the first and the last of some weeks of the year, 1–53; a last before the first is the next year's."""
        found = self.value(key)
        if found is None:
            return None
        if self.flat and isinstance(found, str) and (match := _WEEKS.fullmatch(found)):
            found = [int(match[1]), int(match[2])]
        pair = [_number(item, flat=self.flat) for item in found] if isinstance(found, list | tuple) else []
        whole = [int(week) for week in pair if week is not None and week.is_integer() and 1 <= week <= LAST_WEEK]
        if len(pair) == len(whole) == 2:
            return whole[0], whole[1]
        expected = _("two weeks of the year, from 1 to {last}").format(last=LAST_WEEK)
        self.findings.at(key).add(shown(found), expected, _("write for example [20, 40]"))
        return None

    def day(self, key: str) -> str | None:
        """Return a day, as ISO 8601."""
        found = self.value(key)
        if found is None:
            return None
        text = found.isoformat() if isinstance(found, date) else found
        try:
            return date.fromisoformat(text.strip() if isinstance(text, str) else "").isoformat()
        except ValueError:
            self.findings.at(key).add(shown(found), _("a day"), _("write for example 2027-01-31"))
            return None

    def _note_years(self, key: str, found: object, todo: str) -> None:
        self.findings.at(key).add(
            shown(found), _("two rising years between {low} and {high}").format(low=YEARS[0], high=YEARS[1]), todo
        )


def _number(value: object, *, flat: bool) -> float | None:
    if isinstance(value, str) and flat:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number + 0.0 if math.isfinite(number) else None


def _year(value: object, *, flat: bool) -> int | None:
    number = _number(value, flat=flat)
    if number is None or not number.is_integer() or not _within(number, *YEARS):
        return None
    return int(number)


def _within(number: float, minimum: float | None, maximum: float | None) -> bool:
    return (minimum is None or number >= minimum) and (maximum is None or number <= maximum)


def _range_text(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return _("a number from {low:g} to {high:g}").format(low=minimum, high=maximum)
    if minimum is not None:
        return _("a number of at least {low:g}").format(low=minimum)
    return _("a number of at most {high:g}").format(high=maximum) if maximum is not None else _("a number")


def _number_advice(found: object, number: float | None) -> str:
    if number is not None:
        return _("write a number in the range")
    if isinstance(found, float):
        return _("write the number, or leave it out if it is unknown")
    if isinstance(found, str) and re.fullmatch(r"\s*-?[\d\s]+,\d+\s*", found):
        return _("write a decimal point instead of the comma")
    if isinstance(found, str) and _number(found, flat=True) is not None:
        return _("remove the quotes")
    return _("write a number, without unit")
