"""One scenario on one study in one year: which sources stand before and after, and where the proposal reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.engine.exposure import Exposure, Resolved, Sources, bounds_of
from landuse.engine.landtake import Cuts
from landuse.engine.measured import Distances
from landuse.engine.municipality import municipalities
from landuse.engine.proposed import proposed_sources
from landuse.engine.sources import Source, existing_sources
from landuse.engine.values import ground_cover
from landuse.model.catalogue import Band, Catalogue, Profile, Receptor
from landuse.model.frozen import SEASONS
from landuse.model.grid import Window
from landuse.model.kept import Kept, Recent, Scope
from landuse.model.profile import LEVELS
from landuse.model.profiled import profiled
from landuse.model.scenario import Scenario
from landuse.model.study import Study

BANDS: tuple[tuple[str, tuple[Band, ...]], ...] = (
    ("built", (Band.BUILT,)),
    ("with_permitted", (Band.BUILT, Band.PERMITTED)),
    ("with_planned", (Band.BUILT, Band.PERMITTED, Band.PLANNED)),
)
"""The three baselines, each holding the one before."""
MOST_REMOVALS = 4
"""Sets of removed features of which the rest is kept."""


@dataclass(eq=False)
class Case:
    """What is compared, for one reference year, profile and model.

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
    def catalogue(self) -> Catalogue:
        """The catalogue with what the profile changes in it."""
        return profiled(self.study.catalogue, self.profile)

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

    @cached_property
    def municipalities(self) -> tuple[tuple[str, Cells], ...]:
        """Name and covered share of cells of each municipality."""
        return self.keeping.always.once("municipalities", lambda: tuple(municipalities(self.study)))

    @cached_property
    def ground(self) -> Mapping[str, Cells]:
        """Kinds of ground that some pressures count on alone, where a layer of them is loaded."""
        return self.keeping.always.once("ground", lambda: ground_cover(self.study))

    @cached_property
    def county(self) -> Exposure:
        """Sources evaluated on the whole grid."""
        return self.exposure(self.profile)

    @cached_property
    def covered_ground(self) -> BaseGeometry:
        """All ground that the proposal covers."""
        return shapely.union_all(self.county.footprints(self.proposed))

    def local(self, profile: Profile) -> Exposure:
        """Return sources evaluated only where the proposal reaches under a profile."""
        return self.exposure(profile, self.window(profile), cuts=self.cuts, distances=self.distances)

    @cached_property
    def cuts(self) -> Cuts:
        """Footprints cut out where the proposal reaches, whatever the profile."""
        return Cuts()

    def exposure(
        self, profile: Profile, window: Window | None = None, *,
        cuts: Cuts | None = None, whose: bool = True, distances: Distances | None = None,
    ) -> Exposure:  # fmt: skip
        """Return sources to be evaluated under a profile, on the whole grid or in a window."""
        resolved = self.keeping.always.once(("resolved", profile.model_dump_json()), Resolved)
        return Exposure(
            self.study.catalogue, profile, self.study.grid,
            ground=self.ground, window=window, cuts=cuts, resolved=resolved, whose=whose, distances=distances,
        )  # fmt: skip

    @cached_property
    def distances(self) -> Distances:
        """Distances to what is changed and what stands beside it, as far as the widest of the levels reaches."""
        named = self.study.catalogue.profiles
        profiles = [self.profile, *(named[level] for level in LEVELS if level in named)]
        wide = Window(0, 0, 0, 0)
        for profile in profiles:
            wide = wide.joined(self.window(profile))
        return Distances(self.study.grid, max(map(self._reach_m, profiles)), wide)

    def window(self, profile: Profile) -> Window:
        """Return the cells that what is changed can reach under a profile; empty when nothing is changed."""
        return self.measured.once(("window", profile.model_dump_json()), lambda: self._window(profile))

    def _window(self, profile: Profile) -> Window:
        changed = self._changed_ground
        bounds = bounds_of(changed)
        if bounds is None:
            return Window(0, 0, 0, 0)
        margin = self._reach_m(profile)
        drawn = bounds_of_ground(self.exposure(profile), changed)
        west, south, east, north = bounds
        wide = (
            min(west - margin, drawn[0]),
            min(south - margin, drawn[1]),
            max(east + margin, drawn[2]),
            max(north + margin, drawn[3]),
        )
        return self.study.grid.window(wide, self.study.grid.resolution_m)

    def _reach_m(self, profile: Profile) -> float:
        """Return how far what is changed reaches at most under a profile, metres."""
        return self.measured.once(("reach", profile.model_dump_json()), lambda: self._farthest(profile))

    def _farthest(self, profile: Profile) -> float:
        exposure = self.exposure(profile)
        ends = (
            end
            for receptor in modelled(self.study)
            for season in evidence_of(self.study, receptor)
            for _source, end in exposure.reaches(self._changed_ground, receptor, season)
        )
        return max(ends, default=0.0)

    @cached_property
    def _changed_ground(self) -> Sources:
        """The changed sources; of one that only loses features, those features alone."""
        left = {source.id: source for source in self.reduced}
        gone = (
            _difference(source, left[source.id])
            if source.id in left and self.study.catalogue.types[source.type].box is None
            else source
            for source in self.removed
        )
        boxed = (source for source in self.reduced if self.study.catalogue.types[source.type].box is not None)
        return (*self.proposed, *gone, *boxed)


