"""What a visitor sees first: map and result, in any language, light and dark, wide and narrow, from a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from landuse.render.features import place_degrees
from tests.e2e.board import Board, changed_share
from tests.e2e.conftest import NARROW
from tests.e2e.serving import Served

FARM = (408_000, 8_124_500)
"""Middle of the wind farm of the example that opens first."""


@pytest.fixture
def board(page: Any, app: Served) -> Board:
    return Board(page, app.url)


@pytest.fixture
def shared(visitor: Any, app: Served) -> Board:
    """The first page, shared by tests that only look."""
    return Board(visitor, app.url).again()


def query(board: Board) -> dict[str, list[str]]:
    return parse_qs(urlsplit(board.page.url).query)


def test_the_first_page_has_map_and_result(shared: Board) -> None:
    assert shared.page.locator(".lu-banner").first.inner_text()
    assert len(shared.map.get_by_role("img").all()) >= 1
    figures = shared.figures()
    assert len(figures) >= 4
    assert int(figures[shared.say("Overlaps")]) > 0
    picture = shared.picture()
    assert len(picture.getcolors(1_000_000) or []) > 50
    assert shared.kinds()["Point"] >= 30


def test_what_lies_on_the_canvas_can_be_picked(shared: Board) -> None:
    shared.look(408_530, 8_122_480, 12)
    shared.page.mouse.move(*shared.spot(408_530, 8_122_480))
    tip = shared.map.locator(".lu-tooltip")
    tip.get_by_text(shared.say("proposed"), exact=True).first.wait_for()
    assert "Vindkraft Exempelberget" in tip.inner_text()


def test_the_proposal_has_its_colour_on_the_canvas(board: Board) -> None:
    board.open()
    board.look(408_530, 8_122_480, 13)
    with_parts = board.picture()
    board.page.evaluate("() => window.__landuse.draw.clear()")
    board.ready()
    assert changed_share(with_parts, board.picture()) > 0.0005


def speaks(board: Board, tag: str) -> None:
    """Fail unless page and map are in the language of the board; `tag` is what a screen reader is told."""
    board.page.wait_for_function(
        """([tag, label]) => document.documentElement.lang === tag && document.querySelector('.lu-map').lang === tag
             && document.querySelector('[data-tool=polygon]').getAttribute('aria-label') === label""",
        arg=[tag, board.say("Draw an area")],
    )
    assert board.button("Draw on the map").is_visible()


def test_the_language_is_swedish(shared: Board) -> None:
    speaks(shared, "sv")


@pytest.mark.parametrize(("code", "tag"), [("en", "en"), ("se", "sv")])
def test_the_language_is_that_of_the_link(board: Board, code: str, tag: str) -> None:
    speaks(board.open(lang=code), tag)


def test_the_language_can_be_changed_and_the_work_stays(board: Board) -> None:
    board.open()
    figures = [value.replace("\xa0", " ") for value in board.figures().values()]
    board.page.get_by_text("English", exact=True).click()
    board.lang = "en"
    board.button("Draw on the map").wait_for()
    speaks(board, "en")
    board.settled()
    assert query(board)["lang"] == ["en"]
    board.page.locator("dl dt").get_by_text("Overlaps", exact=True).wait_for()
    assert re.sub(r"\D", "", "".join(figures)) == re.sub(r"\D", "", "".join(board.figures().values()))


def test_a_link_opens_its_view_and_layers(board: Board) -> None:
    lon, lat = place_degrees(*FARM)
    board.open(f"karta={lon},{lat},11.5&lager=ri_rennaring:0.4,ren_flyttled")
    found = board.view()
    assert found == pytest.approx((lon, lat, 11.5), abs=1e-4)
    board.page.wait_for_function(
        """wanted => { const ids = window.__landuse.map.getStyle().layers.map(l => l.id);
          const shown = new Set(ids.filter(id => id.startsWith('lu-layer-')).map(id => id.slice(9).split(':')[0]));
          return JSON.stringify([...shown].sort()) === JSON.stringify(wanted); }""",
        arg=["ren_flyttled", "ri_rennaring"],
    )
    board.use("layers")
    first = board.map.locator(".lu-order li").first
    assert first.locator("input[type=range]").input_value() == "40"


def test_the_address_follows_the_view_and_never_holds_a_drawing(board: Board) -> None:
    board.open()
    board.look(*FARM, 9)
    board.use("zoom-in")
    board.page.wait_for_function("() => new URLSearchParams(location.search).has('karta')")
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    board.page.wait_for_function(
        """() => { const asked = new URLSearchParams(location.search);
          return asked.has('karta') && !asked.has('scenario'); }"""
    )
    found = query(board)
    assert set(found) <= {"lang", "area", "karta", "lager", "profile", "model", "year", "cell"}
    lon, lat, zoom = map(float, found["karta"][0].split(","))
    assert (lon, lat, zoom) == pytest.approx(board.view(), abs=1e-3)
    assert len(board.page.url) < 400


def test_dark_mode(visit: Callable[..., Any], app: Served) -> None:
    pictures = {}
    for scheme in ("light", "dark"):
        board = Board(visit(color_scheme=scheme), app.url).open()
        board.page.wait_for_function(
            "dark => document.querySelector('.lu-map').classList.contains('lu-dark') === dark", arg=scheme == "dark"
        )
        board.ready()
        pictures[scheme] = board.picture()
        board.page.context.close()
    assert changed_share(pictures["light"], pictures["dark"]) > 0.5

    def brightness(picture: Any) -> float:
        return float(np.asarray(picture.convert("L")).mean())

    assert brightness(pictures["dark"]) < brightness(pictures["light"]) - 60


def test_a_phone_reaches_everything_without_scrolling_sideways(visit: Callable[..., Any], app: Served) -> None:
    board = Board(visit(viewport=NARROW, has_touch=True, is_mobile=True), app.url).open()
    assert board.page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")
    board.tool("tools").tap()
    for name in ("polygon", "line", "point", "rectangle", "edit", "delete", "why", "measure-length"):
        box = board.tool(name).bounding_box()
        assert box is not None, name
        assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"], name
        assert box["width"] >= 44 and box["height"] >= 44, name
    board.tool("tools").tap()
    board.tool("layers").tap()
    assert board.map.locator(".lu-filter").is_visible()
    board.map.get_by_role("button", name=board.say("Close"), exact=True).tap()
    for text in ("Open a file", "Paste a list of turbines", "Save", "Undo", "Draw on the map"):
        button = board.button(text)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"] + 1, text
    assert board.page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")


def test_a_sheet_to_print(shared: Board) -> None:
    shared.use("print")
    sheet = shared.page.locator("dialog.lu-print")
    sheet.wait_for()
    assert sheet.locator(".lu-banner").is_visible()
    image = sheet.locator("img")
    image.wait_for()
    assert image.evaluate("e => e.decode().then(() => e.naturalWidth)") > 200
    assert image.get_attribute("alt")
    colours = image.evaluate(
        """e => { const c = document.createElement('canvas'); c.width = e.naturalWidth; c.height = e.naturalHeight;
          const x = c.getContext('2d'); x.drawImage(e, 0, 0); const d = x.getImageData(0, 0, c.width, c.height).data;
          const found = new Set();
          for (let i = 0; i < d.length; i += 4) found.add((d[i] << 16) | (d[i+1] << 8) | d[i+2]);
          return found.size; }"""
    )
    assert colours > 50
    assert "1:" in sheet.locator(".lu-sheet-scale").inner_text()
    assert sheet.locator(".lu-legend li").count() > 3
    shared.page.emulate_media(media="print")
    assert sheet.is_visible()
    assert not shared.page.locator("h1").first.is_visible()
    shared.page.emulate_media(media="screen")
    sheet.get_by_role("button", name=shared.say("Close"), exact=True).click()
    sheet.wait_for(state="detached")
