"""Holes of an area: cut, moved by their corners, carried along, deleted, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.board import Board
from tests.e2e.serving import Served
from tests.e2e.test_drawing import EMPTY, FARM, rounded


@pytest.fixture
def board(page: Any, app: Served) -> Board:
    """An area with a hole, drawn by hand."""
    made = Board(page, app.url).open(EMPTY)
    made.look(*FARM, 10)
    assert made.tool("hole").is_disabled()
    with made.new_figures():
        made.draw("polygon", made.around(*FARM, 4_000))
    with made.new_figures():
        cut(made, made.around(*FARM, 1_500))
    return made


def cut(board: Board, spots: list[tuple[float, float]]) -> None:
    """Cut a hole."""
    board.use("hole")
    for spot in [*spots, spots[0]]:
        board.click(spot)


def rings(board: Board) -> tuple[Any, Any]:
    """Return outline and hole."""
    found = sorted((part["coordinates"][0] for part in board.parts()), key=lambda ring: min(ring)[0])
    outline, hole = found
    return outline, hole


def test_a_hole_is_cut_changed_carried_and_deleted(board: Board) -> None:
    assert board.kinds() == {"Polygon": 2}
    whole, small = rings(board), board.figures_text()
    # A corner of the hole is moved, and nothing else.
    corner = board.around(*FARM, 1_500)[0]
    with board.new_figures():
        board.drag(corner, (corner[0] + 12, corner[1] - 12))
    outline, hole = rings(board)
    assert outline == whole[0]
    assert sum(a != b for a, b in zip(hole[:-1], whole[1][:-1], strict=True)) == 1
    with board.new_figures():
        board.use("undo")
    assert board.figures_text() == small
    assert rounded(list(rings(board))) == rounded(list(whole))
    # The whole is moved by its filled part: the hole goes along.
    board.page.keyboard.press("Escape")
    filled = board.spot(FARM[0], FARM[1] + 2_200)
    board.click(filled)
    with board.new_figures():
        board.drag(filled, (filled[0] + 60, filled[1] + 25))
    after = rings(board)
    steps = {
        (round(b[0] - a[0], 5), round(b[1] - a[1], 3))
        for old, new in zip(whole, after, strict=True)
        for a, b in zip(old, new, strict=True)
    }
    assert len(steps) == 1
    assert steps != {(0.0, 0.0)}
    # Deleted alone, and brought back.
    middle = board.spot(*FARM)
    board.click((middle[0] + 60, middle[1] + 25))
    with board.new_figures():
        board.use("delete")
    assert board.kinds() == {"Polygon": 1}
    with board.new_figures():
        board.use("undo")
    assert rounded(list(rings(board))) == rounded(list(after))


def corners_of_hole(board: Board, wanted: int) -> None:
    """Wait until the hole has so many corners, on the map and on the server; 0: there is none."""
    board.settled()
    now = len(rings(board)[1]) - 1 if board.kinds() == {"Polygon": 2} else 0
    assert now == wanted


def test_a_corner_more_and_the_last_three_corners(board: Board) -> None:
    corners = board.around(*FARM, 1_500)
    (ax, ay), (bx, by) = corners[0], corners[1]
    between = ((ax + bx) / 2, (ay + by) / 2)
    board.drag(between, (between[0] + 10, between[1]))
    corners_of_hole(board, 5)
    for left in (4, 3, 0):
        board.page.mouse.click(*corners.pop(), button="right")
        corners_of_hole(board, left)
    board.use("undo")
    board.wait_kinds(Polygon=2)
    corners_of_hole(board, 3)


def test_a_hole_outside_every_area_is_not_cut(board: Board) -> None:
    before = board.figures_text()
    cut(board, board.around(FARM[0] - 9_000, FARM[1], 800))
    board.settled()
    assert board.kinds() == {"Polygon": 2}
    assert board.figures_text() == before
