"""How much of a line lies within a zone: exact lengths, without drawing a buffer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.segments import segments_of
from landuse.errors import LanduseError, problem
from landuse.language import _

_STEPS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Geometries with the reach of each, ready to be asked about many lines.

    Parameters
    ----------
    parts : object array, shape (n,)
        Single geometries, none empty.
    boxes : float64 array, shape (n, 4)
        West, south, east, north of each.
    reach_m : float64 array, shape (n,)
        Metres, from 0; infinity for all lines.
    """

    parts: NDArray[np.object_]
    boxes: NDArray[np.float64]
    reach_m: NDArray[np.float64]

    @classmethod
    def of(cls, zones: Iterable[tuple[Sequence[BaseGeometry], float]]) -> Zones:
        """Return sets of geometries that reach differently (metres) as one."""
        parts, reaches = [np.empty(0, object)], [np.empty(0)]
        for geometries, reach_m in zones:
            single = shapely.get_parts(np.array(list(geometries), dtype=object))
            parts.append(single[~shapely.is_empty(single)])
            reaches.append(np.full(len(parts[-1]), float(reach_m)))
        every = np.concatenate(parts)
        return cls(every, shapely.bounds(every).reshape(-1, 4), np.concatenate(reaches))

    def near(self, line: BaseGeometry) -> Zones:
        """Return the geometries that may lie within reach of a line."""
        x0, y0, x1, y1 = line.bounds
        west, south, east, north = self.boxes.T
        far = self.reach_m
        near = (west <= x1 + far) & (east >= x0 - far) & (south <= y1 + far) & (north >= y0 - far)
        return Zones(self.parts[near], self.boxes[near], self.reach_m[near])

    def near_boxes(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell of each box (west, south, east, north; shape (m, 4)) if a geometry may lie within reach of it."""
        if not len(self) or not len(boxes):
            return np.zeros(len(boxes), np.bool_)
        some = self.near(shapely.box(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))
        (x0, y0, x1, y1), (west, south, east, north) = boxes.T[:, :, None], some.boxes.T
        far = some.reach_m
        near = (west <= x1 + far) & (east >= x0 - far) & (south <= y1 + far) & (north >= y0 - far)
        return np.asarray(near.any(axis=1), np.bool_)

    @property
    def ground(self) -> BaseGeometry:
        """The box that holds all within reach; an empty polygon without geometries."""
        if not len(self):
            return shapely.Polygon()
        far = self.reach_m[:, None] * [-1.0, -1.0, 1.0, 1.0]
        west, south, east, north = np.split(self.boxes + far, 4, axis=1)
        return shapely.box(west.min(), south.min(), east.max(), north.max())

    def with_others(self, *others: Zones) -> Zones:
        """Return the geometries of several sets."""
        every = (self, *others)
        return Zones(
            np.concatenate([zones.parts for zones in every]),
            np.concatenate([zones.boxes for zones in every]),
            np.concatenate([zones.reach_m for zones in every]),
        )

    def __len__(self) -> int:
        return len(self.parts)


def length_within_any(line: BaseGeometry, zones: Sequence[tuple[Sequence[BaseGeometry], float]]) -> float:
    """Return how many metres of a line lie within reach of any geometry, where sets of geometries reach differently.

    Parameters
    ----------
    line : shapely geometry
        Line or lines, metres; counted as drawn.
    zones : sequence of (geometries, reach in metres)
        Overlapping stretches count once.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> length_within_any(LineString([(0, 0), (100, 0)]), [([Point(0, 0)], 50), ([Point(60, 0)], 20)])
    80.0
    """
    return length_in_zones(line, Zones.of(zones))


def length_in_zones(line: BaseGeometry, zones: Zones) -> float:
    """Return how many metres of a line lie within reach of any geometry; overlapping stretches count once."""
    near = zones.near(line)
    if np.isinf(near.reach_m).any():
        return float(line.length)
    rest, inside_m = line, 0.0
    polygons = near.parts[shapely.get_dimensions(near.parts) == 2]
    if len(polygons):
        rest = shapely.difference(line, shapely.union_all(shapely.make_valid(polygons)))
        inside_m = max(line.length - rest.length, 0.0)  # a line outside can come back a rounding longer
    if not len(near):
        return float(inside_m)
    levels = np.unique(near.reach_m)
    ends = [segments_of(near.parts[near.reach_m == level]).ends for level in levels]
    reaches = [np.full(len(found), level) for found, level in zip(ends, levels, strict=True)]
    return float(inside_m + _near_length(segments_of([rest]).ends, np.concatenate(ends), np.concatenate(reaches)))


def length_within(line: BaseGeometry, geometries: Sequence[BaseGeometry], reach_m: float) -> float:
    """Return how many metres of a line lie at most `reach_m` from the nearest of some geometries.

    Each piece of the line is cut by the discs and strips around the points, lines and outlines, and by the polygons
    themselves; overlapping stretches count once.

    Parameters
    ----------
    line : shapely geometry
        Line or lines, metres; counted as drawn.
    geometries : sequence of shapely geometry
        In the same reference system; the distance is 0 inside polygons.
    reach_m : float
        Metres, from 0; infinity for the whole line (if there is a geometry).

    Returns
    -------
    float
        Metres, from 0 to the length of the line.

    Raises
    ------
    LanduseError
        If the reach is below 0 or not a number.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> length_within(LineString([(0, 0), (100, 0)]), [Point(50, 30)], 50)
    80.0
    """
    if not reach_m >= 0:
        raise LanduseError(problem("reach", reach_m, _("a number of metres, not below 0"), _("give for example 1000")))
    return length_within_any(line, [(geometries, float(reach_m))])


def _near_length(steps: NDArray[np.float64], ends: NDArray[np.float64], reach_m: NDArray[np.float64]) -> float:
    """Return the length of the union, step by step, of what lies within reach of the segments."""
    if not (len(steps) and len(ends)):
        return 0.0
    tree = shapely.STRtree(_boxes(ends, 0.0))
    total = 0.0
    for start in range(0, len(steps), _STEPS_AT_ONCE):
        some = steps[start : start + _STEPS_AT_ONCE]
        step, other = tree.query(_boxes(some, float(reach_m.max())))
        low, high = _stretch(some[step], ends[other], reach_m[other])
        met = high > low
        total += _union_length(step[met], low[met], high[met], _direction(some)[1])
    return total


def _boxes(ends: NDArray[np.float64], margin_m: float) -> NDArray[np.object_]:
    x, y = ends[:, ::2], ends[:, 1::2]
    boxes: NDArray[np.object_] = shapely.box(
        x.min(axis=1) - margin_m, y.min(axis=1) - margin_m, x.max(axis=1) + margin_m, y.max(axis=1) + margin_m
    )
    return boxes


def _stretch(
    steps: NDArray[np.float64], ends: NDArray[np.float64], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return from where to where (metres along each step) it is within reach of its segment; empty if high <= low.

    All within reach of a segment is convex, so the stretch is what the two discs and the strip between them span.
    """
    along, length = _direction(steps)
    strip, strip_length = _direction(ends)
    low, high = np.full(len(steps), np.inf), np.full(len(steps), -np.inf)
    for end in (ends[:, :2], ends[:, 2:]):
        near, far = _disc(end - steps[:, :2], along, reach_m)
        low, high = np.fmin(low, near), np.fmax(high, far)
    offset = steps[:, :2] - ends[:, :2]
    speed = (_dot(along, strip), _cross(along, strip))
    place = (_dot(offset, strip), _cross(offset, strip))
    a0, a1 = _between(place[0], speed[0], np.zeros_like(length), strip_length)
    b0, b1 = _between(place[1], speed[1], -reach_m, reach_m)
    near, far = np.maximum(a0, b0), np.minimum(a1, b1)
    real = (far >= near) & (strip_length > 0)
    low, high = np.where(real, np.fmin(low, near), low), np.where(real, np.fmax(high, far), high)
    return np.maximum(low, 0.0), np.minimum(high, length)


def _direction(ends: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    vector = ends[:, 2:] - ends[:, :2]
    length = np.hypot(vector[:, 0], vector[:, 1])
    return vector / np.where(length > 0, length, 1.0)[:, None], length


def _dot(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1]


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]


def _disc(
    centre: NDArray[np.float64], along: NDArray[np.float64], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where lines through the origin enter and leave discs; NaN where they miss."""
    middle, across = _dot(centre, along), _cross(centre, along)
    squared = reach_m * reach_m - across * across
    half = np.sqrt(np.where(squared >= 0, squared, np.nan))
    return middle - half, middle + half


def _between(
    place: NDArray[np.float64], speed: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the t for which low <= place + t · speed <= high."""
    still = np.abs(speed) < 1e-14
    rate = np.where(still, 1.0, speed)
    t0, t1 = (low - place) / rate, (high - place) / rate
    inside = (place >= low) & (place <= high)
    return (
        np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(t0, t1)),
        np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(t0, t1)),
    )


def _union_length(
    step: NDArray[np.int64], low: NDArray[np.float64], high: NDArray[np.float64], length: NDArray[np.float64]
) -> float:
    """Return the length of the union of stretches; the steps lie one after the other, so none meets the next."""
    begin = np.concatenate([[0.0], np.cumsum(length)[:-1]])[step]
    low, high = low + begin, high + begin
    order = np.argsort(low, kind="stable")
    low, high = low[order], high[order]
    before = np.concatenate([[0.0], np.maximum.accumulate(high)[:-1]]) if len(high) else high
    return float(np.maximum(0.0, high - np.maximum(low, before)).sum())
