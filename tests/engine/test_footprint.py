"""Ground of points, lines, polygons and boxes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from landuse.engine.footprint import circle, density, footprints, is_box, strip, uses_default
from landuse.engine.sources import Source
from landuse.model.catalogue import Band
from tests.properties import worlds

TYPES = worlds.catalogue().types


def source(kind: str, *geometries: Any, measure: float = np.nan, sites: float = np.nan) -> Source:
    return Source(
        id="s", owner="s", part="s", layer=None, group="g", type=kind, band=Band.PROPOSED, phase="operation",
        geometries=np.array(geometries, dtype=object), measure=np.full(len(geometries), measure), sites=sites,
    )  # fmt: skip


def ground_ha(made: Source, level: str = "likely") -> float:
    return float(shapely.area(footprints(made, TYPES[made.type], level)).sum()) / 10_000.0


@pytest.mark.parametrize("area_ha", [0.01, 0.25, 7.0, 5000.0])
def test_a_circle_has_exactly_the_area(area_ha: float) -> None:
    (made,) = circle(np.array([shapely.Point(700_000, 7_400_000)]), np.array([area_ha]))
    assert made.area == pytest.approx(area_ha * 10_000.0, rel=1e-9)
    assert made.centroid.distance(shapely.Point(700_000, 7_400_000)) < 1e-6


def test_a_strip_has_half_its_width_on_each_side_and_square_ends() -> None:
    (made,) = strip(np.array([shapely.LineString([(0, 0), (1000, 0)])]), np.array([20.0]))
    assert made.bounds == (0.0, -10.0, 1000.0, 10.0)
    assert made.area == pytest.approx(20_000.0)


@pytest.mark.parametrize(("level", "each"), [("low", 0.2), ("likely", 0.4), ("high", 0.6)])
def test_defaults_follow_the_level_and_are_said(level: str, each: float) -> None:
    farm = source("wind", worlds.point(300, 300), worlds.point(600, 600))
    assert ground_ha(farm, level) == pytest.approx(2 * each)
    flagged = TYPES["wind"].model_copy(
        update={"footprint_point": TYPES["wind"].footprint_point.model_copy(update={"flagged": True})}
    )
    assert uses_default(farm, flagged)
    assert not uses_default(source("wind", worlds.point(300, 300), measure=1.5), flagged)


@pytest.mark.parametrize("level", ["low", "likely", "high"])
def test_a_stated_measure_does_not_depend_on_the_level(level: str) -> None:
    assert ground_ha(source("wind", worlds.point(300, 300), measure=1.5), level) == pytest.approx(1.5)
    road = source("road", worlds.line((0, 0), (1000, 0)), measure=12.0)
    assert ground_ha(road, level) == pytest.approx(1.2)


def test_a_polygon_is_its_own_ground() -> None:
    assert ground_ha(source("pit", worlds.box(0, 0, 200, 300))) == pytest.approx(6.0)
    assert density(source("pit", worlds.box(0, 0, 200, 300)), TYPES["pit"], "likely") == 1.0


def test_sites_are_spread_over_the_outline_of_a_box() -> None:
    outline = worlds.box(0, 0, 1000, 500)  # 50 ha
    kind = TYPES["wind"]
    assert density(source("wind", outline, sites=10), kind, "likely") == pytest.approx(10 * 0.4 / 50)
    assert density(source("wind", outline), kind, "likely") == pytest.approx(0.4 / 5.0)
    assert density(source("wind", outline, sites=1e6), kind, "likely") == 1.0
    assert is_box(source("wind", outline), kind)
    assert is_box(source("wind", worlds.point(0, 0), sites=3), kind)
    assert not is_box(source("wind", worlds.point(0, 0), sites=1), kind)
    assert not is_box(source("pit", outline), TYPES["pit"])


def test_fewer_stated_sites_than_points_take_no_less_than_the_points() -> None:
    points = (worlds.point(300, 300), worlds.point(600, 600))
    assert ground_ha(source("wind", *points, sites=1)) == pytest.approx(0.8)
    assert ground_ha(source("wind", *points, sites=5)) == pytest.approx(2.0)


def test_a_line_without_a_declared_width_covers_nothing() -> None:
    assert ground_ha(source("pit", worlds.line((0, 0), (1000, 0)))) == 0.0
