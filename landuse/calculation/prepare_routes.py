"""The routes of a study, prepared once: networks, corridors, lands, and barriers that are no sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.route_barriers import standing_barriers, waters
from landuse.calculation.route_plan import Route, RoutePlan, Strip, VillageRoutes
from landuse.calculation.route_reading import read_barriers, read_crossings, read_routes, read_stops
from landuse.calculation.units import evidence_seasons
from landuse.engine.corridor import corridor
from landuse.engine.route_network import Network, network
from landuse.engine.route_states import LINE_ONLY, width_row
from landuse.engine.village_land import seasonal_land
from landuse.model.frozen import SEASONS
from landuse.model.study import Study


def prepare_routes(study: Study, level: str = "likely") -> RoutePlan:
    """Return the routes of a study, their networks and corridors; it can be kept as long as the study is.

    Parameters
    ----------
    level : {"low", "likely", "high"}
        Level of the profile: half the corridor where a route states no width.
    """
    routes = tuple(sorted(read_routes(study), key=lambda route: route.key))
    ground = _lands(study)
    names = sorted({route.village for route in routes}, key=lambda village: village or "")
    barriers = read_barriers(study)
    seasons = evidence_seasons(study)
    evidence = {route.key: evidence_of_route(seasons, route) for route in routes}
    villages = tuple(_village(study, level, name, (routes, evidence, ground, barriers)) for name in names)
    fences = any("fence" in barrier for barrier, _layer, _gate, _geometry in barriers)
    return RoutePlan(level, routes, villages, evidence, tuple(read_crossings(study)), fences)


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
    stops = tuple(read_stops(study, village))
    made = network(
        [(route.key, route.geometry) for route in lines],
        lands=list(lands.values()), passages=passages, stops=[place for _name, place in stops],
    )  # fmt: skip
    strips = []
    for stretch in made.stretches:
        route = own[stretch.route]
        strip = corridor(stretch.line, route.width_m or assumed_width_m(study, level))
        through = tuple(one.passage for one in areal.values() if shapely.intersects(one.geometry, stretch.line))
        standing = (*waters(strip, through), *standing_barriers(strip, evidence[route.key], barriers, through))
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
