"""Between two seasonal lands: ways round, ways left, weak points, and land that no route reaches any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import networkx as nx
import shapely

from landuse.calculation.lines import in_window
from landuse.calculation.route_plan import Route, VillageRoutes
from landuse.calculation.route_states import SegmentState
from landuse.engine.connectivity import (
    Graph,
    articulations,
    bridges,
    equivalent_area,
    routes_left,
    shortest_m,
)
from landuse.engine.route_network import SNAP_M
from landuse.engine.route_states import worst
from landuse.model.frozen import HERDING_SEASONS

Pair = tuple[str, str]
Node = Any
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ends:
    """Between what a way is sought.

    Parameters
    ----------
    kind : {"lands", "route"}
        Two seasonal lands; or, where the lands adjoin or are not mapped, the two ends of a route itself.
    adjoin : bool
        The lands touch: herds need no route between them.
    """

    kind: Literal["lands", "route"]
    start: Node
    end: Node
    pair: Pair | None
    adjoin: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is left between two ends: for certain, and if every unknown stretch can be passed.

    Parameters
    ----------
    shortest_m : pair of float or None
        None = no way.
    routes : pair of int
        Routes that share no stretch.
    eca_ha : pair of float, or None
        Equivalent connected area of the two lands; None if a land is not mapped.
    bridges : tuple of str
        Segments without which no way is left.
    weak_points : tuple
        Nodes without which no way is left.
    """

    shortest_m: tuple[float | None, float | None]
    routes: tuple[int, int]
    eca_ha: tuple[float, float] | None
    bridges: tuple[str, ...]
    weak_points: tuple[Node, ...]


def ends_of(village: VillageRoutes, route: Route) -> Ends | None:
    """Return between what a route leads: its lands, else its own ends; None if it has neither."""
    pair = pair_of(route)
    adjoin = pair is not None and pair[0] in village.lands and pair[1] in village.lands and adjoining(village, pair)
    if pair is not None and pair[0] in village.lands and pair[1] in village.lands and not adjoin:
        return Ends("lands", ("land", pair[0]), ("land", pair[1]), pair)
    own = village.network.ends_of(route.key)
    return None if own is None else Ends("route", own[0], own[1], pair, adjoin)


def pair_of(route: Route) -> Pair | None:
    """Return the herding seasons between which a route leads; None if it does not state two."""
    stated = (route.season_from, route.season_to)
    if stated[0] not in HERDING_SEASONS or stated[1] not in HERDING_SEASONS or stated[0] == stated[1]:
        return None
    return str(stated[0]), str(stated[1])


def adjoining(village: VillageRoutes, pair: Pair) -> bool:
    """Tell whether two lands touch, or are so near each other that a route would be taken to reach both."""
    return bool(shapely.dwithin(village.lands[pair[0]], village.lands[pair[1]], SNAP_M))


def season_pairs(village: VillageRoutes) -> list[Pair]:
    """Return the pairs of following seasons whose lands do not touch: between them a herd needs a route."""
    following = zip(HERDING_SEASONS, HERDING_SEASONS[1:] + HERDING_SEASONS[:1], strict=True)
    mapped = [pair for pair in following if pair[0] in village.lands and pair[1] in village.lands]
    return [pair for pair in mapped if not adjoining(village, pair)]


def answer(village: VillageRoutes, states: Iterable[SegmentState], ends: Ends) -> Answer:
    """Return what is left between two ends."""
    states = list(states)
    possible, areas = graph_of(village, states, ends, unknown=True), _areas(village, ends)
    graphs = [possible]  # if no stretch is unknown, what is certain is what is possible
    if any(state.state == "unknown" for state in states):
        graphs = [graph_of(village, states, ends, unknown=False), possible]
    shortest = _both(shortest_m(graph, ends.start, ends.end) for graph in graphs)
    left = _both(routes_left(graph, ends.start, ends.end) for graph in graphs)
    eca = None if areas is None else _both(equivalent_area(graph, areas) for graph in graphs)
    return Answer(
        shortest, left, eca,
        tuple(str(key) for key in bridges(possible, ends.start, ends.end)),
        tuple(articulations(possible, ends.start, ends.end)),
    )  # fmt: skip


