"""What the proposal adds: only the cells it can reach are computed, before and after, from one code path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.baseline import attributed, certain_use, use_of
from landuse.calculation.case import BANDS, Case, cells_of
from landuse.engine import attribution
from landuse.engine.cells import Cells
from landuse.engine.exposure import Exposure, Sources
from landuse.engine.ledger import UNDISTURBED, Ledger
from landuse.engine.new_ground import newly_covered
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Profile, Receptor

Pair = tuple[str, str]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """What changes for each unit of a ledger when the proposal comes.

    Parameters
    ----------
    loss : float64 array, shape (3, units)
        Added against built, + permitted, + planned.
    levels : mapping
        Profile name → added against built, shape (units,).
    alone : float64 array
        Loss of the proposal with no other source.
    unknown_use : float64 array
        Added on cells of unknown value if their value were 1.
    zone, undisturbed : float64 array
        Change of land in zone and of undisturbed land.
    quiet : (positions, bool array)
        Cells of the ledger computed again, and whether they are undisturbed after.
    parts : mapping
        (part, pressure) → added loss of each unit.
    without : mapping
        Part → added loss of the scenario without it.
    cumulative : mapping
        (owner, pressure) → change of the attributed cumulative loss.
    restored : bool
        True if computing the baseline again without the proposal gives it back bit for bit.
    """

    loss: Floats
    levels: Mapping[str, Floats]
    alone: Floats
    unknown_use: Floats
    zone: Floats
    undisturbed: Floats
    taken: Floats
    quiet: tuple[Index, NDArray[np.bool_]]
    parts: Mapping[Pair, Floats]
    without: Mapping[str, Floats]
    cumulative: Mapping[Pair, Floats]
    restored: bool


class Place:
    """One profile where the proposal reaches: the exposure there, and the cells of a ledger inside."""

    def __init__(self, case: Case, profile: Profile, exposure: Exposure) -> None:
        self.case = replace_profile(case, profile)
        self.exposure = exposure
        self.afresh = Exposure(
            exposure.catalogue, profile, exposure.grid, ground=exposure.ground, window=exposure.window
        )
        """The same place with nothing remembered, for the check that removing the proposal restores the baseline."""

    def chosen(self, ledger: Ledger) -> Index:
        """Return the positions of a ledger's cells inside the window."""
        window = self.exposure.frame
        row, column = np.divmod(ledger.index, self.case.study.grid.width)
        return np.flatnonzero(
            (row >= window.row)
            & (row < window.row + window.height)
            & (column >= window.column)
            & (column < window.column + window.width)
        )

    def use(self, sources: Sources, receptor: Receptor, evidence: str | None, index: Index) -> Floats:
        """Return remaining use of cells."""
        return use_of(self.case, self.exposure, sources, receptor, evidence, index)


def replace_profile(case: Case, profile: Profile) -> Case:
    """Return the case under another profile; what does not depend on it is shared."""
    if profile is case.profile:
        return case
    other = Case(case.study, case.scenario, case.year, profile, case.model)
    shared = ("baseline", "proposed", "kept", "changed", "ground", "_sides")
    other.__dict__.update({name: getattr(case, name) for name in shared})
    return other


