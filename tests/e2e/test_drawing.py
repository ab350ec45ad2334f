"""Drawing and editing: with the mouse, by touch, with the keyboard, by typing and pasting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from landuse.render.features import place_degrees
from tests.e2e.board import Board
from tests.e2e.conftest import NARROW
from tests.e2e.serving import Served

FARM = (408_000, 8_124_500)
EMPTY = "area=exempellandet"


KEYSTROKE_MS = 200
"""Between two keys of a hand: a table takes what is typed 150 ms later."""


@pytest.fixture
def board(visitor: Any, app: Served) -> Board:
    """A new proposal on a page that the tests share, looking at the place of the shipped wind farm."""
    made = Board(visitor, app.url)
    if visitor.url.startswith(app.url):
        begin_anew(made)
    else:
        made.open(EMPTY)
    made.look(*FARM, 10)
    return made


@pytest.fixture
def own(page: Any, app: Served) -> Board:
    """The same on a page of its own."""
    made = Board(page, app.url).open(EMPTY)
    made.look(*FARM, 10)
    return made


def begin_anew(board: Board) -> None:
    """Begin a new proposal in the fictional land."""
    board.page.keyboard.press("Escape")
    board.button("New proposal").click()
    board.page.get_by_role("combobox", name=board.say("Area")).click()
    board.page.get_by_role("option", name="Exempellandet").click()
    board.idle()
    board.button("Begin").click()
    board.idle()
    board.page.keyboard.press("Escape")
    board.result("Overview")
    board.wait_kinds()
    board.page.wait_for_function(
        """label => [...document.querySelectorAll('dl dt')].some(
             e => e.innerText === label && e.parentElement.querySelector('dd').innerText === '0')""",
        arg=board.say("Overlaps"),
    )


def count(board: Board, label: str) -> int:
    return int(board.figures()[board.say(label)])


def test_draw_a_wind_farm_and_read_its_result(board: Board) -> None:
    assert count(board, "Overlaps") == 0
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    assert board.kinds() == {"Polygon": 1}
    overlaps = count(board, "Overlaps")
    assert overlaps > 0
    assert board.page.locator("table").first.is_visible()
    for view in ("Law", "Reduced use"):
        board.result(view)
        board.page.get_by_test_id("stDataFrame").first.wait_for()


def test_move_a_corner_undo_redo(board: Board) -> None:
    corners = board.around(*FARM, 2_000)
    with board.new_figures():
        board.draw("polygon", corners)
    small = board.figures_text()
    before = board.parts()[0]["coordinates"]
    with board.new_figures():
        board.drag(corners[0], (corners[0][0] + 60, corners[0][1] - 40))
    large, moved = board.figures_text(), board.parts()[0]["coordinates"]
    assert moved != before
    assert len(moved[0]) == len(before[0]) == 5
    with board.new_figures():
        board.use("undo")
    assert board.figures_text() == small
    assert rounded(board.parts()[0]["coordinates"]) == rounded(before)
    with board.new_figures():
        board.use("redo")
    assert board.figures_text() == large
    assert rounded(board.parts()[0]["coordinates"]) == rounded(moved)


def rounded(coordinates: list[Any]) -> list[Any]:
    return [[[round(value, 5) for value in position] for position in ring] for ring in coordinates]


def test_move_the_whole_shape(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 3_000))
    before = board.parts()[0]["coordinates"][0]
    middle = board.spot(*FARM)
    with board.new_figures():
        board.drag(middle, (middle[0] + 80, middle[1] + 30))
    after = board.parts()[0]["coordinates"][0]
    steps = {(round(b[0] - a[0], 4), round(b[1] - a[1], 4)) for a, b in zip(before, after, strict=True)}
    assert len(steps) == 1
    assert steps != {(0.0, 0.0)}


def test_undo_by_key(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    with board.new_figures():
        board.page.locator(".lu-ground canvas").first.focus()
        board.page.keyboard.press("Control+z")
    assert board.kinds() == {}
    assert count(board, "Overlaps") == 0


def test_a_rectangle_is_an_area(board: Board) -> None:
    corners = board.around(*FARM, 2_000)
    with board.new_figures():
        board.draw("rectangle", [corners[0], corners[2]])
    board.wait_kinds(Polygon=1)
    assert count(board, "Overlaps") > 0


def choose_type(board: Board, text: str) -> None:
    """Choose what is drawn next by typing into its field."""
    board.page.get_by_role("combobox", name=board.say("What is drawn next")).click()
    board.page.keyboard.type(text)
    board.page.get_by_role("option", name=text).first.click()
    board.settled()


def test_a_line(board: Board) -> None:
    choose_type(board, "Järnväg")
    east, north = FARM
    spots = [board.spot(east - 3_000, north), board.spot(east, north + 800), board.spot(east + 3_000, north)]
    with board.new_figures():
        board.draw("line", spots)
    board.wait_kinds(LineString=1)
    assert len(board.parts()[0]["coordinates"]) == 3


def test_points_one_by_one_are_one_wind_farm(board: Board) -> None:
    board.use("point")
    east, north = FARM
    for n in range(3):
        board.click(board.spot(east + 1_500 * n, north))
        board.wait_kinds(Point=n + 1)
    names = board.page.get_by_test_id("stButtonGroup").filter(has_text=board.say("Parts of the proposal"))
    names.locator("button").first.wait_for()
    assert names.locator("button").count() == 1


def test_delete(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    with board.new_figures():
        board.use("delete")
    assert board.kinds() == {}
    assert count(board, "Overlaps") == 0
    with board.new_figures():
        board.button("Undo").click()
    board.wait_kinds(Polygon=1)


def test_a_shape_that_crosses_itself_changes_nothing(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    before = board.figures_text()
    a, b, c, d = board.around(FARM[0], FARM[1] - 5_000, 800)
    board.draw("polygon", [a, c, b, d])
    board.settled()
    assert board.figures_text() == before


def test_quick_hands_lose_nothing(board: Board) -> None:
    board.use("point")
    east, north = FARM
    for n in range(6):
        board.page.mouse.click(*board.spot(east - 3_000 + 1_200 * n, north))
        board.page.wait_for_timeout(150)
    board.wait_kinds(Point=6)


def test_by_touch(visit: Callable[..., Any], app: Served) -> None:
    board = Board(visit(viewport=NARROW, has_touch=True, is_mobile=True), app.url).open(EMPTY)
    board.map.scroll_into_view_if_needed()
    board.look(*FARM, 9.5)
    board.tool("tools").tap()
    board.tool("polygon").tap()
    board.tool("tools").tap()
    spots = board.around(*FARM, 1_800)
    with board.new_figures():
        for spot in [*spots, spots[0]]:
            board.page.touchscreen.tap(*spot)
            board.page.wait_for_timeout(300)
    assert board.kinds() == {"Polygon": 1}
    assert count(board, "Overlaps") > 0


def test_with_the_keyboard_on_the_map(board: Board) -> None:
    board.tool("polygon").focus()
    board.page.keyboard.press("Enter")
    board.page.locator(".lu-ground canvas").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        board.page.keyboard.press("Space")
        before = board.view()
        board.page.keyboard.press(key)
        board.page.wait_for_function(
            """([lon, lat]) => { const map = window.__landuse.map, now = map.getCenter();
              return (now.lng !== lon || now.lat !== lat) && !map.isMoving(); }""",
            arg=before[:2],
        )
    board.page.keyboard.press("Space")
    with board.new_figures():
        board.page.keyboard.press("Enter")
    assert board.kinds() == {"Polygon": 1}


def test_typed_coordinates_need_no_mouse(own: Board) -> None:
    keys = Keys(own)
    own.page.get_by_label(own.say("Type coordinates instead of drawing")).focus()
    keys.press("Space")
    own.page.get_by_test_id("stDataFrame").first.wait_for()
    own.settled()
    keys.tab_to("document.activeElement.closest('[data-testid=data-grid-canvas]') !== null")
    for n, (east, north) in enumerate([(404_000, 8_124_000), (405_500, 8_124_300)]):
        if n:
            keys.press("ArrowLeft")
        keys.fill(east)
        keys.press("ArrowUp")
        keys.press("ArrowRight")
        keys.fill(north)
    keys.tab_to(f"document.activeElement.innerText === {json.dumps(own.say('Use these coordinates'))}")
    with own.new_figures():
        keys.press("Enter")
    own.wait_kinds(Point=2)
    places = [tuple(part["coordinates"]) for part in own.parts()]
    assert places == [pytest.approx(place_degrees(404_000, 8_124_000), abs=1e-5),
                      pytest.approx(place_degrees(405_500, 8_124_300), abs=1e-5)]  # fmt: skip


class Keys:
    """A hand on a keyboard."""

    def __init__(self, board: Board) -> None:
        self.page = board.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(KEYSTROKE_MS)

    def tab_to(self, there: str) -> None:
        """Press Tab until something holds."""
        passed = []
        for _ in range(20):
            if self.page.evaluate(f"() => {there}"):
                return
            passed.append(self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 90)"))
            self.press("Tab")
        raise AssertionError([there, *passed])

    def fill(self, value: int) -> None:
        """Fill a cell of a table."""
        self.press("Enter")
        self.page.wait_for_function("() => document.activeElement.closest('#portal')")
        self.page.keyboard.type(str(value), delay=50)
        self.page.wait_for_function("value => document.activeElement.value === value", arg=str(value))
        self.page.wait_for_timeout(KEYSTROKE_MS)
        self.press("Enter")
        self.page.locator("#portal input").wait_for(state="detached")


def test_the_keyboards_focus_outlives_an_edit(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    board.button("Draw on the map").focus()
    board.page.evaluate("() => { window.marked = document.activeElement; }")
    for tool, kinds in (("undo", {}), ("redo", {"Polygon": 1})):
        with board.new_figures():
            board.page.evaluate("tool => document.querySelector(`[data-tool=${tool}]`).click()", tool)
        assert board.kinds() == kinds
        assert board.page.evaluate("() => document.activeElement === window.marked && window.marked.isConnected")


def test_a_pasted_list_of_turbines(board: Board) -> None:
    rows = ["id\tE\tN\thöjd\tMW", "T1\t404000\t8124000\t250\t6,6", "T2\t405000\t8124000\t250\t6,6"]
    board.button("Paste a list of turbines").click()
    field = board.page.get_by_label(board.say("Rows of id, E, N, height, MW"))
    field.fill("\n".join(rows))
    with board.new_figures():
        board.button("Take the list").click()
    board.wait_kinds(Point=2)


def test_a_list_that_cannot_be_read_says_why(board: Board) -> None:
    with board.new_figures():
        board.draw("polygon", board.around(*FARM, 2_000))
    before = board.figures_text()
    board.button("Paste a list of turbines").click()
    board.page.get_by_label(board.say("Rows of id, E, N, height, MW")).fill("hello\tworld\nfoo\tbar")
    board.button("Take the list").click()
    alert = board.page.get_by_test_id("stAlert").filter(has_text=board.say("found"))
    alert.first.wait_for()
    assert "Traceback" not in alert.first.inner_text()
    board.settled()
    assert board.figures_text() == before
    assert board.kinds() == {"Polygon": 1}


def test_a_draft_outlives_a_reload_and_can_be_forgotten(own: Board) -> None:
    with own.new_figures():
        own.draw("polygon", own.around(*FARM, 2_000))
    drawn = own.figures_text()
    own.page.reload()
    own.ready()
    own.page.locator("dl dd").first.wait_for()
    own.settled()
    assert own.kinds() == {}
    with own.new_figures():
        own.map.locator('[data-draft="take"]').click()
    assert own.figures_text() == drawn
    own.wait_kinds(Polygon=1)
    own.page.reload()
    own.ready()
    own.map.locator('[data-draft="forget"]').click()
    own.settled()
    assert stored(own) == {}
    own.page.reload()
    own.ready()
    own.idle()
    assert not own.map.locator('[data-draft="take"]').is_visible()


def stored(board: Board) -> dict[str, Any]:
    """Return what the browser keeps of drafts."""
    kept = board.page.evaluate("() => Object.entries(localStorage).filter(([k]) => k.includes('draft'))")
    return {key: json.loads(value) for key, value in kept}
