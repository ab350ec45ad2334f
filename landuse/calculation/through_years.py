"""The load through the years: the tracks of one profile, worked out only in the years in which something changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.case import Case
from landuse.calculation.walk import Met, Walk
from landuse.engine.events import Event, Stand
from landuse.engine.existing import Existing
from landuse.engine.recovery import recovered
from landuse.engine.timeline import Parts, Timeline
from landuse.model.catalogue import Band
from landuse.model.frozen import SEASONS
from landuse.model.profile import Profile
from landuse.model.profiled import profiled
from landuse.model.scenario import Scenario
from landuse.model.through_years import TRACKS, Unit

Floats = NDArray[np.float64]
PLANNED = (Band.BUILT, Band.PERMITTED, Band.PLANNED)
COUNTED: Mapping[str, tuple[tuple[Band, ...], bool]] = {
    "built": (PLANNED[:1], False),
    "with_permitted": (PLANNED[:2], False),
    "with_planned": (PLANNED, False),
    "with_proposed": (PLANNED, True),
    "built_and_proposed": (PLANNED[:1], True),
}
"""Track → bands counted, and whether the proposal is."""
OLDEST = 300
"""No felling recovers any more at this age, years."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one event, or a year more of recovery (None), changes."""

    year: int
    event: Event | None
    added: Mapping[Unit, float]


