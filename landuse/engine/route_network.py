"""Routes of a village as a network: cut where they meet, joined where their ends nearly meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from landuse.engine.corridor import onward

SNAP_M = 250.0
"""An end of a route this near another route, or the land it leads to, reaches it. Technical, not a finding."""
_SAME_M = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One line of a route: a route of several lines has several.

    Parameters
    ----------
    route : str
        Key of the route.
    part : int
        Place among the route's lines, sorted by their coordinates.
    line : LineString
        EPSG:3006, the smaller end first.
    """

    route: str
    part: int
    line: LineString


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A piece of a route between two nodes.

    Parameters
    ----------
    id : str
        Unique in the network: ``ROUTE#part.number``.
    start, end : int
        Nodes.
    from_m, to_m : float
        Where it begins and ends along its stretch.
    passage : str or None
        Key of the difficult passage that it leads through.
    """

    id: str
    route: str
    part: int
    start: int
    end: int
    from_m: float
    to_m: float
    line: LineString
    passage: str | None = None

    @property
    def length_m(self) -> float:
        """Length along the route."""
        return self.to_m - self.from_m


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The segments of a village's routes and the places where they meet.

    Parameters
    ----------
    nodes : tuple of (x, y)
        EPSG:3006, sorted.
    """

    stretches: tuple[Stretch, ...]
    segments: tuple[Segment, ...]
    nodes: tuple[tuple[float, float], ...]

    def near(self, land: BaseGeometry) -> list[int]:
        """Return the nodes on a land, or so near it that they are taken to reach it."""
        if land is None or land.is_empty or not self.nodes:
            return []
        return np.flatnonzero(shapely.dwithin(shapely.points(self.nodes), land, SNAP_M)).tolist()

    def at_stop(self, ground: BaseGeometry) -> list[int]:
        """Return, for each stretch through a stop, its node nearest to the middle of it: no stretch bypasses itself."""
        middle = shapely.point_on_surface(ground)
        found = set()
        for stretch in self.stretches:
            own = {n for s in self.segments if (s.route, s.part) == (stretch.route, stretch.part)
                   for n in (s.start, s.end)}  # fmt: skip
            if shapely.intersects(stretch.line, ground):
                found.add(min(own, key=lambda n: (shapely.Point(self.nodes[n]).distance(middle), n)))
        return sorted(found)

    def ends_of(self, route: str) -> tuple[int, int] | None:
        """Return the two nodes at which a route begins and ends; None for a ring, a fork or pieces apart."""
        degree: dict[int, int] = {}
        own = [segment for segment in self.segments if segment.route == route]
        for segment in own:
            for node in (segment.start, segment.end):
                degree[node] = degree.get(node, 0) + 1
        ends = sorted(node for node, count in degree.items() if count == 1)
        joined = nx.is_connected(nx.Graph((s.start, s.end) for s in own)) if own else False
        return (ends[0], ends[1]) if len(ends) == 2 and joined else None


def stretches_of(routes: Iterable[tuple[str, BaseGeometry]]) -> list[Stretch]:
    """Return the lines of routes, whichever way they are drawn, in whatever order; what is no line is left out.

    Examples
    --------
    >>> multi = shapely.from_wkt("MULTILINESTRING ((9 0, 5 0), (0 0, 3 0), (1 1, 1 1))")
    >>> [(s.route, s.part, s.line.coords[0]) for s in stretches_of([("R", multi)])]
    [('R', 0, (0.0, 0.0)), ('R', 1, (5.0, 0.0))]
    """
    found = []
    for route, geometry in sorted(routes, key=lambda item: item[0]):
        lines = [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString" and part.length > 0]
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines))) if lines else []
        ordered = sorted((onward(shapely.force_2d(line)) for line in merged), key=lambda line: list(line.coords))
        found += [Stretch(route, number, line) for number, line in enumerate(ordered)]
    return found


