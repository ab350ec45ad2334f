"""How exempellandet is shared out: municipalities and real estate."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon

from tools.build_data.shapes import coverage, on_land, tidy
from tools.build_data.terrain import EAST, NORTH, SOUTH, WEST, centres, waves


def municipalities(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the municipalities: the land nearest each seed, with natural borders that they share."""
    x, y = centres()
    east = x + 5 * waves(x, y, seed=101, lengths_km=(40, 16))
    north = y + 5 * waves(x, y, seed=102, lengths_km=(40, 16))
    seeds = [shapely.get_coordinates(shapely.from_wkt(row["shape"]))[0] for row in rows]
    classes = np.stack([np.hypot(east - sx, north - sy) for sx, sy in seeds]).argmin(axis=0).astype(np.int32)
    areas = coverage(classes, 900)
    return [
        {
            "key": row["key"],
            "name": row["name"],
            "kommunkod": row["kommunkod"],
            "geometry": tidy(shapely.union_all([area for area, value in areas if value == n])),
        }
        for n, row in enumerate(rows)
    ]


def estates() -> list[dict[str, Any]]:
    """Return real estate: state land in the mountains, companies and private owners in the forest."""
    records: list[dict[str, Any]] = []
    random = np.random.default_rng(81)
    for cell in cells(420, 82):
        area = on_land(cell)
        if area.area < 2e5:
            continue
        n, west = len(records) + 1, (cell.centroid.x - WEST) / 1000 < 56
        owner = "staten" if west else str(random.choice(["skogsbolag", "enskild", "enskild", "allmänning"]))
        records.append({"key": f"EX-FA-{n:03d}", "name": f"Exempelmark 1:{n}", "owner_kind": owner, "geometry": area})
    return records


def cells(count: int, seed: int) -> list[Polygon]:
    """Return about `count` cells that share out the area, from evenly jittered seeds."""
    random, step = np.random.default_rng(seed), float(np.sqrt((EAST - WEST) * (NORTH - SOUTH) / count))
    x, y = np.meshgrid(np.arange(WEST + step / 2, EAST, step), np.arange(SOUTH + step / 2, NORTH, step))
    seeds = np.column_stack([x.ravel(), y.ravel()]) + random.uniform(-0.42, 0.42, (x.size, 2)) * step
    found = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(np.round(seeds)), ordered=True))
    return [Polygon(np.round(shapely.get_coordinates(cell))) for cell in found]
