"""Which rows of the parameters hold for a receptor and a source under a profile, wherever the sources lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from landuse.engine.cells import Cells
from landuse.engine.influence import Geometry, reach, rescaled_intensity
from landuse.engine.recovery import recovered
from landuse.engine.sources import Source
from landuse.model.catalogue import Catalogue, Profile, Receptor
from landuse.model.profile import ParkRule
from landuse.model.profiled import profiled

LAND_TAKE = "land_take"
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


class Rules:
    """What sources exert on receptors by the catalogue under one profile.

    Parameters
    ----------
    ground : mapping
        Kind of ground → covered share of cells; pressures that count only there are multiplied by it.
    resolved : Resolved, optional
        Rows of ``effects.csv`` and what follows from them, resolved before under the same profile and ground.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        profile: Profile,
        *,
        ground: Mapping[str, Cells] | None = None,
        resolved: Resolved | None = None,
    ) -> None:
        self.catalogue = profiled(catalogue, profile)
        self.profile = profile
        self.ground = ground or {}
        self._resolved = Resolved() if resolved is None else resolved

    def farthest_m(self) -> float:
        """Return how far any source reaches under the profile, metres."""
        effects = self.catalogue.effects
        shapes = {self.profile.shape} if self.profile.shape else {effect.shape for effect in effects}
        radius = max((effect.radius_m.at(self.profile.level) for effect in effects), default=0.0)
        park = self.profile.park
        least = park.zone_m + park.widened_m if park is not None else 0.0
        return max(least, *(reach(shape, radius, self.profile.cutoff) for shape in shapes))

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

    def too_uncertain(self, source: Source, receptor: Receptor, season: str | None) -> bool:
        """Tell whether the position error of a source exceeds half the radius of something it exerts on a receptor."""
        counted = [pressure for pressure in self.pressures(receptor, season) if pressure != LAND_TAKE]
        rows = [self.row(source, pressure, receptor.group, season) for pressure in counted]
        return any(row is not None and source.error_m > row.radius_m / 2.0 for row in rows)

    def reaches(self, sources: Sources, receptor: Receptor, season: str | None) -> Iterator[tuple[Source, float]]:
        """Yield each source that acts on the receptor in the season with its widest reach in metres."""
        for source in counted_for(sources, receptor):
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


def counted_for(sources: Iterable[Source], receptor: Receptor) -> Iterator[Source]:
    """Leave out sources of the receptor's own layer: a feature is not a pressure upon itself."""
    own = {made_of.layer for made_of in receptor.layers}
    return (source for source in sources if source.layer is None or source.layer not in own)
