"""One scenario on one study in one year: the sources evaluated, and where the proposal reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.case_sources import CaseSources
from landuse.calculation.changed_ground import changed_ground, reach_of, window_of
from landuse.engine.cells import Cells
from landuse.engine.exposure import Exposure
from landuse.engine.landtake import Cuts
from landuse.engine.measured import Common, Distances
from landuse.engine.municipality import municipalities
from landuse.engine.rules import Resolved, Sources
from landuse.engine.values import ground_cover
from landuse.model.catalogue import Catalogue, Profile
from landuse.model.grid import Window
from landuse.model.profile import LEVELS
from landuse.model.profiled import profiled


@dataclass(eq=False)
class Case(CaseSources):
    """What is compared: the sources of :class:`CaseSources` as they act under a profile."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue with what the profile changes in it."""
        return profiled(self.study.catalogue, self.profile)

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
        return self.exposure(profile, self.window(profile), common=self.common)

    def exposure(
        self, profile: Profile, window: Window | None = None, *, common: Common | None = None, whose: bool = True
    ) -> Exposure:
        """Return sources to be evaluated under a profile, on the whole grid or in a window."""
        resolved = self.keeping.always.once(("resolved", profile.model_dump_json()), Resolved)
        return Exposure(
            self.study.catalogue, profile, self.study.grid,
            ground=self.ground, window=window, common=common, resolved=resolved, whose=whose,
        )  # fmt: skip

    @cached_property
    def common(self) -> Common:
        """What is measured once where the proposal reaches, as far as the widest of the levels does."""
        named = self.study.catalogue.profiles
        profiles = [self.profile, *(named[level] for level in LEVELS if level in named)]
        wide = Window(0, 0, 0, 0)
        for profile in profiles:
            wide = wide.joined(self.window(profile))
        often = [source.geometries for source in self.changed]
        return Common(Cuts(), Distances(self.study.grid, max(map(self._reach_m, profiles)), wide, often))

    def window(self, profile: Profile) -> Window:
        """Return the cells that what is changed can reach under a profile; empty when nothing is changed."""
        key = "window", profile.model_dump_json()
        return self.measured.once(key, lambda: self._window(profile))

    def _window(self, profile: Profile) -> Window:
        changed = self._changed_ground
        # Where a rule counts a park from its middle, a turbine more changes what all of the park takes.
        parks = {s.group for s in self.changed if profile.park is not None and s.type == profile.park.type}
        beside = tuple(s for s in self.baseline if s.group in parks) if parks else ()
        return window_of(self.study, (*changed, *beside), self.exposure(profile), self._reach_m(profile))

    def _reach_m(self, profile: Profile) -> float:
        """Return how far what is changed reaches at most under a profile, metres."""
        key = "reach", profile.model_dump_json()
        return self.measured.once(key, lambda: reach_of(self.study, self._changed_ground, self.exposure(profile)))

    @cached_property
    def _changed_ground(self) -> Sources:
        return changed_ground(self.proposed, self.removed, self.reduced, self.study.catalogue.types)


def replaced(case: Case, proposed: Sources) -> Case:
    """Return a case with other sources proposed; all that stands is shared."""
    other = Case(case.study, case.scenario, case.year, case.profile, case.model, case.keeping, case.most_checked)
    shared = {name: getattr(case, name) for name in ("existing", "own", "removed", "reduced", "ground")}
    other.__dict__.update({**shared, "proposed": proposed})
    return other


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
