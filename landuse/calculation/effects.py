"""Effects of all sides on the cells that the proposal changes for one kind of receptor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.bands import BANDS
from landuse.calculation.place import Index, Place, Positions, Side
from landuse.calculation.receptors import evidence_of
from landuse.calculation.standing import bits_at
from landuse.engine.cells import Cells
from landuse.engine.exposure import LAND_TAKE, Aim, Sources, Term
from landuse.engine.gathering import divided, multiply, remaining
from landuse.engine.remaining import Floats, combined
from landuse.model.catalogue import Receptor

T = TypeVar("T")
Pair = tuple[str, str]
Held = tuple[Positions, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A loss divided among owners and pressures, one row a cell and pair.

    Parameters
    ----------
    pairs : tuple of (owner, pressure)
    at : int32 array
        Places among the cells worked out.
    pair : int32 array
        Places in `pairs`.
    value : float64 array
        Share of use lost by it.
    """

    pairs: tuple[Pair, ...]
    at: Positions
    pair: Positions
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Factors:
    """What multiplies, by owner: before the sensitivity, one row a cell and owner that counts there."""

    pairs: tuple[Pair, ...]
    at: Positions
    pair: Positions
    part: Floats
    effect: Floats
    base: Floats


class Effects:
    """Sides of a place as met by one aim, gathered on the cells that the proposal changes.

    Parameters
    ----------
    receptor : Receptor
        Any with this aim.
    index : int64 array, optional
        Sorted cells of the window to work out instead.
    """

    def __init__(self, place: Place, receptor: Receptor, aim: Aim, index: Index | None = None) -> None:
        self.place, self.receptor, self.aim = place, receptor, aim
        self.index, self.map = place.union(self._touched()) if index is None else (index, place.positions(index))
        self.n = len(self.index)
        self._stack = _Stack()
        self._cells: dict[Cells, Held] = {}
        self._whole: dict[Term, list[_Row]] = {}
        self._made: dict[tuple[Hashable, Side], Any] = {}
        self._alike: dict[Hashable, Floats] = {}
        self._takes: list[Floats] = []
        for side in place.sides if index is None else ():
            self._order(side)

    # ---- which cells

    def _touched(self) -> list[Index]:
        """Return sorted sets of cells where anything can differ between the sides."""
        place = self.place
        changed = {source.owner for source in place.case.changed}
        found = [place.ground, self._zone_of(place.case.changed)]
        for term in self._changed_terms():
            # A profile beside the result's own does not keep whose an effect is.
            own = [cells for owner, cells in term.own.items() if owner in changed] if term.own else [term.effect]
            found += [cells.index for cells in own]
        return found

    def _changed_terms(self) -> set[Term]:
        place, found = self.place, set[Term]()
        for band in range(len(BANDS)):
            before, after = (set(place.local_terms(side, self.aim)) for side in (place.before(band), place.after(band)))
            found |= before ^ after
        return found

    def _zone_of(self, sources: Sources) -> Index:
        return self.place.exposure.in_zone(sources, self.receptor, self.aim.season)

    # ---- what is left of use

    def held(self, cells: Cells) -> Held:
        """Return where cells lie among those worked out, and what they hold."""
        if cells not in self._cells:
            of, at = self.place.found(cells.index, self.map)
            self._cells[cells] = at, cells.taken(of)
        return self._cells[cells]

    def terms(self, side: Side) -> list[Term]:
        """Return the effects of a side that meet any of the cells."""
        return self._once("terms", side, lambda: [t for t in self.place.terms(side, self.aim) if self._meets(t)])

    def _meets(self, term: Term) -> bool:
        return len(self.held(term.effect)[0]) > 0

    def _once(self, what: Hashable, side: Side, make: Callable[[], T]) -> T:
        key = what, side
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def _order(self, side: Side) -> NDArray[np.int64]:
        """Return the places in the stack of the effects of a side, in the order in which they multiply."""
        return self._once(
            "order", side, lambda: self._stack.places([(t, self.held(t.effect)) for t in self.terms(side)])
        )

    def take(self, side: Side) -> Floats:
        """Return the share of use that land take leaves nothing of; one array for sides that take the same."""
        return self._once("take", side, lambda: self._take(side))

    def _take(self, side: Side) -> Floats:
        place = self.place
        if not self.aim.land_take:
            return self._same(("take",), lambda: np.zeros(self.n))
        stand = None if side.band is None else place.standing.take(side.list_of, self.receptor, self.aim)
        taken = place.taken_by(place.levels(side, self.receptor, self.aim))
        return self._same(("take", stand, id(taken)), lambda: self._known(self._taken(stand, taken)))

    def _known(self, take: Floats) -> Floats:
        """Return the array that was made before if one holds the same: what follows from it is worked out once."""
        found = next((other for other in self._takes if np.array_equal(other, take)), None)
        if found is None:
            self._takes.append(take)
        return take if found is None else found

    def _taken(self, stand: Cells | None, taken: Floats) -> Floats:
        out = np.zeros(self.n)
        if stand is not None:
            at, value = self.held(stand)
            out[at] = value
        out[self.ground] = taken
        return out

    def _same(self, key: Hashable, make: Callable[[], Floats]) -> Floats:
        """Return one array for all sides that are the same by what the key holds."""
        if key not in self._alike:
            self._alike[key] = make()
        return self._alike[key]

    @cached_property
    def ground(self) -> Positions:
        """Places of the cells with ground of a source that does not stand on every side."""
        return self.map[self.place.ground_at]

    def use(self, side: Side, receptor: Receptor) -> Floats:
        """Return the share of use that remains on a side (float64, 0–1); not to be written in."""
        sensitivity = self.place.case.catalogue.sensitivity[receptor.id]
        factors = tuple((pressure, sensitivity.get(pressure) or 0.0) for pressure in self.aim.pressures)
        return self._once(("use", factors), side, lambda: self._use_alike(side, factors))

    def _use_alike(self, side: Side, factors: tuple[tuple[str, float], ...]) -> Floats:
        key = "use", factors, self._order(side).tobytes(), id(self.take(side))
        return self._same(key, lambda: self._use(side, dict(factors)))

    def _use(self, side: Side, factors: Mapping[str, float]) -> Floats:
        case, order = self.place.case, self._order(side)
        first, at, value = self._stack.arrays
        factor = np.array([factors[pressure] for pressure in self._stack.pressures])
        if case.model == "multiplicative":
            use = 1.0 - self.take(side)
            multiply(use, order, first, at, value, factor)
            return use
        pieces = [(slice(first[i], first[i + 1]), factor[i]) for i in order]
        effects = [(at[piece].astype(np.int64), times * value[piece]) for piece, times in pieces]
        taken = np.flatnonzero(self.take(side))
        effects.append((taken, self.take(side)[taken]))
        return 1.0 - combined(effects, self.n, case.model, len(case.study.catalogue.types))

    def use_everywhere(self, side: Side, receptor: Receptor) -> Floats:
        """Return :meth:`use` of a side asked for once in every cell of the window: nothing is gathered for it."""
        case = self.place.case
        if case.model != "multiplicative":
            return self.use(side, receptor)
        use, sensitivity = 1.0 - self.take(side), case.catalogue.sensitivity[receptor.id]
        for term in self.place.terms(side, self.aim):
            self.place.multiply(use, term.effect, sensitivity.get(term.pressure) or 0.0)
        return use

    def newly_taken(self) -> Floats:
        """Return the share of each cell that the proposal newly covers."""
        place, out = self.place, np.zeros(self.n)
        after, kept = (
            place.taken_by(place.ground_levels(side, self.receptor, self.aim))
            for side in (place.after(0), place.kept(0))
        )
        out[self.ground] = after - kept
        return out

    def zone_change(self) -> Floats:
        """Return +1 where the proposal brings a cell into reach of something, −1 where it takes it out."""
        before, after = self.zones()
        return after.astype(float) - before

    def zones(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which cells lie within reach of something (built), before and after."""
        place, case = self.place, self.place.case
        before = bits_at(place.standing.in_zone(self.receptor, self.aim), self.index)
        before[self._places(self._zone_of(place.before(0).plus))] = True
        if case.removed:
            after = np.zeros(self.n, dtype=bool)
            after[self._places(self._zone_of(case.after(0)))] = True
        else:
            after = before.copy()
            after[self._places(self._zone_of(case.proposed))] = True
        return before, after

    def _places(self, cells: Index) -> Positions:
        """Return the places of those of some sorted cells that are worked out."""
        return self.place.found(cells, self.map)[1]

    # ---- whose it is

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

    def _divided(self, factors: _Factors, receptor: Receptor, ground_left: Floats, lost: Floats) -> Shared:
        sensitivity = self.place.case.catalogue.sensitivity[receptor.id]
        factor = np.array([sensitivity.get(pressure) or 0.0 for _owner, pressure in factors.pairs], np.float64)
        taken = np.array([pressure == LAND_TAKE for _owner, pressure in factors.pairs], np.bool_)
        rows = factors.at, factors.pair, factors.effect, factors.base
        left = remaining(rows, factor, taken, ground_left)
        return Shared(factors.pairs, factors.at, factors.pair, divided(factors.at, left, factors.part, lost))

    def _factors(self, side: Side) -> _Factors:
        rows = [row for term in self.terms(side) for row in self._of_whole(term)]
        return _joined([*self._of_ground(self._covered(side)), *rows])

    def _added_factors(self) -> _Factors:
        old = {(term.pressure, term.group): term for term in self.terms(self.place.kept(0))}
        parts = {source.owner for source in self.place.case.proposed}
        rows = []
        for term in self.terms(self.place.after(0)):
            own = {owner: cells for owner, cells in term.own.items() if owner in parts}
            if own:
                rows += self._of_term(term, own, old.get((term.pressure, term.group)))
        return _joined([*self._of_ground(self._newly()), *rows])

    def _ground_left(self) -> Floats:
        after, kept = self.take(self.place.after(0)), self.take(self.place.kept(0))
        return (1.0 - after) / np.where(kept < 1.0, 1.0 - kept, 1.0)

    def _of_whole(self, term: Term) -> list[_Row]:
        """Return the rows of an effect with all its owners; most stand on both sides."""
        if term not in self._whole:
            self._whole[term] = self._of_term(term, term.own)
        return self._whole[term]

    def _of_term(self, term: Term, own: Mapping[str, Cells], old: Term | None = None) -> list[_Row]:
        """Return the cells where an owner is the strongest of its group; ties share them."""
        if old is None and len(own) == 1 and term.effect in own.values():
            at, value = self.held(term.effect)
            return [_Row((next(iter(own)), term.pressure), at, np.ones(len(at)), value)]
        effect, base = self._dense(term), self._dense(old)
        return [
            _Row((owner, term.pressure), at, part, effect[at], base[at])
            for owner, at, part in _winners(self.n, {owner: self.held(cells) for owner, cells in own.items()})
        ]

    def _dense(self, term: Term | None) -> Floats:
        out = np.zeros(self.n)
        if term is not None:
            at, value = self.held(term.effect)
            out[at] = value
        return out

    def _of_ground(self, covered: Mapping[str, Held]) -> list[_Row]:
        total = np.zeros(self.n)
        for at, value in covered.values():
            total[at] += value
        return [
            _Row((owner, LAND_TAKE), at[value > 0.0], value[value > 0.0] / total[at[value > 0.0]])
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


class _Stack:
    """Effects one after the other, each once, whatever sides it is on.

    Attributes
    ----------
    pressures : list of str
        Pressure of each.
    """

    def __init__(self) -> None:
        self._number: dict[Term, int] = {}
        self._held: list[Held] = []
        self.pressures: list[str] = []
        self._arrays: tuple[NDArray[np.int64], Positions, Floats] | None = None

    def places(self, terms: Sequence[tuple[Term, Held]]) -> NDArray[np.int64]:
        """Return the places of some effects, added if they are new."""
        for term, held in terms:
            if term not in self._number:
                self._number[term] = self._place_of(term.pressure, held)
        return np.array([self._number[term] for term, _held in terms], np.int64)

    def _place_of(self, pressure: str, held: Held) -> int:
        """Return the place of what an effect holds here; two that hold the same have one."""
        for i, other in enumerate(self._held):
            if self.pressures[i] == pressure and all(map(np.array_equal, held, other)):
                return i
        self._held.append(held)
        self.pressures.append(pressure)
        self._arrays = None
        return len(self._held) - 1

    @property
    def arrays(self) -> tuple[NDArray[np.int64], Positions, Floats]:
        """Where the entries of each effect begin, their cells and values."""
        if self._arrays is None:
            first = np.cumsum([0, *(len(at) for at, _value in self._held)])
            at = np.concatenate([np.empty(0, np.int32), *(at for at, _value in self._held)])
            self._arrays = first, at, np.concatenate([np.empty(0), *(value for _at, value in self._held)])
        return self._arrays


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


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """An owner's part of one factor on some cells; of ground, the effect is known only by receptor."""

    pair: Pair
    at: Positions
    part: Floats
    effect: Floats | None = None
    base: Floats | None = None


def _joined(rows: Sequence[_Row]) -> _Factors:
    pairs = tuple(sorted({row.pair for row in rows}))
    number = {pair: i for i, pair in enumerate(pairs)}
    sizes = [len(row.at) for row in rows]
    return _Factors(
        pairs,
        np.concatenate([np.empty(0, np.int32), *(row.at for row in rows)]),
        np.repeat(np.array([number[row.pair] for row in rows], np.int32), sizes),
        np.concatenate([np.empty(0), *(row.part for row in rows)]),
        _filled([row.effect for row in rows], sizes),
        _filled([row.base for row in rows], sizes),
    )


def _filled(values: Sequence[Floats | None], sizes: Sequence[int]) -> Floats:
    """Return values one after the other, 0 where there are none."""
    given = (np.zeros(n) if value is None else value for value, n in zip(values, sizes, strict=True))
    return np.concatenate([np.empty(0), *given])


def _winners(n: int, own: Mapping[str, Held]) -> list[tuple[str, Positions, Floats]]:
    """Return owner, cells and part (1 / number of ties) where an owner is the strongest of its group."""
    if len(own) == 1:
        return [(owner, at, np.ones(len(at))) for owner, (at, _value) in own.items()]
    best, ties = np.zeros(n), np.zeros(n)
    for at, value in own.values():
        best[at] = np.maximum(best[at], value)
    for at, value in own.values():
        ties[at] += (value == best[at]) & (value > 0.0)
    rows = []
    for owner, (at, value) in own.items():
        wins = at[(value == best[at]) & (value > 0.0)]
        rows.append((owner, wins, 1.0 / ties[wins]))
    return rows
