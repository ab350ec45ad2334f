"""Vector files as they are: one explicit reader for each kind of file, told from its content."""

from __future__ import annotations

import codecs
import sqlite3
import struct
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj.exceptions import CRSError

from landuse.errors import LayerError, problem
from landuse.io.file_format import Format
from landuse.io.geojson_file import read_geojson
from landuse.io.layer_findings import LayerFindings, listed
from landuse.language import _

_FAULTS = (
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
        Format.FLATGEOBUF: lambda path, _layer, _findings: RawFeatures(_with_gdal(path), Format.FLATGEOBUF),
        Format.SHAPEFILE: _shapefile,
    }
    try:
        return readers[kind](path, layer, findings)
    except _FAULTS as error:
        raise LayerError(
            problem(
                findings.where,
                _("a file that cannot be read: {error}").format(error=_one_line(error)),
                _("a whole {format} file").format(format=kind),
                _("fetch or export the file again"),
            )
        ) from error


def _one_line(error: BaseException) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:300]


def _with_gdal(path: Path, layer: str | None = None, encoding: str | None = None) -> gpd.GeoDataFrame:
    """Return features through GDAL; a table without geometry is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pyogrio.read_dataframe(path, layer=layer, encoding=encoding, use_arrow=False)
    if not isinstance(found, gpd.GeoDataFrame):
        raise ValueError(_("a table without geometry"))
    return found


def _geopackage(path: Path, layer: str | None, findings: LayerFindings) -> RawFeatures:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        tables = [
            row[0]
            for row in database.execute(
                "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name"
            )
        ]
        chosen = _one_table(tables, layer, findings)
        quoted = chosen.replace('"', '""')
        counted = database.execute(f'SELECT COUNT(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608 (quoted above)
    features = _with_gdal(path, chosen)
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
    features = gpd.read_parquet(path)
    active = features.geometry.name
    extra = [c for c in features.columns if c != active and isinstance(features[c].dtype, gpd.array.GeometryDtype)]
    if extra:
        findings.note(_("further geometry columns left out: {columns}").format(columns=listed(extra)))
    return RawFeatures(features.drop(columns=extra).reset_index(drop=True), Format.GEOPARQUET)


def _shapefile(path: Path, _layer: str | None, findings: LayerFindings) -> RawFeatures:
    _check_counts(path, findings)
    encoding = _dbf_encoding(path, findings)
    return RawFeatures(_with_gdal(path, encoding=encoding), Format.SHAPEFILE)


def _sibling(path: Path, suffix: str) -> Path | None:
    """Return the part of a shapefile with a suffix, in any case."""
    return next((p for p in path.parent.glob(f"{_escaped(path.stem)}.*") if p.suffix.lower() == suffix), None)


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _check_counts(path: Path, findings: LayerFindings) -> None:
    """Refuse a shapefile whose parts are missing or hold different numbers of records."""
    index, table = _sibling(path, ".shx"), _sibling(path, ".dbf")
    missing = [suffix for suffix, part in ((".shx", index), (".dbf", table)) if part is None]
    if index is None or table is None:
        findings.refuse(
            _("{parts} missing").format(parts=listed(missing)),
            ".shp + .shx + .dbf + .prj",
            _("give all parts of the shapefile, or a zip with them"),
        )
        findings.stop_if_refused()
        return
    stated = struct.unpack(">i", path.read_bytes()[24:28])[0] * 2
    shapes = (index.stat().st_size - 100) // 8
    with table.open("rb") as stream:
        records = struct.unpack("<I", stream.read(8)[4:8])[0]
    if shapes != records or stated > path.stat().st_size:
        findings.refuse(
            _("{n} shapes, {m} records, {size} of {stated} bytes").format(
                n=shapes, m=records, size=path.stat().st_size, stated=stated
            ),
            _("parts that belong together"),
            _("fetch the file again"),
        )
        findings.stop_if_refused()


def _dbf_encoding(path: Path, findings: LayerFindings) -> str:
    """Return the code page: that of ``.cpg`` if the text is valid in it, else UTF-8, else Windows-1252."""
    table, page = _sibling(path, ".dbf"), _sibling(path, ".cpg")
    text = _dbf_text(table) if table else b""
    stated = _codec(page.read_text("ascii", "ignore").strip()) if page else None
    for encoding in (stated, "utf-8"):
        if encoding and _decodes(text, encoding):
            return encoding
    if stated:
        findings.note(_("the text is not {stated} as the .cpg says; read as Windows-1252").format(stated=stated))
    return "cp1252"


def _dbf_text(table: Path) -> bytes:
    """Return field names and records of a dBASE table, without the binary parts of its header."""
    data = table.read_bytes()
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
