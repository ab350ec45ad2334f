"""Rivers, lakes, catchments and shores of exempellandet, from where the water runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString

from tools.build_data.shapes import areas_of, lakes, land, rounded, seed_of, tidy, winding
from tools.build_data.terrain import CELL_M, NORTH, WEST, WIDTH, terrain

LEAST_CELLS = 160
"""Cells of 25 ha that must drain through a place before it is called a river."""
RIVER_NAMES = (
    "Exempelälven",
    "Fiktivälven",
    "Låtsasälven",
    "Påhittsån",
    "Skenån",
    "Tänktån",
    "Modellån",
    "Diktån",
    "Sagoån",
    "Provån",
    "Attrappån",
    "Övningsån",
    "Tankeån",
    "Mallån",
    "Skissån",
    "Utkastån",
    "Planån",
)
LAKE_NAMES = (
    "Stora Exempelsjön",
    "Låtsasjaure",
    "Fiktivjaure",
    "Påhittsträsket",
    "Modellsjön",
    "Skensjön",
    "Tänktjaure",
    "Diktträsket",
    "Sagojaure",
    "Provsjön",
    "Attrappträsket",
    "Övningssjön",
    "Mallsjön",
    "Skissjaure",
    "Utkastträsket",
    "Tankesjön",
    "Plansjön",
    "Lilla Exempelsjön",
)


@dataclass(frozen=True, slots=True, eq=False)
class River:
    """A river from its spring to the sea or to the river it joins."""

    name: str
    cells: tuple[int, ...]
    line: LineString
    drained_km2: float


@cache
def rivers() -> tuple[River, ...]:
    """Return the rivers, the largest first; each continues where most water comes from."""
    ground = terrain()
    area, downstream = ground.area_cells.ravel().copy(), ground.downstream.ravel()
    upstream = _upstream(downstream, area)
    large = map(int, np.flatnonzero(area >= LEAST_CELLS))
    starts = [cell for cell in large if ground.land.flat[cell] and _at_sea(cell)]
    found: list[tuple[int, ...]] = []
    while starts:
        starts.sort(key=lambda cell: (-area[cell], cell))
        path, branches = _climb(starts.pop(0), upstream, area)
        found.append((int(downstream[path[0]]), *path))
        starts += branches
    found = [path for path in found if len(path) > 16]
    return tuple(_river(path, index) for index, path in enumerate(found))


def _at_sea(cell: int) -> bool:
    return not terrain().land.flat[terrain().downstream.flat[cell]]


def _upstream(downstream: NDArray[np.int64], area: NDArray[np.int64]) -> dict[int, list[int]]:
    into: dict[int, list[int]] = {}
    for cell in np.flatnonzero((downstream >= 0) & (area >= LEAST_CELLS)):
        into.setdefault(int(downstream[cell]), []).append(int(cell))
    return into


def _climb(cell: int, upstream: dict[int, list[int]], area: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    path: list[int] = [cell]
    branches: list[int] = []
    while choices := sorted(upstream.get(path[-1], ()), key=lambda c: (-area[c], c)):
        path.append(choices[0])
        branches += choices[1:]
    return path, branches


def _river(path: tuple[int, ...], index: int) -> River:
    cells = np.array(path[::-1])
    xy = np.column_stack([WEST + (cells % WIDTH + 0.5) * CELL_M, NORTH - (cells // WIDTH + 0.5) * CELL_M])
    kept = np.unique(np.r_[np.arange(0, len(xy), 3), len(xy) - 1])
    name = RIVER_NAMES[index] if index < len(RIVER_NAMES) else f"Exempelbäcken {index - len(RIVER_NAMES) + 1}"
    line = winding(rounded(LineString(xy[kept])), 0.35, seed_of("river", index))
    return River(name, path, tidy(shapely.simplify(line, 20)), float(terrain().area_cells.flat[path[1]]) * 0.25)


def water_bodies() -> list[dict[str, Any]]:
    """Return rivers and lakes as water bodies (layer ``viss``)."""
    streams = [
        {
            "key": f"EX-SE-{n:03d}",
            "name": river.name,
            "kind": "vattendrag",
            "ecological_status": ("god", "måttlig", "hög")[n % 3],
            "geometry": river.line,
        }
        for n, river in enumerate(rivers(), 1)
    ]
    still = [
        {
            "key": f"EX-SJ-{n:03d}",
            "name": lake_name(n),
            "kind": "sjö",
            "ecological_status": ("god", "måttlig")[n % 2],
            "geometry": lake,
        }
        for n, lake in enumerate(lakes(), 1)
    ]
    return streams + still


def lake_name(number: int) -> str:
    """Return the name of the lake with a number from 1."""
    return LAKE_NAMES[number - 1] if number <= len(LAKE_NAMES) else f"Exempeltjärnen {number - len(LAKE_NAMES)}"


def shores() -> list[dict[str, Any]]:
    """Return shore protection: 100 m on land and water round lakes, larger rivers and the coast."""
    lines = [river.line for river in rivers() if river.drained_km2 > 100]
    rims = [lake.exterior for lake in lakes()]
    coast = [part.exterior for part in shapely.get_parts(land())]
    simple = [shapely.simplify(line, 60) for line in lines + rims + coast]
    found = shapely.union_all(shapely.buffer(simple, 100, quad_segs=1))
    parts = [tidy(part) for part in shapely.get_parts(found)]
    return [
        {"key": f"EX-ST-{n:03d}", "name": f"Exempelstrand {n}", "geometry": part}
        for n, part in enumerate(sorted(parts, key=lambda part: -part.area), 1)
    ]


def catchments() -> list[dict[str, Any]]:
    """Return the catchments of the rivers that reach the sea (layer ``smhi``)."""
    main = [river for river in rivers() if not terrain().land.flat[river.cells[0]]]
    outlet = _outlets(terrain().downstream.ravel())
    number = {river.cells[1]: n for n, river in enumerate(main, 1)}
    classes = np.array([number.get(cell, 0) for cell in outlet.tolist()]).reshape(terrain().land.shape)
    areas: dict[int, list[Any]] = {}
    for area, value in areas_of(classes.astype(np.int32)):
        areas.setdefault(value, []).append(area)
    return [
        {
            "key": f"EX-AVR-{n:02d}",
            "name": f"{river.name}s avrinningsområde",
            "kind": "avrinningsområde",
            "geometry": tidy(shapely.intersection(shapely.simplify(shapely.union_all(areas[n]), 400), land())),
        }
        for n, river in enumerate(main, 1)
    ]


def _outlets(downstream: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each cell the last cell on land that it drains through."""
    land_cells = terrain().land.ravel()
    to = np.where((downstream >= 0) & land_cells[np.maximum(downstream, 0)], downstream, np.arange(downstream.size))
    while not np.array_equal(to, to[to]):
        to = to[to]
    return np.where(land_cells, to, -1)
