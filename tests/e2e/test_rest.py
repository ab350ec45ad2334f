"""A page is at rest only when all of it has come: who looks earlier sees it fade under the run that a map asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.board import IDLE, Board
from tests.e2e.serving import Served

READ = """() => document.querySelector('dl dd') && !window.__runs.going
  && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'"""


@pytest.mark.parametrize("path", ["", "samebyn"], ids=["analys", "samebyn"])
def test_a_page_whose_map_has_not_come_is_not_at_rest(visit: Callable[..., Any], app: Served, path: str) -> None:
    page = visit()
    held: list[Any] = []
    page.route("**/map-*.js", lambda route: held.append(route))
    page.goto(f"{app.url}/{path}?lang=sv")
    page.wait_for_function(READ)
    assert not page.evaluate(IDLE)
    for route in held:
        route.continue_()
    Board(page, app.url).settled()
    assert page.locator(".lu-map[data-ready=true]").count() == 1


def test_a_page_that_fades_is_not_at_rest(visit: Callable[..., Any], app: Served) -> None:
    page = visit()
    page.goto(f"{app.url}/metod?lang=sv")
    page.get_by_role("heading", level=1).first.wait_for()
    Board(page, app.url).idle()
    start = "() => { window.fade = document.body.animate({opacity: [1, 0.9]}, 1e9); }"
    page.evaluate(start)
    assert not page.evaluate(IDLE)
    page.evaluate("() => window.fade.finish()")
    assert page.evaluate(IDLE)
