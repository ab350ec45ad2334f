"""The construction years of a scenario beside its operation: never both at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from landuse.calculation.added import Added, added_at
from landuse.calculation.case import Case, replaced
from landuse.calculation.losses import Row, figure
from landuse.calculation.place import Place
from landuse.engine.ledger import Ledger
from landuse.engine.proposed import phase_in, proposed_sources
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Band, Receptor
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
        self._same = years.shown == case.year
        self._place = None if self._same else Place(replaced(case, proposed), case.profile, beside=True)

    def added(self, receptor: Receptor, evidence: str | None, ledger: Ledger, operation: Added) -> Floats:
        """Return what is added to the units of a ledger, shape (units,)."""
        if self._place is None:
            return np.asarray(operation.loss[0])
        return added_at(self._place, receptor, evidence, ledger)

    @property
    def places(self) -> tuple[Place, ...]:
        """What is worked out beside the places of the result."""
        return () if self._place is None else (self._place,)

    def mark(self, rows: list[Row], added: Floats) -> None:
        """Write the added loss of construction beside that of operation, in the rows of a ledger's units."""
        for row, value in zip(rows, added, strict=True):
            row["added"]["construction"] = self._figures(row, float(value))

    def _figures(self, row: Row, value: float) -> dict[str, Any]:
        known = row["available"] is not None
        left = row["available"] - row["baseline"]["built"] if known else 0.0
        return {
            "years": [self.years.first, self.years.end],
            "year": self.years.shown,
            "value": figure(value) if known else None,
            "share_of_remaining": figure(value / left) if left > 0.0 else None,
        }


def construction_of(case: Case) -> Construction | None:
    """Return the construction of a case; None if the scenario states no construction years."""
    years = construction_years(case.scenario, case.year)
    return None if years is None else Construction(case, years)


def construction_document(case: Case) -> dict[str, Any] | None:
    """Return what the assessment says of the construction years of a case; None if the scenario states none."""
    years = construction_years(case.scenario, case.year)
    return None if years is None else years.document()
