"""Routes as they are drawn in practice: crossing without a node, in pieces, backwards, not quite meeting."""

from __future__ import annotations

import networkx as nx
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, box

from landuse.engine.route_network import SNAP_M, network

A = LineString([(0, 0), (10_000, 0)])
B = LineString([(4_000, 3_000), (4_000, -3_000)])


def graph(made) -> nx.MultiGraph:
    return nx.MultiGraph((segment.start, segment.end) for segment in made.segments)


def test_routes_that_cross_without_a_node_are_joined() -> None:
    made = network([("A", A), ("B", B)])
    assert len(made.segments) == 4 and nx.is_connected(graph(made))
    assert (4000.0, 0.0) in made.nodes
    assert sum(segment.length_m for segment in made.segments) == pytest.approx(16_000)


@pytest.mark.parametrize(("gap", "joined"), [(0.0, True), (SNAP_M - 1, True), (SNAP_M + 1, False)])
def test_an_end_near_another_route_is_joined_within_the_stated_distance(gap, joined) -> None:
    made = network([("A", A), ("C", LineString([(6_000, gap), (6_000, 5_000)]))])
    assert nx.is_connected(graph(made)) == joined
    ends = network([("A", A), ("C", LineString([(10_000 + gap, 0), (15_000, 2_000)]))])
    assert nx.is_connected(graph(ends)) == joined


def test_pieces_of_a_multi_line_are_merged_and_islands_stay_apart() -> None:
    pieces = MultiLineString([[(5_000, 0), (2_000, 0)], [(0, 0), (2_000, 0)], [(50_000, 0), (60_000, 0)]])
    made = network([("A", pieces)])
    assert [stretch.line.length for stretch in made.stretches] == [5_000, 10_000]
    assert not nx.is_connected(graph(made)) and made.ends_of("A") is None


def test_what_is_no_line_or_has_no_length_is_left_out() -> None:
    made = network([("P", Point(0, 0)), ("Z", LineString([(1, 1), (1, 1)])), ("E", LineString())])
    assert made.stretches == () and made.nodes == () and made.near(box(-9, -9, 9, 9)) == []


def test_routes_that_run_together_share_their_nodes() -> None:
    made = network([("A", A), ("D", LineString([(2_000, 2_000), (3_000, 0), (6_000, 0), (7_000, 2_000)]))])
    assert nx.is_connected(graph(made))
    assert {(3000.0, 0.0), (6000.0, 0.0)} <= set(made.nodes)


def test_lands_passages_and_stops_cut_routes_where_they_lie() -> None:
    made = network([("A", A)], lands=[box(-500, -500, 1_000, 500)], passages=[("P", box(4_900, -50, 5_100, 50))],
                   stops=[box(7_000, -900, 8_000, 1_000)])  # fmt: skip
    assert [round(segment.from_m) for segment in made.segments] == [0, 1_000, 4_900, 5_100, 7_500]
    assert [segment.passage for segment in made.segments] == [None, None, "P", None, None]
    assert [made.nodes[node] for node in made.near(box(-500, -500, 1_000, 500))] == [(0.0, 0.0), (1000.0, 0.0)]
    assert [made.nodes[node] for node in made.at_stop(box(7_000, -900, 8_000, 1_000))] == [(7500.0, 0.0)]
    assert [made.nodes[node] for node in made.ends_of("A")] == [(0.0, 0.0), (10_000.0, 0.0)]


@given(
    st.permutations([("A", A), ("B", B), ("C", LineString([(9_000, 100), (9_500, 4_000)]))]),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
@settings(max_examples=20, deadline=None)
def test_order_and_direction_change_nothing(routes, turned) -> None:
    drawn = [(key, line.reverse() if back else line) for (key, line), back in zip(routes, turned, strict=True)]
    made, plain = network(drawn), network(sorted(routes))
    assert made.nodes == plain.nodes
    assert [(s.id, s.start, s.end, s.from_m, s.to_m) for s in made.segments] == [
        (s.id, s.start, s.end, s.from_m, s.to_m) for s in plain.segments
    ]
    assert all(shapely.equals_exact(a.line, b.line) for a, b in zip(made.segments, plain.segments, strict=True))