def same_way(one: SegmentState, other: SegmentState) -> bool:
    """Tell whether two states of a stretch let herds pass alike: nothing between two ends differs then."""
    return (one.state, one.share) == (other.state, other.share)


def _both(found: Iterable[T]) -> tuple[T, T]:
    """Return what is certain and what is possible; one value is both."""
    values = tuple(found)
    return values[0], values[-1]


def _areas(village: VillageRoutes, ends: Ends) -> dict[Node, float] | None:
    """Return node → hectares of the two lands; None where they are not mapped."""
    if ends.kind != "lands" or ends.pair is None:
        return None
    return {("land", season): village.lands[season].area / 10_000.0 for season in ends.pair}


def graph_of(village: VillageRoutes, states: Iterable[SegmentState], ends: Ends, *, unknown: bool) -> Graph:
    """Return the graph of the stretches that are not cut and that are used in one of the two seasons.

    Lands are joined to it only where a way between them is sought: no way along a route leads over them.

    Parameters
    ----------
    unknown : bool
        Whether stretches of unknown state are in it.
    """
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(len(village.network.nodes)))
    barred = _barred(states, unknown=unknown)
    for state in states:
        segment = state.segment
        if (segment.route, segment.part, segment.passage) in barred or _shut(state, unknown=unknown):
            continue
        if not in_use(village.routes[segment.route], ends.pair):
            continue
        share = 1.0 if state.share is None else state.share
        if segment.passage is None:
            graph.add_edge(segment.start, segment.end, segment.id, length_m=segment.length_m, share=share)
            continue
        hub = ("passage", segment.passage)
        graph.add_node(hub, capacity=1)
        graph.add_edge(segment.start, hub, f"{segment.id}<", length_m=segment.length_m / 2, share=share)
        graph.add_edge(hub, segment.end, f"{segment.id}>", length_m=segment.length_m / 2, share=1.0)
    _link(graph, village, ends)
    return graph


def _shut(state: SegmentState, *, unknown: bool) -> bool:
    return state.state == "cut" or (state.state == "unknown" and not unknown)


def _barred(states: Iterable[SegmentState], *, unknown: bool) -> set[tuple[str, int, str | None]]:
    """Return the stretches through a passage that are closed anywhere inside it: the passage is one place."""
    inside: dict[tuple[str, int, str | None], list[Any]] = {}
    for state in states:
        if state.segment.passage is not None:
            key = (state.segment.route, state.segment.part, state.segment.passage)
            inside.setdefault(key, []).append(state.state)
    shut = {"cut"} if unknown else {"cut", "unknown"}
    return {key for key, found in inside.items() if worst(found) in shut}


def in_use(route: Route, pair: Pair | None) -> bool:
    """Tell whether a route is used in one of two seasons; one without stated seasons always is."""
    return pair is None or any(in_window(season, route.season_from, route.season_to) for season in pair)


def _link(graph: Graph, village: VillageRoutes, ends: Ends) -> None:
    """Join the stops, and lands that a way is sought between, to the nodes on them; these links are no routes."""
    free = {"share": 1.0, "capacity": float("inf")}
    for season in (ends.pair or ()) if ends.kind == "lands" else ():
        for node in village.on_land.get(season, ()):
            graph.add_edge(("land", season), node, f"land {season} {node}", length_m=0.0, **free)
    for name, nodes in village.stops:
        for node, away in nodes:
            graph.add_edge(("stop", name), node, f"stop {name} {node}", length_m=away, **free)


def said_node(village: VillageRoutes, node: Node) -> str | list[float]:
    """Return a weak point as it is written: the name of a passage or a stop, else its place (EPSG:3006, metres)."""
    if isinstance(node, tuple) and node[0] == "passage":
        return village.routes[node[1]].name or str(node[1])
    if isinstance(node, tuple):
        return str(node[1])
    x, y = village.network.nodes[node]
    return [round(x, 1), round(y, 1)]
