"""Vector files as they are: one explicit reader for each kind of file, told from its content."""

from __future__ import annotations

import codecs
import sqlite3
import struct
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj.exceptions import CRSError

from landuse.errors import LayerError, Problem, problem
from landuse.io.file_format import Format
from landuse.io.geojson_file import read_geojson
from landuse.io.layer_findings import LayerFindings, listed
from landuse.language import _

FAULTS = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    CRSError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    UnicodeError,
    sqlite3.Error,
    struct.error,
    pa.ArrowException,
    shapely.errors.ShapelyError,
)


@dataclass(frozen=True, slots=True, eq=False)
class RawFeatures:
    """Features as the file has them, in its own reference system and under its own names.

    Parameters
    ----------
    features : GeoDataFrame
        ``crs`` None if the file states none.
    format : Format
        Kind of the file (of the data set inside a zip).
    sublayer : str or None
        Name of the table taken from a file that can hold several.
    """

    features: gpd.GeoDataFrame
    format: Format
    sublayer: str | None = None


def read_vector(path: Path, kind: Format, *, layer: str | None, findings: LayerFindings) -> RawFeatures:
    """Return the features of a vector file.

    Parameters
    ----------
    layer : str or None
        Table to take from a GeoPackage; needed if it has several.

    Raises
    ------
    LayerError
        If the file is damaged, cut off, disagrees with itself or has several tables and none is named.
    """
    readers: dict[Format, Callable[[Path, str | None, LayerFindings], RawFeatures]] = {
        Format.GEOPACKAGE: _geopackage,
        Format.GEOPARQUET: _geoparquet,
        Format.GEOJSON: lambda path, _layer, _findings: RawFeatures(read_geojson(path), Format.GEOJSON),
        Format.FLATGEOBUF: lambda path, _layer, _findings: RawFeatures(with_gdal(path), Format.FLATGEOBUF),
        Format.SHAPEFILE: _shapefile,
    }
    try:
        return readers[kind](path, layer, findings)
    except FAULTS as error:
        raise LayerError(unreadable(findings.where, kind, _one_line(error))) from error


def unreadable(where: str, kind: str, error: str) -> Problem:
    """Return what is said of a file that is damaged."""
    return problem(
        where,
        _("a file that cannot be read: {error}").format(error=error),
        _("a whole {format} file").format(format=kind),
        _("fetch or export the file again"),
    )


def _one_line(error: BaseException) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:300]


