"""Geometry that lies in a file beside the scenario: ``geometry: {file: road.gpkg, layer: road}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

import geopandas as gpd
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from landuse.io.entry import Entry
from landuse.io.file_gate import decode, read_bytes
from landuse.io.findings import Findings, shown
from landuse.io.geometry_json import read_geometry
from landuse.io.nearest import expected_names
from landuse.io.reference_system import read_crs
from landuse.io.scenario_geojson import load_json, stated_crs
from landuse.language import _

SUFFIXES = (".gpkg", ".geojson", ".json", ".fgb", ".shp", ".parquet")
READ_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    shapely.errors.ShapelyError,
    OSError,
    ValueError,
    RuntimeError,
    pa.ArrowException,
)
"""What reading a broken file raises."""

Placed = tuple[BaseGeometry, CRS]


def read_geometry_file(value: Mapping[str, object], folder: Path | None, findings: Findings) -> Placed | None:
    """Return the geometry of a file and its reference system; None after noting why it cannot be had.

    Only files beside the scenario, or in folders below it, are opened.
    """
    entry, before = Entry(value, findings), len(findings.problems)
    entry.only(("file", "layer"))
    name, layer = entry.text("file", required=True), entry.text("layer")
    path = name and _beside(name, folder, findings.at("file"))
    if not path or len(findings.problems) > before:
        return None
    inside = Findings(path.name, (), findings.problems)
    content = read_bytes(path, findings.at("file"))
    if content is None:
        return None
    if path.suffix.lower() in (".geojson", ".json"):
        return _read_geojson(content, inside)
    return _read_vector(path, layer, inside)


def _beside(name: str, folder: Path | None, findings: Findings) -> Path | None:
    """Return the path of a file that lies beside the scenario, never elsewhere."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    expected, todo = _("a file beside the scenario"), _("put the file beside the scenario and write its name")
    if folder is None:
        findings.add(
            shown(name), _("coordinates in the scenario itself"), _("write the geometry out: no file lies beside it")
        )
    elif windows.is_absolute() or windows.drive or posix.is_absolute() or ".." in windows.parts or "\\" in name:
        findings.add(shown(name), expected, todo)
    elif posix.suffix.lower() not in SUFFIXES:
        findings.add(
            shown(name), _("one of {names}").format(names=", ".join(SUFFIXES)), _("export it in one of these formats")
        )
    elif not (folder / name).resolve().is_relative_to(folder.resolve()):
        findings.add(_("{name}, which leads out of the folder").format(name=shown(name)), expected, todo)
    else:
        return folder / name
    return None


def _read_geojson(content: bytes, findings: Findings) -> Placed | None:
    text = decode(content, findings)
    value = load_json(text, findings) if text is not None else None
    if not isinstance(value, dict):
        return None
    crs = read_crs(stated_crs(value), findings.at("crs"))
    if value.get("type") == "FeatureCollection":
        features = value.get("features")
    else:
        features = [value if value.get("type") == "Feature" else {"geometry": value}]
    if not isinstance(features, list):
        features = []
    found = [
        read_geometry(
            item.get("geometry") if isinstance(item, dict) else item, findings.at("features", index, "geometry")
        )
        for index, item in enumerate(features)
    ]
    whole = _as_one([geometry for geometry in found if geometry is not None], findings) if None not in found else None
    return (whole, crs) if whole is not None and crs is not None else None


def _read_vector(path: Path, layer: str | None, findings: Findings) -> Placed | None:
    try:
        frame = gpd.read_parquet(path) if path.suffix.lower() == ".parquet" else _read_layer(path, layer, findings)
    except READ_ERRORS as error:
        findings.add(
            str(error).splitlines()[0] if str(error) else type(error).__name__,
            _("a readable file"),
            _("save it again from the program that made it"),
        )
        return None
    if frame is None:
        return None
    if frame.crs is None:
        findings.add(
            _("no reference system"),
            _("a file that states its reference system"),
            _("set it in the GIS (for example EPSG:3006) and save again"),
        )
        return None
    if frame.geometry.isna().any():
        findings.add(_("a feature without geometry"), _("a geometry for each feature"), _("draw or remove it"))
        return None
    whole = _as_one(list(frame.geometry), findings)
    return None if whole is None else (whole, frame.crs)


def _read_layer(path: Path, layer: str | None, findings: Findings) -> gpd.GeoDataFrame | None:
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if layer is not None and layer not in names:
        findings.add(
            _("no layer {name}").format(name=shown(layer)), expected_names(layer, names), _("name one of its layers")
        )
        return None
    if layer is None and len(names) != 1:
        todo = (
            _("add for example layer: {name}").format(name=names[0]) if names else _("check that it is the right file")
        )
        findings.add(_("{n} layers: {names}").format(n=len(names), names=", ".join(names)), _("one layer"), todo)
        return None
    return gpd.read_file(path, layer=layer or names[0], engine="pyogrio", columns=[])


def _as_one(geometries: Iterable[BaseGeometry], findings: Findings) -> BaseGeometry | None:
    """Return the geometries of one kind as one; None after noting that there is none, or more than one kind."""
    parts = [part for geometry in geometries for part in shapely.get_parts(geometry)]
    kinds = sorted({part.geom_type for part in parts})
    if not parts:
        findings.add(_("0 features"), _("at least one feature"), _("draw it, or remove the establishment"))
    elif len(kinds) > 1:
        todo = _("keep one kind in each layer and name the layer")
        findings.add(", ".join(kinds), _("one kind of geometry"), todo)
    else:
        build = {"Point": shapely.multipoints, "LineString": shapely.multilinestrings, "Polygon": shapely.multipolygons}
        if kinds[0] in build:
            whole: BaseGeometry = build[kinds[0]](parts)
            return whole
        findings.add(kinds[0], "Point, LineString, Polygon", _("draw it again as points, lines or areas"))
    return None
