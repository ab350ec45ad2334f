"""Zones of features that add up, against one zone at a time."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString, MultiPoint, Point, box

from landuse.engine.distance import zone
from landuse.engine.influence import SHAPES
from landuse.engine.summed import summed
from landuse.errors import LanduseError
from landuse.model.grid import Grid

GRID = Grid(3006, 0, 15_000, 100, 150, 70)
random = np.random.default_rng(4)
POINTS = [Point(*place) for place in random.uniform((-500, -500), (7500, 15_500), (40, 2))]
OTHERS = [LineString([(0, 0), (7000, 9000)]), box(1000, 1000, 2500, 1300), MultiPoint([(1, 1), (5000, 5000)])]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("radius", [0, 120, 1000])
@pytest.mark.parametrize("cutoff", [0, 0.01])
def test_is_the_sum_of_each_zone_alone(shape, radius, cutoff):
    features = [*POINTS, *OTHERS]
    alone = sum(zone([each], GRID, shape=shape, radius_m=radius, cutoff=cutoff).dense(GRID) for each in features)
    together = summed(features, GRID, shape=shape, radius_m=radius, cutoff=cutoff)
    np.testing.assert_allclose(together, alone, rtol=1e-12)


def test_a_point_alone_is_bit_equal_to_its_zone():
    for radius in (120, 1000):
        alone = zone(POINTS[:1], GRID, shape="gaussian", radius_m=radius).dense(GRID)
        assert (summed(POINTS[:1], GRID, shape="gaussian", radius_m=radius) == alone).all()


def test_progress_and_errors():
    said = []
    summed(OTHERS, GRID, shape="linear", radius_m=100, progress=said.append)
    assert said[-1] == 1
    with pytest.raises(LanduseError, match="shape"):
        summed(OTHERS, GRID, shape="cone", radius_m=100)
    with pytest.raises(LanduseError, match="geometr"):
        summed([Point(np.inf, 0)], GRID, shape="linear", radius_m=100)
