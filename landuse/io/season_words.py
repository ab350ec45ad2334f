"""Words for herding seasons, as columns and names of files write them, told by ``season_words.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from landuse.io.names import folded
from landuse.model.catalogue import HERDING_SEASONS, SeasonWord

_ENDING = re.compile(r"(s?bete(t|n)?)?(s?(land(et)?|lander(na)?|mark(en|er|erna)?|omrade(t|n|na)?))?$")
_BETWEEN = re.compile(r"[;,/&+\n]|\boch\b|\band\b|\bja\b|–", re.IGNORECASE)
_LONGEST_SPAN = 3
"""Words of a name that can stand for one season: ``var_vinter_bete``."""


class SeasonWords:
    """What words mean which herding seasons.

    Parameters
    ----------
    words : iterable of SeasonWord
        Rows of ``season_words.csv``; ids of seasons are always known.

    Examples
    --------
    >>> from landuse.io.catalogue import read_catalogue
    >>> words = SeasonWords(read_catalogue().season_words)
    >>> words.meant("Förvinterbetesland"), words.meant("Vår- och försommarland"), words.meant("okänt")
    (('hostvinter',), ('var', 'varsommar'), ())
    >>> words.in_name("IRENMARK_DBO_varvinter"), words.in_name("sommar_eller_vinter")
    (('varvinter',), ())
    """

    def __init__(self, words: Iterable[SeasonWord] = ()) -> None:
        self._known: dict[str, tuple[str, ...]] = {season: (season,) for season in HERDING_SEASONS}
        rows = tuple(words)
        self._known |= {folded(row.word): row.seasons for row in rows}
        self._kinds = {folded(row.word): row.kind for row in rows if row.kind}

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the seasons that a value means, in the order of the year; none if any part of it is not known."""
        if found := self._one(text):
            return found
        parts = [self._one(part) for part in _BETWEEN.split(text) if folded(part)]
        if not parts or not all(parts):
            return ()
        return _ordered({season for part in parts for season in part})

    def in_name(self, name: str) -> tuple[str, ...]:
        """Return the seasons that the name of a file or table tells; none if it tells none, or several apart."""
        words = [word for word in re.split(r"[\W_\d]+", name) if word]
        found: list[tuple[str, ...]] = []
        start = 0
        while start < len(words):
            spans = range(min(_LONGEST_SPAN, len(words) - start), 0, -1)
            length = next((n for n in spans if self._one("".join(words[start : start + n]))), 0)
            if length:
                found.append(self._one("".join(words[start : start + length])))
            start += max(length, 1)
        return found[0] if len(set(found)) == 1 else ()

    def kind(self, text: str) -> str | None:
        """Return the kind of land that a value tells beside its seasons, for example calving land."""
        plain = folded(text)
        return self._kinds.get(plain) or self._kinds.get(_ENDING.sub("", plain))

    def _one(self, word: str) -> tuple[str, ...]:
        plain = folded(word)
        return self._known.get(plain) or self._known.get(_ENDING.sub("", plain), ())


def window_of(seasons: Sequence[str]) -> tuple[str, str] | None:
    """Return the first and last of seasons that follow each other in the circle of the year, else None.

    Examples
    --------
    >>> window_of(["varvinter", "hostvinter", "vinter"]), window_of(["var", "host"])
    (('hostvinter', 'varvinter'), None)
    """
    order = [HERDING_SEASONS.index(season) for season in seasons]
    count, year = len(order), len(HERDING_SEASONS)
    for first in order:
        if {(first + n) % year for n in range(count)} == set(order):
            return HERDING_SEASONS[first], HERDING_SEASONS[(first + count - 1) % year]
    return None


def _ordered(seasons: set[str]) -> tuple[str, ...]:
    return tuple(season for season in HERDING_SEASONS if season in seasons)
