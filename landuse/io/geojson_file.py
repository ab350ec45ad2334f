"""GeoJSON read without GDAL: strict JSON, a stated reference system that is believed, no silent repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from landuse.errors import LayerError, Problem, problem
from landuse.language import _

_GEOMETRIES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
}


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON file; lon/lat (EPSG:4326) unless it has a ``crs`` member.

    Raises
    ------
    LayerError
        If it is no valid JSON, no GeoJSON, holds NaN or a broken geometry, or names an unknown reference system.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LayerError(_broken(path.name, error)) from error
    return geojson_features(content, path.name)


def geojson_features(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Return the features of GeoJSON in memory, see :func:`read_geojson`.

    Parameters
    ----------
    name : str
        What messages call it.
    """
    document = _document(content, name)
    features = _features(name, document)
    rows = [{**({"id": f["id"]} if "id" in f else {}), **(f.get("properties") or {})} for f in features]
    geometries = _geometries(name, [f.get("geometry") for f in features])
    table = pd.DataFrame(rows, index=range(len(rows))).drop(columns="geometry", errors="ignore")
    return gpd.GeoDataFrame(table, geometry=geometries, crs=_stated_crs(name, document))


def _document(content: bytes, name: str) -> dict[str, Any]:
    def refuse_constant(token: str) -> float:
        raise ValueError(_("{token} is no number").format(token=token))

    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise LayerError(_broken(name, error)) from error
    if not isinstance(document, dict):
        raise LayerError(problem(name, type(document).__name__, "GeoJSON", _("export the file again")))
    return document


def _broken(name: str, error: Exception) -> Problem:
    return problem(
        name, _("broken JSON: {error}").format(error=error), "GeoJSON (RFC 7946, UTF-8)", _("export the file again")
    )


def _features(name: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the features of a collection, of one feature or of a bare geometry."""
    kind = document.get("type")
    if kind in _GEOMETRIES:
        return [{"geometry": document, "properties": {}}]
    features = document.get("features") if kind == "FeatureCollection" else [document] if kind == "Feature" else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise LayerError(
            problem(f"{name}: type", repr(kind), "FeatureCollection, Feature", _("export the file as GeoJSON"))
        )
    return features


def _geometries(name: str, parts: list[Any]) -> NDArray[np.object_]:
    texts = [None if part is None else json.dumps(part) for part in parts]
    try:
        return np.asarray(shapely.from_geojson(np.array(texts, dtype=object)), dtype=object)
    except shapely.errors.GEOSException:
        broken = [(i, error) for i, text in enumerate(texts) if (error := _fault(text))]
        raise LayerError(
            problem(
                f"{name}: features[{i}].geometry",
                error,
                _("a closed, complete geometry"),
                _("mend the geometry and export again"),
            )
            for i, error in broken[:20]
        ) from None


def _fault(text: str | None) -> str | None:
    try:
        shapely.from_geojson(text)
    except shapely.errors.GEOSException as error:
        return str(error)
    return None


def _stated_crs(name: str, document: dict[str, Any]) -> CRS | None:
    """Return EPSG:4326 if nothing is stated, None if ``crs`` is null, else what is stated."""
    if "crs" not in document:
        return CRS.from_epsg(4326)
    stated = document["crs"]
    if stated is None:
        return None
    stated_name = (stated.get("properties") or {}).get("name") if isinstance(stated, dict) else stated
    try:
        return CRS.from_user_input(str(stated_name))
    except CRSError:
        raise LayerError(
            problem(
                f"{name}: crs",
                stated_name,
                _("a reference system that is known, such as EPSG:3006"),
                _("export the file again in EPSG:3006"),
            )
        ) from None
