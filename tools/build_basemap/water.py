"""Seas, lakes and wide rivers within a window, from OpenStreetMap as npm `@geo-maps/earth-waterbodies-10m` has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

Window = tuple[float, float, float, float]
KM_A_DEGREE = 111.2
SEA_KM2 = 5_000.0
"""Waters larger than this are sea: their shores are fine as they are."""
LEAST_KM2 = 0.06
"""Smaller ones are mostly shards of rivers, which are drawn as lines."""
STRAIGHT = 0.1
"""The edge of the window runs along a parallel: a vertex for each of so many degrees keeps it there."""
ROUNDS = 2
"""How often the corners of a lake are cut: the source keeps few vertices of each, which looks like crystals."""


def waters(path: Path, window: Window) -> list[Any]:
    """Return the water within a window as polygons, degrees, in a fixed order."""
    content = json.loads(path.read_bytes())
    polygons = _polygons(np.array([shape(part) for part in content["geometries"]], dtype=object))
    bounds = shapely.bounds(polygons)
    west, south, east, north = window
    near = (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    here = _polygons(shapely.clip_by_rect(polygons[near], *window))
    areas = areas_km2(here)
    lakes = [rounded(polygon) for polygon in here[(areas >= LEAST_KM2) & (areas < SEA_KM2)]]
    whole = shapely.make_valid(np.array([*here[areas >= SEA_KM2], *lakes], dtype=object))
    found = _polygons(np.array([shapely.union_all(whole)], dtype=object))
    seas = areas_km2(found) >= SEA_KM2
    found[seas] = shapely.segmentize(found[seas], STRAIGHT)
    order = np.lexsort([*shapely.bounds(found).T, -areas_km2(found)])
    return list(found[order])


def areas_km2(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return areas of polygons in degrees, square kilometres, to a per cent."""
    latitude = shapely.get_y(shapely.centroid(polygons))
    return np.asarray(shapely.area(polygons) * KM_A_DEGREE**2 * np.cos(np.radians(latitude)))


def rounded(polygon: Any) -> Any:
    """Return a polygon without its holes' and its own sharp corners (Chaikin)."""
    rings = [_cut(np.asarray(ring.coords)[:-1]) for ring in (polygon.exterior, *polygon.interiors)]
    return shapely.Polygon(rings[0], rings[1:])


def _cut(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    for _round in range(ROUNDS):
        following = np.roll(corners, -1, axis=0)
        cut = np.stack([0.75 * corners + 0.25 * following, 0.25 * corners + 0.75 * following], axis=1)
        corners = cut.reshape(-1, 2)
    return corners


def _polygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the polygons in geometries of any kind."""
    parts = shapes
    while (shapely.get_type_id(parts) > 3).any():
        parts = np.asarray(shapely.get_parts(parts))
    kept: NDArray[np.object_] = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return kept
