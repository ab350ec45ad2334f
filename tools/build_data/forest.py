"""The forest of exempellandet: stands with age, and fellings."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from tools.build_data.ground import land_cover
from tools.build_data.ownership import cells
from tools.build_data.shapes import tidy
from tools.build_data.terrain import EAST, NORTH, SOUTH, WEST

FELLINGS = 460
NOTIFIED = 36


@cache
def productive_forest() -> BaseGeometry:
    """Return the forest below the tree line, without mires, lakes and open ground."""
    areas = [record["geometry"] for record in land_cover() if record["kind"] == "skog"]
    return shapely.union_all(areas)


def stands() -> list[dict[str, Any]]:
    """Return productive forest in stands with age, older inland."""
    random, forest = np.random.default_rng(71), productive_forest()
    shapely.prepare(forest)
    records: list[dict[str, Any]] = []
    for stand in cells(1500, 72):
        age = int(np.clip(random.gamma(3.2, 26) + 20 * (1 - (stand.centroid.x - WEST) / (EAST - WEST)), 4, 210))
        for part in shapely.get_parts(tidy(shapely.intersection(stand, forest))):
            if part.area > 3e5:
                n = len(records) + 1
                records.append({"key": f"EX-SK-{n:04d}", "name": f"Exempelbestånd {n}", "kind": "produktiv_skog",
                                "age_years": age, "geometry": part})  # fmt: skip
    return records


def fellings() -> list[dict[str, Any]]:
    """Return fellings that were done, with year."""
    return [
        {
            "key": f"EX-UA-{n:04d}",
            "name": f"Exempelavverkning {n}",
            "felling_year": year,
            "area_ha": round(area.area / 1e4, 1),
            "geometry": area,
        }
        for n, (area, year) in enumerate(_felled()[:FELLINGS], 1)
    ]


def notified_fellings() -> list[dict[str, Any]]:
    """Return fellings that are notified but not done."""
    return [
        {
            "key": f"EX-AA-{n:03d}",
            "name": f"Anmäld exempelavverkning {n}",
            "status": "anmäld",
            "notified_year": 2025,
            "area_ha": round(area.area / 1e4, 1),
            "geometry": area,
        }
        for n, (area, _) in enumerate(_felled()[FELLINGS:], 1)
    ]


@cache
def _felled() -> tuple[tuple[BaseGeometry, int], ...]:
    """Return felled areas with year; areas of 6 to 60 ha, more of them near the roads of the east."""
    random, forest = np.random.default_rng(91), shapely.buffer(productive_forest(), -150)
    shapely.prepare(forest)
    found: list[tuple[BaseGeometry, int]] = []
    while len(found) < FELLINGS + NOTIFIED:
        x, y = random.uniform(WEST + 45_000, EAST - 18_000), random.uniform(SOUTH + 8_000, NORTH - 8_000)
        hectares, year = float(np.clip(random.gamma(2.0, 9.0), 6, 60)), int(random.integers(1992, 2026))
        if not shapely.contains_xy(forest, x, y):
            continue
        radius = np.sqrt(hectares * 1e4 / np.pi)
        angle = np.sort(random.uniform(0, 2 * np.pi, 11))
        rim = radius * random.uniform(0.75, 1.3, 11)
        outline = Polygon(np.column_stack([x + rim * np.cos(angle), y + 0.8 * rim * np.sin(angle)])).convex_hull
        if all(shapely.distance(outline, other) > 60 for other, _ in found):
            found.append((tidy(shapely.intersection(outline, forest)), year))
    return tuple(found)
