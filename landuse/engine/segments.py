"""Geometries as plain arrays of segments, in an order of their ends that does not depend on who drew them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.errors import LanduseError, problem
from landuse.language import _


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Straight pieces of points, lines and outlines.

    Parameters
    ----------
    ends : float64 array, shape (n, 4)
        x0, y0, x1, y1 in metres, the smaller end (by x, then y) first; a point has both ends alike.
    turn : int8 array, shape (n,)
        For outlines with the inside on the left: +1 if drawn upwards, -1 downwards; 0 for points and lines.
    """

    ends: NDArray[np.float64]
    turn: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of at least one segment, metres."""
        x, y = self.ends[:, ::2], self.ends[:, 1::2]
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def segments_of(
    geometries: Sequence[BaseGeometry], *, near: tuple[float, float, float, float] | None = None
) -> Segments:
    """Return all segments of some geometries.

    Parameters
    ----------
    geometries : sequence of shapely geometry
        Any kind, metres; empty ones and None are passed over, polygons that are not valid are made so.
    near : tuple of float, optional
        West, south, east, north: geometries whose bounds do not touch it are left out.

    Raises
    ------
    LanduseError
        If a coordinate is not a finite number.
    """
    parts = _parts(geometries, near)
    kind = shapely.get_dimensions(parts)
    points = shapely.get_coordinates(parts[kind == 0])
    _check(points)
    pieces = [(np.hstack([points, points]), np.zeros(len(points), np.int8))]
    pieces.append(_steps(parts[kind == 1], outline=False))
    pieces.append(_steps(_rings(parts[kind == 2]), outline=True))
    return Segments(np.ascontiguousarray(np.vstack([p[0] for p in pieces])), np.concatenate([p[1] for p in pieces]))


def bounds_of(geometries: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of some geometries, metres.

    Raises
    ------
    LanduseError
        If a coordinate is not a finite number.
    """
    _check(shapely.get_coordinates(np.array(list(geometries), dtype=object)))
    west, south, east, north = shapely.total_bounds(np.array(list(geometries), dtype=object)).tolist()
    return west, south, east, north


def _parts(geometries: Sequence[BaseGeometry], near: tuple[float, float, float, float] | None) -> NDArray[np.object_]:
    parts: NDArray[np.object_] = np.array(list(geometries), dtype=object).ravel()
    for _level in range(8):
        parts = shapely.get_parts(parts)
        if not (shapely.get_type_id(parts) >= 4).any():
            break
    parts = parts[~shapely.is_empty(parts)]
    if near is None or not len(parts):
        return parts
    bounds = shapely.bounds(parts)
    _check(bounds)
    west, south, east, north = bounds.T
    away = (west > near[2]) | (east < near[0]) | (south > near[3]) | (north < near[1])
    kept: NDArray[np.object_] = parts[~away]
    return kept


def _rings(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    wrong = ~shapely.is_valid(polygons)
    if wrong.any():
        mended = shapely.get_parts(shapely.get_parts(shapely.make_valid(polygons[wrong])))
        polygons = np.concatenate([polygons[~wrong], mended[shapely.get_dimensions(mended) == 2]])
    return shapely.get_rings(shapely.orient_polygons(polygons)) if len(polygons) else polygons


def _steps(lines: NDArray[np.object_], *, outline: bool) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    _check(coordinates)
    a, b = coordinates[:-1], coordinates[1:]
    same = (owner[:-1] == owner[1:]) & (a != b).any(axis=1)
    a, b = a[same], b[same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    ends = np.hstack([np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)])
    turn = np.sign(b[:, 1] - a[:, 1]).astype(np.int8) if outline else np.zeros(len(a), np.int8)
    return ends, turn


def _check(coordinates: NDArray[np.float64]) -> None:
    if not np.isfinite(coordinates).all():
        raise LanduseError(
            problem(_("geometry"), _("a coordinate that is not a number"), _("metres"), _("repair the geometry"))
        )
