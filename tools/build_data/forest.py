"""The forest of exempellandet: stands with age, and fellings since the first great clear-cuts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from tools.build_data.ground import land_cover
from tools.build_data.ownership import cells
from tools.build_data.shapes import from_km, tidy
from tools.build_data.terrain import EAST, NORTH, SOUTH, WEST

APART_M = 60
BLOCKS_KM = ((57, 54, 90, 96), (69, 12, 114, 50))
"""Forest that is felled most: the land of the two forest villages. West, south, east, north in km."""
OLD_YEARS = 110


@dataclass(frozen=True, slots=True)
class Period:
    """Fellings of some years: how many, and how large.

    Parameters
    ----------
    typical_ha, least_ha, most_ha : float
        Middle of the usual sizes and their bounds.
    """

    years: tuple[int, ...]
    count: int
    typical_ha: float
    least_ha: float
    most_ha: float


PERIODS = (
    Period(tuple(range(1953, 1992, 5)), 260, 95, 40, 240),
    Period(tuple(range(1992, 2026)), 460, 18, 6, 60),
)
NOTIFIED = Period((2026, 2027, 2028, 2029), 40, 16, 6, 40)


@cache
def productive_forest() -> BaseGeometry:
    """Return the forest below the tree line, without mires, lakes and open ground."""
    areas = [record["geometry"] for record in land_cover() if record["kind"] == "skog"]
    return shapely.union_all(areas)


def stands() -> list[dict[str, Any]]:
    """Return productive forest in stands with age, older inland."""
    return [
        {"key": f"EX-SK-{n:04d}", "name": f"Exempelbestånd {n}", "kind": "produktiv_skog",
         "age_years": age, "geometry": part}
        for n, (part, age) in enumerate(stand_ages(), 1)
    ]  # fmt: skip


@cache
def stand_ages() -> tuple[tuple[BaseGeometry, int], ...]:
    """Return the stands with their age in years."""
    random, forest = np.random.default_rng(71), productive_forest()
    shapely.prepare(forest)
    found: list[tuple[BaseGeometry, int]] = []
    for stand in cells(1500, 72):
        age = int(np.clip(random.gamma(3.2, 26) + 20 * (1 - (stand.centroid.x - WEST) / (EAST - WEST)), 4, 210))
        parts = shapely.get_parts(tidy(shapely.intersection(stand, forest)))
        found += [(part, age) for part in parts if part.area > 3e5]
    return tuple(found)


def fellings() -> list[dict[str, Any]]:
    """Return fellings that were done, with year: large ones until the 1980s, many small ones since."""
    return [
        {
            "key": f"EX-UA-{n:04d}",
            "name": f"Exempelavverkning {n}",
            "felling_year": year,
            "area_ha": round(area.area / 1e4, 1),
            "geometry": area,
        }
        for n, (area, year) in enumerate(felled(), 1)
    ]


def notified_fellings() -> list[dict[str, Any]]:
    """Return fellings that are notified but not done, in old forest."""
    old = shapely.union_all([area for area, age in stand_ages() if age >= OLD_YEARS])
    ground = shapely.intersection(shapely.buffer(old, -APART_M), shapely.buffer(productive_forest(), -150))
    taken = [area for area, _ in felled()]
    return [
        {
            "key": f"EX-AA-{n:03d}",
            "name": f"Anmäld exempelavverkning {n}",
            "status": "anmäld",
            "notified_year": 2025,
            "felling_year": year,
            "area_ha": round(area.area / 1e4, 1),
            "geometry": area,
        }
        for n, (area, year) in enumerate(_felled_in(NOTIFIED, ground, 92, taken), 1)
    ]


@cache
def felled() -> tuple[tuple[BaseGeometry, int], ...]:
    """Return felled areas with year; no two of them meet."""
    ground, found = shapely.buffer(productive_forest(), -150), list[tuple[BaseGeometry, int]]()
    for number, period in enumerate(PERIODS):
        found += _felled_in(period, ground, 91 + 10 * number, [area for area, _ in found])
    return tuple(found)


def _felled_in(
    period: Period, ground: BaseGeometry, seed: int, taken: list[BaseGeometry]
) -> Iterator[tuple[BaseGeometry, int]]:
    """Yield the fellings of a period on some ground, apart from those that are there."""
    random = np.random.default_rng(seed)
    blocks = from_km(shapely.union_all([box(*block) for block in BLOCKS_KM]))
    shapely.prepare(ground)
    taken = list(taken)
    count = 0
    while count < period.count:
        outline, everywhere = _outline(period, random), random.uniform() < 0.35
        year = int(random.choice(period.years))
        centre = outline.centroid
        if not shapely.contains(ground, centre) or not (everywhere or shapely.contains(blocks, centre)):
            continue
        if np.all(shapely.distance(outline, np.array(taken, dtype=object)) > APART_M):
            taken.append(outline)
            count += 1
            yield tidy(shapely.intersection(outline, ground)), year


def _outline(period: Period, random: np.random.Generator) -> Polygon:
    x, y = random.uniform(WEST + 45_000, EAST - 18_000), random.uniform(SOUTH + 8_000, NORTH - 8_000)
    hectares = float(np.clip(random.gamma(2.0, period.typical_ha / 2), period.least_ha, period.most_ha))
    return _convex(x, y, float(np.sqrt(hectares * 1e4 / np.pi)), random)


def _convex(x: float, y: float, radius: float, random: np.random.Generator) -> Polygon:
    angle = np.sort(random.uniform(0, 2 * np.pi, 11))
    rim: NDArray[np.float64] = radius * random.uniform(0.75, 1.3, 11)
    hull: Polygon = Polygon(np.column_stack([x + rim * np.cos(angle), y + 0.8 * rim * np.sin(angle)])).convex_hull
    return hull
