"""Ground that sources take: footprints at the level of a profile, and the share of use that is gone on them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.footprint import density, footprints
from landuse.engine.landtake import Covering, land_take
from landuse.engine.measured import Common
from landuse.engine.rules import LAND_TAKE, Resolved, Rules, Sources, counted_for
from landuse.engine.sources import Source
from landuse.model.catalogue import Catalogue, Profile, Receptor
from landuse.model.grid import Grid, Window
from landuse.model.kept import Scope

T = TypeVar("T")


class Takings(Rules):
    """Ground that sources take in a window of a grid under one profile; remembers what it computed.

    Parameters
    ----------
    window : Window, optional
        Only cells of this window are computed.
    common : Common, optional
        Measured before, also under another profile.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        profile: Profile,
        grid: Grid,
        *,
        ground: Mapping[str, Cells] | None = None,
        window: Window | None = None,
        common: Common | None = None,
        resolved: Resolved | None = None,
    ) -> None:
        super().__init__(catalogue, profile, ground=ground, resolved=resolved)
        self.grid = grid
        self.window = window
        self.common = common or Common()
        self.cuts = self.common.cuts
        self._kept = Scope()

    @property
    def frame(self) -> Window:
        """The cells that are computed."""
        return self.window or Window(0, 0, self.grid.height, self.grid.width)

    def _once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        return self._kept.once(key, compute)

    def drawn(self, sources: Sources) -> Hashable:
        """Return what zones and footprints are remembered by: the sources, here only equal to themselves."""
        return sources

    def forget(self, *kinds: str) -> None:
        """Forget intermediate results of some kinds: zones, footprints, cells within reach."""
        self._kept.drop(lambda key: isinstance(key, tuple) and key[0] in kinds)

    def taken(self, source: Source, group: str, season: str | None) -> float:
        """Return the share of use that is gone on the ground a source covers, 0–1."""
        row = self.row(source, LAND_TAKE, group, season)
        if row is None:
            return 0.0
        return row.intensity * self.density(source)

    def density(self, source: Source) -> float:
        """Return the share of its ground that the sites of a source cover, at the level of the profile."""
        kind = self.catalogue.types[source.type]
        if kind.box is None:
            return 1.0
        return self._once(("density", source), lambda: density(source, kind, self.profile.level))

    def covering(self, source: Source) -> Covering:
        """Return the footprints of a source with the cells that they cover."""
        key = "covering", self.drawn((source,))
        return self._once(key, lambda: Covering.of(self.footprints((source,)), self.grid, self.window))

    def footprints(self, sources: Sources) -> NDArray[np.object_]:
        """Return the ground that sources cover, at the level of the profile."""
        level = self.profile.level
        drawn = [footprints(source, self.catalogue.types[source.type], level) for source in sources]
        return np.concatenate(drawn) if drawn else np.empty(0, dtype=object)

    def take(self, sources: Sources, receptor: Receptor, season: str | None, *, certain: bool = False) -> Cells:
        """Return the share of use that land take leaves nothing of, cell by cell."""
        return self.taken_by(self.levels(sources, receptor, season, certain=certain))

    def levels(
        self, sources: Sources, receptor: Receptor, season: str | None, *, certain: bool = False
    ) -> tuple[tuple[Source, float], ...]:
        """Return the sources that take ground of a receptor, with the share of use that is gone on it."""
        if not self.aim(receptor, season).land_take:
            return ()
        levels = []
        for source in counted_for(sources, receptor):
            intensity = self.taken(source, receptor.group, season)
            if intensity > 0.0 and not (certain and source.error_m > 0.0):
                levels.append((source, intensity))
        return tuple(levels)

    def ground_taken(self, sources: Sources, receptor: Receptor, season: str | None) -> Cells:
        """Return the share of each cell that footprints cover, however much use is left on them.

        Ground of a type whose land take is 0 (fellings) does not count; the sites of a box cover their share of it.
        """
        return self.taken_by(self.ground_levels(sources, receptor, season))

    def ground_levels(
        self, sources: Sources, receptor: Receptor, season: str | None
    ) -> tuple[tuple[Source, float], ...]:
        """Return the sources whose ground counts as taken, with the share of it that their sites cover."""
        return tuple(
            (source, self.density(source))
            for source in counted_for(sources, receptor)
            if self.taken(source, receptor.group, season) > 0.0
        )

    def taken_by(self, levels: tuple[tuple[Source, float], ...]) -> Cells:
        """Return Σ L·Δc of some sources with the share of use gone on their ground."""
        return self._once(
            ("take", levels),
            lambda: land_take(
                [(self.covering(source), intensity) for source, intensity in levels], self.grid, self.cuts
            ),
        )