@dataclass(eq=False)
class Tracks:
    """Figures of one profile: year → track → (community, season) → hectare-equivalents."""

    figures: dict[int, dict[str, dict[Unit, float]]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


class ThroughYears:
    """One study under one profile and model, year after year.

    Parameters
    ----------
    case : Case
        Its scenario is what is proposed.
    years : sequence of int
        Years to work out, rising.
    walk : Walk
        Of the same study, profile and model.
    """

    def __init__(self, case: Case, years: Sequence[int], walk: Walk, *, steps: bool = True) -> None:
        self.case, self.years, self.walk, self._steps = case, years, walk, steps
        self.timeline = timeline_of(case)
        self._own = any(part.status != Band.PROPOSED for part in case.scenario.establishments)

    def tracks(self, watch: Callable[[int], None] | None = None) -> Tracks:
        """Return the figures of every year and track."""
        with self.walk.lock:
            try:
                return self._with_proposal(self._base(watch), watch)
            finally:
                self.walk.forget_parts()

    def _base(self, watch: Callable[[int], None] | None) -> Tracks:
        """Return the tracks without what is proposed; kept unless the scenario has parts that stand before."""
        if self._own:
            return self._walked(self.timeline, TRACKS[:3], self.years, watch)
        nothing = Scenario.of("", self.case.study.area.id, self.case.scenario.year, ())
        alone = Timeline(existing_of(self.case), Parts(nothing, self.case.study.catalogue), nothing)
        key = tuple(self.years), self._steps
        return self.walk.kept.once(key, lambda: self._walked(alone, TRACKS[:3], self.years, watch))

    def _with_proposal(self, base: Tracks, watch: Callable[[int], None] | None) -> Tracks:
        first = self._first_proposed()
        early = [year for year in self.years if first is None or year < first]
        late = [year for year in self.years if year not in set(early)]
        found = Tracks()
        for year in self.years:
            held = base.figures[year]
            found.figures[year] = {**held, "with_proposed": held["with_planned"], "built_and_proposed": held["built"]}
        found.changes = [change for change in base.changes if not late or change.year < late[0]]
        if late:
            more = self._walked(self.timeline, TRACKS[3:], [*early[-1:], *late], watch)
            for year in late:
                found.figures[year].update(more.figures[year])
            found.changes += more.changes
        return found

    def _first_proposed(self) -> int | None:
        """Return the first year to work out in which the proposal counts, None if it never does."""
        counted = (
            year
            for year in self.years
            if (stand := self.timeline.stand(year)).removed
            or any(self.case.scenario.part(name).status == Band.PROPOSED for name in stand.phases)
        )
        return next(counted, None)

    def _walked(
        self, timeline: Timeline, names: Sequence[str], years: Sequence[int], watch: Callable[[int], None] | None
    ) -> Tracks:  # fmt: skip
        """Return tracks, and the changes of the one that holds most."""
        found, most = Tracks(), "with_planned" if "with_planned" in names else "with_proposed"
        met: dict[str, Met] = {}
        for number, year in enumerate(years):
            stand = timeline.stand(year)
            if self._steps and number:
                for event, now in self._stepped(timeline, year, most, met[most]):
                    found.changes.append(Change(year, event, self._difference(met[most], now)))
                    met[most] = now
            for name in names:
                bands, proposed = COUNTED[name]
                sources = timeline.sources(stand, year, bands, proposed=proposed)
                same = next((each for each in met.values() if each.sources == sources), None)
                met[name] = same or self.walk.met(sources, met.get(name))
            found.figures[year] = {name: self._figures(met[name]) for name in names}
            if watch is not None:
                watch(year)
        return found

    def _stepped(self, timeline: Timeline, year: int, track: str, met: Met) -> Iterator[tuple[Event | None, Met]]:
        """Yield what is exerted after a year of recovery, and after each event of the year in turn."""
        bands, proposed = COUNTED[track]
        stand, now = timeline.stand(year - 1), timeline.stand(year)
        counted = {str(band) for band in ((*bands, Band.PROPOSED) if proposed else bands)}

        def of(there: Stand) -> Met:
            return self.walk.met(timeline.sources(there, year, bands, proposed=proposed), met)

        older = of(stand)
        if older.sources != met.sources:
            met = older
            yield None, met
        for event in timeline.events(year):
            stand = stand.with_event(event, now)
            if event.band in counted:
                met = of(stand)
                yield event, met

    def _figures(self, met: Met) -> dict[Unit, float]:
        return {
            unit: float(each.loss[column])
            for land, each in zip(self.walk.lands, met.lands, strict=True)
            for unit, column in land.units.items()
        }

    def _difference(self, before: Met, after: Met) -> dict[Unit, float]:
        was = self._figures(before)
        return {unit: value - was[unit] for unit, value in self._figures(after).items()}


def existing_of(case: Case) -> Existing:
    """Return the features of a study through the years."""
    return case.keeping.always.once("existing through the years", lambda: Existing(case.study))


def timeline_of(case: Case) -> Timeline:
    """Return what stands in each year of a case."""
    return Timeline(existing_of(case), Parts(case.scenario, case.study.catalogue), case.scenario)


def walk_of(case: Case) -> Walk:
    """Return the walk of a study under a profile and a model, kept with the study."""
    key = "walk", case.profile.model_dump_json(), case.model
    plain = Case(case.study, case.scenario, case.year, case.profile, case.model, case.keeping)
    return case.keeping.always.once(key, lambda: Walk(plain))


def recovery_years(case: Case, timeline: Timeline, profiles: Iterable[Profile]) -> set[int]:
    """Return the years in which a felling recovers from one year to the next, under any of some profiles."""
    years = timeline.felled()
    return {year + age for profile in profiles for age in _recovering(case, profile) for year in years}


def _recovering(case: Case, profile: Profile) -> list[int]:
    """Return the ages at which a felling takes less than the year before."""
    catalogue, level = profiled(case.study.catalogue, profile), profile.level
    rules = {kind.recovery for kind in catalogue.types.values() if kind.recovery}
    groups = {case.study.catalogue.receptors[land.receptor.id].group for land in walk_of(case).lands}
    return [
        age
        for age in range(1, OLDEST)
        if any(
            recovered(catalogue, rule, age, season=season, group=group, level=level)
            != recovered(catalogue, rule, age - 1, season=season, group=group, level=level)
            for rule in rules
            for season in SEASONS
            for group in groups
        )
    ]
