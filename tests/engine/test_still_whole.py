"""Whether a piece of land stays in one, against joining all of it anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import label
from scipy.sparse import csr_matrix

from landuse.engine.still_whole import AROUND, still_whole


def asked(piece: np.ndarray, gone: np.ndarray) -> bool:
    """Ask for one unit that holds every cell of a grid, its piece marked."""
    n = piece.size
    land = csr_matrix(np.ones((n, 1)))
    rows = np.flatnonzero(gone & piece)
    parts = land.indptr, land.indices, land.data
    begin = np.array([0, len(rows)])
    found = still_whole(np.arange(n), parts, piece.ravel(), (begin, rows), np.array([0]), piece.shape[1])
    return bool(found[0])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.6), st.floats(0.01, 0.3))
def test_a_piece_said_to_stay_in_one_does(seed, holes, share):
    random = np.random.default_rng(seed)
    marks, n = label(random.random((14, 17)) > holes)
    piece = marks == max(range(1, n + 1), key=lambda i: (marks == i).sum()) if n else marks > 0
    gone = piece & (random.random(piece.shape) < share)
    if not gone.any():
        return
    left = label(piece & ~gone)[1]
    # The grid is smaller than what is looked at around, so nothing that is whole is missed either.
    assert max(piece.shape) < AROUND
    assert asked(piece, gone) == (left == 1)


@pytest.mark.parametrize(("across", "whole"), [(3, True), (2 * AROUND + 40, False)])
def test_a_way_that_leads_far_around_is_not_looked_for(across, whole):
    piece = np.ones((across, across), bool)
    piece[1:-1, 1:-1] = False  # a ring
    gone = np.zeros_like(piece)
    gone[0, across // 2] = True
    assert label(piece & ~gone)[1] == 1
    assert asked(piece, gone) is whole


def test_a_piece_taken_out_altogether_is_not_in_one():
    piece = np.zeros((5, 5), bool)
    piece[2, 2] = True
    assert not asked(piece, piece)
