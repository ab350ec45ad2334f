"""What some sources take of the villages' land, year after year: only cells that change are worked out again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.case import Case
from landuse.calculation.units import ledgers, main_lands
from landuse.engine.cells import Cells, union_of
from landuse.engine.exposure import Exposure, Term
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats, places, remaining_use
from landuse.engine.rules import Aim, Resolved, Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import Receptor
from landuse.model.kept import Recent

Unit = tuple[str, str]
"""Village and herding season."""
Terms = Mapping[tuple[str, str], Term | None]
"""Pressure and group → effect, None if there is none."""
MOST_KEPT = 4
FORGOTTEN = ("term", "groups", "take")
"""What an exposure need not remember from one year to the next."""


class _Drawn:
    """What a source draws, equal to whatever draws the very same array: it is held, so no other can take its place."""

    __slots__ = ("geometries", "proposed", "type")

    def __init__(self, source: Source) -> None:
        self.geometries, self.type, self.proposed = source.geometries, source.type, source.part is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and self.geometries is other.geometries and self.type == other.type

    def __hash__(self) -> int:
        return hash((id(self.geometries), self.type))


class Lasting(Exposure):
    """Sources evaluated on the whole grid in one year after another: what is drawn alike is worked out once."""

    def drawn(self, sources: Sources) -> Hashable:
        """Return what tells drawn sources apart; ``timeline`` gives equal geometries as one array."""
        return tuple(map(_Drawn, sources))

    def forget_parts(self) -> None:
        """Forget what parts of a scenario drew: the next scenario draws its own."""
        self._kept.drop(_of_a_part)


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The main seasonal land of the villages in one evidence season."""

    receptor: Receptor
    evidence: str | None
    ledger: Ledger
    units: Mapping[Unit, int]
    """Village and season → column of the ledger, those with mapped land."""


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """What sources exert on one land: effects by pressure and group, land take, remaining use of its cells."""

    groups: Mapping[str, Sources]
    terms: Terms
    levels: tuple[tuple[Source, float], ...]
    take: Cells
    use: Floats
    loss: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """What some sources exert on every land, and take of each column of it (hectare-equivalents)."""

    sources: Sources
    lands: tuple[_Met, ...]


class Walk:
    """The loss under sets of sources that differ little from one to the next.

    Parameters
    ----------
    case : Case
        Study, profile and model; its scenario is not looked at.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.lands = tuple(_lands(case))
        resolved = case.keeping.always.once(("resolved", case.profile.model_dump_json()), Resolved)
        self._exposure = Lasting(
            case.study.catalogue, case.profile, case.study.grid, ground=case.ground, resolved=resolved, whose=False
        )
        self.lock = RLock()
        """Held by whoever walks: what is remembered on the way is for one at a time."""
        self.kept = Recent(MOST_KEPT)
        """Tracks of what stands without any proposal."""

    def forget_parts(self) -> None:
        """Forget what parts of a scenario drew."""
        self._exposure.forget_parts()

    def met(self, sources: Sources, near: Met | None = None) -> Met:
        """Return what some sources, sorted by id, exert and take.

        Parameters
        ----------
        near : Met, optional
            What sources that differ little exert; only cells where something differs are then worked out.
        """
        if near is not None and near.sources == sources:
            return near
        met = tuple(
            self._met(land, sources, None if near is None else near.lands[i]) for i, land in enumerate(self.lands)
        )
        self._exposure.forget(*FORGOTTEN)
        return Met(sources, met)

    def _met(self, land: Land, sources: Sources, near: _Met | None) -> _Met:
        exposure, index = self._exposure, land.ledger.index
        aim = exposure.aim(land.receptor, land.evidence)
        groups = _by_group(sources, aim)
        terms = self._terms(groups, aim, near)
        levels = exposure.levels(sources, land.receptor, land.evidence)
        take = near.take if near is not None and near.levels == levels else exposure.taken_by(levels)
        if near is None:
            use = self._use(land, terms, take, index)
        else:
            cells = _differing(terms, take, near)
            if not len(cells):
                return replace(near, groups=groups, terms=terms, levels=levels, take=take)
            _of, at = places(cells, index)
            use = near.use.copy()
            use[at] = self._use(land, terms, take, index[at])
        return _Met(groups, terms, levels, take, use, land.ledger.worth.T @ (1.0 - use))

    def _terms(self, groups: Mapping[str, Sources], aim: Aim, near: _Met | None) -> Terms:
        """Return the effects sorted by pressure and group; those of groups that did not change as they were."""
        terms: dict[tuple[str, str], Term | None] = {}
        for pressure in aim.pressures:
            for group, members in groups.items():
                key = pressure, group
                if near is not None and near.groups.get(group) == members:
                    terms[key] = near.terms[key]
                else:
                    new, old = self._exposure.term(pressure, members, aim), near.terms.get(key) if near else None
                    terms[key] = old if _alike(new, old) else new
        return terms

    def _use(self, land: Land, terms: Terms, take: Cells, index: NDArray[np.int64]) -> Floats:
        return remaining_use(
            index,
            [term for term in terms.values() if term is not None],
            take,
            self.case.catalogue.sensitivity[land.receptor.id],
            model=self.case.model,
            n_types=len(self.case.study.catalogue.types),
        )


def _of_a_part(key: Hashable) -> bool:
    """Tell whether something is remembered of a part of a scenario."""
    held = key[1] if isinstance(key, tuple) and len(key) > 1 else None
    if isinstance(held, Source):
        return held.part is not None
    return isinstance(held, tuple) and any(isinstance(each, _Drawn) and each.proposed for each in held)


def _lands(case: Case) -> Iterable[Land]:
    for name in sorted(main_lands(case.study)):
        receptor = case.study.catalogue.receptors[name]
        for evidence, ledger in ledgers(case, receptor):
            units = {
                (column.unit, str(column.season)): number
                for number, column in enumerate(ledger.columns)
                if column.unit_kind == "herding_community" and column.land is not None
            }
            if units:
                yield Land(receptor, evidence, ledger, units)


def _by_group(sources: Sources, aim: Aim) -> dict[str, Sources]:
    counted = sorted((s for s in sources if s.layer not in aim.own), key=lambda source: (source.group, source.id))
    return {group: tuple(members) for group, members in groupby(counted, key=lambda source: source.group)}


def _alike(term: Term | None, old: Term | None) -> bool:
    """Tell whether two effects are the same, cell by cell."""
    if old is None or term is None:
        return old is term
    a, b = term.effect, old.effect
    return a is b or (_same_array(a.index, b.index) and a.factor == b.factor and _same_array(a.unscaled, b.unscaled))


def _same_array(a: NDArray[np.generic], b: NDArray[np.generic]) -> bool:
    return a is b or bool(np.array_equal(a, b))


def _differing(terms: Terms, take: Cells, old: _Met) -> NDArray[np.int64]:
    """Return the cells in which an effect or the ground taken differs, sorted."""
    pairs = [(take, old.take)]
    for key in terms.keys() | old.terms.keys():
        new, was = terms.get(key), old.terms.get(key)
        if new is not was:
            pairs.append((new.effect if new else Cells.none(), was.effect if was else Cells.none()))
    changed = []
    for one, other in pairs:
        if one is not other:
            cells = union_of([one.index, other.index])
            changed.append(cells[one.at(cells) != other.at(cells)])
    return union_of(changed)
