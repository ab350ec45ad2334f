"""Layers of exempellandet that are drawn by hand: one table a layer in ``layers/sources/exempellandet``.

``shape`` is WKT in km from the south-west corner of the area. Areas get a natural outline, lines wander between their
vertices, ``along`` with ``width_m`` makes an area along a named river instead, and ``lake`` takes a named lake.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from tools.build_data.shapes import from_km, lakes, land, rugged, seed_of, tidy, winding
from tools.build_data.terrain import EAST, NORTH, SOUTH, WEST
from tools.build_data.water import lake_name, rivers
from tools.build_data.writing import read_rows

WHOLE = frozenset(
    {"population", "turbines", "felling_year", "from_year", "to_year", "traffic", "age_years", "capacity"}
)
NUMBERS = frozenset(
    {"area_ha", "width_m", "capacity_mw", "height_m", "rotor_diameter_m", "position_error_m", "voltage_kv"}
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the shapes of one layer are drawn.

    Parameters
    ----------
    clip : str
        ``land``: only the part on land; ``bounds``: also at sea.
    wander : float
        Swing of lines as a share of each leg.
    straight : bool
        True for areas whose borders are drawn with a ruler (permits), without a natural outline.
    """

    clip: str = "land"
    wander: float = 0.0
    straight: bool = False


def read_drawings(folder: Path) -> dict[str, Drawing]:
    """Return how each layer of ``layers.csv`` is drawn; other layers are clipped to land, their lines straight."""
    return {
        row["id"]: Drawing(row["clip"], float(row["wander"]), row["outline"] == "straight")
        for row in read_rows(folder / "layers.csv")
    }


def drawn_layer(path: Path, drawing: Drawing) -> list[dict[str, Any]]:
    """Return the records of a hand-drawn layer, EPSG:3006."""
    return [{**typed(row), "geometry": _place(_draw(row, drawing), drawing)} for row in read_rows(path)]


def typed(row: dict[str, str]) -> dict[str, Any]:
    """Return the attributes of a row: numbers as numbers, empty ones as None, without what only draws the shape."""
    hidden = {"shape", "along", "lake", *(("width_m",) if "along" in row else ())}
    return {name: _value(name, text) for name, text in row.items() if name not in hidden}


def _value(name: str, text: str) -> str | int | float | None:
    if not text:
        return None
    if name in WHOLE:
        return int(text)
    return float(text) if name in NUMBERS else text


def _draw(row: dict[str, str], drawing: Drawing) -> BaseGeometry:
    if row.get("along"):
        line = next(river.line for river in rivers() if river.name == row["along"])
        return shapely.simplify(shapely.buffer(line, float(row["width_m"]) / 2, quad_segs=2), 10)
    if row.get("lake"):
        return next(lake for n, lake in enumerate(lakes(), 1) if lake_name(n) == row["lake"])
    geometry = from_km(shapely.from_wkt(row["shape"]))
    if geometry.geom_type == "LineString":
        return winding(geometry, drawing.wander, seed_of(row["shape"]))
    return geometry if drawing.straight or geometry.geom_type == "Point" else rugged(geometry)


def _place(geometry: BaseGeometry, drawing: Drawing) -> BaseGeometry:
    frame: Polygon = box(WEST + 500, SOUTH + 500, EAST - 500, NORTH - 500)
    within = land() if drawing.clip == "land" and geometry.geom_type != "Point" else frame
    return tidy(shapely.intersection(geometry, within))
