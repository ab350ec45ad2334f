"""Geometries of any vector file in a metric reference system, as the file has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from landuse.errors import LayerError, problem
from landuse.io.file_format import Format, file_format
from landuse.io.layer_findings import LayerFindings
from landuse.io.unpacking import unpacked
from landuse.io.vector import RawFeatures, read_vector
from landuse.language import _

_VECTOR = (Format.GEOPACKAGE, Format.GEOPARQUET, Format.GEOJSON, Format.FLATGEOBUF, Format.SHAPEFILE)


@dataclass(frozen=True, slots=True, eq=False)
class Geometries:
    """What a vector file draws.

    Parameters
    ----------
    geometries : list of shapely geometry
        One for each feature that has one, in the file's own reference system.
    crs : pyproj CRS
        In metres.
    n_empty : int
        Features without geometry, left out.
    """

    geometries: list[BaseGeometry]
    crs: CRS
    n_empty: int


def is_raster(path: Path) -> bool:
    """Tell whether a file is a raster, from its first bytes.

    Raises
    ------
    LayerError
        If it is missing, empty or of a kind that is not read.
    """
    return file_format(path) is Format.GEOTIFF


def read_geometries(path: Path) -> Geometries:
    """Return the geometries of a vector file.

    Raises
    ------
    LayerError
        If the file cannot be read, has no feature, or no reference system in metres.
    """
    findings = LayerFindings(path.name)
    raw = _read(path, findings)
    features, crs = raw.features, raw.features.crs
    empty = features.geometry.isna() | features.geometry.is_empty
    if empty.all():
        found = _("{n} features, none with a geometry").format(n=len(features))
        findings.refuse(found, _("at least one feature with a geometry"), _("check that it is the right file"))
    _check_metres(crs, findings)
    findings.stop_if_refused()
    return Geometries(list(features.geometry[~empty]), crs, int(empty.sum()))


def _read(path: Path, findings: LayerFindings) -> RawFeatures:
    kind = file_format(path)
    if kind is Format.ZIP:
        with unpacked(path) as inner:
            return _read(inner, findings)
    if kind not in _VECTOR:
        expected = ", ".join([*_VECTOR, Format.GEOTIFF])
        raise LayerError(problem(path.name, kind, expected, _("export it in one of these formats")))
    return read_vector(path, kind, layer=None, findings=findings)


def _check_metres(crs: CRS | None, findings: LayerFindings) -> None:
    todo = _("reproject the file, for example to EPSG:3006")
    if crs is None:
        findings.refuse(
            _("no reference system (CRS)"), _("a reference system in metres"), _("state it in QGIS and export again")
        )
    elif crs.is_geographic:
        findings.refuse(_("coordinates in degrees"), _("a reference system in metres"), todo)
    elif any(axis.unit_conversion_factor != 1 for axis in crs.axis_info[:2]):
        findings.refuse(_("coordinates in {unit}").format(unit=crs.axis_info[0].unit_name), _("metres"), todo)
