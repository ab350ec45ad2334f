"""The routes of a study, prepared once: networks, corridors, lands, and barriers that are no sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.units import evidence_seasons
from landuse.engine.corridor import Corridor, clipped, corridor
from landuse.engine.route_meetings import Across, Ice, Meeting, on_line
from landuse.engine.route_network import Network, network
from landuse.engine.route_states import LINE_ONLY, Known, width_row
from landuse.engine.values import chosen_features
from landuse.engine.village_land import seasonal_land
from landuse.model.catalogue import Band
from landuse.model.frozen import SEASONS, finite
from landuse.model.study import Layer, Study

Kind = Literal["route", "passage"]
RIVER, RESERVOIR = "river", "hydro_reservoir"
"""Waters in ``barrier_permeability.csv``: ice that is natural, and ice that is regulated."""


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def linear(self) -> bool:
        """True if it is drawn as lines alone."""
        return bool((shapely.get_dimensions(shapely.get_parts(self.geometry)) == 1).all())


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


def prepare_routes(study: Study, level: str = "likely") -> RoutePlan:
    """Return the routes of a study, their networks and corridors; it can be kept as long as the study is.

    Parameters
    ----------
    level : {"low", "likely", "high"}
        Level of the profile: half the corridor where a route states no width.
    """
    routes = tuple(sorted(_routes(study), key=lambda route: route.key))
    ground = _lands(study)
    names = sorted({route.village for route in routes}, key=lambda village: village or "")
    barriers = _barriers(study)
    seasons = evidence_seasons(study)
    evidence = {route.key: evidence_of_route(seasons, route) for route in routes}
    villages = tuple(_village(study, level, name, (routes, evidence, ground, barriers)) for name in names)
    fences = any("fence" in barrier for barrier, _layer, _gate, _geometry in barriers)
    return RoutePlan(level, routes, villages, evidence, tuple(_built(study)), fences)


def _features(study: Study, part: str) -> Iterator[tuple[Layer, gpd.GeoDataFrame]]:
    """Yield the loaded layers that are a part of the network, with their features."""
    for layer in study.layers.values():
        rule = layer.spec.network
        if rule is not None and rule.part == part and layer.loaded:
            yield layer, chosen_features(layer, rule.where)


def _routes(study: Study) -> Iterator[Route]:
    kinds: tuple[Kind, ...] = ("route", "passage")
    for kind in kinds:
        for layer, features in _features(study, kind):
            for feature in features.to_dict("records"):
                season = text(feature.get("season_from")) or text(feature.get("season"))
                yield Route(
                    f"{layer.id}/{feature['key']}", kind, _name(layer, feature), text(feature.get("village")),
                    season, text(feature.get("season_to")) or season, _positive(feature.get("width_m")),
                    finite(feature.get("position_error_m")) or 0.0, _positive(feature.get("capacity")),
                    feature["geometry"], text(feature.get("obstacle")), _ice(feature.get("ice")),
                )  # fmt: skip


def _name(layer: Layer, feature: dict[str, Any]) -> str | None:
    return text(feature.get("name")) if layer.open else None


def _built(study: Study) -> Iterator[Built]:
    """Yield the crossings of all layers that hold some."""
    for layer, features in _features(study, "crossing"):
        for feature in features.to_dict("records"):
            status = text(feature.get("status"))
            yield Built(
                f"{layer.id}/{feature['key']}", _name(layer, feature), text(feature.get("kind")) or "",
                feature["geometry"], _positive(feature.get("width_m")), text(feature.get("obstacle")),
                Band.BUILT if status is None else study.catalogue.status(layer.id, status).band,
                finite(feature.get("from_year")), finite(feature.get("to_year")),
            )  # fmt: skip


def _lands(study: Study) -> dict[tuple[str, str], BaseGeometry]:
    """Return (village, herding season) → its mapped land."""
    return {unit: shapely.union_all([shape for shape, _q in ground]) for unit, ground in seasonal_land(study).items()}


def _village(study: Study, level: str, village: str | None, known: tuple[Any, ...]) -> VillageRoutes:
    routes, evidence, ground, barriers = known
    own = {route.key: route for route in routes if route.village == village}
    lines = [route for route in own.values() if route.kind == "route" and route.linear]
    areal = {key: route for key, route in own.items() if route.kind == "passage" and not route.linear}
    passages = [(key, route.geometry) for key, route in areal.items()]
    lands = {season: land for (name, season), land in ground.items() if name == village}
    stops = tuple(_stops(study, village))
    made = network(
        [(route.key, route.geometry) for route in lines],
        lands=list(lands.values()), passages=passages, stops=[place for _name, place in stops],
    )  # fmt: skip
    strips = []
    for stretch in made.stretches:
        route = own[stretch.route]
        strip = corridor(stretch.line, route.width_m or assumed_width_m(study, level))
        through = tuple(one.passage for one in areal.values() if shapely.intersects(one.geometry, stretch.line))
        standing = (*_waters(strip, through), *_standing(strip, evidence[route.key], barriers, through))
        strips.append(Strip(route, stretch.part, strip, evidence[route.key], standing, through))
    on_land = {season: tuple(made.near(land)) for season, land in lands.items()}
    meeting = tuple((name, nodes) for name, place in stops if len(nodes := _meeting_at(made, place)) > 1)
    return VillageRoutes(village, made, tuple(strips), own, lands, on_land, meeting)


def _meeting_at(made: Network, place: BaseGeometry) -> tuple[tuple[int, float], ...]:
    middle = shapely.point_on_surface(place)
    return tuple((n, float(shapely.Point(made.nodes[n]).distance(middle))) for n in made.at_stop(place))


def assumed_width_m(study: Study, level: str) -> float:
    """Return the width of the corridor of a route that states none; 0 if the catalogue has no such figure."""
    row = width_row(LINE_ONLY, study.catalogue.free_widths)
    return 0.0 if row is None or row.half_corridor_m is None else 2.0 * row.half_corridor_m.at(level)


def evidence_of_route(seasons: Mapping[tuple[str, str], str], route: Route) -> tuple[str, ...]:
    """Return the season of the evidence for a route; all of them where its season is not known: the widest counts.

    Parameters
    ----------
    seasons : mapping
        (village, herding season) → season of the evidence.
    """
    own = seasons.get((route.village or "", route.season_from or ""))
    same = sorted({evidence for (_village, name), evidence in seasons.items() if name == route.season_from})
    return (own,) if own else tuple(same) or SEASONS


def _barriers(study: Study) -> list[tuple[str, str, Known, BaseGeometry]]:
    """Return kind, layer, gate and geometry of barriers that are no sources."""
    found = []
    for layer, features in _features(study, "barrier"):
        rule = layer.spec.network
        barrier = str(rule.barrier) if rule is not None else ""
        found += [
            (barrier, layer.id, known_word(feature.get("gate")), feature["geometry"])
            for feature in features.to_dict("records")
        ]
    return sorted(found, key=lambda row: (row[0], row[1], row[3].wkb))


def _waters(strip: Corridor, passages: tuple[Passage, ...]) -> Iterator[Meeting]:
    """Yield the waters that difficult passages lead across, with what these state of the ice."""
    for passage in passages:
        if passage.of(RIVER) and (met := on_line(strip, passage.ground)):
            barrier = RESERVOIR if passage.ice == "regulated" else RIVER
            yield Meeting((Across(barrier, passage.layer, met, ice=passage.ice),))


def _standing(
    strip: Corridor, evidence: tuple[str, ...], barriers: list[tuple[str, str, Known, BaseGeometry]],
    passages: tuple[Passage, ...],
) -> Iterator[Meeting]:  # fmt: skip
    """Yield what barriers that are no sources do to a strip: a fence beside the way is an edge, so is open water."""
    open_water = evidence != ("winter",)
    for barrier, layer, gate, geometry in barriers:
        if not shapely.intersects(geometry, strip.ground):
            continue
        met = on_line(strip, geometry)
        areal = shapely.get_dimensions(geometry) == 2
        if met and not (areal and open_water):
            met = tuple(each for each in met if not _stated(strip, each, barrier, passages))
            across = () if areal or not met else (Across(barrier, layer, met, gate=gate),)
            yield Meeting(across)
        elif open_water if areal else "fence" in barrier:
            yield Meeting(hard=clipped(geometry, strip))


def _stated(strip: Corridor, where: tuple[float, float], barrier: str, passages: tuple[Passage, ...]) -> bool:
    """Tell whether a water is that of a difficult passage, which says more of it."""
    if barrier != RIVER:
        return False
    place = shapely.line_interpolate_point(strip.line, sum(where) / 2.0)
    return any(passage.of(barrier) and shapely.covers(passage.ground, place) for passage in passages)


def _stops(study: Study, village: str | None) -> Iterator[tuple[str, BaseGeometry]]:
    for _layer, features in _features(study, "stop"):
        own = features[features["village"] == village] if "village" in features.columns and village else features[:0]
        for feature in own.to_dict("records"):
            yield text(feature.get("name")) or str(feature["key"]), feature["geometry"]


def known_word(value: Any) -> Known:
    """Return yes, no or unknown of an attribute.

    Examples
    --------
    >>> known_word(True), known_word("Nej"), known_word(None)
    ('yes', 'no', 'unknown')
    """
    word = str(value).strip().casefold()
    if word in ("yes", "ja", "true", "1", "1.0"):
        return "yes"
    return "no" if word in ("no", "nej", "false", "0", "0.0") else "unknown"


def same_barrier(obstacle: str, barrier: str) -> bool:
    """Tell whether an obstacle is a kind of barrier; the table of barriers may say more in brackets.

    Examples
    --------
    >>> same_barrier("fence", "fence (own or neighbour village)"), same_barrier("road_major", "railway")
    (True, False)
    """
    return barrier.split(" (")[0] == obstacle


def _ice(value: object) -> Ice:
    stated: tuple[Ice, ...] = ("natural", "regulated", "open")
    return next((word for word in stated if word == text(value)), "unknown")


def text(value: object) -> str | None:
    """Return an attribute as text, None where it is missing."""
    return None if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) else str(value)


def _positive(value: object) -> float | None:
    number = finite(value)
    return number if number is not None and number > 0.0 else None
