"""Where rows of sampling points lie inside polygons: exact scan lines over all outlines at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landuse.engine.compiled import compiled
from landuse.engine.segments import Segments


@dataclass(frozen=True, slots=True, eq=False)
class Interior:
    """Stretches of each sampling row that lie inside at least one polygon.

    Parameters
    ----------
    first : int64 array, shape (rows + 1,)
        Place of the first stretch of each row in `west` and `east`.
    west, east : float64 array
        From (included) and to (left out), metres, rising within a row.
    """

    first: NDArray[np.int64]
    west: NDArray[np.float64]
    east: NDArray[np.float64]


def interior(segments: Segments, north: float, step_m: tuple[float, int], rows: tuple[int, int]) -> Interior:
    """Return the inside stretches of the sampling rows `rows[0]` … `rows[1] - 1`.

    Parameters
    ----------
    segments : Segments
        Outlines among them carry a turn; holes are outside, overlapping polygons join.
    north : float
        Northern edge of the grid, metres.
    step_m : tuple (resolution, number)
        Sampling rows lie at north − (2 row + 1) · resolution / (2 number).
    rows : tuple of int
        First row and the one after the last.
    """
    resolution_m, subcells = step_m
    outline = segments.turn != 0
    ends, turn = segments.ends[outline], segments.turn[outline]
    low, high = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    near = (low <= row_y(north, resolution_m, subcells, rows[0])) & (
        high >= row_y(north, resolution_m, subcells, rows[1] - 1)
    )
    return Interior(*_stretches(ends[near], turn[near], north, resolution_m, subcells, rows[0], rows[1]))


@compiled
def row_y(north: float, resolution_m: float, subcells: int, row: int) -> float:
    """Return the northing of a sampling row; one rounding only, whatever the window."""
    return north - (2 * row + 1) * resolution_m / (2 * subcells)


@compiled
def _rows_of(y0: float, y1: float, north: float, resolution_m: float, subcells: int) -> tuple[int, int]:
    """Return a range of rows that holds all rows with y0 <= y < y1, at most two too many at each end."""
    scale = subcells / resolution_m
    return int(np.floor((north - y1) * scale - 0.5)) - 1, int(np.ceil((north - y0) * scale - 0.5)) + 2


@compiled
def _stretches(ends, turn, north, resolution_m, subcells, row0, row1):  # type: ignore[no-untyped-def]
    rows = row1 - row0
    first = np.zeros(rows + 1, np.int64)
    for fill in range(2):
        if fill == 1:
            for j in range(rows):
                first[j + 1] += first[j]
            x = np.empty(first[rows])
            sign = np.empty(first[rows], np.int8)
            place = first[:rows].copy()
        for i in range(len(ends)):
            low, high = min(ends[i, 1], ends[i, 3]), max(ends[i, 1], ends[i, 3])
            j0, j1 = _rows_of(low, high, north, resolution_m, subcells)
            slope = (ends[i, 2] - ends[i, 0]) / (ends[i, 3] - ends[i, 1])
            for j in range(max(j0, row0), min(j1, row1)):
                y = row_y(north, resolution_m, subcells, j)
                if low <= y < high:
                    if fill == 0:
                        first[j - row0 + 1] += 1
                    else:
                        x[place[j - row0]] = ends[i, 0] + (y - ends[i, 1]) * slope
                        sign[place[j - row0]] = turn[i]
                        place[j - row0] += 1
    return _joined(first, x, sign)


@compiled
def _joined(first, x, sign):  # type: ignore[no-untyped-def]
    """Turn the crossings of each row into stretches; an outline that runs down has its inside to the east."""
    rows = len(first) - 1
    begin = np.zeros(rows + 1, np.int64)
    west, east = np.empty(len(x) // 2), np.empty(len(x) // 2)
    n = 0
    for j in range(rows):
        a, b = first[j], first[j + 1]
        order = np.argsort(x[a:b])
        depth = 0
        for o in order:
            before = depth
            depth -= sign[a + o]
            if before == 0 and depth > 0:
                west[n] = x[a + o]
            elif before > 0 and depth == 0 and x[a + o] > west[n]:
                east[n] = x[a + o]
                n += 1
        begin[j + 1] = n
    return begin, west[:n].copy(), east[:n].copy()
