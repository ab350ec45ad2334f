"""A migration route as a strip of land: its ground, its two sides, and what lies in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

_QUADRANT = 16
_ON_THE_RING_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Corridor:
    """The strip along a line, cut square at both ends.

    Parameters
    ----------
    line : LineString
        Middle of the strip, metres, EPSG:3006.
    width_m : float
        From side to side.
    ground : Polygon
        All points at most half the width from the line.
    sides : pair of LineString, or None
        Left and right as seen along the line; None where the strip meets itself, so that it has no two sides.
    holes : tuple of shapely geometry
        Rims of land that the strip goes round.
    """

    line: LineString
    width_m: float
    ground: BaseGeometry
    sides: tuple[LineString, LineString] | None
    holes: tuple[BaseGeometry, ...] = ()

    @property
    def ends(self) -> tuple[LineString, LineString]:
        """The two straight lines across the strip at its ends."""
        return _across(self.line, self.width_m, start=True), _across(self.line, self.width_m, start=False)


def corridor(line: LineString, width_m: float) -> Corridor:
    """Return the strip along a line; the same bits whichever way the line is drawn.

    Examples
    --------
    >>> strip = corridor(LineString([(0, 0), (1000, 0)]), 200)
    >>> round(strip.ground.area), [round(side.length) for side in strip.sides]
    (200000, [1000, 1000])
    """
    line = onward(line)
    ground = shapely.make_valid(shapely.buffer(line, width_m / 2.0, cap_style="flat", quad_segs=_QUADRANT))
    holes: tuple[BaseGeometry, ...] = ()
    sides = None
    if ground.geom_type == "Polygon":
        holes = tuple(ground.interiors)
        sides = _sides(LineString(ground.exterior.coords), line, width_m)
    return Corridor(line, float(width_m), ground, sides, holes)


def onward(line: LineString) -> LineString:
    """Return a line with its smaller end (by x, then y) first.

    Examples
    --------
    >>> onward(LineString([(5, 0), (2, 3), (0, 9)])).coords[0]
    (0.0, 9.0)
    """
    coords = list(line.coords)
    return line if (coords[0], coords[1:]) <= (coords[-1], coords[-2::-1]) else LineString(coords[::-1])


def clipped(geometry: BaseGeometry, strip: Corridor) -> NDArray[np.object_]:
    """Return the connected pieces of a geometry inside a strip; none where they do not meet."""
    if not shapely.intersects(geometry, strip.ground):
        return np.empty(0, dtype=object)
    parts: NDArray[np.object_] = shapely.get_parts(shapely.intersection(geometry, strip.ground))
    kept: NDArray[np.object_] = parts[~shapely.is_empty(parts)]
    return kept


def _across(line: LineString, width_m: float, *, start: bool) -> LineString:
    """Return the line across a strip at one of its ends, from its left side to its right."""
    coords = np.asarray(line.coords)[:, :2]
    here = coords[0] if start else coords[-1]
    ahead = coords[1] - coords[0] if start else coords[-1] - coords[-2]
    length = math.hypot(*ahead)
    left = np.array([-ahead[1], ahead[0]]) / (length or 1.0) * width_m / 2.0
    return LineString([here + left, here - left])


def _sides(ring: LineString, line: LineString, width_m: float) -> tuple[LineString, LineString] | None:
    """Return the left and the right side of a strip from its outline."""
    first, last = _across(line, width_m, start=True), _across(line, width_m, start=False)
    corners = shapely.points([first.coords[0], last.coords[0], last.coords[1], first.coords[1]])
    if line.is_ring or (shapely.distance(corners, ring) > _ON_THE_RING_M).any():
        return None
    at = np.asarray(shapely.line_locate_point(ring, corners), dtype=float)
    turn = np.mod(at - at[0], ring.length)
    if not (0 < turn[1] < turn[2] < turn[3]):  # round the other way
        at = ring.length - at
        ring = LineString(ring.coords[::-1])
        turn = np.mod(at - at[0], ring.length)
    if not (0 < turn[1] < turn[2] < turn[3]):
        return None
    return _arc(ring, at[0], at[1]), _arc(ring, at[2], at[3])


def _arc(ring: LineString, start: float, end: float) -> LineString:
    """Return the part of a closed line from one place to another, past its beginning if need be."""
    length = ring.length
    start, end = start % length, end % length
    places = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(np.asarray(ring.coords), axis=0).T))])
    coords = np.asarray(ring.coords)[:-1]
    unrolled = np.concatenate([places[:-1], places[:-1] + length])
    stop = end if end > start else end + length
    inner = (unrolled > start) & (unrolled < stop)
    between = np.concatenate([coords, coords])[inner]
    ends = [shapely.line_interpolate_point(ring, place) for place in (start, end)]
    return LineString([ends[0].coords[0], *between, ends[1].coords[0]])
