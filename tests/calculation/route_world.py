"""A village with its autumn land in the west and its winter land in the east, on the shipped catalogue.

The lands lie 22 km apart (x = 4 to 26 km). The north route (y = 30 km) is straight: 22 km between the lands. The south
route (y = 10 km) bends: 33 km. Both corridors are 1 km wide. On paper: without the north route the way is 1.5 times as
long.
"""

from __future__ import annotations

import math
from typing import Any

import geopandas as gpd
import shapely

from landuse.calculation.case import Case
from landuse.calculation.options import case_of
from landuse.calculation.route_rows import route_rows
from landuse.io.catalogue import read_catalogue
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Layer, Study

CATALOGUE = read_catalogue()
AREA = CATALOGUE.areas["exempellandet"]
VILLAGE = "Övre Exempelsamebyn"
WEST, SOUTH = 370_000.0, 8_090_000.0
GRID = Grid(3006, WEST, SOUTH + 40_000, 500.0, 80, 60)
BEND = 10.0 + math.sqrt(16.5**2 - 11.0**2)


def at(x_km: float, y_km: float) -> tuple[float, float]:
    return WEST + 1000 * x_km, SOUTH + 1000 * y_km


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(*place) for place in places])


def block(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(*at(x0, y0), *at(x1, y1))


NORTH, SOUTHERN = line((2, 30), (28, 30)), line((2, 10), (4, 10), (15, BEND), (26, 10), (28, 10))
LANDS = {"hostvinter": block(0, 0, 4, 40), "vinter": block(26, 0, 30, 40)}


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=3006)


def routes(**changes: Any) -> list[dict[str, Any]]:
    base = {"village": VILLAGE, "season_from": "hostvinter", "season_to": "vinter", "width_m": 1000.0}
    return [
        {"key": key, "name": key, "geometry": geometry, **base, **changes}
        for key, geometry in (("north", NORTH), ("south", SOUTHERN))
    ]


def lands() -> list[dict[str, Any]]:
    return [
        {"key": season, "name": season, "village": VILLAGE, "season": season, "kind": "arstidsland", "geometry": land}
        for season, land in LANDS.items()
    ]


def study(**layers: list[dict[str, Any]]) -> Study:
    """Return the study with its lands and routes, no fences, and other layers as given."""
    stated = {"ren_arstidsland": lands(), "ren_flyttled": routes(), "ren_stangsel": [FAR_FENCE], **layers}
    loaded = {
        spec.id: Layer(spec, "loaded", features=frame(stated[spec.id]), n_features=len(stated[spec.id]))
        if stated.get(spec.id)
        else Layer(spec, "missing")
        for spec in CATALOGUE.layers.values()
    }
    return Study(CATALOGUE, AREA, GRID, shapely.box(*GRID.bounds), loaded, "routes")


FAR_FENCE = {"key": "far", "name": None, "village": None, "geometry": line((1, 39), (2, 39))}


def part(part_id: str, kind: str, geometry: Any, **changes: Any) -> Establishment:
    return Establishment(id=part_id, type=kind, geometry=geometry, years=(2025, 2060), **changes)


def mine(part_id: str, x: float, y: float, half_km: float = 0.7) -> Establishment:
    """Return a mine across a whole corridor."""
    return part(part_id, "mine_open_pit", block(x - 0.2, y - half_km, x + 0.2, y + half_km))


def railway(fenced: str, x: float = 15.0, part_id: str = "railway") -> Establishment:
    """Return a railway across both routes."""
    return part(part_id, "railway", line((x, 1), (x, 39)), parameters={"fenced": fenced})


def case(world: Study, *parts: Establishment, **changes: Any) -> Case:
    scenario = Scenario.of("Routes", world.area.id, 2030, parts, **changes)
    return case_of(world, scenario, year=None, profile="likely", model="multiplicative")


def rows(world: Study, *parts: Establishment, **changes: Any) -> dict[str, dict[str, Any]]:
    """Return the rows of routes by their key without the layer."""
    return {row["route"].split("/")[1]: row for row in route_rows(case(world, *parts, **changes))}
