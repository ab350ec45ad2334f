"""The layer tree, the search for places, and measuring."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.board import Board, changed_share
from tests.e2e.serving import Served

FARM = (408_000, 8_124_500)


@pytest.fixture
def board(page: Any, app: Served) -> Board:
    return Board(page, app.url)


@pytest.fixture
def shared(visitor: Any, app: Served) -> Board:
    """The first page, shared by tests that look and search."""
    return Board(visitor, app.url).again()


def order(board: Board) -> list[str]:
    """Return the layers of the tree that lie on the map, the uppermost of the areas first."""
    return board.page.evaluate(
        """() => window.__landuse.map.getStyle().layers.map(l => l.id)
             .filter(id => id.startsWith('lu-layer-') && id.endsWith(':fill')).map(id => id.slice(9, -5)).reverse()"""
    )


def box(board: Board, layer: str) -> Any:
    return board.map.locator(f'input[data-layer="{layer}"]')


def find(board: Board, text: str) -> None:
    board.map.locator(".lu-filter").fill(text)


def test_a_layer_is_turned_on_faded_moved_and_turned_off(board: Board) -> None:
    board.open("lager=ren_flyttled")
    board.look(*FARM, 8.5)
    assert order(board) == []
    bare = board.picture()
    board.use("layers")
    for layer, text in (("ri_rennaring", "rennäring"), ("n2000", "natura")):
        find(board, text)
        box(board, layer).check()
        board.ready()
    assert order(board) == ["n2000", "ri_rennaring"]
    full = board.picture()
    assert changed_share(bare, full, 6) > 0.01
    board.map.locator(".lu-order li").first.get_by_role(
        "button", name=re.compile(board.say("Move {title} down").split("{title}")[0])
    ).click()
    board.ready()
    assert order(board) == ["ri_rennaring", "n2000"]
    for row in (0, 1):  # the third is the line that the page was opened with
        board.map.locator(".lu-order input[type=range]").nth(row).fill("0")
    board.ready()
    assert changed_share(bare, board.picture(), 6) < 0.001
    board.page.wait_for_function("() => new URLSearchParams(location.search).get('lager')?.includes('n2000:0')")
    find(board, "natura")
    box(board, "n2000").uncheck()
    board.ready()
    assert order(board) == ["ri_rennaring"]


def test_the_filter_finds_layers_with_their_quality_and_says_when_there_is_none(shared: Board) -> None:
    shared.use("layers")
    find(shared, "a")
    shared.map.locator(".lu-themes .lu-badge").first.wait_for()
    badges = set(shared.map.locator(".lu-themes .lu-badge").all_inner_texts())
    assert any(shared.say("synthetic") in badge for badge in badges)
    find(shared, "flyttled")
    box(shared, "ren_flyttled").wait_for()
    assert shared.map.locator(".lu-themes input[type=checkbox]").count() < 6
    find(shared, "qqqq")
    shared.map.get_by_text(shared.say("No layer has that in its name."), exact=True).wait_for()
    shared.use("layers")


def test_a_place_is_found_and_shown(shared: Board) -> None:
    before = shared.view()
    field = shared.map.get_by_role("combobox", name=shared.say("Search place"))
    field.fill("exempel")
    option = shared.map.get_by_role("option").first
    option.wait_for()
    name = option.locator("span").first.inner_text()
    shared.page.keyboard.press("ArrowDown")
    shared.page.keyboard.press("ArrowUp")
    shared.page.keyboard.press("Enter")
    shared.ready()
    assert shared.view() != before
    assert field.input_value() == name


def test_coordinates_are_a_place(shared: Board) -> None:
    field = shared.map.get_by_role("combobox", name=shared.say("Search place"))
    field.fill("8124500 408000")
    shared.map.get_by_role("option").first.wait_for()
    shared.page.keyboard.press("Enter")
    shared.ready()
    shared.page.mouse.move(5, 5)
    shared.page.wait_for_function("() => /8\\s124\\s5/.test(document.querySelector('.lu-position').textContent)")


def test_measuring_a_length_and_an_area(shared: Board) -> None:
    drawn = shared.kinds()
    shared.look(*FARM, 10)
    east, north = FARM
    shared.use("measure-length")
    for spot in (shared.spot(east, north), shared.spot(east + 2_000, north)):
        shared.click(spot)
    text = hint(shared)
    assert number(text) == pytest.approx(2.0, abs=0.05), text
    shared.use("measure-area")
    for spot in shared.around(east, north, 1_000):
        shared.click(spot)
    text = hint(shared)
    assert number(text) == pytest.approx(200.0, rel=0.05), text
    assert "SWEREF 99 TM" in text
    assert shared.kinds() == drawn
    shared.use("edit")


def hint(board: Board) -> str:
    board.page.wait_for_function("() => /\\d/.test(document.querySelector('.lu-hintbar p')?.textContent ?? '')")
    return board.map.locator(".lu-hintbar p").inner_text()


def number(text: str) -> float:
    found = re.search(r"[\d\s\u00a0]+,\d+|\d+", text)
    assert found, text
    return float(re.sub(r"\s", "", found.group()).replace(",", "."))


def test_the_position_of_the_pointer_is_in_sweref(shared: Board) -> None:
    shared.look(*FARM, 12)
    shared.page.mouse.move(*shared.spot(*FARM))
    shared.page.wait_for_function(
        "() => /8\\s12[34]\\s\\d\\d\\d/.test(document.querySelector('.lu-position').textContent)"
    )
    digits = [int(re.sub(r"\s", "", part)) for part in re.findall(r"[NE]\s([\d\s\u00a0]+)", position(shared))]
    assert digits == [pytest.approx(FARM[1], abs=40), pytest.approx(FARM[0], abs=40)]


def position(board: Board) -> str:
    return board.map.locator(".lu-position").inner_text()
