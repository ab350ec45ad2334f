"""Which layers are asked about a part of a proposal, and how far from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from landuse.engine.influence import reach
from landuse.model.catalogue import AskingDistance, Catalogue, LayerSpec, Profile, Receptor, Role
from landuse.model.grid import Grid
from landuse.model.profiled import profiled
from landuse.model.scenario import Establishment

ASKED_ROLES = frozenset({Role.RECEPTOR, Role.ROUTE, Role.ZONE, Role.EXCLUSION})
"""Layers of these roles are asked even where no asking distance is declared."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a layer is asked about a part.

    Parameters
    ----------
    ask_m : float or None
        Declared asking distance in metres; None = none, or asked wherever it lies.
    always : bool
        True if the authority is asked whatever the map says.
    reason : str or None
        Why this far.
    reach_m : float
        How far the part's own pressures act on the receptors of the layer, metres.
    listed_m : float
        How far features are listed of a layer that is always asked, metres.
    """

    ask_m: float | None
    always: bool
    reason: str | None
    reach_m: float
    listed_m: float = 0.0

    @property
    def search_m(self) -> float:
        """Metres within which a feature makes a row."""
        return max(self.ask_m or 0.0, self.reach_m, self.listed_m)

    def asks_at(self, distance_m: float) -> bool:
        """Tell whether the authority is asked about a feature at a distance."""
        return self.always or (self.ask_m is not None and distance_m <= self.ask_m)


def edge_m(part: Establishment, grid: Grid) -> float:
    """Return how far round a part features are loaded: the distance to the edge of the grid, metres."""
    west, south, east, north = part.geometry.bounds
    outer = grid.bounds
    return float(max(0.0, min(west - outer[0], south - outer[1], outer[2] - east, outer[3] - north)))


class Asking:
    """The asking distances of one catalogue under one profile, each worked out once.

    Parameters
    ----------
    profile : Profile
        Its level and cut-off decide how far pressures reach.
    """

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self.catalogue = profiled(catalogue, profile)
        self.profile = profile
        self._known: dict[tuple[str, str, str], Asked | None] = {}

    def of(self, spec: LayerSpec, type_id: str, phase: str) -> Asked | None:
        """Return how far a layer is asked about a part of a type in a phase; None if it is not asked at all."""
        key = spec.id, type_id, phase
        if key not in self._known:
            self._known[key] = self._asked(spec, type_id, phase)
        return self._known[key]

    def _asked(self, spec: LayerSpec, type_id: str, phase: str) -> Asked | None:
        declared = self.catalogue.asking_distance(spec.id, type_id)
        if declared is None and not spec.law and not ASKED_ROLES & set(spec.roles):
            return None
        reach_m = max(self._reaches(spec.id, type_id, phase), default=0.0)
        always = self._always(spec.id, type_id)
        if always is not None:
            return Asked(None, True, always.reason, reach_m, listed_m=self._metres(spec.id))
        ask_m = None if declared is None else float(declared.ask_m)
        return Asked(ask_m, False, declared.reason if declared else None, reach_m)

    def _always(self, layer_id: str, type_id: str) -> AskingDistance | None:
        """Return the row that asks whatever the map says: the type's own, or any of the layer for tall types."""
        kind = self.catalogue.types.get(type_id)
        tall = kind is not None and kind.tall
        rows = (row for row in self.catalogue.asking_distances if row.layer == layer_id and row.ask_m == "always")
        return next((row for row in rows if tall or row.type in (type_id, "*")), None)

    def _metres(self, layer_id: str) -> float:
        """Return the general asking distance of a layer: how far its features are listed."""
        rows = (row for row in self.catalogue.asking_distances if row.layer == layer_id and row.type == "*")
        return next((float(row.ask_m) for row in rows if row.ask_m != "always"), 0.0)

    def _reaches(self, layer_id: str, type_id: str, phase: str) -> Iterator[float]:
        for receptor in self.catalogue.receptors.values():
            group = self.catalogue.groups.get(receptor.group)
            if group is None or all(made_of.layer != layer_id for made_of in receptor.layers):
                continue
            seasons = ("calving", "summer", "autumn", "winter") if group.seasonal else (None,)
            for season in receptor.met_in or seasons:
                yield from self._reaches_of(receptor, type_id, phase, season)

    def _reaches_of(self, receptor: Receptor, type_id: str, phase: str, season: str | None) -> Iterator[float]:
        answers = self.catalogue.sensitivity.get(receptor.id, {})
        for pressure in self.catalogue.pressures:
            if not answers.get(pressure) or not self.catalogue.counts(pressure, receptor.group, season):
                continue
            effect = self.catalogue.effect(type_id, pressure, phase, season, receptor.group)
            if effect is None or effect.intensity.at(self.profile.level) <= 0.0:
                continue
            radius_m = effect.radius_m.at(self.profile.level)
            yield reach(self.profile.shape or effect.shape, radius_m, self.profile.cutoff) if radius_m else 0.0