def added_to(places: Mapping[str, Place], main: str, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Added:
    """Return what the proposal adds to the units of a ledger.

    Parameters
    ----------
    places : mapping
        Profile name → place; `main` is the profile of the result, the others give low and high.
    """
    place = places[main]
    case, exposure = place.case, place.exposure
    chosen = place.chosen(ledger)
    index = ledger.index[chosen]
    land, worth, unknown = ledger.rows(chosen)
    before = [place.use(case.before(band), receptor, evidence, index) for band in range(len(BANDS))]
    after = [place.use(case.after(band), receptor, evidence, index) for band in range(len(BANDS))]
    counted = land.multiply(worth > 0.0).tocsr()
    zones = [_mask(index, exposure.in_zone(s, receptor, evidence)) for s in (case.before(0), case.after(0))]
    still = [(1.0 - use < UNDISTURBED).astype(float) for use in (before[0], after[0])]
    quiet = 1.0 - certain_use(case, exposure, case.after(0), receptor, evidence, index, after[0]) < UNDISTURBED
    cumulative = _difference(
        attributed(case, exposure, case.after(0), receptor, evidence, ledger, chosen, after[0]),
        attributed(case, exposure, case.before(0), receptor, evidence, ledger, chosen, before[0]),
    )
    return Added(
        loss=np.array([worth.T @ (b - a) for b, a in zip(before, after, strict=True)]),
        levels={name: _added_at(other, receptor, evidence, ledger) for name, other in places.items()},
        alone=worth.T @ (1.0 - place.use(case.proposed, receptor, evidence, index)),
        unknown_use=unknown.T @ (before[0] - after[0]),
        zone=counted.T @ (zones[1] - zones[0]),
        undisturbed=counted.T @ (still[1] - still[0]),
        taken=counted.T @ _newly_taken(place, receptor, evidence, index),
        quiet=(chosen, quiet),
        parts=_of_parts(place, receptor, evidence, ledger, chosen, after[0]),
        without=_leave_one_out(place, receptor, evidence, index, worth),
        cumulative=cumulative,
        restored=bool(
            np.array_equal(before[0], use_of(case, place.afresh, _less_proposed(case), receptor, evidence, index))
        ),
    )


def _less_proposed(case: Case) -> Sources:
    """Return the sources after the proposal, with it taken away and what it removed put back."""
    changed = set(case.changed)
    after = [source for source in case.after(0) if source not in changed]
    back = [source for source in case.before(0) if source in changed]
    return tuple(sorted((*after, *back), key=lambda source: source.id))


def _mask(index: Index, cells: Index) -> Floats:
    return np.isin(index, cells, assume_unique=True).astype(float)


def _added_at(place: Place, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Floats:
    chosen = place.chosen(ledger)
    index = ledger.index[chosen]
    before = place.use(place.case.before(0), receptor, evidence, index)
    after = place.use(place.case.after(0), receptor, evidence, index)
    return np.asarray(ledger.worth[chosen].T @ (before - after))


def _newly_taken(place: Place, receptor: Receptor, evidence: str | None, index: Index) -> Floats:
    """Return the share of each cell that the proposal newly covers."""
    case, exposure = place.case, place.exposure
    kept = tuple(source for source in case.kept if source.band in BANDS[0][1])
    after = exposure.ground_taken(case.after(0), receptor, evidence).at(index)
    return np.asarray(after - exposure.ground_taken(kept, receptor, evidence).at(index))


def _difference(after: Mapping[Pair, Floats], before: Mapping[Pair, Floats]) -> dict[Pair, Floats]:
    found = {pair: values.copy() for pair, values in after.items()}
    for pair, values in before.items():
        found[pair] = found.get(pair, np.zeros_like(values)) - values
    return found


def _of_parts(
    place: Place, receptor: Receptor, evidence: str | None, ledger: Ledger, chosen: Index, after: Floats
) -> dict[Pair, Floats]:
    """Return the added loss of each part and pressure; what the scenario removes is a part of its own."""
    case, exposure = place.case, place.exposure
    index, worth = ledger.index[chosen], ledger.worth[chosen]
    kept = tuple(s for s in case.kept if s.band in BANDS[0][1])
    between = place.use(kept, receptor, evidence, index)
    weights = attribution.of_added(
        index,
        exposure.terms(kept, receptor, evidence),
        exposure.terms(case.after(0), receptor, evidence),
        case.study.catalogue.sensitivity[receptor.id],
        take=(exposure.take(kept, receptor, evidence), exposure.take(case.after(0), receptor, evidence)),
        covered=_newly_covered(place, kept, receptor, evidence),
    )
    lost = between - after
    found = {pair: worth[at].T @ (lost[at] * share) for pair, (at, share) in weights.shares().items()}
    if case.scenario.without:
        before = place.use(case.before(0), receptor, evidence, index)
        found[("", "removed")] = worth.T @ (before - between)
    return found


def _newly_covered(place: Place, kept: Sources, receptor: Receptor, evidence: str | None) -> dict[str, Cells]:
    exposure = place.exposure
    parts: dict[str, list[tuple[float, NDArray[np.object_]]]] = {s.owner: [] for s in place.case.proposed}
    for source in place.case.proposed:
        intensity = exposure.taken(source, receptor.group, evidence)
        if intensity > 0.0:
            parts[source.owner].append((intensity, exposure.footprints((source,))))
    existing: dict[float, list[NDArray[np.object_]]] = {}
    own = {made.layer for made in receptor.layers}
    for source in kept:
        intensity = exposure.taken(source, receptor.group, evidence)
        if intensity > 0.0 and source.layer not in own:
            existing.setdefault(intensity, []).append(exposure.footprints((source,)))
    return newly_covered(parts, {level: np.concatenate(drawn) for level, drawn in existing.items()}, exposure.grid)


def _leave_one_out(
    place: Place, receptor: Receptor, evidence: str | None, index: Index, worth: Any
) -> dict[str, Floats]:
    """Return the added loss of the scenario without each part."""
    case = place.case
    before = place.use(case.before(0), receptor, evidence, index)
    found = {}
    for part in sorted({source.owner for source in case.proposed}):
        rest = tuple(source for source in case.after(0) if source.owner != part)
        found[part] = worth.T @ (before - place.use(rest, receptor, evidence, index))
    return found


def whole_window(case: Case, exposure: Exposure) -> Index:
    """Return every cell of the window of an exposure."""
    return np.asarray(cells_of(exposure.frame, case.study.grid.width))
