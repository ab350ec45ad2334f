"""A geometry in its smallest pieces: kinds apart, points, straight stretches."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Geometries = NDArray[np.object_]

_COLLECTION = 7


def by_dimension(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return a geometry as one multi-geometry a kind: polygons, lines, points; only a collection gives more than one.

    Examples
    --------
    >>> [kind.wkt for kind in by_dimension(shapely.from_wkt("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))"))]
    ['LINESTRING (0 0, 1 1)', 'POINT (1 2)']
    """
    if geometry.is_empty:
        return []
    if shapely.get_type_id(geometry) != _COLLECTION:
        return [geometry]
    parts = _simple_parts(geometry)
    dimensions = shapely.get_dimensions(parts)
    found = (
        shapely.union_all(parts[dimensions == dimension]) for dimension in (2, 1, 0) if (dimensions == dimension).any()
    )
    return list(found)


def uncollected(features: Geometries) -> Geometries:
    """Return geometries where each collection is replaced by its parts of the highest dimension."""
    mixed = shapely.get_type_id(features) == _COLLECTION
    if not mixed.any():
        return features
    out = features.copy()
    for i in np.flatnonzero(mixed):
        kinds = by_dimension(features[i])
        out[i] = kinds[0] if kinds else None
    return out


def pieces(geometry: BaseGeometry) -> Geometries:
    """Return the points of a geometry, and its lines and rings in straight stretches.

    Examples
    --------
    >>> [piece.wkt for piece in pieces(shapely.from_wkt("LINESTRING (0 0, 1 0, 1 1)"))]
    ['LINESTRING (0 0, 1 0)', 'LINESTRING (1 0, 1 1)']
    """
    parts = _simple_parts(geometry)
    dimensions = shapely.get_dimensions(parts)
    lines = np.concatenate([shapely.get_rings(parts[dimensions == 2]), parts[dimensions == 1]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    stretches = shapely.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
    return np.concatenate([parts[dimensions == 0], stretches])


def _simple_parts(geometry: BaseGeometry) -> Geometries:
    """Return the points, lines and polygons of a geometry, also of collections in collections."""
    parts: Geometries = np.array([geometry], dtype=object)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return parts
