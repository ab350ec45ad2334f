"""Connected pieces of land: the compiled part of `ledger`."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from landuse.engine.compiled import compiled


@compiled
def largest_of_units(index, matrix, quiet, wanted, width, span, member):
    """Return the two largest pieces of quiet land of each wanted unit, NaN for the others; mark what lies in the first.

    Parameters
    ----------
    index : int64 array
        Sorted cells, one a row of the matrix.
    matrix : tuple (indptr, indices, data)
        Land of each unit in each cell.
    quiet : bool array
        Rows that count.
    wanted : bool array
        Units to work out.
    width : int
        Columns of the grid.
    span : tuple of int
        Rows that can hold a wanted unit: the first, and the one after the last.
    member : bool array
        One an entry of the matrix, set for those of wanted units that lie in the largest piece; or empty.
    """
    indptr, indices, data = matrix
    begin, entry, row = _by_unit(indptr, indices, quiet, wanted, span)
    most = np.full((2, len(wanted)), np.nan)
    for unit in range(len(wanted)):
        if wanted[unit]:
            these = entry[begin[unit] : begin[unit + 1]]
            root, total, best, second = pieces(index[row[begin[unit] : begin[unit + 1]]], data[these], width)
            most[0, unit] = total[best] if len(these) else 0.0
            most[1, unit] = second
            if len(member):
                for i in range(len(these)):
                    member[these[i]] = root[i] == best
    return most


@compiled
def _by_unit(indptr, indices, quiet, wanted, span):
    """Return the entries of quiet rows with their rows, unit by unit, in the order of the rows."""
    begin = np.zeros(len(wanted) + 1, np.int64)
    for fill in range(2):
        if fill == 1:
            for unit in range(len(wanted)):
                begin[unit + 1] += begin[unit]
            entry, rows = np.empty(begin[-1], np.int64), np.empty(begin[-1], np.int64)
            place = begin[:-1].copy()
        for row in range(span[0], span[1]):
            if quiet[row]:
                for e in range(indptr[row], indptr[row + 1]):
                    if wanted[indices[e]]:
                        if fill == 0:
                            begin[indices[e] + 1] += 1
                        else:
                            entry[place[indices[e]]], rows[place[indices[e]]] = e, row
                            place[indices[e]] += 1
    return begin, entry, rows


@compiled
def pieces(cells, land, width):
    """Return the first cell of the piece of each sorted cell, the land of pieces by first cell, the largest, the next.

    Of the largest its first cell is told, of the next its land, 0 if there is none.
    """
    n = len(cells)
    root = np.arange(n)
    above = 0
    for i in range(n):
        if i > 0 and cells[i - 1] == cells[i] - 1 and cells[i] % width != 0:
            join(root, i - 1, i)
        while cells[above] < cells[i] - width:
            above += 1
        if cells[above] == cells[i] - width:
            join(root, above, i)
    total = np.zeros(n)
    best = 0
    for i in range(n):
        root[i] = root_of(root, i)
        total[root[i]] += land[i]
    for i in range(n):
        if total[i] > total[best]:
            best = i
    second = 0.0
    for i in range(n):
        if i != best:
            second = max(second, total[i])
    return root, total, best, second


@compiled
def join(root, a, b):
    """Make two cells belong to one piece; the lower one stands for it."""
    a, b = root_of(root, a), root_of(root, b)
    if a < b:
        root[b] = a
    else:
        root[a] = b


@compiled
def root_of(root, i):
    """Return the cell that stands for the piece of a cell."""
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i
