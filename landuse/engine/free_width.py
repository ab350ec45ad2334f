"""How wide a free way through a strip of land is: exact, from the distances between what stands in it.

A herd that keeps the distance w / 2 from every hard edge is stopped if and only if a chain of edges leads from the left
side of the strip to the right one in which no gap is wider than w. The free width is therefore the least, over all
such chains, of the chain's widest gap: a bottleneck path between the sides, found without any grid. The same number
from a grid (twice the largest clearance that some way keeps) is in :mod:`landuse.engine.widest`.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.corridor import Corridor

Floats = NDArray[np.float64]
_LEFT, _RIGHT = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Narrows:
    """The narrowest passages of a strip, each with the stretch of the strip that it closes when it is too narrow.

    Parameters
    ----------
    width_m : float64 array, shape (n,)
        Gap that every way through the strip has to pass, or be narrower elsewhere; below the width of the strip.
    start_m, end_m : float64 array, shape (n,)
        Stretch along the middle line.
    place : float64 array, shape (n, 2)
        Middle of the gap, EPSG:3006.
    whole_m : float
        Width of the strip.
    """

    width_m: Floats
    start_m: Floats
    end_m: Floats
    place: Floats
    whole_m: float

    @property
    def least_m(self) -> float:
        """Free width of the whole strip, metres."""
        return float(min(self.width_m.min(initial=np.inf), self.whole_m))

    def least_between(self, start_m: float, end_m: float) -> float:
        """Return the free width of a stretch along the middle line, metres."""
        here = (self.start_m <= end_m) & (self.end_m >= start_m)
        return float(min(self.width_m[here].min(initial=np.inf), self.whole_m))

    def narrowest(self) -> tuple[float, float] | None:
        """Return where the strip is narrowest, None if nothing narrows it."""
        if not len(self.width_m):
            return None
        first = np.lexsort((self.place[:, 1], self.place[:, 0], self.width_m))[0]
        return float(self.place[first, 0]), float(self.place[first, 1])


def free_width(strip: Corridor, obstacles: Sequence[BaseGeometry]) -> Narrows | None:
    """Return how wide a way through a strip stays free of hard edges.

    Parameters
    ----------
    strip : Corridor
        The strip; its sides are edges too.
    obstacles : sequence of shapely geometry
        Hard edges, each already cut to the ground of the strip (:func:`landuse.engine.corridor.clipped`); any order.

    Returns
    -------
    Narrows or None
        None where the strip meets itself and has no two sides. One more obstacle never widens any stretch.

    Examples
    --------
    >>> from shapely import LineString, box
    >>> from landuse.engine.corridor import corridor
    >>> strip = corridor(LineString([(0, 0), (5000, 0)]), 1000)
    >>> free_width(strip, [box(2000, -500, 2100, -60), box(2000, 60, 2100, 500)]).least_m
    120.0
    """
    if strip.sides is None:
        return None
    nodes = np.array([*strip.sides, *strip.holes, *obstacles], dtype=object)
    if len(nodes) == 2:
        return _narrows(strip, nodes, np.empty((0, 2), np.int64), np.empty(0), np.empty(0, np.int64))
    pairs, gap = _gaps(nodes, strip.width_m)
    left, right = (
        _bottleneck(len(nodes), pairs, gap, (_LEFT, _RIGHT)),
        _bottleneck(len(nodes), pairs, gap, (_RIGHT, _LEFT)),
    )
    a, b = pairs.T
    through = np.minimum(np.maximum(left[a], right[b]), np.maximum(left[b], right[a]))
    decisive = (gap >= through) & (gap < strip.width_m)
    closed = np.flatnonzero(np.maximum(left, right) == 0.0)
    return _narrows(strip, nodes, pairs[decisive], gap[decisive], closed[closed > _RIGHT])


def _gaps(nodes: NDArray[np.object_], most_m: float) -> tuple[NDArray[np.int64], Floats]:
    """Return the pairs of edges that are less than the width of the strip apart, and how far; not the two sides."""
    tree = shapely.STRtree(nodes)
    a, b = tree.query(nodes, predicate="dwithin", distance=most_m)
    once = (a < b) & ~((a == _LEFT) & (b == _RIGHT))
    pairs = np.column_stack([a[once], b[once]]).astype(np.int64)
    return pairs, np.asarray(shapely.distance(nodes[pairs[:, 0]], nodes[pairs[:, 1]]), dtype=float)


def _bottleneck(n: int, pairs: NDArray[np.int64], gap: Floats, sides: tuple[int, int]) -> Floats:
    """Return, for each edge, the least over all chains from one side of the chain's widest gap, never by the other."""
    start, barred = sides
    near: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for (a, b), width in zip(pairs.tolist(), gap.tolist(), strict=True):
        near[a].append((b, width))
        near[b].append((a, width))
    best = np.full(n, np.inf)
    best[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        here, node = heapq.heappop(queue)
        if here > best[node]:
            continue
        for other, width in near[node]:
            there = max(here, width)
            if there < best[other] and other != barred:
                best[other] = there
                heapq.heappush(queue, (there, other))
    return best


def _narrows(
    strip: Corridor, nodes: NDArray[np.object_], pairs: NDArray[np.int64], gap: Floats, closed: NDArray[np.int64]
) -> Narrows:
    """Place gaps and closed ground along the middle line."""
    lines = shapely.shortest_line(nodes[pairs[:, 0]], nodes[pairs[:, 1]]) if len(pairs) else np.empty(0, object)
    ends = np.array([shapely.get_coordinates(line)[[0, -1]] for line in lines]).reshape(-1, 2, 2)
    along = shapely.line_locate_point(strip.line, shapely.points(ends)) if len(ends) else np.empty((0, 2))
    stretch = [_stretch(strip, nodes[node]) for node in closed]
    middles = [shapely.get_coordinates(shapely.point_on_surface(nodes[node]))[0] for node in closed]
    return Narrows(
        np.concatenate([gap, np.zeros(len(closed))]),
        np.concatenate([along.min(axis=1, initial=np.inf), [low for low, _high in stretch]]),
        np.concatenate([along.max(axis=1, initial=-np.inf), [high for _low, high in stretch]]),
        np.concatenate([ends.mean(axis=1), np.array(middles).reshape(-1, 2)]),
        strip.width_m,
    )


def _stretch(strip: Corridor, geometry: BaseGeometry) -> tuple[float, float]:
    along = shapely.line_locate_point(strip.line, shapely.points(shapely.get_coordinates(geometry)))
    return float(np.min(along)), float(np.max(along))
