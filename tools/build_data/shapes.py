"""Hand-drawn shapes made believable: noisy outlines, winding lines, clipped to land."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes as raster_shapes
from shapely.geometry import LineString, MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from tools.build_data.terrain import CELL_M, NORTH, SOUTH, WEST, terrain, waves

Points = NDArray[np.float64]
WARP = ((30.0, 1.5), (11.0, 0.7), (4.0, 0.28), (1.6, 0.1))
"""Wave length and shift of the noise on outlines, km; a shape takes only waves shorter than itself."""
BORDER_WARP = ((4.0, 0.5), (1.6, 0.14))
"""The same for borders that areas share."""
STEP_M = 350.0


def from_km(geometry: BaseGeometry) -> BaseGeometry:
    """Turn km from the south-west corner into EPSG:3006."""
    return shapely.transform(geometry, lambda xy: xy * 1000 + (WEST, SOUTH))


def seed_of(*words: object) -> int:
    """Return a number that is always the same for the same words."""
    return zlib.crc32("|".join(map(str, words)).encode())


def tidy(geometry: BaseGeometry) -> BaseGeometry:
    """Return a valid geometry on whole metres, of its own dimension only."""
    dimension = shapely.get_dimensions(geometry)
    made = shapely.set_precision(shapely.make_valid(shapely.force_2d(geometry)), 1.0)
    parts = [part for part in shapely.get_parts(made) if shapely.get_dimensions(part) == dimension]
    parts = [inner for part in parts for inner in shapely.get_parts(part)]
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.union_all(parts))


def rugged(area: BaseGeometry) -> BaseGeometry:
    """Return an area with a natural outline: its points shifted by waves shorter than the area itself."""
    size_km = float(np.sqrt(shapely.area(area))) / 1000
    lengths = tuple((length, shift) for length, shift in WARP if length <= 0.8 * size_km)
    dense = shapely.segmentize(area, STEP_M)
    return tidy(shapely.simplify(shapely.transform(dense, lambda xy: xy + _shift(xy, lengths)), 25))


def _shift(xy: Points, lengths: tuple[tuple[float, float], ...]) -> Points:
    x, y = (xy[:, 0] - WEST) / 1000, (xy[:, 1] - SOUTH) / 1000
    shift = np.zeros_like(xy)
    for length, km in lengths:
        for axis in (0, 1):
            shift[:, axis] += 1000 * km * waves(x, y, seed=int(31 + 10 * length) + axis, lengths_km=(length,))
    return shift


def winding(line: LineString, share: float, seed: int) -> LineString:
    """Return a line that wanders between its vertices, which stay where they are.

    Parameters
    ----------
    share : float
        Sideways swing as a share of the length of each leg; 0 leaves the line straight.
    """
    if share == 0:
        return line
    random, corners = np.random.default_rng(seed), shapely.get_coordinates(line)
    legs = [_wind(start, end, share, random)[:-1] for start, end in pairwise(corners)]
    return shapely.simplify(LineString(np.vstack([*legs, corners[-1:]])), 12)


def _wind(start: Points, end: Points, share: float, random: np.random.Generator) -> Points:
    along = end - start
    length = float(np.hypot(*along))
    t = np.linspace(0, 1, max(2, int(length / STEP_M) + 1))
    swing = sum(random.normal() / k * np.sin(k * np.pi * t) for k in range(1, 9))
    aside = np.array([-along[1], along[0]])
    return np.asarray(start + t[:, None] * along + 0.5 * share * np.asarray(swing)[:, None] * aside)


def rounded(geometry: BaseGeometry, times: int = 2) -> BaseGeometry:
    """Cut the corners of rings and lines (Chaikin), ends of lines kept."""
    return shapely.make_valid(_each_line(geometry, lambda xy, ring: _cut(xy, ring, times)))


def _cut(xy: Points, ring: bool, times: int) -> Points:
    for _ in range(times):
        near, far = 0.75 * xy[:-1] + 0.25 * xy[1:], 0.25 * xy[:-1] + 0.75 * xy[1:]
        cut = np.stack([near, far], axis=1).reshape(-1, 2)
        xy = np.vstack([cut, cut[:1]]) if ring else np.vstack([xy[:1], cut, xy[-1:]])
    return xy


def _each_line(geometry: BaseGeometry, change: Callable[[Points, bool], Points]) -> BaseGeometry:
    if isinstance(geometry, LineString):
        return LineString(change(shapely.get_coordinates(geometry), geometry.is_ring))
    if isinstance(geometry, Polygon):
        rings = [change(shapely.get_coordinates(ring), True) for ring in (geometry.exterior, *geometry.interiors)]
        return Polygon(rings[0], rings[1:])
    return shapely.union_all([_each_line(part, change) for part in shapely.get_parts(geometry)])


def areas_of(classes: NDArray[np.int32], mask: NDArray[np.bool_] | None = None) -> list[tuple[BaseGeometry, int]]:
    """Return the areas of equal class of a raster on the terrain's cells, as polygons with their class."""
    transform = Affine(CELL_M, 0.0, WEST, 0.0, -CELL_M, NORTH)
    found = raster_shapes(classes.astype(np.int32), mask=mask, connectivity=4, transform=transform)
    return [(shape(area), int(value)) for area, value in found]


def coverage(classes: NDArray[np.int32], tolerance_m: float) -> list[tuple[BaseGeometry, int]]:
    """Return areas of equal class with smoothed common borders, clipped to land."""
    found = areas_of(classes)
    smooth = shapely.coverage_simplify([area for area, _ in found], tolerance_m, simplify_boundary=False)
    bent = shapely.transform(shapely.segmentize(smooth, STEP_M), lambda xy: xy + _shift(xy, BORDER_WARP))
    clipped = shapely.intersection(shapely.make_valid(shapely.simplify(bent, 30)), land())
    pairs = zip(clipped, (value for _, value in found), strict=True)
    return [(tidy(part), value) for area, value in pairs for part in shapely.get_parts(area) if part.area > 5e4]


@cache
def land() -> MultiPolygon:
    """Return the land with its islands, lakes included."""
    parts = [rounded(shapely.simplify(area, 420)) for area, value in areas_of(terrain().land.astype(np.int32)) if value]
    dense = shapely.segmentize(shapely.union_all(parts), STEP_M)
    rough = shapely.transform(dense, lambda xy: xy + _shift(xy, WARP[2:]))
    return tidy(shapely.simplify(shapely.make_valid(rough), 30))


@cache
def lakes() -> tuple[Polygon, ...]:
    """Return the lakes, the largest first."""
    found = [rounded(shapely.simplify(area, 420)) for area, value in areas_of(terrain().lake.astype(np.int32)) if value]
    parts = [part for area in found for part in shapely.get_parts(rugged(area)) if part.area > 1e6]
    return tuple(sorted(parts, key=lambda part: -part.area))


def on_land(geometry: BaseGeometry) -> BaseGeometry:
    """Return the part of a geometry on land."""
    return tidy(shapely.intersection(geometry, land()))
