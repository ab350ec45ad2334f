"""Whether a connected piece of land stays in one when some of its cells are taken out: looked for close by only."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from landuse.engine.compiled import compiled
from landuse.engine.connected import join, root_of

AROUND = 24
"""Cells around what is taken out in which a way from one side to another is looked for."""


@compiled
def still_whole(index, matrix, member, gone, units, width):
    """Tell for each unit whether its marked piece surely stays in one without some of its cells.

    Parameters
    ----------
    index : int64 array
        Sorted cells, one a row of the matrix.
    matrix : tuple (indptr, indices, data)
        Land of each unit in each cell.
    member : bool array
        One an entry of the matrix: it lies in the piece of its unit.
    gone : tuple (begin, row)
        Rows taken out of the piece of each unit, rising; where those of a unit begin.
    units : int array
        Columns of the matrix, one for each stretch of `gone`.
    width : int
        Columns of the grid.

    Returns
    -------
    bool array, shape (len(units),)
        False also where the way from one side to another leads far around, or nothing is left.
    """
    begin, row = gone
    found = np.zeros(len(units), np.bool_)
    for i in range(len(units)):
        cells = index[row[begin[i] : begin[i + 1]]]
        top, left, height, across = _around(cells, width)
        inside = _piece(index, matrix, member, units[i], (top, left, height, across), width)
        for cell in cells:
            inside[cell // width - top, cell % width - left] = 2
        found[i] = _one(inside, cells, (top, left), width)
    return found


@compiled
def _around(cells, width):
    top, bottom, left, right = cells[0] // width, cells[-1] // width, width, 0
    for cell in cells:
        left, right = min(left, cell % width), max(right, cell % width)
    top, left = max(0, top - AROUND), max(0, left - AROUND)
    return top, left, bottom + AROUND + 1 - top, min(width, right + AROUND + 1) - left


@compiled
def _piece(index, matrix, member, unit, frame, width):
    """Return 1 for each cell of a window that lies in the piece of a unit, row by row."""
    indptr, indices, _data = matrix
    top, left, height, across = frame
    inside = np.zeros((height, across), np.uint8)
    for i in range(height):
        start = (top + i) * width + left
        k = np.searchsorted(index, start)
        while k < len(index) and index[k] < start + across:
            for e in range(indptr[k], indptr[k + 1]):
                if indices[e] == unit and member[e]:
                    inside[i, index[k] - start] = 1
            k += 1
    return inside


@compiled
def _one(inside, cells, origin, width):
    """Tell whether all cells beside those taken out hang together within the window."""
    height, across = inside.shape
    root = np.arange(height * across)
    for i in range(height):
        for j in range(across):
            if inside[i, j] == 1:
                if j > 0 and inside[i, j - 1] == 1:
                    join(root, i * across + j - 1, i * across + j)
                if i > 0 and inside[i - 1, j] == 1:
                    join(root, (i - 1) * across + j, i * across + j)
    one = -1
    for cell in cells:
        i, j = cell // width - origin[0], cell % width - origin[1]
        for down, over in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            y, x = i + down, j + over
            if 0 <= y < height and 0 <= x < across and inside[y, x] == 1:
                at = root_of(root, y * across + x)
                if one >= 0 and at != one:
                    return False
                one = at
    return one >= 0
