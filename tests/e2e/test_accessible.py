"""Every page by axe-core: nothing serious, light and dark, wide and narrow; and the keyboard gets everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.board import Board
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.serving import Served

PAGES = ("", "samebyn", "lager", "metod")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"wide": WIDE, "narrow": NARROW}


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
    board.idle()
    return board


def in_scheme(board: Board, scheme: str) -> None:
    """Let the browser prefer light or dark, and wait until the page has followed."""
    board.page.add_style_tag(content="*, ::before, ::after { transition: none !important; }")
    board.page.emulate_media(color_scheme=scheme)
    board.page.wait_for_function(
        """dark => { const app = document.querySelector('[data-testid=stApp]'), map = document.querySelector('.lu-map');
          const rgb = getComputedStyle(app).backgroundColor.match(/\\d+/g).slice(0, 3);
          return rgb.every(part => part < 128) === dark && (!map || map.classList.contains('lu-dark') === dark); }""",
        arg=scheme == "dark",
    )
    board.idle()
    if board.map.count():
        board.ready()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "analys")
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious(visit: Callable[..., Any], app: Served, path: str, size: str) -> None:
    page = visit(viewport=SIZES[size], color_scheme="light")
    board = opened(page, app, path)
    found = {"light": serious(page)}
    if not path and size == "wide":
        board.use("layers")
        for view in ("Reduced use", "Whose share", "Unknown", "Why here?", "More", "Law"):
            board.result(view)
            found[view] = serious(page)
        in_scheme(board, "dark")
        found["dark Law"] = serious(page)
        board.use("layers")
        board.result("Overview")
    in_scheme(board, "dark")
    found["dark"] = serious(page)
    assert not any(found.values()), found


@pytest.fixture
def board(visitor: Any, app: Served) -> Board:
    """The first page, shared."""
    return Board(visitor, app.url).again()


def test_nothing_covers_a_control_of_the_map(board: Board) -> None:
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
    wanted = {"search", "canvas", "tool polygon", "tool layers", "tool print", board.say("Draw on the map")}
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
        if wanted <= seen:
            return
    raise AssertionError(seen)


def test_focus_is_seen(board: Board) -> None:
    board.tool("polygon").focus()
    board.page.keyboard.press("ArrowDown")
    style = board.page.evaluate(
        """() => { const e = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(e);
          return [e.dataset.tool, outlineStyle, outlineWidth]; }"""
    )
    assert style[0] not in (None, "polygon")
    assert style[1] != "none"
    assert float(style[2].removesuffix("px")) >= 2


def test_what_happens_is_told(board: Board) -> None:
    live = board.map.locator(".lu-live")
    assert live.get_attribute("aria-live") == "polite"
    board.use("polygon")
    live.get_by_text(board.say("Click the corners; click the first one again to finish.")).wait_for(state="attached")
    board.use("edit")
