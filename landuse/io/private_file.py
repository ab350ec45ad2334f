"""A file of land that only its owner may see, read from memory into memory: nothing of it is written anywhere."""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

import geopandas as gpd
import shapely

from landuse.errors import LanduseError, LayerError, problem
from landuse.io.file_format import Format, told_by
from landuse.io.file_gate import LARGEST_BYTES
from landuse.io.geojson_file import geojson_features
from landuse.io.herding_rows import with_name_told
from landuse.io.layer_file import as_layer
from landuse.io.layer_findings import LayerFindings
from landuse.io.unpacking import data_set
from landuse.io.vector import (
    RawFeatures,
    checked_encoding,
    features_of_parquet,
    features_of_table,
    unreadable,
    with_gdal,
)
from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS, Catalogue, LayerSpec
from landuse.model.herding_layers import land_layers
from landuse.model.private_land import PrivateLand

READABLE = "GeoPackage, GeoJSON, FlatGeobuf, GeoParquet, shapefile (.zip)"
SUFFIXES = (".gpkg", ".geojson", ".json", ".fgb", ".parquet", ".zip")
MOST_UNPACKED = 10 * LARGEST_BYTES


def read_private_land(
    content: bytes, name: str, catalogue: Catalogue, *,
    season: str | None = None, crs: str | None = None, table: str | None = None, accept: bool = False,
) -> PrivateLand:  # fmt: skip
    """Return a herding community's own mapped land by season.

    Parameters
    ----------
    content : bytes
        A GeoPackage, GeoJSON, FlatGeobuf or GeoParquet file, or a zipped shapefile; at most 25 MB.
    name : str
        Name of the file: it may tell the season, and messages name it.
    season : str, optional
        Herding season of polygons for which neither a column nor a name tells one.
    crs : str, optional
        Reference system of a file that states none.
    table : str, optional
        Table of a GeoPackage that has several.
    accept : bool
        Take the file although something in it needs a decision.

    Raises
    ------
    LayerError
        The file cannot be used, or no season is known.
    DecisionNeeded
        The file can be used only with `accept`.
    """
    findings = LayerFindings(PurePosixPath(name).name)
    spec = _declared(catalogue)
    try:
        raw, names = _raw(content, table, findings)
        raw = replace(raw, features=with_name_told(raw.features, spec, names, catalogue, findings))
        layer = as_layer(raw, spec, crs or None, findings, accept=accept, catalogue=catalogue)
        return _by_season(_given(layer.features), season, findings, layer.report.notes)
    except LanduseError:
        raise
    except Exception as error:  # noqa: BLE001 - a trace in a log could hold names and coordinates
        raise LayerError(unreadable(findings.where, READABLE, type(error).__name__)) from None


def _declared(catalogue: Catalogue) -> LayerSpec:
    """Return what such a file may hold: columns and words as those of seasonal land, none of them needed."""
    lands = land_layers(catalogue)
    if not lands:
        raise LayerError(
            problem("receptors.yaml", _("nothing"), _("a receptor of seasonal land with its layer"), _("declare one"))
        )
    like = catalogue.layers[lands[0]]
    free = {name: each.model_copy(update={"required": False}) for name, each in like.attributes.items()}
    return like.model_copy(update={"attributes": free, "geometry": ("Polygon",), "sensitivity": "private"})


def _raw(content: bytes, table: str | None, findings: LayerFindings) -> tuple[RawFeatures, list[str]]:
    """Return the features, and the names that may tell a season, the nearest first."""
    stem = PurePosixPath(findings.where).stem
    if len(content) > LARGEST_BYTES:
        found, most = (_("{size:.0f} MB").format(size=size / 1e6) for size in (len(content), LARGEST_BYTES))
        raise LayerError(problem(findings.where, found, most, _("simplify the geometry")))
    kind = told_by(content)
    if kind is Format.GEOPACKAGE:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            found_table = features_of_table(content, database, table, findings)
        return found_table, [name for name in (found_table.sublayer, stem) if name]
    if kind is Format.GEOPARQUET:
        return features_of_parquet(BytesIO(content), findings), [stem]
    if kind is Format.GEOJSON:
        return RawFeatures(geojson_features(content, findings.where), Format.GEOJSON), [stem]
    if kind is Format.FLATGEOBUF:
        return RawFeatures(with_gdal(content), Format.FLATGEOBUF), [stem]
    if kind is Format.ZIP:
        inner, parts = _unzipped(content, findings.where)
        encoding = checked_encoding(parts, findings)
        return RawFeatures(with_gdal(_zipped(parts), encoding=encoding), Format.SHAPEFILE), [inner, stem]
    found_kind = _("an empty file (0 bytes)") if not content else str(kind or _("a kind of file that is not read"))
    raise LayerError(problem(findings.where, found_kind, READABLE, _("open it in QGIS and export it as GeoPackage")))


def _unzipped(content: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """Return the name of the shapefile in a zip file, and its parts by suffix."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = data_set(name, archive, most_bytes=MOST_UNPACKED)
            parts = {PurePosixPath(each.filename).suffix.lower(): archive.read(each) for each in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        found = _("a damaged or locked zip file ({error})").format(error=type(error).__name__)
        todo = _("fetch the file again or unpack it yourself")
        raise LayerError(problem(name, found, _("a zip that can be unpacked"), todo)) from None
    if ".shp" not in parts:
        raise LayerError(problem(name, ", ".join(parts), READABLE, _("give a file of another kind without zip")))
    return PurePosixPath(members[0].filename).stem, parts


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts of a shapefile as a zip of our own making: no name in it comes from the file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            if suffix in parts:
                archive.writestr(f"data{suffix}", parts[suffix])
    return made.getvalue()


def _given(features: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    if features is None:
        raise ValueError("no features")
    return features


def _by_season(
    features: gpd.GeoDataFrame, season: str | None, findings: LayerFindings, notes: tuple[str, ...]
) -> PrivateLand:
    if "season" not in features:
        features = features.assign(season=None)
    seasons = features["season"].where(features["season"].isin(HERDING_SEASONS), season)
    unknown = int(seasons.isna().sum())
    if unknown == len(features):
        raise LayerError(
            problem(
                findings.where, _("no season"), ", ".join(HERDING_SEASONS), _("choose the season of the land beside it")
            )
        )
    lands = {
        each: shapely.union_all(features.geometry[seasons == each].to_numpy())
        for each in HERDING_SEASONS
        if (seasons == each).any()
    }
    if unknown:
        notes = (*notes, _("{n} polygons without a season are left out").format(n=unknown))
    return PrivateLand(lands, len(features) - unknown, notes)
