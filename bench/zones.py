"""Zones of influence on the whole county at 100 m, beside what SciPy needs for the same in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import scipy.ndimage
import scipy.signal
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from bench.county import ROOT, Row
from landuse.engine.convolution import cumulative
from landuse.engine.distance import zone
from landuse.engine.edt import nearest
from landuse.engine.influence import influence, reach
from landuse.model.grid import Grid

COUNTY = Grid(3006, 480_000, 7_720_000, 100, 4800, 4400)
ROADS = ROOT.parent / "shared" / "data" / "norrbotten" / "roads_schematic.parquet"
RADIUS_M = 5000.0


def measure() -> Iterator[Row]:
    """Give seconds of zones around features, and how many times faster than SciPy those of rasters are."""
    roads, points = _roads(ROADS), [Point(*place) for place in _places(400)]
    yield _seconds("zone of 2,265 km of roads, 2 km", 0.5, lambda: _zone(roads))
    yield _seconds("zone of 400 points, 2 km", 0.1, lambda: _zone(points))
    for name, counts in (("400 points", _raster(_places(400))), ("40,000 km of roads", _walks())):
        yield _times(
            f"nearest zone of a raster, {name}: distance_transform_edt", 3,
            lambda counts=counts: nearest(counts, 100, shape="exponential", radius_m=RADIUS_M),
            lambda counts=counts: influence(
                scipy.ndimage.distance_transform_edt(counts == 0) * 100, "exponential", RADIUS_M
            ),
        )  # fmt: skip
    counts = _raster(_places(400))
    yield _times(
        "cumulative zone of a raster, 400 points: fftconvolve", 3,
        lambda: cumulative(counts, 100, shape="exponential", radius_m=RADIUS_M),
        lambda: scipy.signal.fftconvolve(counts, _kernel(), mode="same"),
    )  # fmt: skip


def _zone(sources: list[BaseGeometry]) -> object:
    return zone(sources, COUNTY, shape="linear", radius_m=2000)


def _kernel() -> NDArray[np.float64]:
    step = np.arange(int(reach("exponential", RADIUS_M) // 100) + 1)
    step = np.concatenate([-step[:0:-1], step]) * 100.0
    return influence(np.hypot(step[:, None], step), "exponential", RADIUS_M)


def _places(number: int) -> NDArray[np.float64]:
    """Return places in clusters of 25, as of wind farms."""
    random = np.random.default_rng(0)
    west, south, east, north = COUNTY.bounds
    middles = random.uniform((west + 3e4, south + 3e4), (east - 3e4, north - 3e4), (number // 25, 2))
    return np.repeat(middles, 25, axis=0) + random.normal(0, 3000, (number, 2))


def _roads(path: Path) -> list[BaseGeometry]:
    if path.is_file():
        return list(gpd.read_parquet(path).geometry)
    return [LineString(_places(400)[i : i + 5]) for i in range(0, 400, 5)]


def _raster(places: NDArray[np.float64]) -> NDArray[np.float64]:
    counts = np.zeros(COUNTY.shape)
    column, row = ((places - (COUNTY.west, COUNTY.north)) / (100, -100)).astype(int).T
    np.add.at(counts, (row, column), 1)
    return counts


def _walks() -> NDArray[np.float64]:
    """Return a network of random walks, 20 km each."""
    random = np.random.default_rng(1)
    west, south, east, north = COUNTY.bounds
    heading = random.uniform(0, 2 * np.pi, 2000)[:, None] + random.normal(0, 0.2, (2000, 200)).cumsum(axis=1)
    steps = np.dstack([np.cos(heading), np.sin(heading)]).cumsum(axis=1) * 100
    places = (steps + random.uniform((west, south), (east, north), (2000, 1, 2))).reshape(-1, 2)
    inside = (places > (west, south)).all(axis=1) & (places < (east, north)).all(axis=1)
    return _raster(places[inside])


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _seconds(what: str, goal: float, work: Callable[[], object]) -> Row:
    work()
    middle = sorted(_once(work) for _ in range(5))[2]
    return Row(what, f"{middle:.3f} s", f"< {goal:g} s", middle < goal)


def _times(what: str, goal: float, work: Callable[[], object], peer: Callable[[], object]) -> Row:
    """Compare with a peer in turns, so that both meet the same machine."""
    work()
    ratios, own = [], []
    for _ in range(3):
        own.append(_once(work))
        ratios.append(_once(peer) / own[-1])
    ratio = sorted(ratios)[1]
    return Row(what, f"{sorted(own)[1]:.3f} s, {ratio:.1f} × faster", f"> {goal:g} ×", ratio > goal)


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what:70s} {row.measured:28s} {row.goal:10s} {'yes' if row.met else 'no'}")