def with_gdal(source: Path | bytes, layer: str | None = None, encoding: str | None = None) -> gpd.GeoDataFrame:
    """Return features through GDAL, from a file or from its content in memory; a table without geometry is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pyogrio.read_dataframe(source, layer=layer, encoding=encoding, use_arrow=False)
    if not isinstance(found, gpd.GeoDataFrame):
        raise ValueError(_("a table without geometry"))
    return found


def _geopackage(path: Path, layer: str | None, findings: LayerFindings) -> RawFeatures:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return features_of_table(path, database, layer, findings)


def features_of_table(
    source: Path | bytes, database: sqlite3.Connection, layer: str | None, findings: LayerFindings
) -> RawFeatures:
    """Return the features of one table of a GeoPackage; fewer than it counts are refused.

    Parameters
    ----------
    database : sqlite3.Connection
        The same GeoPackage.
    """
    tables = [
        row[0]
        for row in database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name"
        )
    ]
    chosen = _one_table(tables, layer, findings)
    quoted = chosen.replace('"', '""')
    counted = database.execute(f'SELECT COUNT(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608 (quoted above)
    features = with_gdal(source, chosen)
    if len(features) != counted:
        findings.refuse(
            _("{n} of {m} features could be read").format(n=len(features), m=counted),
            _("all features"),
            _("close the file in QGIS and export it again"),
        )
    return RawFeatures(features, Format.GEOPACKAGE, chosen)


def _one_table(tables: list[str], layer: str | None, findings: LayerFindings) -> str:
    wanted = [table for table in tables if layer is None or table.casefold() == layer.casefold()]
    if len(wanted) != 1:
        raise LayerError(
            problem(
                findings.where,
                listed(tables, 20) or _("no table of features"),
                _("one table of features") if layer is None else repr(layer),
                _("name one of them with --layer") if tables else _("export the features as GeoPackage"),
            )
        )
    return wanted[0]


def _geoparquet(path: Path, _layer: str | None, findings: LayerFindings) -> RawFeatures:
    return features_of_parquet(path, findings)


def features_of_parquet(source: Path | BytesIO, findings: LayerFindings) -> RawFeatures:
    """Return the features of a GeoParquet file with its active geometry."""
    features = gpd.read_parquet(source)
    active = features.geometry.name
    extra = [c for c in features.columns if c != active and isinstance(features[c].dtype, gpd.array.GeometryDtype)]
    if extra:
        findings.note(_("further geometry columns left out: {columns}").format(columns=listed(extra)))
    return RawFeatures(features.drop(columns=extra).reset_index(drop=True), Format.GEOPARQUET)


Parts = Mapping[str, bytes]
"""Suffix (``.shp``, ``.shx`` …) → content of that part of a shapefile."""


def _shapefile(path: Path, _layer: str | None, findings: LayerFindings) -> RawFeatures:
    found = {suffix: _sibling(path, suffix) for suffix in (".shx", ".dbf", ".cpg")}
    parts = {suffix: part.read_bytes() for suffix, part in ({".shp": path} | found).items() if part is not None}
    encoding = checked_encoding(parts, findings)
    return RawFeatures(with_gdal(path, encoding=encoding), Format.SHAPEFILE)


def _sibling(path: Path, suffix: str) -> Path | None:
    """Return the part of a shapefile with a suffix, in any case."""
    return next((p for p in path.parent.glob(f"{_escaped(path.stem)}.*") if p.suffix.lower() == suffix), None)


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def checked_encoding(parts: Parts, findings: LayerFindings) -> str:
    """Return the code page of a shapefile's texts.

    Raises
    ------
    LayerError
        If parts are missing or hold different numbers of records.
    """
    _check_counts(parts, findings)
    return _dbf_encoding(parts, findings)


def _check_counts(parts: Parts, findings: LayerFindings) -> None:
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in parts]
    if missing:
        findings.refuse(
            _("{parts} missing").format(parts=listed(missing)),
            ".shp + .shx + .dbf + .prj",
            _("give all parts of the shapefile, or a zip with them"),
        )
        findings.stop_if_refused()
    size = len(parts[".shp"])
    stated = struct.unpack(">i", parts[".shp"][24:28])[0] * 2
    shapes = (len(parts[".shx"]) - 100) // 8
    records = struct.unpack("<I", parts[".dbf"][4:8])[0]
    if shapes != records or stated > size:
        findings.refuse(
            _("{n} shapes, {m} records, {size} of {stated} bytes").format(
                n=shapes, m=records, size=size, stated=stated
            ),
            _("parts that belong together"),
            _("fetch the file again"),
        )
        findings.stop_if_refused()


def _dbf_encoding(parts: Parts, findings: LayerFindings) -> str:
    """Return the code page: that of ``.cpg`` if the text is valid in it, else UTF-8, else Windows-1252."""
    text = _dbf_text(parts[".dbf"])
    stated = _codec(parts[".cpg"].decode("ascii", "ignore").strip()) if ".cpg" in parts else None
    for encoding in (stated, "utf-8"):
        if encoding and _decodes(text, encoding):
            return encoding
    if stated:
        findings.note(_("the text is not {stated} as the .cpg says; read as Windows-1252").format(stated=stated))
    return "cp1252"


def _dbf_text(data: bytes) -> bytes:
    """Return field names and records of a dBASE table, without the binary parts of its header."""
    start = struct.unpack("<H", data[8:10])[0]
    names = b"".join(data[at : at + 11] for at in range(32, start - 1, 32))
    return names + data[start:]


def _codec(page: str) -> str | None:
    """Return the Python name of a code page as ``.cpg`` files write it.

    Examples
    --------
    >>> _codec("ANSI 1252"), _codec("UTF-8"), _codec("88591"), _codec("nonsense")
    ('cp1252', 'utf-8', 'iso8859-1', None)
    """
    digits = "".join(c for c in page if c.isdigit())
    guesses = {"65001": "utf-8", "1252": "cp1252", "88591": "iso8859-1", "885915": "iso8859-15"}
    try:
        return codecs.lookup(guesses.get(digits, page)).name
    except LookupError:
        return None


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
