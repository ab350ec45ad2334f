"""Effects of all sides on the cells that the proposal changes for one kind of receptor, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from landuse.calculation.place import Place
from landuse.calculation.place_cells import Index
from landuse.calculation.receptors import evidence_of
from landuse.calculation.sharing import Factors, Row, Shared, joined, winners
from landuse.calculation.side import Side
from landuse.calculation.sides import Sides
from landuse.calculation.stack import Held
from landuse.engine.cells import Cells
from landuse.engine.exposure import Term
from landuse.engine.gathering import divided, remaining
from landuse.engine.remaining import Floats
from landuse.engine.rules import LAND_TAKE, Aim
from landuse.model.catalogue import Receptor


class Effects(Sides):
    """Sides of a place as met by one aim, with the loss divided among owners.

    Parameters
    ----------
    receptor, index
        As for :class:`landuse.calculation.sides.Sides`.
    """

    def __init__(self, place: Place, receptor: Receptor, aim: Aim, index: Index | None = None) -> None:
        super().__init__(place, receptor, aim, index)
        self._whole: dict[Term, list[Row]] = {}

    def shared(self, side: Side, receptor: Receptor, use: Floats) -> Shared:
        """Divide all use lost on a side (built) among owners and pressures."""
        factors = self._once("factors", side, lambda: self._factors(side))
        return self._divided(factors, receptor, 1.0 - self.take(side), 1.0 - use)

    def added(self, receptor: Receptor, lost: Floats) -> Shared:
        """Divide the use that the proposal takes among its parts and their pressures."""
        after = self.place.after(0)
        factors = self._once("added", after, self._added_factors)
        left = self._once("added ground", after, self._ground_left)
        return self._divided(factors, receptor, left, lost)

    def _divided(self, factors: Factors, receptor: Receptor, ground_left: Floats, lost: Floats) -> Shared:
        sensitivity = self.place.case.catalogue.sensitivity[receptor.id]
        factor = np.array([sensitivity.get(pressure) or 0.0 for _owner, pressure in factors.pairs], np.float64)
        taken = np.array([pressure == LAND_TAKE for _owner, pressure in factors.pairs], np.bool_)
        rows = factors.at, factors.pair, factors.effect, factors.base
        left = remaining(rows, factor, taken, ground_left)
        return Shared(factors.pairs, factors.at, factors.pair, divided(factors.at, left, factors.part, lost))

    def _factors(self, side: Side) -> Factors:
        rows = [row for term in self.terms(side) for row in self._of_whole(term)]
        return joined([*self._of_ground(self._covered(side)), *rows])

    def _added_factors(self) -> Factors:
        old = {(term.pressure, term.group): term for term in self.terms(self.place.kept(0))}
        parts = {source.owner for source in self.place.case.proposed}
        rows = []
        for term in self.terms(self.place.after(0)):
            own = {owner: cells for owner, cells in term.own.items() if owner in parts}
            if own:
                rows += self._of_term(term, own, old.get((term.pressure, term.group)))
        return joined([*self._of_ground(self._newly()), *rows])

    def _ground_left(self) -> Floats:
        after, kept = self.take(self.place.after(0)), self.take(self.place.kept(0))
        return (1.0 - after) / np.where(kept < 1.0, 1.0 - kept, 1.0)

    def _of_whole(self, term: Term) -> list[Row]:
        """Return the rows of an effect with all its owners; most stand on both sides."""
        if term not in self._whole:
            self._whole[term] = self._of_term(term, term.own)
        return self._whole[term]

    def _of_term(self, term: Term, own: Mapping[str, Cells], old: Term | None = None) -> list[Row]:
        """Return the cells where an owner is the strongest of its group; ties share them."""
        if old is None and len(own) == 1 and not term.park and term.effect in own.values():
            at, value = self.held(term.effect)
            return [Row((next(iter(own)), term.pressure), at, np.ones(len(at)), value)]
        effect, base = self._dense(term), self._dense(old)
        if term.park:
            at = np.flatnonzero((effect > 0.0) | (base > 0.0)).astype(np.int32)
            part = np.full(len(at), 1.0 / len(own))
            return [Row((owner, term.pressure), at, part, effect[at], base[at]) for owner in sorted(own)]
        return [
            Row((owner, term.pressure), at, part, effect[at], base[at])
            for owner, at, part in winners(self.n, {owner: self.held(cells) for owner, cells in own.items()})
        ]

    def _dense(self, term: Term | None) -> Floats:
        out = np.zeros(self.n)
        if term is not None:
            at, value = self.held(term.effect)
            out[at] = value
        return out

    def _of_ground(self, covered: Mapping[str, Held]) -> list[Row]:
        total = np.zeros(self.n)
        for at, value in covered.values():
            total[at] += value
        return [
            Row((owner, LAND_TAKE), at[value > 0.0], value[value > 0.0] / total[at[value > 0.0]])
            for owner, (at, value) in covered.items()
        ]

    def _covered(self, side: Side) -> dict[str, Held]:
        """Return owner → ground that its sources take on a side (built), times intensity."""
        place = self.place
        if not self.aim.land_take:
            return {}
        found = {owner: self.held(cells) for owner, cells in place.standing.covered(self.receptor, self.aim).items()}
        local = place.covered_by(place.levels(side, self.receptor, self.aim))
        moved = {source.owner for source in place.moving} | set(local)
        for owner in sorted(moved):
            dense = self._of_owner(found.get(owner))
            dense[self.ground] = local.get(owner, 0.0)
            at = np.flatnonzero(dense).astype(np.int32)
            found[owner] = at, dense[at]
        return {owner: found[owner] for owner in sorted(found) if len(found[owner][0])}

    def _of_owner(self, held: Held | None) -> Floats:
        out = np.zeros(self.n)
        if held is not None:
            out[held[0]] = held[1]
        return out

    def _newly(self) -> dict[str, Held]:
        """Return part → ground that it newly covers, times intensity."""
        place = self.place
        sides = (place.after(0), place.kept(0))
        after, kept = (place.levels(side, self.receptor, self.aim) for side in sides)
        return {owner: self.held(cells) for owner, cells in place.newly_covered(after, kept).items()}


def effects_of(place: Place, receptor: Receptor, evidence: str | None) -> Effects:
    """Return the sides of a place as a receptor meets them in an evidence season."""
    aim = place.exposure.aim(receptor, evidence)
    if aim not in place.met:
        place.met[aim] = Effects(place, receptor, aim)
    found: Effects = place.met[aim]
    return found


def forget(place: Place, later: Iterable[Receptor]) -> None:
    """Forget the effects that none of the receptors still to come meets."""
    study = place.case.study
    wanted = {place.exposure.aim(receptor, season) for receptor in later for season in evidence_of(study, receptor)}
    for aim in [aim for aim in place.met if aim not in wanted]:
        del place.met[aim]


def everywhere(place: Place, receptor: Receptor, evidence: str | None) -> tuple[Floats, Floats]:
    """Return the share of use lost in every cell of the window, before and after (built)."""
    effects = effects_of(place, receptor, evidence)
    whole = Effects(place, receptor, effects.aim, place.all_cells)
    before = 1.0 - whole.use_everywhere(place.before(0), receptor)
    after = before.copy()
    at = place.positions(effects.index) >= 0
    after[at] = 1.0 - effects.use(place.after(0), receptor)
    return before, after
