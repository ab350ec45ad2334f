"""What a part of a proposal touches, and how much: areas, lengths, counts and distances of the geometry as drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.pieces import by_dimension, pieces, uncollected

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Geometries = NDArray[np.object_]

HA = 10_000.0
KM = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Features within a distance of a geometry, in the order of their positions.

    Parameters
    ----------
    feature : int64 array, shape (n,)
        Positions in the array of features.
    overlap_ha, overlap_km, overlap_count : float64 arrays, shape (n,)
        Hectares of common ground, kilometres of common line, points in common or lines crossed; 0 where the two do not
        overlap, NaN where the measure has no meaning for their kinds of geometry.
    share : float64 array, shape (n,)
        Share of the feature's own hectares, kilometres or points, 0–1; NaN where that has no meaning.
    distance_m : float64 array, shape (n,)
        Metres; 0 where they meet.
    """

    feature: Places
    overlap_ha: Floats
    overlap_km: Floats
    overlap_count: Floats
    share: Floats
    distance_m: Floats

    @property
    def overlaps(self) -> NDArray[np.bool_]:
        """True where something is in common; geometries that only touch along a border have nothing in common."""
        measures = np.stack([self.overlap_ha, self.overlap_km, self.overlap_count])
        return np.asarray((np.nan_to_num(measures) > 0).any(axis=0), np.bool_)


class Probe:
    """A geometry made ready to be laid over many layers.

    Parameters
    ----------
    geometry : geometry
        Metric; a collection is measured kind by kind.
    """

    def __init__(self, geometry: BaseGeometry) -> None:
        self.geometry = geometry
        self.kinds = tuple(_Kind(kind) for kind in by_dimension(geometry))


class _Kind:
    """A geometry of one dimension with its pieces; prepared on a copy, so that nobody else's geometry changes."""

    def __init__(self, geometry: BaseGeometry) -> None:
        self.geometry: BaseGeometry = shapely.from_wkb(shapely.to_wkb(geometry))
        self.dimension = int(shapely.get_dimensions(geometry))
        self.pieces = pieces(geometry)
        self.tree = shapely.STRtree(self.pieces)
        shapely.prepare(self.geometry)


def contacts(
    part: BaseGeometry | Probe, features: Geometries, *, within_m: float, tree: shapely.STRtree | None = None
) -> Contacts:
    r"""Return the features that a geometry overlaps, or that lie within a distance of it.

    The overlap is that of :math:`A \cap B` as drawn: polygons with polygons in hectares; a line with a polygon in
    kilometres; points with anything, and line with line, as counts (crossings; a stretch in common in kilometres).

    Parameters
    ----------
    part : geometry or Probe
        Metric; a probe if it is laid over many layers.
    features : object array, shape (n,)
        Valid geometries in the same reference system; None and empty ones are never found.
    within_m : float
        Metres, from 0; finite.
    tree : STRtree, optional
        Tree of `features`, if the caller has one.

    Examples
    --------
    >>> square, far = shapely.box(0, 0, 200, 100), shapely.box(400, 0, 500, 100)
    >>> found = contacts(shapely.box(100, 0, 300, 100), np.array([square, far]), within_m=100)
    >>> found.overlap_ha.tolist(), found.share.tolist(), found.distance_m.tolist()
    ([1.0, 0.0], [0.5, 0.0], [0.0, 100.0])
    """
    tree = shapely.STRtree(features) if tree is None else tree
    probe = part if isinstance(part, Probe) else Probe(part)
    found = [_contacts_of(kind, features, within_m, tree) for kind in probe.kinds]
    return reduce(_together, found) if found else _none()


def nearest_m(part: BaseGeometry | Probe, features: Geometries, *, tree: shapely.STRtree | None = None) -> float:
    """Return the distance in metres to the nearest feature; NaN if there is none.

    Examples
    --------
    >>> nearest_m(shapely.Point(0, 0), np.array([shapely.Point(3, 4), shapely.Point(30, 40)]))
    5.0
    """
    tree = shapely.STRtree(features) if tree is None else tree
    probe = part if isinstance(part, Probe) else Probe(part)
    nearest = float("nan")
    for kind in probe.kinds:
        if len(tree.query(kind.geometry, predicate="intersects")):
            return 0.0
        _, distance = tree.query_nearest(kind.pieces, return_distance=True, all_matches=False)
        nearest = float(np.fmin(nearest, distance.min(initial=np.inf) if len(distance) else np.nan))
    return nearest


def common_ground(part: BaseGeometry, first: BaseGeometry, second: BaseGeometry) -> tuple[float, float, float]:
    """Return hectares, kilometres and points of a geometry that lie in two features at once; NaN where meaningless.

    Examples
    --------
    >>> common_ground(shapely.box(0, 0, 300, 100), shapely.box(0, 0, 200, 100), shapely.box(100, 0, 400, 100))
    (1.0, nan, nan)
    """
    drawn = shapely.get_dimensions([part, first, second])
    ground = _largest(shapely.intersection(_largest(shapely.intersection(part, first)), second))
    lowest, crossing = drawn.min(), (drawn == 1).sum() > 1
    points = float(_points(np.array([ground]))[0])
    ha = float(shapely.area(ground)) / HA if lowest == 2 else np.nan
    km = float(shapely.length(ground)) / KM if lowest == 1 and not points else np.nan
    return ha, km, points if lowest == 0 or (crossing and points) else np.nan


def _largest(geometry: BaseGeometry) -> BaseGeometry:
    """Return the parts of the highest dimension."""
    kinds = by_dimension(geometry)
    return kinds[0] if kinds else geometry


