"""What the proposal adds to each unit: only the cells it changes are computed, before and after, from one code path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from landuse.calculation.bands import BANDS
from landuse.calculation.baseline import use_of
from landuse.calculation.effects import Effects, effects_of
from landuse.calculation.place import Place
from landuse.calculation.sharing import Shared
from landuse.engine.gathering import pair_sums, unit_sums
from landuse.engine.ledger import UNDISTURBED, Ledger, parts
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor
from landuse.model.profile import LEVELS

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
        Name of a profile that gives low and high → added against built, shape (units,).
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


def added_to(places: Mapping[str, Place], main: str, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Added:
    """Return what the proposal adds to the units of a ledger.

    Parameters
    ----------
    places : mapping
        Profile name → place; `main` is the profile of the result, the others give low and high.
    """
    place = places[main]
    effects = effects_of(place, receptor, evidence)
    sums = _Sums(place, effects, ledger)
    used = _Used(place, effects, receptor)
    owners = sorted({source.owner for source in place.case.proposed})
    lost = [*used.added, 1.0 - used.alone, *(used.before[0] - used.without(owner) for owner in owners)]
    totals = sums.of(ledger.worth, lost)
    state = sums.of(ledger.counted, [effects.zone_change(), used.calmed, effects.newly_taken()])
    counted = {name: place for name, place in places.items() if name in LEVELS} or places
    levels = {
        name: totals[0] if name == main else added_at(other, receptor, evidence, ledger)
        for name, other in counted.items()
    }
    return Added(
        loss=totals[: len(BANDS)],
        levels=levels,
        alone=totals[len(BANDS)],
        unknown_use=sums.of(ledger.unknown, used.added[:1])[0],
        zone=state[0],
        undisturbed=state[1],
        taken=state[2],
        quiet=(sums.rows, used.quiet[sums.at]),
        parts=_of_parts(sums, used, receptor),
        without=dict(zip(owners, totals[len(BANDS) + 1 :], strict=True)),
        cumulative=_difference(
            sums.by_pair(effects.shared(place.after(0), receptor, used.after[0])),
            sums.by_pair(effects.shared(place.before(0), receptor, used.before[0])),
        ),
    )


class _Used:
    """What is left of use on each side, in the cells that the proposal changes."""

    def __init__(self, place: Place, effects: Effects, receptor: Receptor) -> None:
        self.place, self.effects, self.receptor = place, effects, receptor
        self.before = [effects.use(place.before(band), receptor) for band in range(len(BANDS))]
        self.after = [effects.use(place.after(band), receptor) for band in range(len(BANDS))]
        self.kept = effects.use(place.kept(0), receptor) if place.case.removed else self.before[0]
        self.alone = effects.use(place.alone, receptor)

    @property
    def added(self) -> list[Floats]:
        """Use that the proposal takes, against each baseline."""
        found: dict[tuple[int, int], Floats] = {}
        for before, after in zip(self.before, self.after, strict=True):
            if (id(before), id(after)) not in found:
                found[id(before), id(after)] = before - after
        return [found[id(before), id(after)] for before, after in zip(self.before, self.after, strict=True)]

    def without(self, part: str) -> Floats:
        """Return what is left without a part of the proposal."""
        return np.asarray(self.effects.use(self.place.after(0, part), self.receptor))

    @property
    def calmed(self) -> Floats:
        """+1 where land becomes undisturbed, −1 where it no longer is."""
        before, after = (1.0 - use < UNDISTURBED for use in (self.before[0], self.after[0]))
        return np.asarray(after.astype(float) - before)

    @property
    def quiet(self) -> NDArray[np.bool_]:
        """Undisturbed cells after, by sources of certain position."""
        if self.place.all_certain:
            return 1.0 - self.after[0] < UNDISTURBED
        use = self.effects.use(self.place.after(0, certain=True), self.receptor)
        return np.asarray(1.0 - use < UNDISTURBED)


class _Sums:
    """The cells that the proposal changes, as rows of a ledger."""

    def __init__(self, place: Place, effects: Effects, ledger: Ledger) -> None:
        self.effects, self.ledger = effects, ledger
        self.rows, self.at = place.found(ledger.index, effects.map)
        self.place = np.full(effects.n, -1, np.int64)
        self.place[self.at] = self.rows

    def of(self, matrix: csr_matrix, values: Sequence[Floats]) -> Floats:
        """Return the sums of some values of cells, shape (values, units)."""
        units = len(self.ledger.columns)
        if not matrix.nnz or not len(self.rows):
            return np.zeros((len(values), units))
        once = {id(value): value for value in values}
        place = {key: number for number, key in enumerate(once)}
        stacked = np.stack(list(once.values()), axis=1)
        found = np.asarray(unit_sums(self.rows, self.at, parts(matrix), stacked, units).T)
        return found[[place[id(value)] for value in values]]

    def by_pair(self, shared: Shared) -> dict[Pair, Floats]:
        """Return (owner, pressure) → loss of each unit."""
        shape = len(shared.pairs), len(self.ledger.columns)
        found = pair_sums(shared.at, shared.pair, shared.value, self.place, parts(self.ledger.worth), shape)
        return dict(zip(shared.pairs, np.asarray(found), strict=True))


def _of_parts(sums: _Sums, used: _Used, receptor: Receptor) -> dict[Pair, Floats]:
    """Return the added loss of each part and pressure; what the scenario removes is a part of its own."""
    found = sums.by_pair(used.effects.added(receptor, used.kept - used.after[0]))
    if used.place.case.scenario.without:
        found["", "removed"] = sums.of(sums.ledger.worth, [used.before[0] - used.kept])[0]
    return found


def added_at(place: Place, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Floats:
    """Return what the proposal adds to each unit against what is built, shape (units,)."""
    effects = effects_of(place, receptor, evidence)
    lost = effects.use(place.before(0), receptor) - effects.use(place.after(0), receptor)
    return np.asarray(_Sums(place, effects, ledger).of(ledger.worth, [lost])[0])


def _difference(after: Mapping[Pair, Floats], before: Mapping[Pair, Floats]) -> dict[Pair, Floats]:
    found = dict(after)
    for pair, values in before.items():
        found[pair] = found.get(pair, np.zeros_like(values)) - values
    return found


def restored(place: Place, receptor: Receptor, evidence: str | None) -> bool:
    """Tell whether computing the baseline again without the proposal gives it back bit for bit.

    What was remembered is compared with sources evaluated afresh from their features.
    """
    effects = effects_of(place, receptor, evidence)
    index, at = place.checked(effects.index)
    again = use_of(place.case, place.afresh, place.less_proposed, receptor, evidence, index)
    return bool(np.array_equal(effects.use(place.before(0), receptor)[at], again))
