"""Nearest zones of influence of a raster: an exact distance transform in whole numbers."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from landuse.engine.compiled import compiled
from landuse.engine.influence import CUTOFF, influence, reach

_STRIP = 256


def nearest(
    counts: NDArray[np.float64], resolution_m: float, *, shape: str, radius_m: float, cutoff: float = CUTOFF
) -> NDArray[np.float64]:
    """Return the share left at the distance to the nearest source.

    Parameters
    ----------
    counts : float64 array, shape (rows, columns)
        Above 0 = a source at the centre of the cell; no NaN; outside the array there is nothing.
    resolution_m : float
        Side of a cell, metres.
    shape, radius_m, cutoff
        As in :func:`landuse.engine.influence.influence`; distances run between centres of cells.

    Returns
    -------
    float64 array, shape (rows, columns)
        From 0 to 1; 0 everywhere if there is no source.

    Examples
    --------
    >>> nearest(np.array([[0.0, 0.0, 2.0]]), 100, shape="linear", radius_m=200).tolist()
    [[0.0, 0.5, 1.0]]
    """
    most = min(reach(shape, radius_m, cutoff) / resolution_m + 1, math.hypot(*counts.shape))
    squared = squared_cells(counts > 0, most)
    longest = int(squared.max(initial=-1)) + 1
    if 0 < longest <= squared.size:
        shares = influence(np.sqrt(np.arange(longest)) * resolution_m, shape, radius_m, cutoff=cutoff)
        return np.append(shares, 0.0)[squared]
    out = influence(np.sqrt(np.maximum(squared, 0)) * resolution_m, shape, radius_m, cutoff=cutoff)
    out[squared < 0] = 0.0
    return out


def squared_cells(present: NDArray[np.bool_], most: float) -> NDArray[np.int64]:
    """Return the squared distance, in cells, from the centre of each cell to the nearest one that is present.

    Parameters
    ----------
    present : bool array, shape (rows, columns)
        Where the sources are.
    most : float
        Longest distance asked for, cells.

    Returns
    -------
    int64 array, shape (rows, columns)
        Exact; −1 where the nearest source lies farther than `most`.

    Examples
    --------
    >>> squared_cells(np.array([[True, False, False], [False, False, False]]), 2).tolist()
    [[0, 1, 4], [1, 2, -1]]
    """
    height, width = present.shape
    cap = min(math.floor(most), height)
    squared = math.floor(most * most)
    up, out = np.empty((height, width), np.int32), np.empty((height, width), np.int64)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda x: _columns(present, up, cap, x, min(x + _STRIP, width)), range(0, width, _STRIP)))
        list(pool.map(lambda y: _rows(up, out, squared, y, min(y + _STRIP, height)), range(0, height, _STRIP)))
    return out


@compiled
def _columns(present, up, cap, x0, x1):  # type: ignore[no-untyped-def]
    """Write the distance to the nearest source in the same column; −1 beyond `cap`."""
    height = len(up)
    far = cap + 1
    for x in range(x0, x1):
        up[0, x] = 0 if present[0, x] else far
    for y in range(1, height):
        for x in range(x0, x1):
            up[y, x] = 0 if present[y, x] else min(up[y - 1, x] + 1, far)
    for y in range(height - 2, -1, -1):
        for x in range(x0, x1):
            up[y, x] = min(up[y, x], up[y + 1, x] + 1)
    for y in range(height):
        for x in range(x0, x1):
            if up[y, x] > cap:
                up[y, x] = -1


@compiled
def _rows(up, out, most, y0, y1):  # type: ignore[no-untyped-def]
    """Write the lower envelope, row by row, of the parabolas that stand on the distances within the columns."""
    width = up.shape[1]
    owner, start = np.empty(width, np.int64), np.empty(width, np.int64)
    for y in range(y0, y1):
        row = up[y]
        n = 0
        for q in range(width):
            if row[q] < 0:
                continue
            begin = 0
            while n > 0:
                begin = _takes_over(owner[n - 1], q, row)
                if begin > start[n - 1]:
                    break
                n -= 1
                begin = 0
            if begin < width:
                owner[n], start[n] = q, begin
                n += 1
        _write(out[y], row, owner, start, n, most)


@compiled
def _takes_over(p, q, row):  # type: ignore[no-untyped-def]
    """Return the first column that is nearer to the source of column q than to that of column p < q."""
    ahead = (q * q + np.int64(row[q]) * row[q]) - (p * p + np.int64(row[p]) * row[p])
    return ahead // (2 * (q - p)) + 1


@compiled
def _write(line, row, owner, start, n, most):  # type: ignore[no-untyped-def]
    line[:] = -1
    for i in range(n):
        p = owner[i]
        for x in range(start[i], start[i + 1] if i + 1 < n else len(line)):
            squared = np.int64(row[p]) * row[p] + (x - p) * (x - p)
            if squared <= most:
                line[x] = squared
