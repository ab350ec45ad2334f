"""What sources exert on a receptor: one effect a group and pressure, land take, and the cells in zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby, product

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, strongest, union_of
from landuse.engine.distance import faded, subcells_of, within, zone
from landuse.engine.footprint import stretch_m
from landuse.engine.landtake import union_share
from landuse.engine.measured import Common, Distances
from landuse.engine.parks import park_effect
from landuse.engine.rules import Aim, Reach, Resolved, Sources, counted_for
from landuse.engine.sources import Source
from landuse.engine.takings import Takings
from landuse.model.catalogue import Catalogue, Profile, Receptor
from landuse.model.grid import Grid, Window


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """The effect of one group through one pressure, before the receptor's sensitivity.

    Parameters
    ----------
    effect : Cells
        i · φ of the strongest member, 0–1.
    own : mapping
        Owner → i · φ of that owner alone.
    park : bool
        True if the members act as one park: then each owner has all of its effect, and shares it equally.
    """

    pressure: str
    group: str
    effect: Cells
    own: Mapping[str, Cells]
    park: bool = False


class Exposure(Takings):
    """Sources of one study under one profile, evaluated wherever they are asked for; remembers what it computed.

    Parameters
    ----------
    ground : mapping
        Kind of ground → covered share of cells; pressures that count only there are multiplied by it.
    window : Window, optional
        Only cells of this window are computed.
    common : Common, optional
        Footprints cut out and distances measured before, also under another profile.
    resolved : Resolved, optional
        Rows of ``effects.csv`` and what follows from them, resolved before under the same profile and ground.
    whose : bool
        Work out what each owner exerts alone; else effects have no owners.
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
        whose: bool = True,
    ) -> None:
        super().__init__(catalogue, profile, grid, ground=ground, window=window, common=common, resolved=resolved)
        self._whose = whose

    def reaching(self, sources: Sources, window: Window) -> Sources:
        """Return the sources that may reach a window by a pressure or their ground, with only what lies so near.

        Sites that stand for each other (boxes) are left whole.
        """
        west, south, east, north = self.grid.part(window).bounds
        margin = self.farthest_m() + self.grid.resolution_m
        found = []
        for source in sources:
            kind = self.catalogue.types[source.type]
            far = margin + stretch_m(source, kind, self.profile.level)
            near = source.near((west - far, south - far, east + far, north + far))
            if near.all():
                found.append(source)
            elif near.any():
                whole = kind.box is not None or source.sites == source.sites
                found.append(source if whole else source.only(near))
        return tuple(found)

    def terms(self, sources: Sources, receptor: Receptor, season: str | None, *, certain: bool = False) -> list[Term]:
        """Return the effects that multiply, sorted by pressure and group.

        Parameters
        ----------
        certain : bool
            Leave out sources whose position error exceeds half the radius.
        """
        aim = self.aim(receptor, season)
        found = [
            self.term(pressure, members, aim, certain=certain)
            for pressure, (_group, members) in product(aim.pressures, self._groups(sources, receptor))
        ]
        return [term for term in found if term is not None]

    def term(self, pressure: str, members: Sources, aim: Aim, *, certain: bool = False) -> Term | None:
        """Return the effect of the members of one group through one pressure, None if there is none.

        Parameters
        ----------
        members : tuple of Source
            All those of the group that count, in the order of their ids; at least one.
        """
        of = (aim.group, aim.season, certain)
        return self._once(("term", pressure, members, of), partial(self._term, pressure, members[0].group, members, of))

    def _groups(self, sources: Sources, receptor: Receptor) -> list[tuple[str, Sources]]:
        own = frozenset(made_of.layer for made_of in receptor.layers)
        return self._once(("groups", sources, own), lambda: list(_grouped(sources, receptor)))

    def _term(self, pressure: str, group: str, members: Sources, of: tuple[str, str | None, bool]) -> Term | None:
        receptor_group, season, certain = of
        rows: dict[Reach, list[Source]] = {}
        for source in members:
            row = self.row(source, pressure, receptor_group, season)
            if row is not None and not (certain and source.error_m > row.radius_m / 2.0):
                rows.setdefault(row, []).append(source)
        if not rows:
            return None
        parks = self._parks(rows, pressure, receptor_group)
        if parks:
            effect = self._park(parks)
            owners = sorted({source.owner for source in parks}) if self._whose else []
            return Term(pressure, group, effect, dict.fromkeys(owners, effect), park=True)
        effect = strongest([self._zone(tuple(having), row) for row, having in rows.items()])
        owners = sorted({source.owner for having in rows.values() for source in having})
        own = {owners[0]: effect} if len(owners) == 1 and self._whose else {}
        for owner in owners if self._whose and not own else ():
            parts = [(row, tuple(s for s in having if s.owner == owner)) for row, having in rows.items()]
            own[owner] = strongest([self._zone(having, row) for row, having in parts if having])
        only_on = self.catalogue.pressures[pressure].only_on.get(receptor_group)
        term = Term(pressure, group, effect, own)
        return _only_on(term, self.ground[only_on]) if only_on else term

    def _parks(self, rows: Mapping[Reach, list[Source]], pressure: str, group: str) -> Sources:
        """Return the members that the profile's rule for parks is about; what belongs to a park is held by it."""
        park = self.profile.park
        if park is None or (park.pressure, park.group) != (pressure, group):
            return ()
        return tuple(source for having in rows.values() for source in having if source.type == park.type)

    def _park(self, sources: Sources) -> Cells:
        park = self.profile.park
        assert park is not None  # noqa: S101 - asked for by _parks
        drawn = [geometry for source in sources for geometry in source.geometries]
        key = "zone", self.drawn(sources), "park"
        return self._once(key, lambda: park_effect(drawn, park, self.grid, self.window))

    def _zone(self, sources: Sources, row: Reach) -> Cells:
        """Return i · φ of the nearest of some sources; a radius of 0 is the footprint itself."""
        profile = self.profile
        if row.radius_m == 0.0 and profile.subcells is None:
            share = self._once(
                ("footprint", self.drawn(sources)),
                lambda: union_share([self.covering(s) for s in sources], self.grid, self.cuts),
            )
        else:
            share = self._once(
                ("zone", self.drawn(sources), row.radius_m, row.shape),
                lambda: self._zone_of(sources, row),
            )
        return share.scaled(row.intensity)

    def _zone_of(self, sources: Sources, row: Reach) -> Cells:
        profile, end = self.profile, row.end(self.profile.cutoff)
        k = subcells_of(row.radius_m, self.grid.resolution_m) if profile.subcells is None else profile.subcells
        if self.common.distances is not None and k == 1:
            found = self._distance(self.common.distances, sources, end)
            return faded(found, shape=row.shape, radius_m=row.radius_m, cutoff=profile.cutoff)
        geometries = self._near(sources, end, self.window)
        if not geometries:
            return Cells.none()
        return zone(
            geometries,
            self.grid,
            shape=row.shape,
            radius_m=row.radius_m,
            cutoff=profile.cutoff,
            subcells=profile.subcells,
            window=self.window,
        )

    def _distance(self, distances: Distances, sources: Sources, end: float) -> Cells:
        return distances.of([source.geometries for source in sources], partial(self._near, sources), end, self.frame)

    def in_zone(self, sources: Sources, receptor: Receptor, season: str | None) -> NDArray[np.int64]:
        """Return the cells whose centre lies within reach of any source that acts in the season (sorted)."""
        return union_of([self._within(source, end) for source, end in self.reaches(sources, receptor, season)])

    def _within(self, source: Source, end: float) -> NDArray[np.int64]:
        return self._once(("within", source, end), lambda: self._within_of(source, end))

    def _within_of(self, source: Source, end: float) -> NDArray[np.int64]:
        if self.common.distances is None or not self.common.distances.serves(source.geometries):
            return within(self._near((source,), end, self.window), self.grid, end, window=self.window)
        found = self._distance(self.common.distances, (source,), end)
        return found.index[found.unscaled <= end]

    def _near(self, sources: Sources, end: float, window: Window | None) -> list[BaseGeometry]:
        """Return the geometries of sources that can reach a window, all without one."""
        if window is None:
            return [geometry for source in sources for geometry in source.geometries]
        margin = end + self.grid.resolution_m
        west, south, east, north = self.grid.part(window).bounds
        bounds = (west - margin, south - margin, east + margin, north + margin)
        return [geometry for source in sources for geometry in source.geometries[source.near(bounds)]]


def _grouped(sources: Sources, receptor: Receptor) -> Iterator[tuple[str, Sources]]:
    counted = sorted(counted_for(sources, receptor), key=lambda source: (source.group, source.id))
    for group, members in groupby(counted, key=lambda source: source.group):
        yield group, tuple(members)


def _only_on(term: Term, ground: Cells) -> Term:
    def limited(cells: Cells) -> Cells:
        return Cells(cells.index, cells.value * ground.at(cells.index))

    return Term(term.pressure, term.group, limited(term.effect), {o: limited(c) for o, c in term.own.items()})


def bounds_of(sources: Sources) -> tuple[float, float, float, float] | None:
    """Return the bounds of all geometries, None without sources."""
    if not sources:
        return None
    west, south, east, north = shapely.total_bounds(np.concatenate([source.geometries for source in sources]))
    return float(west), float(south), float(east), float(north)
