"""What is found of a case receptor by receptor: rows of losses and contributions, the impact drawn, the checks."""

from __future__ import annotations

from typing import Any

from landuse.calculation.added import Added, added_to, restored
from landuse.calculation.baseline import baseline_of
from landuse.calculation.beside import Beside
from landuse.calculation.case import Case
from landuse.calculation.checks import Checks
from landuse.calculation.contributions import contribution_rows
from landuse.calculation.effects import forget
from landuse.calculation.impact import Drawn, shown
from landuse.calculation.lines import counted_receptors, counted_rows
from landuse.calculation.losses import Flaws, Row, loss_rows, mark_worst, unknown_row
from landuse.calculation.options import levels_beside
from landuse.calculation.pieces import largest_after
from landuse.calculation.place import Place
from landuse.calculation.receptors import modelled
from landuse.calculation.units import ledgers, left_out, main_lands, missing_sources
from landuse.engine.ledger import Ledger
from landuse.model.catalogue import Receptor


class Findings:
    """The rows of a case as they are found; no more is held at once than the receptors still to come need.

    Parameters
    ----------
    construction : bool
        Work out what is added in the construction years as well, in the rows of villages.
    """

    def __init__(self, case: Case, *, construction: bool) -> None:
        self._case = case
        self._places = {name: Place(case, profile) for name, profile in levels_beside(case).items()}
        self._place = self._places[case.profile.name]
        self._beside = Beside(case, self._place, construction=construction)
        self._missing = bool(missing_sources(case.study))
        self._drawn = {(name, season): (group, season) for group, season, name in shown(case.study.catalogue)}
        self._later = modelled(case.study)
        self.impact, self.checks = Drawn(self._place), Checks()
        self.losses: list[Row] = []
        self.contributions: list[dict[str, Any]] = []

    def add(self, receptor: Receptor) -> None:
        """Work out a receptor whose loss of use is modelled."""
        self.impact.draw(receptor)
        flaws = Flaws(self._missing, left_out(self._case, receptor))
        for evidence, ledger in ledgers(self._case, receptor):
            if all(column.land is None for column in ledger.columns):
                rows = [unknown_row(receptor, column) for column in ledger.columns]
                self._beside.mark(receptor, evidence, ledger, rows)
                self.losses += rows
            else:
                self._add_known(receptor, evidence, ledger, flaws)
        self._later = [other for other in self._later if other is not receptor]
        for place in (*self._places.values(), *self._beside.places):
            forget(place, self._later)

    def _add_known(self, receptor: Receptor, evidence: str | None, ledger: Ledger, flaws: Flaws) -> None:
        case = self._case
        baseline = baseline_of(case, receptor, evidence, ledger)
        added = added_to(self._places, case.profile.name, receptor, evidence, ledger)
        largest = largest_after(case, receptor, evidence, ledger, baseline=baseline, added=added)
        rows = loss_rows(receptor, ledger, baseline, added, largest=largest, flaws=flaws)
        self._beside.mark(receptor, evidence, ledger, rows, (baseline, added))
        self.losses += rows
        self.contributions += contribution_rows(receptor, ledger, baseline, added)
        self._check(receptor, evidence, ledger, added)

    def _check(self, receptor: Receptor, evidence: str | None, ledger: Ledger, added: Added) -> None:
        """Compare sums, and the baseline with itself, for what the raster shows."""
        key = receptor.id, evidence or "all"
        if receptor.quantity == "ha" and key in self._drawn:
            self.checks.add(receptor, ledger, added, self.impact.added(*self._drawn[key]), self._place)
            self.checks.restored &= restored(self._place, receptor, evidence)

    def finish(self) -> None:
        """Add what is counted, and mark what takes all rows to know."""
        for receptor in counted_receptors(self._case.study):
            self.losses += counted_rows(self._case, receptor, missing=self._missing)
        self._beside.finish(self.losses)
        mark_worst(self.losses, main_lands(self._case.study))

    def forget(self) -> None:
        """Forget what the drawing held."""
        forget(self._place, ())
