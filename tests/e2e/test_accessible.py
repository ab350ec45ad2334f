"""Every page by axe-core: nothing serious, light and dark, wide and narrow; and the keyboard gets everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.board import Board
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.serving import Served

PAGES = ("", "lager", "metod")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "wide light": ("light", WIDE),
    "wide dark": ("dark", WIDE),
    "narrow light": ("light", NARROW),
    "narrow dark": ("dark", NARROW),
}


def serious(page: Any) -> list[str]:
    """Return the serious findings of axe, each with the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:4]
    ]


def opened(page: Any, app: Served, path: str) -> Board:
    board = Board(page, app.url)
    if not path:
        return board.open()
    page.goto(f"{app.url}/{path}?lang=sv")
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )
    return board


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "analys")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious(visit: Callable[..., Any], app: Served, path: str, look: str) -> None:
    scheme, viewport = LOOKS[look]
    page = visit(color_scheme=scheme, viewport=viewport)
    board = opened(page, app, path)
    assert serious(page) == []
    if path or viewport is NARROW:
        return
    board.use("layers")
    board.result("Law")
    assert serious(page) == []


def test_axe_on_every_view_of_the_result(page: Any, app: Served) -> None:
    board = Board(page, app.url).open()
    found = {}
    for view in ("Reduced use", "Whose share", "Unknown", "Why here?", "More"):
        board.result(view)
        board.page.get_by_test_id("stDataFrame").or_(board.page.get_by_test_id("stTable")).or_(
            board.button("Ask where the proposal adds most")
        ).first.wait_for()
        found[view] = serious(page)
    assert not any(found.values()), found


def test_nothing_covers_a_control_of_the_map(page: Any, app: Served) -> None:
    board = Board(page, app.url).open()
    covered = board.page.evaluate(
        """() => [...document.querySelectorAll('.lu-map button, .lu-map input, .lu-map select, .lu-map summary')]
          .filter(e => e.checkVisibility({visibilityProperty: true}))
          .filter(e => { const {left, top, width, height} = e.getBoundingClientRect();
            const at = document.elementFromPoint(left + width / 2, top + height / 2);
            return at && !e.contains(at) && !at.contains(e); })
          .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert covered == []


def test_the_tab_key_reaches_the_map_its_tools_and_the_result(page: Any, app: Served) -> None:
    board = Board(page, app.url).open("area=exempellandet")
    seen: set[str] = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                """() => { const e = document.activeElement;
                  return e.dataset?.tool ? `tool ${e.dataset.tool}` : e.matches('.lu-ground canvas') ? 'canvas'
                    : e.matches('.lu-search-input') ? 'search'
                    : e.getAttribute('aria-label') || e.innerText || e.tagName; }"""
            )
        )
    wanted = {"search", "canvas", "tool polygon", "tool layers", "tool print", board.say("Draw on the map")}
    assert wanted <= seen, seen


def test_focus_is_seen(page: Any, app: Served) -> None:
    board = Board(page, app.url).open()
    board.tool("polygon").focus()
    page.keyboard.press("ArrowDown")
    style = page.evaluate(
        """() => { const e = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(e);
          return [e.dataset.tool, outlineStyle, outlineWidth]; }"""
    )
    assert style[0] not in (None, "polygon")
    assert style[1] != "none"
    assert float(style[2].removesuffix("px")) >= 2


def test_what_happens_is_told(page: Any, app: Served) -> None:
    board = Board(page, app.url).open("area=exempellandet")
    live = board.map.locator(".lu-live")
    assert live.get_attribute("aria-live") == "polite"
    board.use("polygon")
    live.get_by_text(board.say("Click the corners; click the first one again to finish.")).wait_for(state="attached")
