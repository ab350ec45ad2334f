"""What is left of use on all sides of a comparison, on the cells that the proposal changes, as one aim meets it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.bands import BANDS
from landuse.calculation.place import Place
from landuse.calculation.place_cells import Index, Positions
from landuse.calculation.side import Side
from landuse.calculation.stack import Held, Stack
from landuse.calculation.standing import bits_at
from landuse.engine.cells import Cells
from landuse.engine.exposure import Term
from landuse.engine.gathering import multiply
from landuse.engine.remaining import Floats, combined
from landuse.engine.rules import Aim, Sources
from landuse.model.catalogue import Receptor

T = TypeVar("T")


class Sides:
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
        self._stack = Stack()
        self._cells: dict[Cells, Held] = {}
        self._made: dict[tuple[Hashable, Side], Any] = {}
        self._alike: dict[Hashable, Floats] = {}
        self._takes: list[Floats] = []
        for side in place.sides if index is None else ():
            self._order(side)

    def _touched(self) -> list[Index]:
        """Return sorted sets of cells where anything can differ between the sides."""
        place = self.place
        changed = {source.owner for source in place.case.changed}
        found = [place.ground, self._zone_of(place.case.changed)]
        for term in self._changed_terms():
            # A profile beside the result's own does not keep whose an effect is; a park changes as a whole.
            whole = term.park or not term.own
            own = [term.effect] if whole else [cells for owner, cells in term.own.items() if owner in changed]
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
