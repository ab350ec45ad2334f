"""Totals of units through one matrix, and the largest piece against a flood fill."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.cells import Cells
from landuse.engine.column import Column
from landuse.engine.ledger import Ledger, largest_piece
from landuse.model.grid import Grid

GRID = Grid(3006, 0.0, 600.0, 100.0, 6, 7)


def column(unit: str, held: dict[int, float] | None, quality: list[float] | None = None) -> Column:
    land = None if held is None else Cells(np.array(sorted(held), np.int64), np.array([held[i] for i in sorted(held)]))
    return Column(
        "land", "herding_community", unit, "vinter", "winter", land, None if quality is None else np.array(quality)
    )


def sums(matrix: object) -> list[float]:
    return np.asarray(matrix.sum(axis=0)).ravel().tolist()  # type: ignore[attr-defined]


def test_units_overlap_and_cells_of_unknown_value_stand_apart() -> None:
    ledger = Ledger.of(
        [column("A", {3: 1.0, 5: 0.5}, [1.0, np.nan]), column("B", {5: 0.5, 8: 0.25}), column("C", None)]
    )
    assert ledger.index.tolist() == [3, 5, 8]
    assert sums(ledger.land) == [1.5, 0.75, 0.0]
    assert sums(ledger.worth) == [1.0, 0.75, 0.0]
    assert sums(ledger.unknown) == [0.5, 0.0, 0.0]
    assert sums(ledger.counted) == [1.0, 0.75, 0.0]


def test_worthless_land_is_no_land_that_counts() -> None:
    ledger = Ledger.of([column("A", {3: 1.0, 5: 0.5}, [0.0, 0.4])])
    assert sums(ledger.land) == [1.5]
    assert sums(ledger.worth) == [pytest.approx(0.2)]
    assert sums(ledger.counted) == [0.5]


def test_nothing_at_all() -> None:
    ledger = Ledger.of([column("A", None)])
    assert len(ledger.index) == 0
    assert ledger.largest_pieces(np.empty(0, bool), GRID).tolist() == [0.0]


def test_corners_do_not_connect_and_borders_of_the_grid_do_not_either() -> None:
    assert largest_piece(np.array([0, 8]), np.ones(2), GRID) == 1.0  # (0, 0) and (1, 1)
    assert largest_piece(np.array([6, 7]), np.ones(2), GRID) == 1.0  # end of row 0 and start of row 1
    assert largest_piece(np.array([6, 13]), np.ones(2), GRID) == 2.0  # (0, 6) and (1, 6)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sets(st.integers(0, GRID.size - 1), min_size=1), st.randoms(use_true_random=False))
def test_the_largest_piece_is_that_of_a_flood_fill(held: set[int], random: object) -> None:
    land = {cell: random.random() + 0.01 for cell in sorted(held)}  # type: ignore[attr-defined]
    left, best = set(held), 0.0
    while left:
        piece, todo = 0.0, [left.pop()]
        while todo:
            cell = todo.pop()
            piece += land[cell]
            row, col = divmod(cell, GRID.width)
            near = [(row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)]
            for r, c in near:
                if 0 <= r < GRID.height and 0 <= c < GRID.width and r * GRID.width + c in left:
                    left.remove(r * GRID.width + c)
                    todo.append(r * GRID.width + c)
        best = max(best, piece)
    index = np.array(sorted(held), np.int64)
    assert largest_piece(index, np.array([land[cell] for cell in index.tolist()]), GRID) == pytest.approx(best)


def test_each_unit_has_its_own_largest_piece() -> None:
    ledger = Ledger.of([column("A", {0: 1.0, 1: 1.0, 3: 1.0}), column("B", {1: 1.0, 2: 1.0, 3: 1.0})])
    quiet = np.array([True, True, False, True])
    assert ledger.largest_pieces(quiet, GRID).tolist() == [2.0, 1.0]
    only = ledger.largest_pieces(quiet, GRID, [1])
    assert np.isnan(only[0])
    assert only[1] == 1.0
