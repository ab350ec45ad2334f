"""Writing of layers, with settings that give the same bytes on every run."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

SOURCE_COLUMNS = ("id", "quality", "authority", "edition", "retrieved", "licence", "attribution", "note")
EPSG = 3006


def layer(records: Iterable[Mapping[str, Any]], *, quality: str) -> gpd.GeoDataFrame:
    """Return records as a layer in EPSG:3006 with its `quality` on each of them.

    Parameters
    ----------
    records : iterable of mapping
        Each with ``key``, ``name`` and ``geometry`` (EPSG:3006, metres).
    quality : str
        official, compiled, schematic or synthetic.
    """
    frame = gpd.GeoDataFrame([{**record, "quality": record.get("quality", quality)} for record in records], crs=EPSG)
    frame = frame.convert_dtypes(dtype_backend="numpy_nullable")
    return frame.set_geometry(gpd.GeoSeries(frame.geometry, crs=EPSG))


def write_layer(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write a layer as GeoParquet 1.1 (WKB, zstd, no library versions in the metadata)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    geometry = frame.geometry.to_numpy()
    table = pa.Table.from_pandas(frame.drop(columns=frame.geometry.name), preserve_index=False)
    table = table.append_column("geometry", pa.array(shapely.to_wkb(geometry, byte_order=1), pa.binary()))
    column = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in geometry}),
        "crs": CRS.from_epsg(EPSG).to_json_dict(),
        "bbox": [float(edge) for edge in frame.total_bounds],
    }
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    metadata = {b"geo": json.dumps(geo, sort_keys=True, separators=(",", ":")).encode()}
    pq.write_table(
        table.replace_schema_metadata(metadata),
        path,
        compression="zstd",
        compression_level=15,
        version="2.6",
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=False,
    )
    return path


def write_sources(rows: Iterable[Mapping[str, str]], path: Path) -> Path:
    """Write ``SOURCES.csv``: where each layer of an area comes from."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SOURCE_COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    return path


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV table as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
