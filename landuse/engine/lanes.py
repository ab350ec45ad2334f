"""How many ways side by side lead over a grid: the largest flow when every cell carries one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_matrix
from scipy.sparse.csgraph import maximum_flow

Mask = NDArray[np.bool_]


def lanes(free: Mask, start: Mask, end: Mask) -> int:
    """Return the largest number of ways from start to end that share no cell.

    By Menger's theorem it is the smallest number of cells that close every way: a gap of n cells in a wall lets n
    through. Every cell is split in two, joined by an arc that carries 1; steps go to the four neighbours.

    Parameters
    ----------
    free : bool array, shape (rows, columns)
        Cells where a way can go.
    start, end : bool array, shape (rows, columns)
        Where ways begin and end.

    Examples
    --------
    >>> free = np.ones((5, 5), bool)
    >>> free[:, 2] = [False, True, True, False, False]
    >>> west, east = np.zeros((5, 5), bool), np.zeros((5, 5), bool)
    >>> west[:, 0], east[:, -1] = True, True
    >>> lanes(free, west, east)
    2
    """
    height, width = free.shape
    number = np.arange(free.size).reshape(height, width)
    arcs = [(number[free], number[free] + free.size)]
    for a, b in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        both = free[a] & free[b]
        here, there = number[a][both], number[b][both]
        arcs += [(here + free.size, there), (there + free.size, here)]
    source, sink = 2 * free.size, 2 * free.size + 1
    begins, ends = number[free & start], number[free & end] + free.size
    arcs += [(np.full(len(begins), source), begins), (ends, np.full(len(ends), sink))]
    tail, head = (np.concatenate([arc[side] for arc in arcs]) for side in (0, 1))
    size = 2 * free.size + 2
    graph = csr_matrix(coo_array((np.ones(len(tail), np.int32), (tail, head)), shape=(size, size)))
    return int(maximum_flow(graph, source, sink).flow_value)
