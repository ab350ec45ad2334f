"""What is known of the routes of a study whatever is proposed: routes, passages, crossings, corridors, networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from landuse.engine.corridor import Corridor
from landuse.engine.route_meetings import Ice, Meeting
from landuse.engine.route_network import Network
from landuse.model.catalogue import Band

Kind = Literal["route", "passage"]
RIVER, RESERVOIR = "river", "hydro_reservoir"
"""Waters in ``barrier_permeability.csv``: ice that is natural, and ice that is regulated."""


@dataclass(frozen=True, eq=False)
class Route:
    """A migration route or a difficult passage as its layer has it.

    Parameters
    ----------
    key : str
        ``LAYER/KEY``.
    village : str or None
        None if the layer does not say whose it is.
    season_from, season_to : str or None
        Herding seasons between which it is used; None = not stated, it is taken to be open all year.
    width_m : float or None
        As stated; None = not stated, an assumed width is used.
    error_m : float
        Position error, metres.
    capacity : float or None
        Reindeer a day, as a passage states it.
    """

    key: str
    kind: Kind
    name: str | None
    village: str | None
    season_from: str | None
    season_to: str | None
    width_m: float | None
    error_m: float
    capacity: float | None
    geometry: BaseGeometry
    obstacle: str | None = None
    ice: Ice = "unknown"

    @property
    def passage(self) -> Passage:
        """What a difficult passage states."""
        return Passage(self.key.split("/")[0], self.geometry, self.obstacle, self.ice)

    @cached_property
    def linear(self) -> bool:
        """True if it is drawn as lines alone."""
        return bool((shapely.get_dimensions(shapely.get_parts(self.geometry)) == 1).all())

    @cached_property
    def km(self) -> float:
        """Length of what is drawn."""
        return float(self.geometry.length) / 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A difficult passage: what makes it difficult, as it states.

    Parameters
    ----------
    obstacle : str or None
        Kind of barrier that herds are known to cross here; None = not stated.
    """

    layer: str
    ground: BaseGeometry
    obstacle: str | None
    ice: Ice

    def of(self, barrier: str) -> bool:
        """Tell whether a kind of barrier is the one that herds cross here."""
        return self.obstacle is not None and same_barrier(self.obstacle, barrier)


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A crossing that its layer has: an overpass, an underpass, a gate or another opening.

    Parameters
    ----------
    obstacle : str or None
        Kind of barrier that it leads across; None = not stated.
    band : str
        By its status; only what is built counts.
    from_year, to_year : float or None
        None = not stated.
    """

    key: str
    name: str | None
    kind: str
    place: BaseGeometry
    width_m: float | None
    obstacle: str | None
    band: str
    from_year: float | None
    to_year: float | None

    def stands(self, year: int) -> bool:
        """Tell whether it is there in a year."""
        started = self.from_year is None or self.from_year <= year
        return self.band == Band.BUILT and started and (self.to_year is None or year < self.to_year)


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """One line of a route with its corridor and what stands there whatever is proposed.

    Parameters
    ----------
    evidence : tuple of str
        Seasons of the evidence in which the route is used.
    standing : tuple of Meeting
        Fences and waters: barriers that are no sources.
    passages : tuple of Passage
        Difficult passages on the line: where a herd is known to cross what they state.
    """

    route: Route
    part: int
    corridor: Corridor
    evidence: tuple[str, ...]
    standing: tuple[Meeting, ...]
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class VillageRoutes:
    """The routes of one village: ``network.stretches`` and ``strips`` are the same lines in the same order."""

    village: str | None
    network: Network
    strips: tuple[Strip, ...]
    routes: Mapping[str, Route]
    lands: Mapping[str, BaseGeometry]
    """Herding season → mapped land."""
    on_land: Mapping[str, tuple[int, ...]]
    """Herding season → nodes that reach its land."""
    stops: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]
    """Gathering and resting places where several lines meet: name, nodes, metres from each to its middle."""


@dataclass(frozen=True, slots=True, eq=False)
class RoutePlan:
    """Everything about routes that neither the proposal nor the year changes, for one level of the profile."""

    level: str
    routes: tuple[Route, ...]
    villages: tuple[VillageRoutes, ...]
    evidence: Mapping[str, tuple[str, ...]]
    """Route → seasons of the evidence in which it is used."""
    built: tuple[Built, ...]
    """Crossings of every status and year."""
    has_barriers: bool
    """False if no layer of fences is loaded: a fence across a route is then not known of."""


def same_barrier(obstacle: str, barrier: str) -> bool:
    """Tell whether an obstacle is a kind of barrier; the table of barriers may say more in brackets.

    Examples
    --------
    >>> same_barrier("fence", "fence (own or neighbour village)"), same_barrier("road_major", "railway")
    (True, False)
    """
    return barrier.split(" (")[0] == obstacle
