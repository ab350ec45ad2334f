"""A drawing in degrees and the geometry of a scenario in SWEREF 99 TM: what was not touched stays bit for bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from landuse.errors import Problem, ScenarioError, problem
from landuse.io.findings import Findings
from landuse.io.reference_system import from_sweref, read_crs, to_sweref
from landuse.language import _

DECIMALS = 7
"""Decimals of a degree on the map: about a centimetre."""
_SCALE = 10.0**DECIMALS
_MULTI = {"Point": shapely.MultiPoint, "LineString": shapely.MultiLineString, "Polygon": shapely.MultiPolygon}


def in_degrees(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry of EPSG:3006 as GeoJSON in longitude and latitude, to 7 decimals."""
    moved = shapely.transform(from_sweref(geometry, "EPSG:4326"), _rounded)
    return dict(mapping(moved))


def simple_kind(geometry: BaseGeometry) -> str:
    """Return Point, LineString or Polygon, also for several of them.

    Examples
    --------
    >>> simple_kind(shapely.MultiPoint([(0, 0), (1, 1)]))
    'Point'
    """
    return str(geometry.geom_type).removeprefix("Multi")


def joined(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return geometries of one kind as one.

    Raises
    ------
    ScenarioError
        If they are of several kinds, or there are none.

    Examples
    --------
    >>> joined([shapely.Point(0, 0), shapely.Point(1, 1)]).wkt
    'MULTIPOINT ((0 0), (1 1))'
    """
    pieces = [piece for geometry in geometries for piece in _pieces(geometry)]
    kinds = {piece.geom_type for piece in pieces}
    if len(kinds) != 1 or not kinds <= _MULTI.keys():
        found = ", ".join(sorted(kinds)) or _("nothing")
        raise ScenarioError(
            problem(_("drawing"), found, _("points, lines or polygons, of one kind in each part"), _("draw it again"))
        )
    if len(pieces) == 1:
        return pieces[0]
    whole: BaseGeometry = _MULTI[kinds.pop()](pieces)
    return whole


def drawn(features: Iterable[Mapping[str, Any]]) -> BaseGeometry:
    """Return GeoJSON features of one kind as one geometry, in their own coordinates.

    Raises
    ------
    ScenarioError
        If one of them is no geometry, or they are of several kinds.
    """
    return joined([_shape(feature.get("geometry")) for feature in features])


def moved_only(before: BaseGeometry, degrees: BaseGeometry) -> BaseGeometry:
    """Return a drawing in EPSG:3006, each vertex that lies where one lay before exactly as it was.

    Parameters
    ----------
    before : shapely geometry
        EPSG:3006, as the scenario has it.
    degrees : shapely geometry
        Longitude and latitude, as the map has it now.

    Returns
    -------
    shapely geometry
        `before` itself if no vertex moved, came or went.
    """
    known = dict(zip(_keys(_degrees_of(before)), _places(before), strict=True))
    after = in_metres(degrees)
    placed = [known.get(key, place) for key, place in zip(_keys(degrees), _places(after), strict=True)]
    kept: BaseGeometry = shapely.set_coordinates(shapely.force_2d(after), np.array(placed))
    return before if shapely.normalize(kept).equals_exact(shapely.normalize(before), 0.0) else kept


def in_metres(degrees: BaseGeometry) -> BaseGeometry:
    """Return a geometry of longitude and latitude in EPSG:3006."""
    crs = read_crs("EPSG:4326", Findings(""))
    if crs is None:
        raise ValueError
    return to_sweref(degrees, crs)


def _degrees_of(geometry: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(from_sweref(geometry, "EPSG:4326"), _rounded)
    return moved


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = np.rint(xy * _SCALE) / _SCALE
    return rounded


def _keys(degrees: BaseGeometry) -> list[tuple[int, int]]:
    whole = np.rint(shapely.get_coordinates(degrees) * _SCALE).astype(np.int64)
    return [(int(x), int(y)) for x, y in whole]


def _places(geometry: BaseGeometry) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(geometry)]


def _pieces(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(geometry.geoms) if isinstance(geometry, BaseMultipartGeometry) else [geometry]


def _shape(value: object) -> BaseGeometry:
    try:
        found: BaseGeometry = shapely.force_2d(shape(value))
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise ScenarioError(_no_geometry(value)) from error
    if found.is_empty or not np.isfinite(shapely.get_coordinates(found)).all():
        raise ScenarioError(_no_geometry(value))
    return found


def _no_geometry(value: object) -> Problem:
    return problem(_("drawing"), str(value)[:80], _("a whole geometry"), _("draw it again"))
