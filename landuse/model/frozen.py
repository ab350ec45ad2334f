"""Values that never change, texts in several languages, numbers at three levels, and what all declarations share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from landuse.language import UNREVIEWED, language

Share = Annotated[float, Field(ge=0, le=1)]
Metres = Annotated[float, Field(ge=0)]
Id = Annotated[str, Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_]*$")]
EvidenceSeason = Literal["calving", "summer", "autumn", "winter"]
Shape = Literal["threshold", "linear", "exponential", "gaussian"]
SEASONS = ("calving", "summer", "autumn", "winter")
"""The evidence seasons: the parts of the year that studies tell apart."""
HERDING_SEASONS = ("varvinter", "var", "varsommar", "sommar", "hostsommar", "host", "hostvinter", "vinter")
"""The eight seasons of herding, in the order of the year."""


class Frozen(BaseModel):
    """A value that never changes and refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
        ignored_types=(cached_property,),
    )


class Text(Frozen):
    """A text in Swedish and English, and in Northern Sámi where a term is known."""

    sv: str
    en: str
    se: str | None = None
    se_reviewed: bool = False
    """Set by the reader from ``glossary.csv``; never written in a file."""

    def said(self) -> str:
        """Return the text in the language in use, Swedish where a term is not known; an unreviewed term is marked.

        Examples
        --------
        >>> from landuse.language import set_language
        >>> set_language("en"); Text(sv="ren", en="reindeer").said()
        'reindeer'
        >>> set_language("se"); Text(sv="sameby", en="herding community", se="čearru").said()
        'čearru°'
        """
        if language() == "se" and self.se:
            return self.se if self.se_reviewed else self.se + UNREVIEWED
        return self.en if language() == "en" else self.sv


class Range(Frozen):
    """Low, likely and high of one number; not always rising (a low profile can be the wider one)."""

    low: float
    likely: float
    high: float

    def at(self, level: str) -> float:
        """Return the value of a level: ``low``, ``likely`` or ``high``."""
        return float(getattr(self, level))


def finite(value: object) -> float | None:
    """Return a finite number, or None for whatever is not one.

    Examples
    --------
    >>> finite("380"), finite(float("nan")), finite(None)
    (380.0, None, None)
    """
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def matches(where: Mapping[str, tuple[str, ...]], attributes: Mapping[str, object]) -> bool:
    """Tell whether a feature has one of the wanted values in every attribute; the empty word = a missing value.

    Examples
    --------
    >>> where = {"kind": ("arstidsland", "")}
    >>> [matches(where, {"kind": kind}) for kind in ("Arstidsland", None, "kalvningsland")]
    [True, True, False]
    """
    if not where:
        return True
    return all(
        (value.strip().casefold() if isinstance(value := attributes.get(name), str) else "") in _folded(wanted)
        for name, wanted in where.items()
    )


@lru_cache(maxsize=1024)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
