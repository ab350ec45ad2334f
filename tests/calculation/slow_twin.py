"""What the proposal adds, worked out the slow way: every source on every cell, nothing kept and nothing cut away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from landuse.calculation.bands import BANDS
from landuse.calculation.baseline import attributed, certain_use, use_of
from landuse.calculation.case import Case
from landuse.calculation.impact import shown
from landuse.engine import attribution
from landuse.engine.exposure import Exposure
from landuse.engine.ledger import UNDISTURBED, Ledger
from landuse.engine.new_ground import newly_covered
from landuse.engine.rules import Sources
from landuse.engine.zone_length import length_within_any
from landuse.model.catalogue import Profile, Receptor

Pair = tuple[str, str]


class Direct:
    """One case on the whole grid; each side is evaluated by an exposure of its own."""

    def __init__(self, case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger) -> None:
        self.case, self.receptor, self.evidence, self.ledger = case, receptor, evidence, ledger
        self.index = ledger.index

    def exposure(self, profile: Profile | None = None) -> Exposure:
        return Exposure(
            self.case.study.catalogue, profile or self.case.profile, self.case.study.grid, ground=self.case.ground
        )

    def use(self, sources: Sources, exposure: Exposure | None = None) -> Any:
        return use_of(self.case, exposure or self.exposure(), sources, self.receptor, self.evidence, self.index)

    def added(self) -> dict[str, Any]:
        case, worth = self.case, self.ledger.worth
        before = [self.use(case.before(band)) for band in range(len(BANDS))]
        after = [self.use(case.after(band)) for band in range(len(BANDS))]
        exposure = self.exposure()
        zones = [
            np.isin(self.index, exposure.in_zone(s, self.receptor, self.evidence)).astype(float)
            for s in (case.before(0), case.after(0))
        ]
        still = [(1.0 - use < UNDISTURBED).astype(float) for use in (before[0], after[0])]
        kept = tuple(s for s in case.kept if s.band in BANDS[0][1])
        taken = [exposure.ground_taken(s, self.receptor, self.evidence).at(self.index) for s in (case.after(0), kept)]
        counted = self.ledger.counted
        return {
            "loss": np.array([worth.T @ (b - a) for b, a in zip(before, after, strict=True)]),
            "levels": {name: self._level(profile) for name, profile in case.study.catalogue.profiles.items()},
            "alone": worth.T @ (1.0 - self.use(case.proposed)),
            "unknown_use": self.ledger.unknown.T @ (before[0] - after[0]),
            "zone": counted.T @ (zones[1] - zones[0]),
            "undisturbed": counted.T @ (still[1] - still[0]),
            "taken": counted.T @ (taken[0] - taken[1]),
            "parts": self._parts(kept, before[0], after[0]),
            "without": {
                part: worth.T @ (before[0] - self.use(tuple(s for s in case.after(0) if s.owner != part)))
                for part in sorted({s.owner for s in case.proposed})
            },
            "cumulative": self._cumulative(before[0], after[0]),
            "quiet": self._quiet(after[0]),
        }

    def _level(self, profile: Profile) -> Any:
        exposure = self.exposure(profile)
        before, after = (self.use(s, exposure) for s in (self.case.before(0), self.case.after(0)))
        return self.ledger.worth.T @ (before - after)

    def _quiet(self, after: Any) -> Any:
        exposure = self.exposure()
        use = certain_use(self.case, exposure, self.case.after(0), self.receptor, self.evidence, self.index, after)
        return 1.0 - use < UNDISTURBED

    def _cumulative(self, before: Any, after: Any) -> dict[Pair, Any]:
        every = np.arange(len(self.index))
        found = {}
        for sign, sources, use in ((1.0, self.case.after(0), after), (-1.0, self.case.before(0), before)):
            shares = attributed(
                self.case, self.exposure(), sources, self.receptor, self.evidence, self.ledger, every, use
            )
            for pair, values in shares.items():
                found[pair] = found.get(pair, 0.0) + sign * values
        return found

    def _parts(self, kept: Sources, before: Any, after: Any) -> dict[Pair, Any]:
        case, exposure, worth = self.case, self.exposure(), self.ledger.worth
        between = self.use(kept)
        weights = attribution.of_added(
            self.index,
            exposure.terms(kept, self.receptor, self.evidence),
            exposure.terms(case.after(0), self.receptor, self.evidence),
            case.study.catalogue.sensitivity[self.receptor.id],
            take=tuple(exposure.take(s, self.receptor, self.evidence) for s in (kept, case.after(0))),  # type: ignore[arg-type]
            covered=self._newly_covered(exposure, kept),
        )
        lost = between - after
        found = {pair: worth[at].T @ (lost[at] * share) for pair, (at, share) in weights.shares().items()}
        if case.scenario.without:
            found["", "removed"] = worth.T @ (before - between)
        return found

    def _newly_covered(self, exposure: Exposure, kept: Sources) -> Mapping[str, Any]:
        level = dict(exposure.levels((*kept, *self.case.proposed), self.receptor, self.evidence))
        parts: dict[str, list[Any]] = {s.owner: [] for s in self.case.proposed}
        existing: dict[float, list[Any]] = {}
        for source in (s for s in self.case.proposed if s in level):
            parts[source.owner].append((level[source], exposure.footprints((source,))))
        for source in (s for s in kept if s in level):
            existing.setdefault(level[source], []).append(exposure.footprints((source,)))
        drawn = {intensity: np.concatenate(polygons) for intensity, polygons in existing.items()}
        return newly_covered(parts, drawn, exposure.grid)


def impact_bands(case: Case) -> dict[tuple[str, str, str], Any]:
    """Return the share of use lost on the whole grid, before and after."""
    catalogue, grid = case.study.catalogue, case.study.grid
    index, found = np.arange(grid.size), {}
    for group, season, name in shown(catalogue):
        evidence = None if season == "all" else season
        for when, sources in (("before", case.before(0)), ("after", case.after(0))):
            exposure = Exposure(catalogue, case.profile, grid, ground=case.ground)
            use = use_of(case, exposure, sources, catalogue.receptors[name], evidence, index)
            found[group, season, when] = (1.0 - use).reshape(grid.shape)
    return found


def metres_in_zone(case: Case, receptor: Receptor, evidence: str, line: Any, sources: Sources) -> float:
    """Return the metres of a line within reach of some sources, all of them looked at."""
    exposure = Exposure(case.study.catalogue, case.profile, case.study.grid, ground=case.ground)
    zones = [(list(source.geometries), end) for source, end in exposure.reaches(sources, receptor, evidence)]
    return length_within_any(line, zones)
