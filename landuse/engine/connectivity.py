"""Small graphs of lands and routes: ways round, ways left, weak points, and how well lands hang together.

Every function takes a networkx multigraph whose edges carry ``length_m`` and, if not 1, ``share`` (of a herd that
passes) and ``capacity`` (ways that fit side by side; infinity for a link that is no route); a node may carry
``capacity`` too (a difficult passage that several routes share).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx
from networkx.algorithms.flow import edmonds_karp

Graph = Any


def shortest_m(graph: Graph, start: Hashable, end: Hashable) -> float | None:
    """Return the length of the shortest way, metres; None if there is none.

    Examples
    --------
    >>> graph = nx.MultiGraph([("A", "B", {"length_m": 10.0}), ("A", "B", {"length_m": 15.0})])
    >>> shortest_m(graph, "A", "B"), shortest_m(nx.MultiGraph([(0, 1)]), 0, 2)
    (10.0, None)
    """
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return None
    return float(nx.shortest_path_length(graph, start, end, weight="length_m"))


def routes_left(graph: Graph, start: Hashable, end: Hashable) -> int:
    """Return how many ways share no route and no more of a passage than fits: the largest flow.

    Examples
    --------
    >>> routes_left(nx.MultiGraph([("A", 1), ("A", 1), ("A", 1), (1, "B"), (1, "B")]), "A", "B")
    2
    """
    if start not in graph or end not in graph:
        return 0
    flow = nx.DiGraph()
    for node, data in graph.nodes(data=True):
        flow.add_edge((node, "in"), (node, "out"), capacity=data.get("capacity", math.inf))
    for a, b, data in graph.edges(data=True):
        for tail, head in ((a, b), (b, a)):
            _add(flow, (tail, "out"), (head, "in"), data.get("capacity", 1))
    try:
        return int(nx.maximum_flow_value(flow, (start, "out"), (end, "in"), flow_func=edmonds_karp))
    except nx.NetworkXUnbounded:  # a link that is no route joins them
        return 0


def _add(flow: Graph, tail: Hashable, head: Hashable, capacity: float) -> None:
    before = flow.edges[tail, head]["capacity"] if flow.has_edge(tail, head) else 0
    flow.add_edge(tail, head, capacity=before + capacity)


def bridges(graph: Graph, start: Hashable, end: Hashable) -> list[Any]:
    """Return the keys of the edges without which no way is left, sorted; none if there is no way.

    Examples
    --------
    >>> graph = nx.MultiGraph()
    >>> _keys = [graph.add_edge(a, b, key) for a, b, key in [(0, 1, "a"), (0, 1, "b"), (1, 2, "c")]]
    >>> bridges(graph, 0, 2)
    ['c']
    """
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    plain = nx.Graph(graph.edges())
    path = nx.shortest_path(plain, start, end)
    found = []
    for a, b in pairwise(path):
        keys = list(graph[a][b])
        if len(keys) == 1:
            plain.remove_edge(a, b)
            if not nx.has_path(plain, start, end):
                found.append(keys[0])
            plain.add_edge(a, b)
    return sorted(found, key=str)


def articulations(graph: Graph, start: Hashable, end: Hashable) -> list[Any]:
    """Return the nodes, other than the two ends, without which no way is left, sorted by their names.

    Examples
    --------
    >>> articulations(nx.MultiGraph([(0, 1), (0, 1), (1, 2)]), 0, 2)
    [1]
    """
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    plain = nx.Graph(graph.edges())
    found = []
    for node in nx.shortest_path(plain, start, end)[1:-1]:
        near = list(plain[node])
        plain.remove_node(node)
        if not nx.has_path(plain, start, end):
            found.append(node)
        plain.add_edges_from((node, other) for other in near)
    return sorted(found, key=str)


def equivalent_area(graph: Graph, areas: Mapping[Hashable, float]) -> float:
    """Return the equivalent connected area: one patch of that size would be as connected as all together.

    ECA = √ Σᵢ Σⱼ aᵢ aⱼ pᵢⱼ, with pᵢⱼ the largest product of shares over the ways from i to j, and pᵢᵢ = 1 [Saura2011]_.

    Parameters
    ----------
    areas : mapping
        Node → area of its land, in any unit; nodes without land carry none.

    Returns
    -------
    float
        In the unit of the areas.

    References
    ----------
    .. [Saura2011] Saura, S., Estreguil, C., Mouton, C. & Rodríguez-Freire, M. (2011). Network analysis to assess
       landscape connectivity trends. Ecological Indicators 11(2), 407-416.

    Examples
    --------
    >>> graph = nx.MultiGraph()
    >>> _key = graph.add_edge("A", "B", share=0.5)
    >>> equivalent_area(graph, {"A": 1.0, "B": 1.0}) == math.sqrt(3)
    True
    """
    total = 0.0
    for here, area in areas.items():
        chance = best_shares(graph, here)
        total += sum(area * other * chance.get(there, 0.0) for there, other in areas.items())
    return math.sqrt(total)


def best_shares(graph: Graph, start: Hashable) -> dict[Any, float]:
    """Return, for every node that can be reached, the largest product of shares over the ways to it.

    Examples
    --------
    >>> graph = nx.MultiGraph([(0, 1, {"share": 0.5}), (0, 2, {"share": 0.9}), (2, 1, {"share": 0.9})])
    >>> round(best_shares(graph, 0)[1], 3)
    0.81
    """
    best: dict[Any, float] = {start: 1.0}
    if start not in graph:
        return best
    settled: set[Any] = set()
    while open_nodes := [node for node in best if node not in settled]:
        here = max(open_nodes, key=best.__getitem__)
        settled.add(here)
        for _here, there, data in graph.edges(here, data=True):
            chance = best[here] * data.get("share", 1.0)
            if chance > best.get(there, 0.0):
                best[there] = chance
    return best
