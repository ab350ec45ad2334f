"""The construction years of a scenario beside its operation: never both at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from landuse.calculation.added import Added, added_at
from landuse.calculation.case import Case, replaced
from landuse.calculation.losses import Row, figure
from landuse.calculation.options import levels_beside
from landuse.calculation.place import Place
from landuse.engine.ledger import Ledger
from landuse.engine.proposed import phase_in, proposed_sources
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Band, Receptor
from landuse.model.profile import LEVELS
from landuse.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Years:
    """When a scenario is built.

    Parameters
    ----------
    first, end : int
        From the first year of construction of any part up to, not including, the last.
    shown : int
        The year whose figures are shown: most parts are under construction in it; the reference year if it is such a
        year, else the first.
    parts : tuple of str
        Parts under construction in the shown year.
    """

    first: int
    end: int
    shown: int
    parts: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return what the assessment says of the construction years."""
        return {"years": [self.first, self.end], "year": self.shown, "parts": list(self.parts)}


def construction_years(scenario: Scenario, year: int) -> Years | None:
    """Return when the proposed parts of a scenario are built; None if none of them states construction years.

    Parameters
    ----------
    year : int
        Reference year.
    """
    proposed = [part for part in scenario.establishments if part.status == Band.PROPOSED]
    spans = [part.construction_years for part in proposed if part.construction_years is not None]
    if not spans:
        return None
    first, end = min(span[0] for span in spans), max(span[1] for span in spans)
    years = [year, *(span[0] for span in spans)]  # the number of parts under construction only rises where one begins
    built = {y: tuple(part.id for part in proposed if phase_in(part, y) == "construction") for y in years}
    shown = max(built, key=lambda y: (len(built[y]), y == year, -y))
    return Years(first, end, shown, built[shown]) if built[shown] else None


FIGURES = ("value", "low", "high", "low_profile", "high_profile", "share_of_remaining")
"""Figures of what is added in construction."""


@dataclass(frozen=True, slots=True, eq=False)
class Building:
    """What is added to the units of a ledger in construction.

    Parameters
    ----------
    loss : float64 array, shape (units,)
        Under the profile of the result.
    levels : mapping
        Name of a profile that gives low and high → the same under it.
    """

    loss: Floats
    levels: Mapping[str, Floats]


class Construction:
    """What a scenario adds in its construction, on the baseline of the reference year.

    Only the proposal differs from the assessed case: its parts are as in the shown year.
    """

    def __init__(self, case: Case, years: Years) -> None:
        self.years = years
        proposed = tuple(
            source
            for source in proposed_sources(case.scenario, case.study.catalogue, years.shown)
            if source.band == Band.PROPOSED
        )
        self._name = case.profile.name
        self._places: dict[str, Place] = {}
        if years.shown != case.year:
            built = replaced(case, proposed)
            self._places = {name: Place(built, profile, beside=True) for name, profile in levels_beside(case).items()}

    def added(self, receptor: Receptor, evidence: str | None, ledger: Ledger, operation: Added) -> Building:
        """Return what is added to the units of a ledger."""
        if not self._places:
            return Building(np.asarray(operation.loss[0]), operation.levels)
        found = {name: added_at(place, receptor, evidence, ledger) for name, place in self._places.items()}
        levels = {name: values for name, values in found.items() if name in LEVELS}
        return Building(found[self._name], levels or found)

    @property
    def places(self) -> tuple[Place, ...]:
        """What is worked out beside the places of the result."""
        return tuple(self._places.values())

    def mark(self, rows: list[Row], added: Building | None) -> None:
        """Write the added loss of construction beside that of operation, in the rows of a ledger's units.

        Parameters
        ----------
        added : Building or None
            None if nothing of the units is mapped.
        """
        for unit, row in enumerate(rows):
            known = added is not None and row["available"] is not None
            row["added"]["construction"] = {
                "years": [self.years.first, self.years.end],
                "year": self.years.shown,
                **(dict.fromkeys(FIGURES) if added is None or not known else _figures(row, added, unit)),
            }


def _figures(row: Row, added: Building, unit: int) -> dict[str, Any]:
    """Return the figures of a unit; low and high are the smallest and largest of the three profiles, named."""
    value, left = float(added.loss[unit]), row["available"] - row["baseline"]["built"]
    low, high = lowest_and_highest({name: float(values[unit]) for name, values in added.levels.items()})
    return {
        "value": figure(value),
        "low": figure(added.levels[low][unit]),
        "high": figure(added.levels[high][unit]),
        "low_profile": low,
        "high_profile": high,
        "share_of_remaining": figure(value / left) if left > 0.0 else None,
    }


def lowest_and_highest(levels: Mapping[str, float]) -> tuple[str, str]:
    """Return the names of the smallest and the largest of some figures: of equals the first, and the last.

    Examples
    --------
    >>> lowest_and_highest({"low": 0.0, "likely": 0.0, "high": 2.0}), lowest_and_highest({"low": 1.0, "high": 1.0})
    (('low', 'high'), ('low', 'high'))
    """
    names = list(levels)
    return min(names, key=lambda name: levels[name]), max(reversed(names), key=lambda name: levels[name])


def construction_of(case: Case) -> Construction | None:
    """Return the construction of a case; None if the scenario states no construction years."""
    years = construction_years(case.scenario, case.year)
    return None if years is None else Construction(case, years)


def construction_document(case: Case) -> dict[str, Any] | None:
    """Return what the assessment says of the construction years of a case; None if the scenario states none."""
    years = construction_years(case.scenario, case.year)
    return None if years is None else years.document()
