"""Which kind of file it is, told from its first bytes and never from its name alone."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from landuse.errors import LayerError, Problem, problem
from landuse.language import _

READABLE = "GeoPackage, GeoParquet, GeoJSON, FlatGeobuf, shapefile (.shp, .zip), GeoTIFF, CSV, Excel (.xlsx)"
_HEAD = 4096


class Format(StrEnum):
    """Kinds of file that can be imported."""

    GEOPACKAGE = "GeoPackage"
    GEOPARQUET = "GeoParquet"
    GEOJSON = "GeoJSON"
    FLATGEOBUF = "FlatGeobuf"
    SHAPEFILE = "shapefile"
    GEOTIFF = "GeoTIFF"
    EXCEL = "Excel"
    TEXT = "text"
    ZIP = "zip"


_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"SQLite format 3\x00", Format.GEOPACKAGE),
    (b"PAR1", Format.GEOPARQUET),
    (b"fgb\x03fgb", Format.FLATGEOBUF),
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE),
    (b"II*\x00", Format.GEOTIFF),
    (b"MM\x00*", Format.GEOTIFF),
    (b"II+\x00", Format.GEOTIFF),
    (b"MM\x00+", Format.GEOTIFF),
    (b"PK\x03\x04", Format.ZIP),
)
_SHAPEFILE_PARTS = {".dbf", ".shx", ".prj", ".cpg"}
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab"}


def file_format(path: Path) -> Format:
    """Return what kind of file `path` is.

    Raises
    ------
    LayerError
        If there is no such file, it is empty, cannot be read or is of a kind that is not read.
    """
    head = _first_bytes(path)
    found = told_by(head)
    if found is not None:
        return _excel_or_zip(path) if found is Format.ZIP else found
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.suffix.lower() in _TEXT_SUFFIXES and text[:1] not in (b"<", b"{") and b"\x00" not in head:
        return Format.TEXT
    raise LayerError(_not_read(path))


def told_by(head: bytes) -> Format | None:
    """Return the kind that the first bytes tell (an Excel file is a zip); None for text that only a name can tell."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    text = head[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"{" and not re.search(rb"gdal_streamed_alg", text):
        return Format.GEOJSON
    return None


def _first_bytes(path: Path) -> bytes:
    """Return the first bytes of a file, at least one."""
    if path.is_dir():
        raise LayerError(problem(path.name, _("a folder"), READABLE, _("give the file itself")))
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        raise LayerError(problem(str(path), _("no such file"), READABLE, _("check the path"))) from None
    except OSError as error:
        raise LayerError(
            problem(path.name, error.strerror or error, _("a file that can be read"), _("check the access rights"))
        ) from error
    if not head:
        raise LayerError(problem(path.name, _("an empty file (0 bytes)"), READABLE, _("fetch the file again")))
    return head


def _excel_or_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise LayerError(
            problem(
                path.name, _("a damaged zip file ({error})").format(error=error), READABLE, _("fetch the file again")
            )
        ) from error
    return Format.EXCEL if "xl/workbook.xml" in names else Format.ZIP


def _not_read(path: Path) -> Problem:
    if path.suffix.lower() in _SHAPEFILE_PARTS:
        return problem(path.name, _("a part of a shapefile"), READABLE, _("give the .shp or a .zip with all its parts"))
    return problem(
        path.name, _("a kind of file that is not read"), READABLE, _("open it in QGIS and export it as GeoPackage")
    )
