"""Fifty edits of a polygon on a land with 100,000 polygons, beside the whole calculation and a plain overlay."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

import geopandas as gpd
import numba
import psutil
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from bench.county import Row
from bench.dense import counted, dense_study
from landuse import assess
from landuse.explain import explain
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.sketch import sketch, warm

EDITS, MOST_MS, MOST_EXPLAIN_MS, MOST_MEMORY_GIB, MOST_WARM_S = 50, 500.0, 50.0, 2.0, 60.0
TYPE, YEAR, SIDE_M, NEAR_M = "wind_farm", 2030, 2000.0, 5000.0


def measure() -> Iterator[Row]:
    """Give the time of each edit and of "why here", of making the study ready, and of what a user had before."""
    study = dense_study()
    yield Row("the machine", _machine(), "–", True)
    yield Row("the land", counted(study), "≥ 100,000 in > 20", True)
    took = _seconds(lambda: warm(study, year=YEAR))
    yield Row("making ready", f"{took:.1f} s", f"< {MOST_WARM_S:g} s", took < MOST_WARM_S)
    drawn = list(_edits(study))
    yield _row("an edit of a polygon", [_seconds(lambda s=s: sketch(study, s)) for s in drawn], MOST_MS)
    asked = [_seconds(lambda s=s: explain(study, s, _middle(s))) for s in drawn]
    yield _row("why here", asked, MOST_EXPLAIN_MS)
    memory = psutil.Process().memory_info().rss / 2**30
    yield Row("memory of the process", f"{memory:.2f} GiB", f"< {MOST_MEMORY_GIB:g} GiB", memory < MOST_MEMORY_GIB)
    yield from _peers(study, drawn)


def _peers(study: Study, drawn: Sequence[Scenario]) -> Iterator[Row]:
    """Give the whole calculation of one edit, and the register's question alone with geopandas."""
    yield Row("beside: assess, nothing kept", f"{_seconds(lambda: assess(study, drawn[0])):.1f} s", "–", True)
    layers = [_ground(layer.features) for layer in study.layers.values() if layer.features is not None]
    overlay = [_seconds(lambda s=s: _overlay(layers, _geometry(s))) for s in drawn[:10]]
    yield _row("beside: geopandas, overlaps and what is near alone", overlay, None)


def _ground(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the polygons of a layer: an overlay takes one kind of geometry alone."""
    return features[shapely.get_dimensions(features.geometry.to_numpy()) == 2]


def _overlay(layers: Sequence[gpd.GeoDataFrame], geometry: BaseGeometry) -> list[gpd.GeoDataFrame]:
    """Return what a plain script would: the common ground with each layer, and the features near."""
    part = gpd.GeoDataFrame(geometry=[geometry], crs=3006)
    near = gpd.GeoDataFrame(geometry=[geometry.buffer(NEAR_M)], crs=3006)
    return [
        table
        for features in layers
        for table in (
            gpd.overlay(features, part, how="intersection", keep_geom_type=False),
            gpd.sjoin(features, near, predicate="intersects"),
        )
    ]


def _edits(study: Study) -> Iterator[Scenario]:
    """Yield different edits of one polygon: a corner moved, the whole moved, made larger or smaller."""
    middle = study.outline.representative_point()
    x, y = middle.x, middle.y
    corners = [(x, y), (x + SIDE_M, y), (x + SIDE_M, y + SIDE_M), (x, y + SIDE_M)]
    for number in range(EDITS):
        step = 40.0 * (number + 1)
        if number % 3 == 0:
            shape = shapely.Polygon([*corners[:2], (x + SIDE_M + step % 900, y + SIDE_M + step % 700), corners[3]])
        elif number % 3 == 1:
            shape = translate(shapely.Polygon(corners), step * 7 % 9000 - 4500, step * 5 % 9000 - 4500)
        else:
            shape = shapely.box(x, y, x + SIDE_M + step % 1100 - 500, y + SIDE_M + step % 1300 - 600)
        part = Establishment(id="drawn", type=TYPE, geometry=shape, years=(YEAR - 5, YEAR + 30))
        yield Scenario.of(f"edit {number}", study.area.id, YEAR, [part])


def _geometry(scenario: Scenario) -> BaseGeometry:
    return scenario.establishments[0].geometry


def _middle(scenario: Scenario) -> tuple[float, float]:
    point = _geometry(scenario).centroid
    return point.x, point.y


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _row(what: str, seconds: Sequence[float], most_ms: float | None) -> Row:
    """Return the middle, the 95th of a hundred and the most of some times."""
    took = sorted(1000.0 * each for each in seconds)
    p95 = statistics.quantiles(took, n=20)[-1]
    goal = "–" if most_ms is None else f"p95 < {most_ms:g} ms"
    said = f"{statistics.median(took):.0f} ms, {p95:.0f} ms, {took[-1]:.0f} ms"
    return Row(f"{what} ({len(took)}): middle, p95, most", said, goal, most_ms is None or p95 < most_ms)


def _machine() -> str:
    load = os.getloadavg()[0]
    parts = f"{os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}, numba {numba.__version__}"
    return f"{parts}, shapely {shapely.__version__}"
