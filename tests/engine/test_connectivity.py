"""Routes as a graph: worked out on paper, and what may never happen."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.connectivity import (
    articulations,
    best_shares,
    bridges,
    equivalent_area,
    routes_left,
    shortest_m,
)
from landuse.engine.lanes import lanes


def two_routes() -> nx.MultiGraph:
    """Return two parallel routes of 10 and 15 km between lands A and B, and 2 km that both share at B.

    On paper: shortest 12 km; without the shorter one 17 km, so the detour is 17 / 12; one way left beside the other
    up to X, but X–B is a bridge and X a weak point all the time.
    """
    graph = nx.MultiGraph()
    for a, b, key, length, share in (
        ("A", "X", "north", 10_000.0, 0.8), ("A", "X", "south", 15_000.0, 0.5), ("X", "B", "last", 2_000.0, 1.0),
    ):  # fmt: skip
        graph.add_edge(a, b, key, length_m=length, share=share)
    return graph


def test_cutting_one_of_two_parallel_routes_as_on_paper() -> None:
    graph = two_routes()
    assert shortest_m(graph, "A", "B") == 12_000.0
    assert routes_left(graph, "A", "X") == 2 and routes_left(graph, "A", "B") == 1
    assert bridges(graph, "A", "B") == ["last"] and articulations(graph, "A", "B") == ["X"]
    assert equivalent_area(graph, {"A": 3.0, "B": 4.0}) == pytest.approx(math.sqrt(9 + 16 + 2 * 12 * 0.8))
    graph.remove_edge("A", "X", "north")
    assert shortest_m(graph, "A", "B") / 12_000.0 == pytest.approx(17 / 12)
    assert routes_left(graph, "A", "X") == 1
    assert bridges(graph, "A", "B") == ["last", "south"]
    assert equivalent_area(graph, {"A": 3.0, "B": 4.0}) == pytest.approx(math.sqrt(9 + 16 + 2 * 12 * 0.5))
    graph.remove_edge("A", "X", "south")
    assert shortest_m(graph, "A", "B") is None and routes_left(graph, "A", "B") == 0
    assert bridges(graph, "A", "B") == [] and articulations(graph, "A", "B") == []
    assert equivalent_area(graph, {"A": 3.0, "B": 4.0}) == 5.0


def test_two_patches_of_area_1_with_half_a_chance_are_root_3() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("A", "B", share=0.5)
    assert equivalent_area(graph, {"A": 1.0, "B": 1.0}) == math.sqrt(3)


def test_a_shared_passage_lets_through_what_fits() -> None:
    graph = nx.MultiGraph([("A", "P"), ("A", "P"), ("A", "P"), ("P", "B"), ("P", "B"), ("P", "B")])
    assert routes_left(graph, "A", "B") == 3
    graph.nodes["P"]["capacity"] = 2
    assert routes_left(graph, "A", "B") == 2


def test_a_link_that_is_no_route_counts_as_none() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("A", "B", capacity=math.inf)
    assert routes_left(graph, "A", "B") == 0


def wall_with_gap(gap: int) -> np.ndarray:
    free = np.ones((9, 9), bool)
    free[:, 4] = False
    free[3 : 3 + gap, 4] = True
    return free


@pytest.mark.parametrize("gap", [0, 1, 2, 5])
def test_a_gap_of_n_cells_in_a_wall_limits_the_flow_to_n(gap) -> None:
    free = wall_with_gap(gap)
    west, east = np.zeros_like(free), np.zeros_like(free)
    west[:, 0], east[:, -1] = True, True
    assert lanes(free, west, east) == gap
    cells = nx.grid_2d_graph(*free.shape)
    cells.remove_nodes_from([cell for cell in list(cells) if not free[cell]])
    graph = nx.MultiGraph(cells.edges())
    graph.add_nodes_from(cells, capacity=1)
    graph.add_edges_from((("A"), (row, 0)) for row in range(9))
    graph.add_edges_from((("B"), (row, 8)) for row in range(9))
    assert routes_left(graph, "A", "B") == gap


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 7))
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=1, max_size=14))
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(n))
    for number, (a, b) in enumerate(edges):
        if a != b:
            share = draw(st.floats(0.05, 1))
            graph.add_edge(a, b, number, length_m=float(draw(st.integers(1, 50))), share=share)
    return graph, n - 1


@given(graphs(), st.integers(0, 13))
@settings(max_examples=150, deadline=None)
def test_closing_a_stretch_never_adds_a_route_nor_shortens_a_way(made, which) -> None:
    graph, end = made
    fewer = graph.copy()
    edges = list(fewer.edges(keys=True))
    if not edges:
        return
    fewer.remove_edge(*edges[which % len(edges)])
    assert routes_left(fewer, 0, end) <= routes_left(graph, 0, end)
    before, after = shortest_m(graph, 0, end), shortest_m(fewer, 0, end)
    assert after is None or (before is not None and after >= before)
    areas = {0: 3.0, end: 2.0}
    assert equivalent_area(fewer, areas) <= equivalent_area(graph, areas)


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_weak_points_and_shares_against_brute_force(made) -> None:
    graph, end = made
    joined = nx.has_path(graph, 0, end)

    def breaks(key) -> bool:
        without = graph.copy()
        without.remove_edge(*next((a, b, k) for a, b, k in graph.edges(keys=True) if k == key))
        return joined and not nx.has_path(without, 0, end)

    assert bridges(graph, 0, end) == sorted((k for _a, _b, k in graph.edges(keys=True) if breaks(k)), key=str)
    inner = [node for node in graph if node not in (0, end)]
    lost = [n for n in inner if joined and not nx.has_path(nx.restricted_view(graph, [n], []), 0, end)]
    assert articulations(graph, 0, end) == sorted(lost, key=str)
    cost = nx.MultiGraph()
    cost.add_nodes_from(graph)
    cost.add_edges_from((a, b, {"w": -math.log(d["share"])}) for a, b, d in graph.edges(data=True))
    slow = {n: math.exp(-d) for n, d in nx.single_source_dijkstra_path_length(cost, 0, weight="w").items()}
    assert best_shares(graph, 0) == pytest.approx(slow)
