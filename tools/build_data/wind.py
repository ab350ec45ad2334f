"""Wind farms of exempellandet: turbines spread over a drawn area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from tools.build_data.drawn import typed
from tools.build_data.shapes import from_km, rugged, seed_of


def turbines(row: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the turbines of a wind farm, evenly spread over its area."""
    kept = {name: value for name, value in typed(row).items() if name != "turbines"}
    area = rugged(from_km(shapely.from_wkt(row["shape"])))
    for n, place in enumerate(_places(area, int(row["turbines"]), seed_of(row["key"])), 1):
        yield {**kept, "key": f"{row['key']}-{n:02d}", "name": f"{row['name']} {n}", "geometry": Point(place)}


def _places(area: BaseGeometry, count: int, seed: int) -> NDArray[np.float64]:
    """Return `count` places on a triangular lattice, each moved a little."""
    inner, step = shapely.buffer(area, -200), float(np.sqrt(area.area / count)) * 1.12
    places = _lattice(inner, step)
    while len(places) < count:
        step *= 0.96
        places = _lattice(inner, step)
    jitter = np.random.default_rng(seed).uniform(-90, 90, (count, 2))
    return np.asarray(np.round(places[:count] + jitter))


def _lattice(area: BaseGeometry, step: float) -> NDArray[np.float64]:
    west, south, east, north = area.bounds
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step * 0.87))
    x[1::2] += step / 2
    places = np.column_stack([x.ravel(), y.ravel()])
    return np.asarray(places[shapely.contains_xy(area, places)])
