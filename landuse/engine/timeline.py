"""What stands in which year: features and parts that begin, end or change phase, and the sources they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from landuse.engine.events import Event, Stand, What
from landuse.engine.existing import Existing
from landuse.engine.proposed import felling_year, phase_in, sources_of_part
from landuse.engine.same_source import SameSource
from landuse.engine.sources import Source
from landuse.model.catalogue import Band, Catalogue
from landuse.model.scenario import Establishment, Scenario

_ORDER = {"removed": 0, "ended": 1, "changed": 2, "began": 3}


class Parts:
    """The parts of a scenario through the years."""

    def __init__(self, scenario: Scenario, catalogue: Catalogue) -> None:
        self._scenario, self._catalogue = scenario, catalogue
        self._same = SameSource(by_geometry=False)

    def phases(self, year: int) -> dict[str, str]:
        """Return part → phase of those that count in a year."""
        found = {part.id: phase_in(part, year) for part in self._scenario.establishments if felling_year(part) <= year}
        return {name: phase for name, phase in found.items() if phase is not None}

    def sources(self, phases: Mapping[str, str], year: int) -> tuple[Source, ...]:
        """Return the sources of the parts that count."""
        return tuple(
            self._same(source)
            for part in self._scenario.establishments
            if part.id in phases
            for source in sources_of_part(self._scenario, self._catalogue, part, phases[part.id], year)
        )

    def years(self) -> set[int]:
        """Return the years in which a part begins, ends or changes phase."""
        found = {
            y for part in self._scenario.establishments for y in (part.years or ()) + (part.construction_years or ())
        }
        return found | self.felled()

    def felled(self) -> set[int]:
        """Return the years of fellings among the parts."""
        stated = (felling_year(part) for part in self._scenario.establishments)
        return {int(year) for year in stated if np.isfinite(year)}

    def first_proposed(self) -> int:
        """Return the first year of anything proposed, at latest the reference year."""
        stated = [
            year
            for part in self._scenario.establishments
            if part.status == Band.PROPOSED
            for year in (*(part.years or ())[:1], *(part.construction_years or ())[:1])
        ]
        return int(min([*stated, self._scenario.year]))

    def events(self, year: int, before: Stand, now: Stand) -> Iterator[Event]:
        """Yield what begins, ends or changes phase, one for each establishment with its works."""
        by_host: dict[tuple[str, What], list[Establishment]] = {}
        for part in self._scenario.establishments:
            was, will = before.phases.get(part.id), now.phases.get(part.id)
            if was != will:
                what: What = "began" if was is None else "ended" if will is None else "changed"
                by_host.setdefault((self._scenario.host(part).id, what), []).append(part)
        for (host, what), parts in by_host.items():
            of = self._scenario.part(host)
            phases = {now.phases[part.id] for part in parts if part.id in now.phases}
            yield Event(
                year=year, what=what, source=host, title=of.name, type=of.type, band=str(of.status),
                features=len(parts), fades=self._catalogue.types[of.type].recovery is not None,
                phase=min(phases) if phases else None, parts=tuple(part.id for part in parts),
            )  # fmt: skip


class Timeline:
    """What stands in each year, of a study and of a scenario on it."""

    def __init__(self, existing: Existing, parts: Parts, scenario: Scenario) -> None:
        self._existing, self._parts, self._without = existing, parts, scenario.without
        self.removed_from = parts.first_proposed()
        self._events: dict[int, list[Event]] = {}

    def stand(self, year: int) -> Stand:
        """Return what counts in a year; removals hold from the first year of anything proposed."""
        removed = bool(self._without) and year >= self.removed_from
        return Stand(self._existing.masks(year), self._parts.phases(year), removed)

    def sources(self, stand: Stand, year: int, bands: tuple[Band, ...], *, proposed: bool) -> tuple[Source, ...]:
        """Return the sources of some bands, with or without the proposal and what it removes; sorted by id."""
        masks = self._existing.without(stand.masks, self._without if proposed and stand.removed else ())
        there = (*self._existing.sources(masks, year), *self._parts.sources(stand.phases, year))
        wanted = (*bands, Band.PROPOSED) if proposed else bands
        return tuple(sorted((source for source in there if source.band in wanted), key=lambda source: source.id))

    def events(self, year: int) -> list[Event]:
        """Return what differs from the year before, in the order in which it is counted."""
        if year not in self._events:
            self._events[year] = self._found(year)
        return self._events[year]

    def _found(self, year: int) -> list[Event]:
        before, now = self.stand(year - 1), self.stand(year)
        found = [*self._existing.events(year, before, now), *self._parts.events(year, before, now)]
        if now.removed and not before.removed:
            keys = ", ".join(self._without)
            found.append(Event(year, "removed", keys, None, "", str(Band.PROPOSED), len(self._without)))
        return sorted(found, key=lambda event: (not event.fades, _ORDER[event.what], event.source, event.band))

    def years(self) -> set[int]:
        """Return the years in which something begins, ends, changes phase or is removed."""
        found = self._existing.years() | self._parts.years()
        return found | {self.removed_from} if self._without else found

    def felled(self) -> set[int]:
        """Return the years of fellings that recover."""
        return self._existing.felled() | self._parts.felled()

    def under_construction(self, year: int) -> tuple[str, ...]:
        """Return the parts that are built in a year."""
        return tuple(sorted(name for name, phase in self._parts.phases(year).items() if phase == "construction"))
