"""What sources exert on a receptor: one effect a group and pressure, land take, and the cells in zone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, product
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, strongest, union_of
from landuse.engine.distance import faded, subcells_of, within, zone
from landuse.engine.footprint import density, footprints, stretch_m
from landuse.engine.influence import Geometry, reach, rescaled_intensity
from landuse.engine.landtake import Covering, Cuts, land_take, union_share
from landuse.engine.measured import Distances
from landuse.engine.parks import park_effect
from landuse.engine.recovery import recovered
from landuse.engine.sources import Source
from landuse.model.catalogue import Catalogue, Profile, Receptor
from landuse.model.grid import Grid, Window
from landuse.model.kept import Scope
from landuse.model.profile import ParkRule
from landuse.model.profiled import profiled

LAND_TAKE = "land_take"
T = TypeVar("T")
Sources = tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A resolved row of ``effects.csv``: how strongly and how far at the level of a profile."""

    intensity: float
    radius_m: float
    shape: str

    def end(self, cutoff: float) -> float:
        """Return the distance in metres beyond which nothing is left."""
        return reach(self.shape, self.radius_m, cutoff) if self.radius_m > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Aim:
    """All that decides which effects a receptor meets, short of how sensitive it is.

    Parameters
    ----------
    own : frozenset of str
        Source layers that the receptor itself is made of: a feature is not a pressure upon itself.
    pressures : tuple of str
        Those that take use of it, sorted, without land take.
    land_take : bool
        True if land take counts.
    """

    group: str
    season: str | None
    own: frozenset[str]
    pressures: tuple[str, ...]
    land_take: bool


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """What follows from catalogue, profile and loaded ground alone, whatever the sources.

    Parameters
    ----------
    rows : dict
        Type, phase, age, pressure, receptor group and evidence season → what such a source exerts.
    aims, pressures : dict
        Receptor and evidence season → its aim; the pressures that count.
    ends : dict
        Type, phase, age, receptor and evidence season → the widest reach in metres, None if it does not act.
    """

    rows: dict[tuple[str, str, int, str, str, str | None], Reach | None] = field(default_factory=dict)
    aims: dict[tuple[str, str | None], Aim] = field(default_factory=dict)
    pressures: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)
    ends: dict[tuple[str, str, int, str, str | None], float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """The effect of one group through one pressure, before the receptor's sensitivity.

    Parameters
    ----------
    effect : Cells
        i · φ of the strongest member, 0–1.
    own : mapping
        Owner → i · φ of that owner alone.
    """

    pressure: str
    group: str
    effect: Cells
    own: Mapping[str, Cells]


class Exposure:
    """Sources of one study under one profile, evaluated wherever they are asked for; remembers what it computed.

    Parameters
    ----------
    ground : mapping
        Kind of ground → covered share of cells; pressures that count only there are multiplied by it.
    window : Window, optional
        Only cells of this window are computed.
    cuts : Cuts, optional
        Footprints cut out before, also under another profile.
    resolved : Resolved, optional
        Rows of ``effects.csv`` and what follows from them, resolved before under the same profile and ground.
    whose : bool
        Work out what each owner exerts alone; else effects have no owners.
    distances : Distances, optional
        Measured before, also under another profile; zones of one centre a cell are made of them.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        profile: Profile,
        grid: Grid,
        *,
        ground: Mapping[str, Cells] | None = None,
        window: Window | None = None,
        cuts: Cuts | None = None,
        resolved: Resolved | None = None,
        whose: bool = True,
        distances: Distances | None = None,
    ) -> None:
        self.catalogue = profiled(catalogue, profile)
        self.profile = profile
        self.grid = grid
        self.ground = ground or {}
        self.window = window
        self.cuts = Cuts() if cuts is None else cuts
        self._whose = whose
        self._distances = distances
        self._resolved = Resolved() if resolved is None else resolved
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

    def farthest_m(self) -> float:
        """Return how far any source reaches under the profile, metres."""
        return self._once(("farthest",), self._farthest_m)

    def _farthest_m(self) -> float:
        effects = self.catalogue.effects
        shapes = {self.profile.shape} if self.profile.shape else {effect.shape for effect in effects}
        radius = max((effect.radius_m.at(self.profile.level) for effect in effects), default=0.0)
        park = self.profile.park
        least = park.zone_m + park.widened_m if park is not None else 0.0
        return max(least, *(reach(shape, radius, self.profile.cutoff) for shape in shapes))

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

    def forget(self, *kinds: str) -> None:
        """Forget intermediate results of some kinds: zones, footprints, cells within reach."""
        self._kept.drop(lambda key: isinstance(key, tuple) and key[0] in kinds)

    def aim(self, receptor: Receptor, season: str | None) -> Aim:
        """Return what decides the effects that a receptor meets in an evidence season."""
        key, known = (receptor.id, season), self._resolved.aims
        found = known.get(key)
        # Two threads may make the same aim: all get the one that was kept.
        return known.setdefault(key, self._aim(receptor, season)) if found is None else found

    def _aim(self, receptor: Receptor, season: str | None) -> Aim:
        layers = self.catalogue.layers
        own = {made.layer for made in receptor.layers if made.layer in layers and layers[made.layer].source is not None}
        counted = sorted(p for p in self.pressures(receptor, season) if p != LAND_TAKE)
        land_take = bool(self.catalogue.sensitivity.get(receptor.id, {}).get(LAND_TAKE))
        return Aim(receptor.group, season, frozenset(own), tuple(counted), land_take)

    def row(self, source: Source, pressure: str, group: str, season: str | None) -> Reach | None:
        """Return what a source exerts on a receptor group in an evidence season; None if nothing."""
        key, rows = (source.type, source.phase, source.age, pressure, group, season), self._resolved.rows
        if key not in rows:
            rows[key] = self._row(source, pressure, group, season)
        return rows[key]

    def park_of(self, kind: str, pressure: str, group: str) -> ParkRule | None:
        """Return the profile's rule for parks if it is about a type of source, a pressure and a receptor group."""
        park = self.profile.park
        return park if park is not None and (park.type, park.pressure, park.group) == (kind, pressure, group) else None

    def _row(self, source: Source, pressure: str, group: str, season: str | None) -> Reach | None:
        park = self.park_of(source.type, pressure, group)
        if park is not None:
            return Reach(park.around, park.zone_m, "threshold")
        effect = self.catalogue.effect(source.type, pressure, source.phase, season, group)
        if effect is None:
            return None
        level = self.profile.level
        kind = self.catalogue.types[source.type]
        intensity = effect.intensity.at(level)
        shape: str = effect.shape
        if self.profile.shape is not None and effect.radius_m.at(level) > 0.0:
            drawn: Geometry = "line" if kind.geometry[0] == "LineString" else "point"
            intensity, _capped = rescaled_intensity(intensity, shape, self.profile.shape, drawn)
            shape = self.profile.shape
        if kind.recovery is not None:
            intensity *= recovered(self.catalogue, kind.recovery, source.age, season=season, group=group, level=level)
        return Reach(intensity, effect.radius_m.at(level), shape) if intensity > 0.0 else None

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

    def pressures(self, receptor: Receptor, season: str | None) -> tuple[str, ...]:
        """Return the pressures that take use of a receptor in an evidence season, in the catalogue's order."""
        key, known = (receptor.id, season), self._resolved.pressures
        if key not in known:
            known[key] = tuple(p for p in self.catalogue.pressures if self._counts(p, receptor, season))
        return known[key]

    def _counts(self, pressure: str, receptor: Receptor, season: str | None) -> bool:
        """Tell whether a pressure takes use of a receptor's area; one that needs ground that is not loaded does not."""
        rule = self.catalogue.pressures[pressure]
        only_on = rule.only_on.get(receptor.group)
        return (
            rule.channel == "area"
            and bool(self.catalogue.sensitivity.get(receptor.id, {}).get(pressure))
            and self.catalogue.counts(pressure, receptor.group, season)
            and (only_on is None or only_on in self.ground)
        )

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
            own = {owner: self._park(tuple(s for s in parks if s.owner == owner)) for owner in owners}
            return Term(pressure, group, effect, own)
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
        if self._distances is not None and k == 1:
            found = self._distance(self._distances, sources, end)
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
        for source in _counted(sources, receptor):
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
            for source in _counted(sources, receptor)
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

    def too_uncertain(self, source: Source, receptor: Receptor, season: str | None) -> bool:
        """Tell whether the position error of a source exceeds half the radius of something it exerts on a receptor."""
        counted = [pressure for pressure in self.pressures(receptor, season) if pressure != LAND_TAKE]
        rows = [self.row(source, pressure, receptor.group, season) for pressure in counted]
        return any(row is not None and source.error_m > row.radius_m / 2.0 for row in rows)

    def reaches(self, sources: Sources, receptor: Receptor, season: str | None) -> Iterator[tuple[Source, float]]:
        """Yield each source that acts on the receptor in the season with its widest reach in metres."""
        for source in _counted(sources, receptor):
            end = self._end(source, receptor, season)
            if end is not None:
                yield source, end

    def _end(self, source: Source, receptor: Receptor, season: str | None) -> float | None:
        """Return the widest reach in metres, None if the source does not act on the receptor in the season."""
        key, known = (source.type, source.phase, source.age, receptor.id, season), self._resolved.ends
        if key not in known:
            rows = [self.row(source, each, receptor.group, season) for each in self.pressures(receptor, season)]
            known[key] = max((row.end(self.profile.cutoff) for row in rows if row is not None), default=None)
        return known[key]

    def in_zone(self, sources: Sources, receptor: Receptor, season: str | None) -> NDArray[np.int64]:
        """Return the cells whose centre lies within reach of any source that acts in the season (sorted)."""
        return union_of([self._within(source, end) for source, end in self.reaches(sources, receptor, season)])

    def _within(self, source: Source, end: float) -> NDArray[np.int64]:
        return self._once(("within", source, end), lambda: self._within_of(source, end))

    def _within_of(self, source: Source, end: float) -> NDArray[np.int64]:
        if self._distances is None:
            return within(self._near((source,), end, self.window), self.grid, end, window=self.window)
        found = self._distance(self._distances, (source,), end)
        return found.index[found.unscaled <= end]

    def _near(self, sources: Sources, end: float, window: Window | None) -> list[BaseGeometry]:
        """Return the geometries of sources that can reach a window, all without one."""
        if window is None:
            return [geometry for source in sources for geometry in source.geometries]
        margin = end + self.grid.resolution_m
        west, south, east, north = self.grid.part(window).bounds
        bounds = (west - margin, south - margin, east + margin, north + margin)
        return [geometry for source in sources for geometry in source.geometries[source.near(bounds)]]


def _counted(sources: Iterable[Source], receptor: Receptor) -> Iterator[Source]:
    """Leave out sources of the receptor's own layer: a feature is not a pressure upon itself."""
    own = {made_of.layer for made_of in receptor.layers}
    return (source for source in sources if source.layer is None or source.layer not in own)


def _grouped(sources: Sources, receptor: Receptor) -> Iterator[tuple[str, Sources]]:
    counted = sorted(_counted(sources, receptor), key=lambda source: (source.group, source.id))
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
