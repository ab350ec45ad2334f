"""The data that ship with the program: one GeoParquet file a layer and area, with its source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from landuse.errors import LayerError, problem
from landuse.io.attributes import mapped
from landuse.io.columns import matched
from landuse.io.content import file_hash, geometry_keys
from landuse.io.layer_findings import LayerFindings
from landuse.io.places import catalogue_folder
from landuse.io.values import with_none
from landuse.language import _
from landuse.model.catalogue import LayerSpec, Quality

SOURCES = "SOURCES.csv"


@dataclass(frozen=True, slots=True)
class EmbeddedLayer:
    """An embedded layer: its file and where the data come from (a row of ``SOURCES.csv``)."""

    path: Path
    quality: Quality
    authority: str
    edition: str | None
    retrieved: str | None
    licence: str | None
    attribution: str | None
    note: str | None

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes (the file is made once, by the committed script)."""
        return _hash_of(self.path, self.path.stat().st_mtime_ns)

    @property
    def n_features(self) -> int:
        """Number of features, from the file's own footer."""
        return int(pq.read_metadata(self.path).num_rows)


@lru_cache(maxsize=512)
def _hash_of(path: Path, _changed: int) -> str:
    return file_hash(path)


def embedded_layer(area: str, layer: str, folder: Path | None = None) -> EmbeddedLayer | None:
    """Return the embedded layer of an area; None if there is none.

    Parameters
    ----------
    folder : Path, optional
        The catalogue's folder; default the one that ships with the program.

    Raises
    ------
    LayerError
        If there is a file but ``SOURCES.csv`` does not say where it comes from.
    """
    data = (folder or catalogue_folder()) / "data" / area
    path = data / f"{layer}.parquet"
    if not path.is_file():
        return None
    row = _sources(data / SOURCES).get(layer)
    if row is None or row.get("quality") not in set(Quality):
        raise LayerError(
            problem(
                str(data / SOURCES),
                row and row.get("quality"),
                _("a row for {layer} with its quality").format(layer=layer),
                _("run the script that builds the embedded data"),
            )
        )
    return EmbeddedLayer(
        path,
        Quality(row["quality"]),
        row.get("authority") or "",
        *(row.get(name) or None for name in ("edition", "retrieved", "licence", "attribution", "note")),
    )


def _sources(path: Path) -> dict[str, dict[str, str]]:
    try:
        return _rows(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise LayerError(
            problem(
                str(path),
                _("no such file"),
                _("where each embedded layer comes from"),
                _("run the script that builds the embedded data"),
            )
        ) from error


@lru_cache(maxsize=16)
def _rows(path: Path, _changed: int) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def read_stored(path: Path, bounds: tuple[float, float, float, float] | None = None) -> gpd.GeoDataFrame:
    """Return the features of a GeoParquet file that the program wrote, whole ones that touch `bounds`.

    Parameters
    ----------
    bounds : tuple of float, optional
        West, south, east, north, EPSG:3006; default everything.

    Raises
    ------
    LayerError
        If the file is damaged or not what the program wrote.
    """
    try:
        found = gpd.read_parquet(path)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise LayerError(
            problem(path.name, error, _("the file as it was written"), _("import the layer again"))
        ) from error
    if found.crs is None or found.crs.to_epsg() != 3006:
        raise LayerError(problem(path.name, found.crs, "EPSG:3006", _("import the layer again")))
    if bounds is not None:
        found = found[shapely.intersects(found.geometry.to_numpy(), shapely.box(*bounds))]
    table = with_none(pd.DataFrame(found.drop(columns=found.geometry.name)))
    table = table.assign(key=table["key"].astype(str) if "key" in table else geometry_keys(found.geometry.to_numpy()))
    if "name" not in table:
        table = table.assign(name=None)
    return gpd.GeoDataFrame(table, geometry=found.geometry.to_numpy(), crs=found.crs).reset_index(drop=True)


def read_embedded(path: Path, spec: LayerSpec, bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Return the features of an embedded layer with the attributes of its declaration: aliases and values as for files.

    Raises
    ------
    LayerError
        If the file is damaged or lacks a column that the declaration requires.
    """
    features, findings = read_stored(path, bounds), LayerFindings(path.name)
    names = [c for c in features.columns if c != "geometry"]
    for name, column in matched(names, spec, findings).items():
        if name in spec.attributes:
            features = mapped(features.assign(**{name: features[column]}), name, spec, findings)
    findings.stop_if_refused()
    return features