def replaced(case: Case, proposed: Sources) -> Case:
    """Return a case with other sources proposed; all that stands is shared."""
    other = Case(case.study, case.scenario, case.year, case.profile, case.model, case.keeping, case.most_checked)
    shared = {name: getattr(case, name) for name in ("existing", "own", "removed", "reduced", "ground")}
    other.__dict__.update({**shared, "proposed": proposed})
    return other


def _difference(source: Source, less: Source) -> Source:
    """Return the features of a source that another, made of the same features, does not have."""
    held = {id(geometry) for geometry in less.geometries}
    gone = np.array([id(geometry) not in held for geometry in source.geometries], dtype=bool)
    return source.only(gone)


def _digest(sources: Sources) -> str:
    digest = hashlib.sha256()
    for s in sources:
        said = (s.id, s.owner, s.layer, s.group, s.type, str(s.band), s.phase, s.sites, s.age, s.error_m)
        digest.update(repr((said, len(s.geometries))).encode())
        digest.update(s.measure.tobytes())
        digest.update(b"".join(shapely.to_wkb(s.geometries)))
    return digest.hexdigest()


def bounds_of_ground(exposure: Exposure, sources: Sources) -> tuple[float, float, float, float]:
    """Return the bounds of footprints."""
    west, south, east, north = shapely.total_bounds(exposure.footprints(sources))
    return float(west), float(south), float(east), float(north)


def modelled(study: Study) -> list[Receptor]:
    """Return the receptors whose loss of use is computed in hectares or persons; what decides a bad winter first."""
    found = [
        receptor
        for receptor in study.catalogue.receptors.values()
        if receptor.group in study.catalogue.groups and receptor.quantity in ("ha", "persons")
    ]
    return sorted(found, key=lambda receptor: not receptor.bad_winter)


def evidence_of(study: Study, receptor: Receptor) -> tuple[str | None, ...]:
    """Return the evidence seasons in which a receptor is looked up; (None,) for those without seasons."""
    if not study.catalogue.groups[receptor.group].seasonal:
        return (None,)
    return receptor.met_in or SEASONS


def cells_of(window: Window, width: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the flat numbers of the cells of a window, sorted.

    Examples
    --------
    >>> cells_of(Window(1, 2, 2, 2), 10).tolist()
    [12, 13, 22, 23]
    """
    rows = np.arange(window.row, window.row + window.height, dtype=np.int64)
    columns = np.arange(window.column, window.column + window.width, dtype=np.int64)
    return np.asarray((rows[:, None] * width + columns[None, :]).ravel())


def of_bands(sources: Sources, band: int) -> Sources:
    """Return the sources of a baseline, in their order."""
    wanted = BANDS[band][1]
    return tuple(source for source in sources if source.band in wanted)


def _sorted(sources: Sources) -> Sources:
    return tuple(sorted(sources, key=lambda source: source.id))
