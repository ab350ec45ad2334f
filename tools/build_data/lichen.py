"""Old forest with lichen: what is left to graze when ice or hard snow locks the ground of a bad winter."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from tools.build_data.forest import APART_M, felled, stand_ages
from tools.build_data.ground import moisture, soils
from tools.build_data.shapes import tidy
from tools.build_data.terrain import WEST

GROUND_LICHEN_YEARS, HANGING_LICHEN_YEARS = 95, 125
EAST_OF_M = 62_000.0
"""Metres from the western edge: farther west the forest is birch below the mountains."""
LEAST_M2 = 4e5


def lichen_forest() -> list[dict[str, Any]]:
    """Return old forest that was never felled: pine heath with ground lichen, old spruce with hanging lichen."""
    dry, cut = _dry_ground(), shapely.buffer(shapely.union_all([area for area, _ in felled()]), APART_M)
    old = [(area, age) for area, age in stand_ages() if area.centroid.x > WEST + EAST_OF_M]
    found: list[tuple[BaseGeometry, int, str]] = []
    for area, age in old:
        left = shapely.difference(area, cut)
        if age >= GROUND_LICHEN_YEARS:
            found += _parts(shapely.intersection(left, dry), cut, age, "marklav")
        if age >= HANGING_LICHEN_YEARS:
            found += _parts(shapely.difference(left, dry), cut, age, "hanglav")
    return [
        {"key": f"EX-LS-{n:03d}", "name": f"{_word(kind)} {n}", "kind": kind, "age_years": age, "geometry": area}
        for n, (area, age, kind) in enumerate(found, 1)
    ]


def _word(kind: str) -> str:
    return "Gammal lavhed" if kind == "marklav" else "Gammal hänglavskog"


def _dry_ground() -> BaseGeometry:
    """Return dry ground and the gravel of the ice rivers, where lichen covers the floor of the forest."""
    dry = [record["geometry"] for record in moisture() if record["kind"] == "torr"]
    gravel = [record["geometry"] for record in soils() if record["kind"] == "isälvssediment"]
    return shapely.simplify(shapely.union_all([*dry, *gravel]), 150)


def _parts(area: BaseGeometry, cut: BaseGeometry, age: int, kind: str) -> list[tuple[BaseGeometry, int, str]]:
    """Return the parts that are large enough for a winter group."""
    smooth = shapely.simplify(shapely.buffer(shapely.buffer(area, -120), 120, quad_segs=2), 40)
    parts = shapely.get_parts(shapely.difference(tidy(smooth), cut, grid_size=1.0)) if not smooth.is_empty else ()
    return [(tidy(part), age, kind) for part in parts if part.area > LEAST_M2]
