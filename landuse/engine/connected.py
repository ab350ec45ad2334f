"""Connected pieces of land: the compiled part of `ledger`."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from landuse.engine.compiled import compiled


@compiled
def largest_of_units(index, matrix, quiet, wanted, width, member):
    """Return the largest piece of quiet land of each wanted unit, NaN for the others, and mark what lies in it.

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
    member : bool array
        One an entry of the matrix, set for those of wanted units that lie in the largest piece; or empty.
    """
    indptr, indices, data = matrix
    begin, entry, row = _by_unit(indptr, indices, quiet, wanted)
    most = np.full(len(wanted), np.nan)
    for unit in range(len(wanted)):
        if wanted[unit]:
            these = entry[begin[unit] : begin[unit + 1]]
            root, total, best = pieces(index[row[begin[unit] : begin[unit + 1]]], data[these], width)
            most[unit] = total[best] if len(these) else 0.0
            if len(member):
                for i in range(len(these)):
                    member[these[i]] = root[i] == best
    return most


@compiled
def _by_unit(indptr, indices, quiet, wanted):
    """Return the entries of quiet rows with their rows, unit by unit, in the order of the rows."""
    begin = np.zeros(len(wanted) + 1, np.int64)
    for fill in range(2):
        if fill == 1:
            for unit in range(len(wanted)):
                begin[unit + 1] += begin[unit]
            entry, rows = np.empty(begin[-1], np.int64), np.empty(begin[-1], np.int64)
            place = begin[:-1].copy()
        for row in range(len(quiet)):
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
    """Return the first cell of the piece of each sorted cell, the land of pieces by first cell, and the largest."""
    n = len(cells)
    root = np.arange(n)
    above = 0
    for i in range(n):
        if i > 0 and cells[i - 1] == cells[i] - 1 and cells[i] % width != 0:
            _join(root, i - 1, i)
        while cells[above] < cells[i] - width:
            above += 1
        if cells[above] == cells[i] - width:
            _join(root, above, i)
    total = np.zeros(n)
    best = 0
    for i in range(n):
        root[i] = _root(root, i)
        total[root[i]] += land[i]
    for i in range(n):
        if total[i] > total[best]:
            best = i
    return root, total, best


@compiled
def _join(root, a, b):
    a, b = _root(root, a), _root(root, b)
    if a < b:
        root[b] = a
    else:
        root[a] = b


@compiled
def _root(root, i):
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i