def _contacts_of(kind: _Kind, features: Geometries, within_m: float, tree: shapely.STRtree) -> Contacts:
    """Return the contacts of a geometry of one kind: first what meets it, then what lies near."""
    west, south, east, north = kind.geometry.bounds
    if not len(tree.query(shapely.box(west - within_m, south - within_m, east + within_m, north + within_m))):
        return _none()
    meeting = _meeting(kind, features, tree)
    apart = np.setdiff1d(_near(kind, within_m, tree), meeting, assume_unique=True)
    distance = _distances(kind, features[apart], within_m)
    chosen = distance <= within_m
    feature = np.concatenate([meeting, apart[chosen]])
    if not len(feature):
        return _none()
    metres = np.concatenate([np.zeros(len(meeting)), distance[chosen]])
    order = np.argsort(feature, kind="stable")
    return _measured(kind.geometry, features, feature[order], metres[order])


def _none() -> Contacts:
    nothing = np.empty(0, np.float64)
    return Contacts(np.empty(0, np.int64), nothing, nothing, nothing, nothing, nothing)


def _meeting(kind: _Kind, features: Geometries, tree: shapely.STRtree) -> Places:
    """Return the positions of the features that share at least a point with a geometry."""
    boxes = kind.pieces if kind.dimension == 0 else shapely.get_parts(kind.geometry)
    candidates: Places = np.unique(tree.query(boxes)[1]).astype(np.int64)
    if kind.dimension == 0:
        common = shapely.intersection(kind.geometry, uncollected(features[candidates]))
        return candidates[~np.asarray(shapely.is_empty(common), np.bool_)]
    return candidates[np.asarray(shapely.intersects(kind.geometry, features[candidates]), np.bool_)]


def _near(kind: _Kind, within_m: float, tree: shapely.STRtree) -> Places:
    """Return the positions of the features whose boxes lie within a distance of the boxes of some pieces."""
    west, south, east, north = shapely.bounds(kind.pieces).T
    boxes = shapely.box(west - within_m, south - within_m, east + within_m, north + within_m)
    return np.asarray(np.unique(tree.query(boxes)[1]), np.int64)


def _distances(kind: _Kind, features: Geometries, within_m: float) -> Floats:
    """Return the distance of each feature to the nearest piece; infinite beyond the limit."""
    out = np.full(len(features), np.inf)
    if within_m > 0 and len(features):
        # A hair more than the limit: the tree's own comparison may round the other way.
        limit = within_m * (1 + 1e-9)
        (place, _), distance = kind.tree.query_nearest(
            features, max_distance=limit, return_distance=True, all_matches=False
        )
        out[place] = distance
    return out


def _measured(part: BaseGeometry, features: Geometries, feature: Places, distance_m: Floats) -> Contacts:
    """Return contacts with their measures, from the common geometry of those that meet."""
    met = uncollected(features[feature])
    meets = np.flatnonzero(distance_m == 0)
    common = np.asarray(shapely.intersection(part, met[meets]), dtype=object)
    own, theirs = shapely.get_dimensions(part), shapely.get_dimensions(met)
    lower = np.minimum(own, theirs)
    crossing = (own == 1) & (theirs == 1)
    ha = np.where(lower == 2, _filled(len(met), meets, np.nan_to_num(shapely.area(common)) / HA), np.nan)
    km = np.where(lower == 1, _filled(len(met), meets, np.nan_to_num(shapely.length(common)) / KM), np.nan)
    km[crossing & (km == 0)] = np.nan
    count = np.where((lower == 0) | crossing, _filled(len(met), meets, _points(common)), np.nan)
    measure = np.select([theirs == 2, theirs == 1], [ha, km], count)
    return Contacts(feature, ha, km, count, np.minimum(measure / _whole(met, theirs), 1.0), distance_m)


def _filled(n: int, at: Places, values: Floats) -> Floats:
    """Return `n` numbers: `values` at some places, 0 elsewhere."""
    out = np.zeros(n)
    out[at] = values
    return out


def _whole(features: Geometries, dimension: NDArray[np.int32]) -> Floats:
    """Return the hectares of polygons, the kilometres of lines, the number of points."""
    out = np.empty(len(features))
    ground, lines = dimension == 2, dimension == 1
    out[ground] = shapely.area(features[ground]) / HA
    out[lines] = shapely.length(features[lines]) / KM
    rest = ~(ground | lines)
    out[rest] = shapely.get_num_coordinates(features[rest])
    return out


def _points(common: Geometries) -> Floats:
    """Return how many single points each geometry holds."""
    parts, owner = shapely.get_parts(common, return_index=True)
    single = (shapely.get_type_id(parts) == 0) & ~shapely.is_empty(parts)
    return np.bincount(owner[single], minlength=len(common)).astype(np.float64)


def _together(first: Contacts, second: Contacts) -> Contacts:
    """Return the contacts of two kinds of geometry of one part: measures added, the shorter distance."""
    feature = np.union1d(first.feature, second.feature)

    def both(name: str) -> tuple[Floats, Floats]:
        out = np.full((2, len(feature)), np.nan)
        for row, found in zip(out, (first, second), strict=True):
            row[np.searchsorted(feature, found.feature)] = getattr(found, name)
        return out[0], out[1]

    def added(name: str) -> Floats:
        one, other = both(name)
        return np.where(np.isnan(one), other, one + np.nan_to_num(other))

    ha, km, count = added("overlap_ha"), added("overlap_km"), added("overlap_count")
    return Contacts(feature, ha, km, count, np.minimum(added("share"), 1.0), np.fmin(*both("distance_m")))
