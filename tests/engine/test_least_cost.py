"""The bucket Dijkstra against an exact solver that builds the whole graph."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from landuse.engine.least_cost import least_cost, quantised
from landuse.errors import LanduseError


def slow_cost(resistance, start, end) -> float:
    """Return the cost by scipy on a graph with every step of the grid."""
    height, width = resistance.shape
    number = np.arange(height * width).reshape(height, width)
    tails, heads, costs = [], [], []
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = np.s_[: height - dy, max(0, -dx) : width - max(0, dx)]
        there = np.s_[dy:, max(0, dx) : width + min(0, dx)]
        cost = (resistance[here] + resistance[there]) / 2 * np.hypot(dy, dx)
        ok = np.isfinite(cost)
        tails.append(number[here][ok]), heads.append(number[there][ok]), costs.append(cost[ok])
    edges = (np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads)))
    graph = sparse.csr_matrix(edges, shape=(height * width, height * width))
    return float(dijkstra(graph, directed=False, indices=number[start])[number[end]])


@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(2, 30), st.floats(0, 0.5))
@settings(max_examples=80, deadline=None)
def test_the_cost_is_that_of_an_exact_solver(seed, height, width, closed) -> None:
    rng = np.random.default_rng(seed)
    resistance = quantised(1 + 19 * rng.random((height, width)) ** 4)
    resistance[rng.random((height, width)) < closed] = np.inf
    start, end = (0, 0), (height - 1, width - 1)
    resistance[start] = resistance[end] = 1.0
    way, slow = least_cost(resistance, start, end), slow_cost(resistance, start, end)
    if way is None:
        assert slow == np.inf
        return
    assert way.cost == pytest.approx(slow, rel=1e-12)
    steps = np.diff(way.cells, axis=0)
    assert np.abs(steps).max() == 1
    along = resistance[tuple(way.cells.T)]
    assert (np.hypot(*steps.T) * (along[1:] + along[:-1]) / 2).sum() == pytest.approx(way.cost, rel=1e-9)


def test_a_wall_is_gone_round_and_dearer_ground_never_makes_a_way_cheaper() -> None:
    resistance = np.ones((50, 80))
    plain = least_cost(resistance, (25, 5), (25, 75), 100.0)
    assert plain.length_m == pytest.approx(7000.0) and plain.cost == pytest.approx(7000.0)
    resistance[:45, 40] = np.inf
    around = least_cost(resistance, (25, 5), (25, 75), 100.0)
    assert around.cost > plain.cost and (around.cells[:, 0] >= 45).any()
    resistance[45:, 40] = np.inf
    assert least_cost(resistance, (25, 5), (25, 75), 100.0) is None


def test_a_closed_start_has_no_way_and_a_millionfold_is_refused() -> None:
    resistance = np.ones((3, 3))
    resistance[0, 0] = np.inf
    assert least_cost(resistance, (0, 0), (2, 2)) is None
    resistance[0, 0] = 1e9
    with pytest.raises(LanduseError, match="millionfold|miljon"):
        least_cost(resistance, (0, 0), (2, 2))
