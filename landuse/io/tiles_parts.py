"""Geometries as flat arrays of rings, lines and points in Web Mercator, made coarser zoom by zoom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from landuse.errors import LayerError, problem
from landuse.language import _

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

STRAIGHT_M = 4_000.0
"""Longer segments get vertices first: what is straight in SWEREF 99 TM bends in Web Mercator (0.7 m over 4 km)."""
WORLD_M = 20_037_508.342789244
POINT, LINE, POLYGON = 1, 2, 3
"""Kinds of parts, numbered as in vector tiles."""
_to_mercator = Transformer.from_crs(3006, 3857, always_xy=True)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Parts of one kind: the vertices of all behind each other.

    Parameters
    ----------
    kind : int
        :data:`POINT`, :data:`LINE` or :data:`POLYGON` (then every part is a ring without its closing vertex).
    xy : float64 array, shape (vertices, 2)
        EPSG:3006 as read; from :func:`mercator` on Web Mercator as a share of the world, 0–1, the origin in the
        north-west.
    start : int64 array, shape (parts + 1,)
        Where each part begins in `xy`, and the end.
    feature, polygon : int64 array, shape (parts,)
        Number of the feature; of the polygon that a ring belongs to (a line or point is its own).
    hole : bool array, shape (parts,)
        True for inner rings; a polygon's outer ring stands before them.
    """

    kind: int
    xy: Floats
    start: Ints
    feature: Ints
    polygon: Ints
    hole: Bools

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.feature)

    @property
    def sizes(self) -> Ints:
        """Number of vertices of each part."""
        return np.diff(self.start)

    @property
    def owner(self) -> Ints:
        """Number of the part that each vertex belongs to."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def take(self, wanted: Ints | Bools) -> Parts:
        """Return some of the parts, by numbers or by a mask, in the order asked for."""
        chosen = np.flatnonzero(wanted) if wanted.dtype == bool else wanted
        sizes = self.sizes[chosen]
        start = starts(sizes)
        at = np.repeat(self.start[chosen] - start[:-1], sizes) + np.arange(start[-1])
        return Parts(self.kind, self.xy[at], start, self.feature[chosen], self.polygon[chosen], self.hole[chosen])

    def after(self) -> Ints:
        """Return the number of the vertex after each one; after a part's last stands its first."""
        following = np.arange(1, len(self.xy) + 1)
        following[self.start[1:] - 1] = self.start[:-1]
        return following

    def bounds(self) -> Floats:
        """Return west, north, east, south of each part, shape (parts, 4)."""
        if not len(self):
            return np.zeros((0, 4))
        low = np.minimum.reduceat(self.xy, self.start[:-1], axis=0)
        return np.column_stack([low, np.maximum.reduceat(self.xy, self.start[:-1], axis=0)])

    def areas(self) -> Floats:
        """Return the area of each ring, positive where it runs clockwise on a screen (y grows southwards)."""
        if not len(self):
            return np.zeros(0)
        base = np.repeat(self.xy[self.start[:-1]], self.sizes, axis=0)
        here = self.xy - base
        there = here[self.after()]
        return 0.5 * np.add.reduceat(here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1], self.start[:-1])

    def lengths(self) -> Floats:
        """Return the length of each part; of a ring around, of a line from end to end."""
        if not len(self):
            return np.zeros(0)
        steps = np.hypot(*(self.xy[self.after()] - self.xy).T)
        if self.kind == LINE:
            steps[self.start[1:] - 1] = 0.0
        return np.add.reduceat(steps, self.start[:-1])


def starts(sizes: Ints) -> Ints:
    """Return where each of some runs begins, and the end of the last.

    Examples
    --------
    >>> starts(np.array([2, 3])).tolist()
    [0, 2, 5]
    """
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def joined(pieces: list[Parts]) -> Parts:
    """Return parts of one kind behind each other."""
    return Parts(
        pieces[0].kind,
        np.concatenate([piece.xy for piece in pieces]),
        starts(np.concatenate([piece.sizes for piece in pieces])),
        np.concatenate([piece.feature for piece in pieces]),
        np.concatenate([piece.polygon for piece in pieces]),
        np.concatenate([piece.hole for piece in pieces]),
    )


def mercator(parts: Parts) -> Parts:
    """Return parts of EPSG:3006 in Web Mercator as a share of the world, 0–1, y southwards.

    Raises
    ------
    LayerError
        If a vertex has no place there.
    """
    dense = with_vertices(parts, STRAIGHT_M)
    return replace(dense, xy=_moved(dense.xy))


