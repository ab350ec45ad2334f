"""Samebyns vy in a browser: on a phone, what was seen is kept in the browser, and a map that is only looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.board import Board
from tests.e2e.conftest import NARROW
from tests.e2e.serving import Served


def opened(page: Any, app: Served) -> Board:
    board = Board(page, app.url)
    page.goto(f"{app.url}/samebyn?lang=sv")
    board.ready()
    page.locator("dl dd").first.wait_for()
    board.settled()
    return board


def test_on_a_phone_the_figures_come_first_and_nothing_is_wider_than_the_screen(
    visit: Callable[..., Any], app: Served
) -> None:
    page = visit(viewport=NARROW)
    board = opened(page, app)
    figures, ground = (page.locator(name).first.bounding_box() for name in ("dl", ".lu-map"))
    assert figures["y"] < NARROW["height"]
    assert figures["y"] < ground["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert board.say("The routes") in page.locator("body").inner_text()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('[data-tool=polygon]').parentElement).display") == "none"
    )


def test_what_was_marked_as_seen_is_known_again_after_a_reload(visit: Callable[..., Any], app: Served) -> None:
    page = visit()
    board = opened(page, app)
    kept = "n => Object.keys(localStorage).filter(key => key.startsWith('landuse seen')).length === n"
    assert page.evaluate(kept, 0)
    board.button("Mark all as seen").click()
    page.wait_for_function(kept, arg=1)
    opened(page, app)
    page.get_by_text(board.say("Nothing is new since {day}.").split("{", maxsplit=1)[0]).wait_for()
    board.button("Forget what I have seen").click()
    page.wait_for_function(kept, arg=0)
    layers = page.evaluate("() => window.__landuse.overlay._deck.layerManager.getLayers().map(layer => layer.id)")
    assert {"village-land", "proposal"} <= set(layers)
