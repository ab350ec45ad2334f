"""Cumulative zones of rasters against every pair of source and cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from landuse.engine import convolution
from landuse.engine.convolution import convolved, cumulative
from landuse.engine.influence import SHAPES, influence

counts = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=14),
    elements=st.sampled_from([0.0] * 5 + [1.0, 2.5, 40.0]),
)
decays = st.tuples(st.sampled_from(SHAPES), st.floats(30, 2500), st.sampled_from([0, 0.01, 0.3]))


def slow(count, resolution, shape, radius, cutoff):
    i, j = np.indices(count.shape)
    out = np.zeros(count.shape)
    for row, column in np.argwhere(count > 0):
        cells = np.sqrt((i - row) ** 2 + (j - column) ** 2)
        out += count[row, column] * influence(cells * resolution, shape, radius, cutoff=cutoff)
    return out


@settings(max_examples=120, deadline=None)
@given(counts, decays)
def test_equals_its_slow_twin(count, decay):
    shape, radius, cutoff = decay
    fast = cumulative(count, 100, shape=shape, radius_m=radius, cutoff=cutoff)
    np.testing.assert_allclose(fast, slow(count, 100, shape, radius, cutoff), rtol=1e-12)


@settings(max_examples=120, deadline=None)
@given(counts, decays, st.sampled_from([-1.0, 1e9]))
def test_transform_equals_its_slow_twin(count, decay, budget):
    # With a budget small values are worked out again; without one they keep the error of the transform.
    shape, radius, cutoff = decay
    i, j = np.indices(count.shape)
    quarter = influence(np.sqrt(i**2 + j**2) * 100, shape, radius, cutoff=cutoff)
    out, error = convolution._by_transform(count, quarter)
    fast = convolution._mended(out, error, count, quarter, budget)
    exact = slow(count, 100, shape, radius, cutoff)
    np.testing.assert_allclose(fast, exact, rtol=1e-9 if budget > 0 else 0, atol=0 if budget > 0 else max(error, 1e-15))
    assert (fast[exact == 0] == 0).all()


def test_transform_of_a_large_raster_is_exact_to_its_smallest_cells():
    random = np.random.default_rng(2)
    count = np.where(random.random((300, 257)) < 0.02, random.integers(1, 50, (300, 257)), 0).astype(float)
    i, j = np.indices((40, 40))
    quarter = influence(np.sqrt(i**2 + j**2) * 100, "exponential", 2000)
    direct = convolved(count, quarter)
    out, error = convolution._by_transform(count, quarter)
    np.testing.assert_allclose(convolution._mended(out, error, count, quarter, 1e10), direct, rtol=1e-9)
    assert np.abs(out - direct).max() < error


def test_too_many_sources_are_transformed(monkeypatch):
    count = np.ones((20, 30))
    direct = cumulative(count, 100, shape="gaussian", radius_m=500)
    monkeypatch.setattr(convolution, "_direct", None)
    quarter = influence(np.hypot(*np.indices((8, 8))) * 100, "gaussian", 500)
    np.testing.assert_allclose(convolved(count, quarter, most_steps=10), direct, rtol=1e-9)


@pytest.mark.parametrize("turns", range(4))
def test_a_turned_raster_gives_the_turned_zone(turns):
    # Counts that say where they are: a shifted cell or swapped axes fail.
    i, j = np.indices((11, 23))
    count = np.where((i * 7 + j * 3) % 5 == 0, 100.0 * i + j, 0)
    straight = cumulative(count, 10, shape="linear", radius_m=45)
    turned = cumulative(np.rot90(count, turns).copy(), 10, shape="linear", radius_m=45)
    np.testing.assert_allclose(turned, np.rot90(straight, turns), rtol=1e-12)
    assert cumulative(count, 10, shape="linear", radius_m=9).tolist() == count.tolist()


def test_progress_ends_at_1():
    said = []
    cumulative(np.ones((200, 3)), 10, shape="linear", radius_m=20, progress=said.append)
    assert said[-1] == 1
    assert said == sorted(said)


def test_one_row_and_one_column():
    for count in (np.array([[1.0, 0, 0, 2]]), np.array([[1.0], [0], [0], [2]]), np.array([[3.0]])):
        for cutoff in (0, 0.01):
            fast = cumulative(count, 100, shape="gaussian", radius_m=200, cutoff=cutoff)
            np.testing.assert_allclose(fast, slow(count, 100, "gaussian", 200, cutoff), rtol=1e-12)