def with_vertices(parts: Parts, longest: float) -> Parts:
    """Return parts with vertices between those that are farther apart than `longest`, evenly spread."""
    if parts.kind == POINT or not len(parts):
        return parts
    after = parts.after()
    if parts.kind == LINE:
        after[parts.start[1:] - 1] = parts.start[1:] - 1
    step = parts.xy[after] - parts.xy
    length = np.hypot(step[:, 0], step[:, 1])
    many = np.where(np.isfinite(length), np.maximum(np.ceil(length / longest), 1), 1).astype(np.int64)
    at = np.repeat(np.arange(len(many)), many)
    share = (np.arange(len(at)) - starts(many)[:-1][at]) / many[at]
    xy = parts.xy[at] + share[:, None] * step[at]
    return replace(parts, xy=xy, start=starts(np.add.reduceat(many, parts.start[:-1])))


def _moved(xy: Floats) -> Floats:
    east, north = _to_mercator.transform(xy[:, 0], xy[:, 1])
    moved = np.column_stack([0.5 + np.asarray(east) / (2 * WORLD_M), 0.5 - np.asarray(north) / (2 * WORLD_M)])
    wrong = np.flatnonzero(~np.isfinite(moved).all(axis=1) | ((moved < 0) | (moved > 1)).any(axis=1))
    if len(wrong):
        found = ", ".join(f"{value:g}" for value in xy[wrong[0]])
        raise LayerError(problem("geometry", found, _("a place in SWEREF 99 TM"), _("check the reference system")))
    return moved


def parts_of(geometries: Any) -> list[Parts]:
    """Return the parts of geometries, one :class:`Parts` for each kind that there is; empty ones have none.

    Parameters
    ----------
    geometries : array of shapely geometries
        The place in the array is the number of the feature.
    """
    single, feature = _singles(np.asarray(geometries))
    kinds = shapely.get_type_id(single)
    found = []
    for kind, types in ((POINT, (0,)), (LINE, (1, 2)), (POLYGON, (3,))):
        chosen = np.isin(kinds, types)
        if chosen.any():
            found.append(_flat(kind, single[chosen], feature[chosen]))
    return found


def _singles(geometries: Any) -> tuple[Any, Ints]:
    """Return geometries taken apart until none has parts, lines joined first, and the feature of each."""
    feature = np.arange(len(geometries))
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    whole, feature = geometries[there], feature[there]
    lines = shapely.get_type_id(whole) == 5
    whole[lines] = shapely.line_merge(whole[lines])
    while (shapely.get_type_id(whole) > 3).any():
        whole, of = shapely.get_parts(whole, return_index=True)
        feature = feature[of]
    filled = ~shapely.is_empty(whole)
    return whole[filled], feature[filled]


def _flat(kind: int, single: Any, feature: Ints) -> Parts:
    polygon = np.arange(len(single))
    hole = np.zeros(len(single), dtype=bool)
    if kind == POLYGON:
        single, polygon = shapely.get_rings(single, return_index=True)
        hole = np.concatenate([[False], polygon[1:] == polygon[:-1]])
        feature = feature[polygon]
    xy, of = shapely.get_coordinates(single, return_index=True)
    sizes = np.bincount(of, minlength=len(single)).astype(np.int64)
    parts = Parts(kind, xy, starts(sizes), feature, polygon, hole)
    return _opened(parts) if kind == POLYGON else parts


def _opened(rings: Parts) -> Parts:
    """Return rings without the vertex that closes them."""
    xy = np.delete(rings.xy, rings.start[1:] - 1, axis=0)
    return Parts(rings.kind, xy, starts(rings.sizes - 1), rings.feature, rings.polygon, rings.hole)


def coarser(parts: Parts, tolerance: float) -> Parts:
    """Return lines and rings with fewer vertices (Douglas–Peucker); rings that fold up are left out.

    Parameters
    ----------
    tolerance : float
        How far the drawn line may lie from the old one, as a share of the world.
    """
    if parts.kind == POINT or not len(parts):
        return parts
    xy, sizes = parts.xy, parts.sizes
    if parts.kind == POLYGON:
        xy, sizes = np.insert(xy, parts.start[1:], xy[parts.start[:-1]], axis=0), sizes + 1
    lines = shapely.linestrings(xy, indices=np.repeat(np.arange(len(parts)), sizes))
    thin = shapely.simplify(lines, tolerance, preserve_topology=False)
    xy, of = shapely.get_coordinates(thin, return_index=True)
    sizes = np.bincount(of, minlength=len(parts)).astype(np.int64)
    made = Parts(parts.kind, xy, starts(sizes), parts.feature, parts.polygon, parts.hole)
    return _opened(made.take(sizes >= 4)) if parts.kind == POLYGON else made
