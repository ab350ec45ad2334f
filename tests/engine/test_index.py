"""The additive index against a plain loop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.engine.index import IndexTotals, additive_index

sizes = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 5), st.integers(1, 6), st.integers(0, 2**32 - 1))


def drawn(size):
    n, m, height, width, seed = size
    random = np.random.default_rng(seed)
    values, pressures = random.uniform(0, 9, (n, height, width)), random.uniform(0, 9, (m, height, width))
    values[random.random(values.shape) < 0.1] = np.nan
    pressures[random.random(pressures.shape) < 0.1] = np.nan
    return values, pressures, random.uniform(-1, 3, (n, m))


@given(sizes)
def test_equals_a_plain_loop(size):
    values, pressures, matrix = drawn(size)
    part = additive_index(values, pressures, matrix)
    slow = np.zeros(values.shape[1:])
    for v, value in enumerate(values):
        for p, pressure in enumerate(pressures):
            each = value * pressure * matrix[v, p]
            slow += each
            known = ~(np.isnan(values).any(axis=0) | np.isnan(pressures).any(axis=0))
            np.testing.assert_allclose(part.pairs[v, p], each[known].sum(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(part.cells, slow, rtol=1e-12, atol=1e-12)


@given(sizes)
def test_parts_give_the_totals_of_the_whole(size):
    values, pressures, matrix = drawn(size)
    whole = additive_index(values, pressures, matrix)
    totals = IndexTotals(np.zeros(matrix.shape))
    for row in range(values.shape[1]):
        totals.add(additive_index(values[:, row : row + 1], pressures[:, row : row + 1], matrix))
    known = ~np.isnan(whole.cells)
    assert (totals.known, totals.unknown) == (known.sum(), (~known).sum())
    np.testing.assert_allclose(totals.pairs, whole.pairs, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(totals.total, whole.cells[known].sum(), rtol=1e-9, atol=1e-9)
    assert totals.maximum == (pytest.approx(whole.cells[known].max()) if known.any() else None)


def test_unknown_is_not_zero():
    values, pressures = np.array([[[1.0, np.nan]], [[2.0, 2.0]]]), np.array([[[3.0, 3.0]]])
    part = additive_index(values, pressures, np.array([[1.0], [0.0]]))
    assert part.cells[0, 0] == 3
    assert np.isnan(part.cells[0, 1])
