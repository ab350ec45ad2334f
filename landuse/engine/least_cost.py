"""The cheapest way over a grid of resistance: a bucket Dijkstra, exact.

The queue is a ring of buckets no wider than the cheapest step, so a cell taken out of the current bucket can no longer
be reached cheaper [Dial1969]_. Steps go to the eight neighbours and cost the mean of both cells times the length.

References
----------
.. [Dial1969] Dial, R. B. (1969). Algorithm 360: shortest-path forest with topological ordering. CACM 12(11), 632-633.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landuse.engine.compiled import compiled
from landuse.errors import LanduseError, problem
from landuse.language import _

Cell = tuple[int, int]
_MOST_BUCKETS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way over a grid.

    Parameters
    ----------
    cells : int64 array, shape (n, 2)
        Rows and columns from start to end.
    cost : float
        Sum over steps of mean resistance times length, in metres of ground with resistance 1.
    length_m : float
        Length of the steps.
    """

    cells: NDArray[np.int64]
    cost: float
    length_m: float


def quantised(resistance: NDArray[np.float64], steps: int = 16) -> NDArray[np.float64]:
    """Return resistances rounded up to whole parts of 1; infinite ones stay (no way there).

    Examples
    --------
    >>> quantised(np.array([1.0, 1.01, np.inf])).tolist()
    [1.0, 1.0625, inf]
    """
    return np.ceil(resistance * steps) / steps


def least_cost(resistance: NDArray[np.float64], start: Cell, end: Cell, resolution_m: float = 1.0) -> Way | None:
    """Return the cheapest way between two cells.

    Parameters
    ----------
    resistance : float64 array, shape (rows, columns)
        Cost of a metre in each cell, above 0; infinity = no way there.
    start, end : (row, column)
        Cells inside the array.
    resolution_m : float
        Side of a cell, metres.

    Returns
    -------
    Way or None
        None if there is no way. The cost equals that of any exact solver to rounding.

    Examples
    --------
    >>> wall = np.ones((3, 3)); wall[:2, 1] = np.inf
    >>> way = least_cost(wall, (0, 0), (0, 2), 100)
    >>> way.cells.tolist(), round(way.length_m, 3)
    ([[0, 0], [1, 0], [2, 1], [1, 2], [0, 2]], 482.843)
    """
    open_ground = np.isfinite(resistance)
    if not (open_ground[start] and open_ground[end]):
        return None
    cheapest, dearest = float(resistance[open_ground].min()), float(resistance[open_ground].max())
    width = max(0.999 * cheapest, dearest * 1.5 / _MOST_BUCKETS)
    if width > cheapest:
        raise LanduseError(
            problem("resistance", f"{cheapest:g}–{dearest:g}", _("at most a millionfold apart"), _("cap the largest"))
        )
    parent = np.full(resistance.shape, -1, np.int64)
    ring = int(dearest * 1.5 / width) + 3
    cost = _search(np.ascontiguousarray(resistance, dtype=np.float64), start, end, (width, ring), parent)
    if not np.isfinite(cost):
        return None
    cells = _back(parent, start, end)
    length = float(np.hypot(*np.diff(cells, axis=0).T).sum()) if len(cells) > 1 else 0.0
    return Way(cells, float(cost) * resolution_m, length * resolution_m)


def _back(parent: NDArray[np.int64], start: Cell, end: Cell) -> NDArray[np.int64]:
    width = parent.shape[1]
    cells = [end]
    while cells[-1] != start:
        row, column = divmod(int(parent[cells[-1]]), width)
        cells.append((row, column))
    return np.array(cells[::-1], dtype=np.int64)


@compiled
def _search(resistance, start, end, buckets, parent):  # type: ignore[no-untyped-def]
    """Fill in where each settled cell was reached from; return the cost of the end, in sides of a cell."""
    width = resistance.shape[1]
    step, ring = buckets
    head = np.full(ring, -1, np.int64)
    node, follows, key = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024)
    best = np.full(resistance.size, np.inf)
    near, cost_near = np.empty(8, np.int64), np.empty(8)
    source, target = start[0] * width + start[1], end[0] * width + end[1]
    best[source] = 0.0
    node[0], follows[0], key[0] = source, -1, 0.0
    head[0] = 0
    top, unused, waiting, current = 1, -1, 1, 0
    while waiting > 0:
        item = head[current % ring]
        if item < 0:
            current += 1
            continue
        head[current % ring] = follows[item]
        here, cost = node[item], key[item]
        follows[item] = unused
        unused = item
        waiting -= 1
        if cost > best[here]:
            continue
        if here == target:
            return cost
        for i in range(_cheaper(resistance, here, best, parent, near, cost_near)):
            if unused < 0:
                if top == len(node):
                    node, follows, key = _twice(node), _twice(follows), _twice(key)
                item = top
                top += 1
            else:
                item = unused
                unused = follows[item]
            place = int(cost_near[i] / step) % ring
            node[item], key[item], follows[item] = near[i], cost_near[i], head[place]
            head[place] = item
            waiting += 1
    return np.inf


@compiled
def _cheaper(resistance, here, best, parent, near, cost_near):  # type: ignore[no-untyped-def]
    """Write the neighbours that are cheaper to reach from a cell than so far, with their costs; return how many."""
    height, width = resistance.shape
    y, x = here // width, here % width
    n = 0
    for yy in range(max(y - 1, 0), min(y + 2, height)):
        for xx in range(max(x - 1, 0), min(x + 2, width)):
            step = 0.5 * (resistance[y, x] + resistance[yy, xx])
            if yy != y and xx != x:
                step *= 1.4142135623730951
            other = yy * width + xx
            if best[here] + step < best[other]:
                best[other] = best[here] + step
                parent[yy, xx] = here
                near[n], cost_near[n] = other, best[other]
                n += 1
    return n


@compiled
def _twice(array):  # type: ignore[no-untyped-def]
    longer = np.empty(2 * len(array), array.dtype)
    longer[: len(array)] = array
    return longer
