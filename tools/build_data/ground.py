"""The ground of exempellandet: land cover, soils and moisture, as areas that share their borders."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from tools.build_data.shapes import coverage, lakes, tidy
from tools.build_data.terrain import CELL_M, centres, terrain, waves

COVER = {1: "skog", 2: "myr", 3: "fjäll", 4: "sjö", 5: "öppen mark"}
SOILS = {1: "morän", 2: "torv", 3: "isälvssediment", 4: "berg", 5: "silt och lera"}
MOISTURE = {1: "torr", 2: "frisk", 3: "fuktig", 4: "blöt"}
TREE_LINE_M = 640.0


@cache
def cover_classes() -> NDArray[np.int32]:
    """Return the land cover of every cell, spread over the sea so that no border follows the coast."""
    x, y = centres()
    ground = terrain()
    slope = np.hypot(*np.gradient(ndimage.gaussian_filter(ground.height_m, 1.5), CELL_M))
    wet = waves(x, y, seed=41, lengths_km=(13, 6, 3)) - 60 * slope > 0.75
    coast_km = ndimage.distance_transform_edt(ground.land) * CELL_M / 1000
    open_land = (waves(x, y, seed=42, lengths_km=(9, 4)) > 1.1) & (coast_km < 16) & (x > 100)
    classes = np.where(ground.height_m > TREE_LINE_M + 40 * waves(x, y, seed=43, lengths_km=(10, 4)), 3, 1)
    classes = np.where((classes == 1) & wet, 2, np.where((classes == 1) & open_land, 5, classes))
    smooth = _cleaned(np.where(ground.lake, 1, classes))
    return _over_sea(smooth)


def land_cover() -> list[dict[str, Any]]:
    """Return land cover: forest, mire, mountain, lake and open ground."""
    water = shapely.union_all(lakes())
    ground = [(tidy(shapely.difference(area, water)), COVER[value]) for area, value in coverage(cover_classes(), 380)]
    parts = [(part, kind) for area, kind in ground for part in shapely.get_parts(area) if part.area > 2e5]
    return _records("EX-MT", [*parts, *((lake, "sjö") for lake in lakes())])


def soils() -> list[dict[str, Any]]:
    """Return soils."""
    x, y = centres()
    noise = waves(x, y, seed=51, lengths_km=(22, 9, 5))
    ridge = np.abs(waves(x, y, seed=52, lengths_km=(26, 12))) < 0.06
    classes = np.where(noise > 1.25, 4, np.where(ridge, 3, 1))
    classes = np.where((x > 116) & (noise < -0.5), 5, np.where(cover_classes() == 2, 2, classes))
    return _records("EX-JA", [(area, SOILS[value]) for area, value in coverage(_over_sea(_cleaned(classes)), 700)])


def moisture() -> list[dict[str, Any]]:
    """Return soil moisture in four classes."""
    x, y = centres()
    noise = waves(x, y, seed=61, lengths_km=(15, 7)) + np.where(cover_classes() == 2, 1.6, 0)
    classes = 1 + np.digitize(noise, (-0.9, 0.8, 1.7))
    return _records("EX-MF", [(area, MOISTURE[value]) for area, value in coverage(_over_sea(_cleaned(classes)), 800)])


def _records(prefix: str, areas: list[tuple[BaseGeometry, str]]) -> list[dict[str, Any]]:
    return [
        {"key": f"{prefix}-{n:04d}", "name": f"{kind} {n}", "kind": kind, "geometry": area}
        for n, (area, kind) in enumerate(areas, 1)
    ]


def _cleaned(classes: NDArray[Any]) -> NDArray[np.int32]:
    """Return the classes with the most common one of each cell's neighbourhood."""
    votes = np.stack([ndimage.uniform_filter((classes == value).astype(float), 3) for value in range(1, 6)])
    return np.asarray(votes.argmax(axis=0) + 1, dtype=np.int32)


def _over_sea(classes: NDArray[np.int32]) -> NDArray[np.int32]:
    _, (row, column) = ndimage.distance_transform_edt(~terrain().land, return_indices=True)
    return np.asarray(classes[row, column])
