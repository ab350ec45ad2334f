"""How much of some ground units hold, by one compiled pass over their cells."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from landuse.engine.compiled import compiled


@compiled
def held_of(of, at, matrix, ground, which):
    """Return, for each unit, Σ min(matrix[of], ground[which of the unit, at]); 0 for units whose `which` is −1.

    `of` are rows of the matrix (begin of rows, units, values), `at` the columns of `ground` that they stand on.
    """
    indptr, indices, data = matrix
    out = np.zeros(len(which))
    for k in range(len(of)):
        for e in range(indptr[of[k]], indptr[of[k] + 1]):
            unit = indices[e]
            if which[unit] >= 0:
                out[unit] += min(data[e], ground[which[unit], at[k]])
    return out
