"""Features as a web map takes them: longitude and latitude, simplified by size, with a text for the pointer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio.features
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.io.projecting import projecting
from landuse.model.grid import Grid

FEW = 500
"""More features than these are drawn as a picture."""
FINEST_M, COARSEST_M = 5.0, 150.0
DETAIL = 400.0
DECIMALS = 5
_to_degrees = Transformer.from_crs(3006, 4326, always_xy=True)


def degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of EPSG:3006 in longitude and latitude, to a metre."""
    moved: BaseGeometry = shapely.transform(geometry, _degrees)
    return moved


def _degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = projecting(lambda: _to_degrees.transform(xy[:, 0], xy[:, 1]))
    return np.round(np.column_stack([lon, lat]), DECIMALS)


def place_degrees(easting: float, northing: float) -> tuple[float, float]:
    """Return longitude and latitude of a place in SWEREF 99 TM.

    Examples
    --------
    >>> place_degrees(500000, 7000000)
    (15.0, 63.12934)
    """
    lon, lat = projecting(lambda: _to_degrees.transform(easting, northing))
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)


def simplified(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry with as much detail as its size deserves (5–150 m); small features keep their shape."""
    west, south, east, north = geometry.bounds
    tolerance = min(COARSEST_M, max(FINEST_M, np.hypot(east - west, north - south) / DETAIL))
    thin: BaseGeometry = shapely.simplify(geometry, tolerance, preserve_topology=True)
    return geometry if thin.is_empty else thin


def collection(geometries: Iterable[BaseGeometry], labels: Iterable[str]) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection; every feature has the property ``label``."""
    features = [
        {
            "type": "Feature",
            "geometry": mapping(degrees(simplified(geometry))),
            "properties": {"label": harmless(label)},
        }
        for geometry, label in zip(geometries, labels, strict=True)
        if geometry is not None and not geometry.is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def harmless(text: str) -> str:
    """Return a text that the map's reader of JSON takes as text: one that starts with @@ would be an expression.

    Examples
    --------
    >>> harmless("@@=x") == "@@=x", harmless("Berg")
    (False, 'Berg')
    """
    return f"\N{ZERO WIDTH SPACE}{text}" if text.startswith("@@") else text


def presence(features: gpd.GeoDataFrame, grid: Grid) -> NDArray[np.uint8]:
    """Return 1 in every cell that a feature touches."""
    drawn: NDArray[np.uint8] = rasterio.features.rasterize(
        features.geometry.to_numpy(), out_shape=grid.shape, transform=grid.transform, all_touched=True, dtype="uint8"
    )
    return drawn