def network(
    routes: Iterable[tuple[str, BaseGeometry]],
    *,
    lands: Sequence[BaseGeometry] = (),
    passages: Sequence[tuple[str, BaseGeometry]] = (),
    stops: Sequence[BaseGeometry] = (),
) -> Network:
    """Return the network of some routes.

    Routes that cross are joined there, whether or not a node was drawn: a herd driven on land can change over. An end
    within ``SNAP_M`` of another route is joined to it. Routes are also cut at the borders of lands and passages, so
    that a segment lies in one or outside it.

    Parameters
    ----------
    routes : iterable of (key, geometry)
        Lines, EPSG:3006.
    lands : sequence of polygons
        Lands that routes lead to.
    passages : sequence of (key, polygon)
        Difficult passages.
    stops : sequence of polygons
        Gathering and resting places: a route through one has a node there.

    Examples
    --------
    >>> cross = network([("A", LineString([(0, 0), (9000, 0)])), ("B", LineString([(4000, 3000), (4000, -3000)]))])
    >>> len(cross.nodes), [segment.id for segment in cross.segments]
    (5, ['A#0.0', 'A#0.1', 'B#0.0', 'B#0.1'])
    """
    stretches = stretches_of(routes)
    joints = _Joints(stretches)
    for a, b in combinations(range(len(stretches)), 2):
        _join(joints, a, b)
    for ground in [*lands, *(polygon for _key, polygon in passages)]:
        for number, stretch in enumerate(stretches):
            for point in _points(shapely.intersection(stretch.line, shapely.boundary(ground))):
                joints.cut(number, point)
    for ground in stops:
        for number, stretch in enumerate(stretches):
            if shapely.intersects(stretch.line, ground):
                joints.cut(number, shapely.point_on_surface(ground))
    return _built(stretches, joints, passages)


class _Joints:
    """Places along stretches where they are cut, and which of them are one node."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.lines = [stretch.line for stretch in stretches]
        self.places: list[list[tuple[float, int]]] = [[] for _ in stretches]
        self.same = nx.utils.UnionFind()
        self.count = 0
        for number, line in enumerate(self.lines):
            self.at(number, 0.0)
            self.at(number, line.length)

    def at(self, number: int, along_m: float) -> int:
        label = self.count
        self.count += 1
        self.same[label]
        self.places[number].append((along_m, label))
        return label

    def cut(self, number: int, point: BaseGeometry) -> int:
        return self.at(number, float(shapely.line_locate_point(self.lines[number], point)))

    def settle(self) -> None:
        """Make one node of places on a line that lie within a metre of each other."""
        for number, places in enumerate(self.places):
            places.sort()
            kept = [places[0]]
            for place in places[1:]:
                if place[0] - kept[-1][0] <= _SAME_M:
                    self.same.union(kept[-1][1], place[1])
                else:
                    kept.append(place)
            end = self.lines[number].length
            if end - kept[-1][0] <= _SAME_M and len(kept) > 1:
                kept[-1] = (end, kept[-1][1])
            self.places[number] = kept


def _join(joints: _Joints, a: int, b: int) -> None:
    """Join two stretches where they cross, and where an end of one nearly reaches the other."""
    lines = joints.lines
    if not shapely.dwithin(lines[a], lines[b], SNAP_M):
        return
    for point in _points(shapely.intersection(lines[a], lines[b])):
        joints.same.union(joints.cut(a, point), joints.cut(b, point))
    for one, other in ((a, b), (b, a)):
        for along in (0.0, lines[one].length):
            end = shapely.line_interpolate_point(lines[one], along)
            if shapely.dwithin(end, lines[other], SNAP_M):
                joints.same.union(joints.at(one, along), joints.cut(other, end))


def _points(met: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield points, and the ends of lines along which two geometries run together."""
    for part in shapely.get_parts(met):
        if part.is_empty:
            continue
        if part.geom_type == "Point":
            yield part
        elif part.geom_type == "LineString":
            yield from (shapely.Point(part.coords[0]), shapely.Point(part.coords[-1]))


def _built(stretches: Sequence[Stretch], joints: _Joints, passages: Sequence[tuple[str, BaseGeometry]]) -> Network:
    joints.settle()
    where: dict[int, tuple[float, float]] = {}
    for number, places in enumerate(joints.places):
        for along, label in places:
            point = shapely.line_interpolate_point(stretches[number].line, along)
            place = (float(point.x), float(point.y))
            root = joints.same[label]
            where[root] = min(where.get(root, place), place)
    order = {root: number for number, root in enumerate(sorted(where, key=lambda root: (where[root], root)))}
    segments = [
        Segment(
            f"{stretch.route}#{stretch.part}.{piece}", stretch.route, stretch.part,
            order[joints.same[a]], order[joints.same[b]], from_m, to_m, line, _through(line, passages),
        )
        for number, stretch in enumerate(stretches)
        for piece, ((from_m, a), (to_m, b)) in enumerate(pairwise(joints.places[number]))
        for line in [substring(stretch.line, from_m, to_m)]
    ]  # fmt: skip
    return Network(tuple(stretches), tuple(segments), tuple(sorted(where.values())))


def _through(line: LineString, passages: Sequence[tuple[str, BaseGeometry]]) -> str | None:
    """Return the passage in which the middle of a segment lies."""
    middle = shapely.line_interpolate_point(line, 0.5, normalized=True)
    return next((key for key, ground in sorted(passages, key=lambda p: p[0]) if shapely.covers(ground, middle)), None)
