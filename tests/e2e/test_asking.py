"""Asking the map: why here, what a row of a table shows, before and after, what is unknown, names that are hostile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.board import Board, changed_share
from tests.e2e.serving import Served
from tests.hostile import FORMULA, IMAGE

FARM = (408_000, 8_124_500)
TITLE = f"{IMAGE} **bold** [x](javascript:alert(4)) $x$ :red[x]"


@pytest.fixture
def board(page: Any, app: Served) -> Board:
    return Board(page, app.url).open()


@pytest.fixture
def shared(visitor: Any, app: Served) -> Board:
    """The first page, shared by tests that look at the pictures of the impact."""
    return Board(visitor, app.url).again()


def test_why_here_answers_with_each_share(board: Board) -> None:
    board.look(*FARM, 10)
    board.use("why")
    board.click(board.spot(*FARM))
    board.page.get_by_text("SWEREF 99 TM)").first.wait_for()
    board.settled()
    said = board.page.get_by_text("(SWEREF 99 TM)").first.inner_text()
    east, north = (float(part.split()[1].strip(",")) for part in said.split("(")[0].split(", "))
    assert (east, north) == pytest.approx(FARM, abs=60)
    shares = board.page.get_by_test_id("stTable").first
    assert board.say("Share of what is lost") in shares.inner_text()
    assert "%" in shares.inner_text()
    marked(board, "place")


def marked(board: Board, name: str) -> None:
    """Wait until a mark of this name lies on the map."""
    board.page.wait_for_function(
        "name => window.__landuse.overlay._deck?.layerManager?.getLayers().some(l => l.id.startsWith(name))", arg=name
    )


def test_a_place_can_be_asked_about_without_a_mouse(board: Board) -> None:
    board.result("Why here?")
    board.button("Ask where the proposal adds most").press("Enter")
    answer = board.page.get_by_test_id("stTable").first
    answer.wait_for()
    assert "%" in answer.inner_text()
    for label, metres in (("Easting E", FARM[0]), ("Northing N", FARM[1])):
        board.page.get_by_label(board.say(label)).fill(str(metres))
        board.page.keyboard.press("Enter")
        board.idle()
    board.button("Ask").press("Enter")
    board.page.get_by_text(f"E {FARM[0]}, N {FARM[1]}").wait_for()
    board.idle()
    assert "%" in answer.inner_text()


def test_a_row_of_the_law_table_shows_its_feature(board: Board) -> None:
    before = board.view()
    board.result("Law")
    table = board.page.get_by_test_id("stDataFrame").first
    table.get_by_test_id("data-grid-canvas").wait_for()
    board.drawn()
    table.click(position={"x": 14, "y": 60})
    marked(board, "pointed")
    board.settled()
    assert board.view() != before


def test_the_impact_can_be_switched_and_the_picture_changes(shared: Board) -> None:
    board = shared
    board.look(*FARM, 8.2)
    pictures = {"added": board.picture()}
    for name in ("before", "after"):
        board.map.locator(f'[data-impact="{name}"]').click()
        shown(board, name)
        pictures[name] = board.picture()
    assert changed_share(pictures["added"], pictures["before"]) > 0.003
    assert changed_share(pictures["before"], pictures["after"]) > 0.0005
    board.map.locator('[data-impact="added"]').click()
    shown(board, "added")
    assert changed_share(pictures["added"], board.picture()) < 0.0005


def shown(board: Board, *names: str) -> None:
    """Wait until exactly these impacts lie on the map."""
    board.page.wait_for_function(
        """want => { const style = window.__landuse.map.getStyle();
          const images = style.layers.filter(l => l.type === 'raster' && l.id.startsWith('lu-impact-'));
          const now = images.map(l => l.id.slice(10));
          return JSON.stringify(now.sort()) === JSON.stringify([...want].sort()); }""",
        arg=list(names),
    )
    board.settled()


def test_two_impacts_on_either_side_of_a_border(shared: Board) -> None:
    board = shared
    board.look(*FARM, 8.2)
    board.map.locator('[data-impact="after"]').click()
    shown(board, "after")
    after = board.picture()
    other = board.map.locator(".lu-compare select")
    other.select_option("added")
    shown(board, "after", "added")
    slider = board.map.locator(".lu-swipe-slider")
    found = {}
    for key, value in (("End", "100"), ("Home", "0")):
        slider.press(key)
        assert slider.input_value() == value
        assert slider.get_attribute("aria-valuetext")
        board.drawn()
        found[key] = changed_share(after, board.picture())
    assert found["End"] < 0.002
    assert found["Home"] > 0.003
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    board.drag((box["x"] + 8, middle), (box["x"] + box["width"] * 0.2, middle))
    assert int(slider.input_value()) == pytest.approx(20, abs=4)
    other.select_option("")
    shown(board, "after")
    board.map.locator('[data-impact="added"]').click()
    shown(board, "added")


def test_unknown_is_hatched_and_every_class_of_the_legend_has_its_own_colour(shared: Board) -> None:
    rows = shared.map.locator(".lu-impact .lu-legend li")
    assert shared.say("unknown") in rows.last.inner_text()
    colours = rows.locator(".lu-class").evaluate_all("all => all.map(e => getComputedStyle(e).background)")
    assert "repeating-linear-gradient" in colours[-1]
    assert len(set(colours)) == len(colours) >= 6


def scenario() -> bytes:
    shape = {
        "type": "Polygon",
        "coordinates": [[[406000, 8122500], [410000, 8122500], [410000, 8126500], [406000, 8122500]]],
    }
    parts = {
        "one": {
            "type": "wind_farm",
            "name": IMAGE,
            "years": [2030, 2060],
            "geometry": shape,
            "parameters": {"turbines": 10},
        },
        "two": {"type": "quarry", "name": FORMULA, "years": [2030, 2060], "geometry": shape},
    }
    document = {"title": TITLE, "area": "exempellandet", "crs": "EPSG:3006", "year": 2035, "establishments": parts}
    return json.dumps(document).encode()


def test_hostile_names_are_text(board: Board) -> None:
    board.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    board.button("Open a file").click()
    with board.new_figures():
        board.page.locator("input[type=file]").first.set_input_files(
            {"name": f"{IMAGE[:4]}.yaml".replace("/", ""), "mimeType": "application/yaml", "buffer": scenario()}
        )
    board.page.keyboard.press("Escape")
    board.look(*FARM, 10)
    board.page.mouse.move(*board.spot(408_500, 8_123_300))
    tip = board.map.locator(".lu-tooltip")
    tip.get_by_text(IMAGE, exact=True).first.wait_for()
    for view in ("Law", "Reduced use", "Whose share", "Unknown", "Overview"):
        board.result(view)
    board.map.locator('[data-tool="print"]').click()
    board.page.locator("dialog.lu-print").wait_for()
    assert board.acting() == {"images": 0, "links": 0, "handlers": 0, "bold": 0}
    assert board.page.get_by_label(board.say("Title of the proposal")).input_value() == TITLE
