"""Compiled loops over some cells of a window: what lies there, the product of effects, sums of units, shares.

`pos` maps every cell of a window (row by row) to a place among the cells that are worked out, −1 = left out.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

import numpy as np

from landuse.engine.compiled import compiled


@compiled
def _first_from(index, cell, low, high):
    """Return the first place in sorted `index` from `low` that holds at least `cell`."""
    while low < high:
        middle = (low + high) // 2
        if index[middle] < cell:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def row_spans(index, frame, grid_width):
    """Return where the cells of each row of a window begin and end in sorted cells of a grid."""
    row, column, height, width = frame
    begin = np.empty(height, np.int64)
    end = np.empty(height, np.int64)
    low = 0
    for i in range(height):
        start = (row + i) * grid_width + column
        low = _first_from(index, start, low, len(index))
        begin[i] = low
        low = _first_from(index, start + width, low, min(low + width, len(index)))
        end[i] = low
    return begin, end


@compiled
def found_in(index, spans, frame, grid_width, pos):
    """Return, of sorted cells of a grid, those worked out: places in `index` and among the cells worked out.

    `spans` are those of :func:`row_spans`.
    """
    row, column, height, width = frame
    begin, end = spans
    n = 0
    for i in range(height):
        n += end[i] - begin[i]
    of, at = np.empty(n, np.int64), np.empty(n, np.int32)
    n = 0
    for i in range(height):
        start = (row + i) * grid_width + column
        for k in range(begin[i], end[i]):
            place = pos[i * width + index[k] - start]
            if place >= 0:
                of[n], at[n] = k, place
                n += 1
    return of[:n].copy(), at[:n].copy()


@compiled
def mark(index, spans, frame, grid_width, marks):
    """Set `marks` (one a cell of a window, row by row) to True where some sorted cells of a grid lie."""
    row, column, height, width = frame
    begin, end = spans
    for i in range(height):
        start = (row + i) * grid_width + column
        for k in range(begin[i], end[i]):
            marks[i * width + index[k] - start] = True


@compiled
def marked(marks, frame, grid_width):
    """Return the marked cells of a window as sorted cells of the grid, and their places by cell of the window."""
    row, column, height, width = frame
    n = 0
    for k in range(len(marks)):
        n += marks[k]
    index, pos = np.empty(n, np.int64), np.full(len(marks), -1, np.int32)
    n = 0
    for i in range(height):
        start = (row + i) * grid_width + column
        for j in range(width):
            if marks[i * width + j]:
                index[n], pos[i * width + j] = start + j, n
                n += 1
    return index, pos


@compiled
def multiply(use, order, first, at, value, factor):
    """Multiply `use` by 1 − factor · value of each term in `order`; `first` holds where each term's entries begin."""
    for t in order:
        f = factor[t]
        if f != 0.0:
            for e in range(first[t], first[t + 1]):
                use[at[e]] *= 1.0 - f * value[e]


@compiled
def multiply_all(use, index, value, scale, spans, frame, grid_width, factor):
    """Multiply `use` (every cell of a window, row by row) by 1 − factor · scale · value at some sorted cells of a grid.

    The numbers are those of :func:`multiply`, to the last bit.
    """
    row, column, height, width = frame
    begin, end = spans
    for i in range(height):
        start = (row + i) * grid_width + column
        for k in range(begin[i], end[i]):
            held = value[k] if scale == 1.0 else value[k] * scale
            use[i * width + index[k] - start] *= 1.0 - factor * held


@compiled
def unit_sums(of, at, matrix, x, units):
    """Return Σ matrix[of] · x[at] for each unit and column of `x`, added in the order of the cells."""
    indptr, indices, data = matrix
    out = np.zeros((units, x.shape[1]))
    for k in range(len(of)):
        for e in range(indptr[of[k]], indptr[of[k] + 1]):
            for q in range(x.shape[1]):
                out[indices[e], q] += data[e] * x[at[k], q]
    return out


@compiled
def remaining(rows, factor, taken, ground_left):
    """Return the share of use that each factor leaves: of ground `ground_left`, else (1 − s·effect) / (1 − s·base)."""
    at, pair, effect, base = rows
    left = np.empty(len(at))
    for e in range(len(at)):
        if taken[pair[e]]:
            left[e] = ground_left[at[e]]
        else:
            f = factor[pair[e]]
            before = 1.0 - f * base[e]
            left[e] = min((1.0 - f * effect[e]) / before, 1.0) if before > 0.0 else 1.0
    return left


@compiled
def divided(at, left, part, lost):
    """Return the share of `lost` of each factor: by −ln(left) · part, by `part` alone where nothing is left or taken.

    Nothing is taken, and something still changes, where a park that moved gives use back.
    """
    total, gone, even = np.zeros(len(lost)), np.zeros(len(lost)), np.zeros(len(lost))
    weight = np.empty(len(at))
    for e in range(len(at)):
        even[at[e]] += part[e]
        if left[e] <= 0.0:
            weight[e] = part[e]
            gone[at[e]] += part[e]
        else:
            weight[e] = -math.log(left[e]) * part[e]
            total[at[e]] += weight[e]
    for e in range(len(at)):
        if gone[at[e]] > 0.0:
            weight[e] = lost[at[e]] * (weight[e] / gone[at[e]]) if left[e] <= 0.0 else 0.0
        elif total[at[e]] == 0.0:
            weight[e] = lost[at[e]] * (part[e] / even[at[e]]) if lost[at[e]] != 0.0 and part[e] > 0.0 else 0.0
        else:
            weight[e] = lost[at[e]] * (weight[e] / total[at[e]]) if weight[e] > 0.0 else 0.0
    return weight


@compiled
def pair_sums(at, pair, value, place, matrix, shape):
    """Return Σ matrix[place[at]] · value for each pair and unit; `place` is −1 for cells that no unit holds."""
    indptr, indices, data = matrix
    pairs, units = shape
    out = np.zeros((pairs, units))
    for e in range(len(at)):
        row = place[at[e]]
        if row >= 0 and value[e] != 0.0:
            for k in range(indptr[row], indptr[row + 1]):
                out[pair[e], indices[k]] += data[k] * value[e]
    return out
