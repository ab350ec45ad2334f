"""The distance transform against every pair of cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from landuse.engine.edt import nearest, squared_cells
from landuse.engine.influence import SHAPES, influence

rasters = arrays(
    np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=18), elements=st.sampled_from([False] * 6 + [True])
)


def slow_squared(present, most):
    row, column = np.nonzero(present)
    i, j = np.indices(present.shape)
    squared = (i[..., None] - row) ** 2 + (j[..., None] - column) ** 2
    out = squared.min(axis=2, initial=10**9)
    out[out > most * most] = -1
    return out


@settings(max_examples=200, deadline=None)
@given(rasters, st.floats(0, 30))
def test_equals_its_slow_twin(present, most):
    assert (squared_cells(present, most) == slow_squared(present, most)).all()


@settings(max_examples=60, deadline=None)
@given(rasters, st.sampled_from(SHAPES), st.floats(40, 2500), st.sampled_from([0, 0.01, 0.3]))
def test_shares_equal_their_slow_twin(present, shape, radius, cutoff):
    squared = slow_squared(present, 1e4)
    slow = np.where(squared < 0, 0, influence(np.sqrt(np.abs(squared)) * 100, shape, radius, cutoff=cutoff))
    fast = nearest(present * 3.0, 100, shape=shape, radius_m=radius, cutoff=cutoff)
    assert (fast == slow).all()


def test_crosses_strips_of_threads():
    present = np.random.default_rng(1).random((700, 530)) < 1e-4
    assert (squared_cells(present, 1e4) == slow_squared(present, 1e4)).all()


@pytest.mark.parametrize("turns", range(4))
def test_a_turned_raster_gives_the_turned_zone(turns):
    present = np.zeros((13, 29))
    present[2, 5] = present[11, 20] = 1
    straight = nearest(present, 10, shape="linear", radius_m=80)
    turned = nearest(np.rot90(present, turns).copy(), 10, shape="linear", radius_m=80)
    assert (turned == np.rot90(straight, turns)).all()
    assert straight[2, 5] == straight[11, 20] == 1


def test_without_sources_there_is_nothing():
    for cutoff in (0, 0.01):
        assert (nearest(np.zeros((4, 5)), 10, shape="exponential", radius_m=100, cutoff=cutoff) == 0).all()


def test_threshold_leaves_out_its_radius():
    line = np.zeros((1, 11))
    line[0, 0] = 1
    assert nearest(line, 100, shape="threshold", radius_m=500).sum() == 5
    assert nearest(line, 100, shape="threshold", radius_m=500.001).sum() == 6
