"""The load of the herding communities through the years: a curve for each community and season, and its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = tuple[str, str]
"""Herding community and season."""
TRACKS = ("built", "with_permitted", "with_planned", "with_proposed", "built_and_proposed")
"""What is counted; each of the first four holds the one before."""


@dataclass(frozen=True, slots=True)
class YearLoad:
    """The cumulative load of one community in one season and year.

    Parameters
    ----------
    available : float
        Hectare-equivalents that there are.
    value : mapping
        Name in ``TRACKS`` → use lost, hectare-equivalents; in the year of an assessment ``built``, ``with_permitted``
        and ``with_planned`` are its baselines, ``built_and_proposed`` its ``cumulative``.
    low, high : mapping or None
        The smallest and largest of the profiles low, likely, high and the result's own; None if not asked for.
    stepped : bool
        False if nothing began, ended or changed in this year: fellings only got older.
    construction : tuple of str
        Parts of the scenario that are under construction in this year, and count as such.
    """

    community: str
    season: str
    receptor: str
    year: int
    available: float
    value: Mapping[str, float]
    low: Mapping[str, float] | None
    high: Mapping[str, float] | None
    stepped: bool
    construction: tuple[str, ...] = ()

    def share(self, name: str, of: Literal["value", "low", "high"] = "value") -> float | None:
        """Return the share of the available use that is lost, 0–1; None without any land or interval."""
        figures: Mapping[str, float] | None = getattr(self, of)
        return figures[name] / self.available if figures is not None and self.available > 0.0 else None


@dataclass(frozen=True, slots=True)
class YearStep:
    """One thing that changed the load in a year, in the order in which it is counted.

    Parameters
    ----------
    n : int or None
        Its place among the establishments that began in the years looked at, from 1; None for anything else.
    what : {"began", "ended", "changed", "removed", "recovery"}
        ``recovery``: fellings a year older.
    source : str
        ``LAYER/PROJECT`` or ``LAYER/KEY``, ``LAYER`` of fellings, id of an establishment; "" = recovery.
    added : mapping
        (community, season) → change of ``with_proposed``, hectare-equivalents.
    """

    year: int
    n: int | None
    what: str
    source: str
    title: str | None
    type: str
    band: str
    features: int
    phase: str | None
    added: Mapping[Unit, float]


@dataclass(frozen=True, slots=True)
class Carried:
    """Who carries one establishment, after all that came before it.

    Shares of the available land, in the season in which each is largest: another one may be the worst for the load as
    a whole than for what is added.

    Parameters
    ----------
    added : mapping
        Community → what the establishment adds, share of the available land in the season where that is largest.
    seasons : mapping
        Community → that season.
    part : mapping
        Community → its part of all that is added, 0–1; None if nothing is.
    carried_by, share
        Communities to which most is added, and their part.
    most_loaded : tuple of str
        Communities with the largest load, each in its worst season, once it stands.
    gini : float or None
        Concentration of that load.
    """

    n: int
    year: int
    source: str
    title: str | None
    type: str
    band: str
    added: Mapping[str, float | None]
    seasons: Mapping[str, str]
    part: Mapping[str, float | None]
    carried_by: tuple[str, ...]
    share: float | None
    most_loaded: tuple[str, ...]
    gini: float | None


@dataclass(frozen=True, slots=True)
class LoadThroughYears:
    """The curve of the load from a first to a last year; between the years of its rows nothing changes.

    Parameters
    ----------
    years : tuple of int
        Years that were worked out, rising.
    step_years : tuple of int
        Those in which something began, ended or changed; in the others fellings recovered (or they are the first, the
        last or the reference year).
    rows : tuple of YearLoad
        By community, season and year.
    steps : tuple of YearStep
        In the order in which they are counted.
    worst : mapping
        Community → season with the largest share lost in the reference year (``built_and_proposed``).
    carried : tuple of Carried
        Who carries each establishment, in the order of the years.
    unknown : tuple of (community, season)
        Of which no land is mapped: no rows.
    unknown_start : mapping
        Layer → features that count from no known year on: they stand in all years.
    at_least : bool
        True if a declared source layer is missing or land of unknown value is left out: figures are at least.
    """

    first: int
    last: int
    reference: int
    profile: str
    model: str
    years: tuple[int, ...]
    step_years: tuple[int, ...]
    rows: tuple[YearLoad, ...]
    steps: tuple[YearStep, ...]
    worst: Mapping[str, str]
    carried: tuple[Carried, ...]
    unknown: tuple[Unit, ...]
    unknown_start: Mapping[str, int]
    at_least: bool

    def curve(self, community: str, season: str) -> tuple[YearLoad, ...]:
        """Return the rows of a community and season by year."""
        return tuple(row for row in self.rows if (row.community, row.season) == (community, season))

    def at(self, community: str, season: str, year: int) -> YearLoad | None:
        """Return the row that holds in a year: that of the last year worked out before; None if there is none."""
        held = [row for row in self.curve(community, season) if row.year <= year]
        return held[-1] if held and year <= self.last else None

    def units(self) -> tuple[Unit, ...]:
        """Return every community and season with a curve."""
        return tuple(dict.fromkeys((row.community, row.season) for row in self.rows))
