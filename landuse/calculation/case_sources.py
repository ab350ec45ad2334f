"""What is asked of a study, and which sources stand before and after in that case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import shapely

from landuse.calculation.bands import BANDS, of_bands
from landuse.engine.proposed import proposed_sources
from landuse.engine.rules import Sources
from landuse.engine.sources import existing_sources
from landuse.model.catalogue import Band, Profile
from landuse.model.kept import Kept, Recent, Scope
from landuse.model.scenario import Scenario
from landuse.model.study import Study

MOST_REMOVALS = 4
"""Sets of removed features of which the rest is kept."""


@dataclass(eq=False)
class CaseSources:
    """One scenario on one study, for one reference year, profile and model, with its sources.

    Parameters
    ----------
    keeping : Kept
        What does not depend on the scenario is looked for here, and left here.
    most_checked : int, optional
        Side in cells of the square in which the baseline is worked out afresh, to see that removing the proposal
        restores it; by default all that the proposal changes.
    """

    study: Study
    scenario: Scenario
    year: int
    profile: Profile
    model: str
    keeping: Kept = field(default_factory=Kept, repr=False)
    most_checked: int | None = None
    measured: Scope = field(default_factory=Scope, repr=False)
    """What several tables of this one case ask for."""

    @cached_property
    def existing(self) -> Sources:
        """Existing sources of every band, sorted by id."""
        return self.keeping.year(self.year).once("sources", lambda: existing_sources(self.study, self.year))

    @cached_property
    def own(self) -> Sources:
        """Parts of the scenario that are not proposed: they stand before and after."""
        return tuple(source for source in self._parts if source.band != Band.PROPOSED)

    @cached_property
    def baseline(self) -> Sources:
        """Existing sources of every band, with parts of the scenario that are not proposed; sorted by id."""
        return _sorted(self.existing + self.own) if self.own else self.existing

    @cached_property
    def baseline_digest(self) -> str:
        """SHA-256 over all that a baseline takes from its sources: which count follows from year and scenario too."""
        year = self.keeping.year(self.year)
        if not self.own:
            return year.once("digest", lambda: _digest(self.existing))
        return _digest(self.baseline)

    @cached_property
    def proposed(self) -> Sources:
        """The parts that are proposed, sorted by id."""
        return tuple(source for source in self._parts if source.band == Band.PROPOSED)

    @cached_property
    def kept(self) -> Sources:
        """The baseline less what the scenario removes."""
        if not self.scenario.without:
            return self.baseline
        gone = set(self.removed)
        return _sorted((*(source for source in self.baseline if source not in gone), *self.reduced))

    @cached_property
    def removed(self) -> Sources:
        """Existing sources that lose a feature or all of them; sorted by id."""
        left = {source.id: source for source in self._left}
        return tuple(
            source
            for source in self.existing
            if source.layer in self._layers_without
            and (source.id not in left or len(left[source.id].geometries) != len(source.geometries))
        )

    @cached_property
    def reduced(self) -> Sources:
        """What is left of the sources that lose a feature; sorted by id."""
        same = {source.id: len(source.geometries) for source in self.existing}
        return tuple(source for source in self._left if same.get(source.id) != len(source.geometries))

    @cached_property
    def _layers_without(self) -> frozenset[str]:
        return frozenset(key.split("/")[0] for key in self.scenario.without)

    @cached_property
    def _left(self) -> Sources:
        """Sources of the layers that lose features, without these."""
        if not self.scenario.without:
            return ()
        recent = self.keeping.year(self.year).once("without", lambda: Recent(MOST_REMOVALS))
        return recent.once(
            self.scenario.without,
            lambda: existing_sources(self.study, self.year, self.scenario.without, only=self._layers_without),
        )

    @cached_property
    def _parts(self) -> Sources:
        return proposed_sources(self.scenario, self.study.catalogue, self.year)

    @cached_property
    def changed(self) -> Sources:
        """Sources that stand on one side only: proposed, removed, or with features removed."""
        return _sorted((*self.proposed, *self.removed, *self.reduced))

    def before(self, band: int) -> Sources:
        """Return the sources of a baseline (place in ``BANDS``)."""
        return self._sides[0][band]

    def after(self, band: int) -> Sources:
        """Return the sources of a baseline with the proposal."""
        return self._sides[1][band]

    @cached_property
    def _sides(self) -> tuple[tuple[Sources, ...], tuple[Sources, ...]]:
        bands = range(len(BANDS))
        return (
            tuple(of_bands(self.baseline, band) for band in bands),
            tuple(_sorted((*of_bands(self.kept, band), *self.proposed)) for band in bands),
        )


def _digest(sources: Sources) -> str:
    digest = hashlib.sha256()
    for s in sources:
        said = (s.id, s.owner, s.layer, s.group, s.type, str(s.band), s.phase, s.sites, s.age, s.error_m)
        digest.update(repr((said, len(s.geometries))).encode())
        digest.update(s.measure.tobytes())
        digest.update(b"".join(shapely.to_wkb(s.geometries)))
    return digest.hexdigest()


def _sorted(sources: Sources) -> Sources:
    return tuple(sorted(sources, key=lambda source: source.id))
