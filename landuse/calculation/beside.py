"""What stands beside the losses of villages: construction, land that is not mapped, quiet around corrals."""

from __future__ import annotations

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline
from landuse.calculation.case import Case
from landuse.calculation.construction import construction_of
from landuse.calculation.corrals import Around, around, mark_around
from landuse.calculation.losses import Row
from landuse.calculation.place import Place
from landuse.calculation.units import main_lands
from landuse.calculation.unmapped import mark_unmapped
from landuse.engine.ledger import Ledger
from landuse.model.catalogue import Receptor


class Beside:
    """What is written into rows of losses beside the loss itself.

    Parameters
    ----------
    place : Place
        Where the proposal reaches under the profile of the result.
    construction : bool
        Work out the construction years as well.
    """

    def __init__(self, case: Case, place: Place, *, construction: bool) -> None:
        self._case, self._place = case, place
        self._construction = construction_of(case) if construction else None
        self._lands = main_lands(case.study)
        self._quiet: Around = {}

    @property
    def places(self) -> tuple[Place, ...]:
        """Places that are worked out beside those of the result."""
        return () if self._construction is None else self._construction.places

    def mark(
        self, receptor: Receptor, evidence: str | None, ledger: Ledger, rows: list[Row],
        known: tuple[Baseline, Added] | None = None,
    ) -> None:  # fmt: skip
        """Write into the rows of a ledger; `known` is what was found, None if nothing of it is mapped."""
        if not receptor.by_village:
            return
        if self._construction is not None:
            added = None if known is None else self._construction.added(receptor, evidence, ledger, known[1])
            self._construction.mark(rows, added)
        if receptor.id in self._lands:
            mark_unmapped(self._case, self._place, receptor, evidence, ledger, rows)
            if known is not None:
                baseline, added_now = known
                self._quiet |= around(self._case, receptor, evidence, ledger, baseline=baseline, added=added_now)

    def finish(self, losses: list[Row]) -> None:
        """Write into rows of corrals what was found around them."""
        mark_around(self._case, losses, self._quiet)
