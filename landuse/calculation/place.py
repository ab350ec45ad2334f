"""Where the proposal reaches under one profile: what stands there, what changes, and in which cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.bands import BANDS, of_bands
from landuse.calculation.case import Case
from landuse.calculation.place_cells import Index, PlaceCells
from landuse.calculation.side import Side
from landuse.calculation.standing import Standing, standing_of
from landuse.engine.cells import Cells, rising, union_of
from landuse.engine.exposure import Exposure, Term
from landuse.engine.ground import covered_of
from landuse.engine.landtake import Covering, Overlay
from landuse.engine.new_ground import newly_covered
from landuse.engine.remaining import Floats
from landuse.engine.rules import Aim, Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import Profile, Receptor
from landuse.model.grid import Window

Levels = tuple[tuple[Source, float], ...]
"""Sources with the share of use that is gone on their ground."""


class Place(PlaceCells):
    """One profile where the proposal reaches.

    Parameters
    ----------
    beside : bool
        Only what is built is compared, before and after, as under a profile beside the result's own.
    """

    def __init__(self, case: Case, profile: Profile, exposure: Exposure | None = None, *, beside: bool = False) -> None:
        self.main = profile.name == case.profile.name and not beside
        self.case = replace_profile(case, profile)
        self.exposure = case.local(profile) if exposure is None else exposure
        super().__init__(case.study.grid, self.exposure.frame)
        self.standing: Standing = standing_of(case, profile)
        self._taken: dict[Levels, Floats] = {}
        self._covered: dict[Levels, Mapping[str, Floats]] = {}
        self._newly: dict[tuple[Levels, Levels], Mapping[str, Cells]] = {}
        self._members: dict[tuple[Side, str, frozenset[str]], tuple[Sources, bool]] = {}
        self._stand: dict[tuple[int, Aim], list[Term]] = {}
        self.met: dict[Aim, Any] = {}
        """What each aim meets here, see ``effects``."""

    def before(self, band: int) -> Side:
        """Return a baseline (place in ``BANDS``)."""
        return Side(band, plus=of_bands(self.case.own, band))

    def kept(self, band: int) -> Side:
        """Return a baseline less what the scenario removes."""
        plus = (*of_bands(self.case.own, band), *of_bands(self.case.reduced, band))
        return Side(band, less=self.case.removed, plus=plus)

    def after(self, band: int, without: str | None = None, *, certain: bool = False) -> Side:
        """Return a baseline with the proposal, perhaps without one of its parts."""
        kept = self.kept(band)
        added = tuple(source for source in self.case.proposed if source.owner != without)
        return Side(band, kept.less, kept.plus + added, certain)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Every side that is compared; beside the result's own profile only what is built, before and after."""
        if not self.main:
            return self.before(0), self.after(0)
        bands, owners = range(len(BANDS)), sorted({source.owner for source in self.case.proposed})
        certain = () if self.all_certain else (self.after(0, certain=True),)
        bases = (side(band) for band in bands for side in (self.before, self.kept, self.after))
        return (*bases, self.alone, *certain, *(self.after(0, owner) for owner in owners))

    @property
    def alone(self) -> Side:
        """The proposal with nothing else."""
        return Side(None, plus=self.case.proposed)

    @cached_property
    def all_certain(self) -> bool:
        """True if the position of all that is built or proposed is certain."""
        return all(source.error_m == 0.0 for source in (*self.standing.bands[0], *self.after(0).plus))

    @cached_property
    def moving(self) -> Sources:
        """Sources that do not stand on every side: all parts of the scenario, removed and reduced ones."""
        return (*self.case.own, *self.case.proposed, *self.case.removed, *self.case.reduced)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Groups with a source that does not stand on every side; their effects are worked out here."""
        return tuple(sorted({source.group for source in self.moving}))

    def members(self, side: Side, group: str, aim: Aim) -> tuple[Sources, bool]:
        """Return the sources of a group on a side, in the order of their ids, and whether all of them just stand."""
        key = side, group, aim.own
        if key not in self._members:
            self._members[key] = self._members_of(side, group, aim)
        return self._members[key]

    def _members_of(self, side: Side, group: str, aim: Aim) -> tuple[Sources, bool]:
        there = () if side.band is None else self.standing.by_group[side.band].get(group, ())
        plus = [source for source in side.plus if source.group == group]
        less = set(side.less)
        left = [source for source in (*there, *plus) if source not in less and source.layer not in aim.own]
        stand = side.band is not None and not plus and not less.intersection(there)
        return tuple(sorted(left, key=lambda source: source.id)), stand

    def terms(self, side: Side, aim: Aim) -> list[Term]:
        """Return the effects on a side that can meet the window, sorted by pressure and group."""
        found = [] if side.band is None else self._standing_terms(side.list_of, aim)
        local = list(self.local_terms(side, aim))
        return sorted([*found, *local], key=lambda term: (term.pressure, term.group)) if local else found

    def _standing_terms(self, number: int, aim: Aim) -> list[Term]:
        if (number, aim) not in self._stand:
            met = self.standing.terms(number, aim).meeting(self.window)
            self._stand[number, aim] = [term for term in met if term.group not in self.groups]
        return self._stand[number, aim]

    def local_terms(self, side: Side, aim: Aim) -> Iterator[Term]:
        """Yield the effects of the groups in :attr:`groups` on a side."""
        for group in self.groups:
            members, stand = self.members(side, group, aim)
            for pressure in aim.pressures if members else ():
                if stand:
                    term = self.standing.term(side.list_of, pressure, group, aim)
                else:
                    term = self.exposure.term(pressure, members, aim, certain=side.certain)
                if term is not None:
                    yield term

    @cached_property
    def afresh(self) -> Exposure:
        """Sources evaluated here with nothing remembered."""
        return self.case.exposure(self.exposure.profile, self.checked_window, whose=False)

    @cached_property
    def checked_window(self) -> Window:
        """Where the baseline is worked out afresh: at most some cells in the middle of the window after an edit."""
        most = self.case.most_checked
        if most is None:
            return self.window
        height, width = min(self.window.height, most), min(self.window.width, most)
        row = self.window.row + (self.window.height - height) // 2
        return Window(row, self.window.column + (self.window.width - width) // 2, height, width)

    def checked(self, index: Index) -> tuple[Index, Index]:
        """Return those of some sorted cells that are worked out afresh, and their places."""
        window, width = self.checked_window, self.case.study.grid.width
        row, column = np.divmod(index, width)
        inside = (row >= window.row) & (row < window.row + window.height)
        inside &= (column >= window.column) & (column < window.column + window.width)
        at = np.flatnonzero(inside)
        return index[at], at

    @cached_property
    def less_proposed(self) -> Sources:
        """What can reach these cells after the proposal, with it taken away and what it removed put back."""
        case, changed = self.case, set(self.case.changed)
        after = [source for source in case.after(0) if source not in changed]
        back = [source for source in case.before(0) if source in changed]
        there = sorted((*after, *back), key=lambda source: source.id)
        return self.afresh.reaching(tuple(there), self.checked_window)

    @cached_property
    def coverings(self) -> dict[Source, Covering]:
        """Ground in the window of all sources that do not stand on every side."""
        return {source: self.exposure.covering(source) for source in self.moving}

    @cached_property
    def ground(self) -> Index:
        """Cells with ground of a source that does not stand on every side, sorted."""
        return union_of([rising(covering.shares.cell) for covering in self.coverings.values()])

    @cached_property
    def ground_at(self) -> Index:
        """Places of the cells in :attr:`ground` among all cells of the window."""
        row, column = np.divmod(self.ground, self.case.study.grid.width)
        return (row - self.window.row) * self.window.width + column - self.window.column

    @cached_property
    def held(self) -> dict[Source, Covering]:
        """All ground of the cells in :attr:`ground`, in the order of the sources' ids."""
        there = self.standing.ground.at(self.ground)
        own = {source: there.get(source, covering) for source, covering in self.coverings.items()}
        return dict(sorted({**there, **own}.items(), key=lambda item: item[0].id))

    def levels(self, side: Side, receptor: Receptor, aim: Aim) -> Levels:
        """Return the sources of a side with ground in these cells, and the share of use that is gone on it."""
        there = {} if side.band is None else self.standing.levels(side.list_of, receptor, aim)
        plus = self.exposure.levels(side.plus, receptor, aim.season, certain=side.certain)
        return self._of_side(side, there, plus)

    def ground_levels(self, side: Side, receptor: Receptor, aim: Aim) -> Levels:
        """Return the sources of a side (built) whose ground counts as taken in these cells, with the share covered."""
        there = self.standing.ground_levels(receptor, aim)
        return self._of_side(side, there, self.exposure.ground_levels(side.plus, receptor, aim.season))

    def _of_side(self, side: Side, there: Mapping[Source, float], plus: Iterable[tuple[Source, float]]) -> Levels:
        left = {source: level for source in self.held if (level := there.get(source)) and source not in side.less}
        found = {**left, **dict(plus)}
        return tuple((source, found[source]) for source in self.held if source in found)

    def taken_by(self, levels: Levels) -> Floats:
        """Return Σ L·Δc of the cells in :attr:`ground`."""
        if levels not in self._taken:
            given = dict(levels)
            self._taken[levels] = self._overlay.taken_at(self.ground, [given.get(source, 0.0) for source in self.held])
        return self._taken[levels]

    @cached_property
    def _overlay(self) -> Overlay:
        return Overlay(list(self.held.values()), self.exposure.grid, self.exposure.cuts)

    def covered_by(self, levels: Levels) -> Mapping[str, Floats]:
        """Return owner → ground of the cells in :attr:`ground` that its sources take, times intensity."""
        if levels not in self._covered:
            found = covered_of(self.held, levels, self.exposure)
            self._covered[levels] = {owner: cells.at(self.ground) for owner, cells in found.items()}
        return self._covered[levels]

    def newly_covered(self, after: Levels, kept: Levels) -> Mapping[str, Cells]:
        """Return part → ground that it newly covers, times intensity."""
        key = after, kept
        if key not in self._newly:
            self._newly[key] = self._newly_covered(dict(after), kept)
        return self._newly[key]

    def _newly_covered(self, level: Mapping[Source, float], kept: Levels) -> Mapping[str, Cells]:
        parts: dict[str, list[tuple[float, NDArray[np.object_]]]] = {s.owner: [] for s in self.case.proposed}
        for source in self.case.proposed:
            if source in level:
                parts[source.owner].append((level[source], self.held[source].polygons))
        existing: dict[float, list[NDArray[np.object_]]] = {}
        for source, intensity in kept:
            near = np.unique(self.held[source].shares.polygon)
            existing.setdefault(intensity, []).append(self.held[source].polygons[near])
        drawn = {intensity: np.concatenate(polygons) for intensity, polygons in existing.items()}
        return newly_covered(parts, drawn, self.exposure.grid)


def replace_profile(case: Case, profile: Profile) -> Case:
    """Return the case under another profile; what does not depend on it is shared."""
    if profile is case.profile:
        return case
    other = Case(case.study, case.scenario, case.year, profile, case.model, case.keeping, case.most_checked)
    other.__dict__.update({name: getattr(case, name) for name in SHARED})
    return other


SHARED = ("existing", "own", "proposed", "removed", "reduced", "ground", "common")
"""What a case under another profile has in common."""
