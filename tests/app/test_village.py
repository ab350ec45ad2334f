"""The herding community's own page, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from landuse.app.server.session_files import FILES
from tests.app.conftest import Open, said
from tests.app.visitor import Visitor
from tests.hostile import IMAGE

VILLAGE = "Skogsexempel västra"


def opened(app: Open, village: str = VILLAGE, **address: str) -> Visitor:
    test = app("village", **address).run()
    test.selectbox(key="village.en").set_value(village).run()
    return test


def fetched(address: str) -> Any:
    _, _, _, token, name = address.split("/")
    found = FILES.get(token, name)
    assert found is not None
    return json.loads(found.whole())


@pytest.fixture
def page(app: Open, workspace: Path) -> Visitor:
    return opened(app)


def test_the_first_screen_has_land_routes_and_both_winters(page: Visitor) -> None:
    text = said(page)
    for part in ("My land this season", "Still quiet", "The routes", "A bad winter", "A normal winter", "Who says so"):
        assert part in text
    assert "Lule Sámi" in text


def test_the_map_is_only_shown_and_carries_land_routes_and_proposal(page: Visitor) -> None:
    data = page.map_data
    assert data["only_shown"] is True
    assert data["drawing"]["features"]["features"] == []
    names = {layer["id"] for layer in json.loads(data["deck"])["layers"]}
    assert {"village-area", "village-land", "proposal"} <= names
    lines = fetched(data["routes"]["url"])["features"]
    assert {number for found in data["routes"]["states"].values() for number in found} <= {each["id"] for each in lines}
    page.tell({"kind": "drawing", "features": {"type": "FeatureCollection", "features": []}})
    assert page.session_state["landuse work"].can_undo is False


def test_another_season_is_another_land(page: Visitor) -> None:
    before = json.loads(page.map_data["deck"])
    page.selectbox(key="village season.en").set_value("sommar").run()
    assert json.loads(page.map_data["deck"]) != before


def test_what_is_new_is_told_from_what_the_browser_kept(page: Visitor) -> None:
    seen = page.map_data["seen"]
    now = fetched(seen["now"])
    assert now["of"] == seen["key"]
    text = said(page)
    assert "Nothing was marked as seen" in text
    marks = dict(now["marks"])
    gone = next(name for name in marks if not name.startswith("proposal/"))
    marks.pop(gone)
    marks["gruva/closed"] = "x"
    page.tell({"kind": "seen", "last": {**now, "date": "2026-01-01", "marks": marks}})
    text = said(page)
    text = text.replace("\\", "")
    assert "Since 2026-01-01" in text
    assert gone in text
    assert "gruva/closed" in text
    page.tell({"kind": "seen", "last": now})
    assert "Nothing is new since" in said(page)


def test_rubbish_from_a_browser_breaks_nothing(page: Visitor) -> None:
    for last in (None, 1, [], {"marks": 3}, {"of": 1, "date": {}, "marks": {"a": [1]}}, {"marks": {IMAGE: IMAGE}}):
        page.tell({"kind": "seen", "last": last})
        assert "New since last time" in said(page)


def test_marking_and_forgetting_are_told_to_the_browser(page: Visitor) -> None:
    before = page.map_data["seen"]
    page.button(key="mark seen").click().run()
    assert page.map_data["seen"]["mark"] == before["mark"] + 1
    page.tell({"kind": "seen", "last": fetched(before["now"])})
    page.button(key="forget seen").click().run()
    assert page.map_data["seen"]["forget"] == before["forget"] + 1
    assert "Nothing was marked as seen" in said(page)


def test_own_words_go_unedited_into_the_report_and_into_no_file_of_the_program(page: Visitor, workspace: Path) -> None:
    words = f"Here the herd rests.\n\n  {IMAGE} = ours"
    page.text_area(key=f"own words exempellandet {VILLAGE}.en").set_value(words).run()
    page.button(key="report with words").click().run()
    text = said(page)
    address = text[text.index("/landuse/files/") :].split("?")[0].split(")")[0]
    _, _, _, token, name = address.split("/")
    found = FILES.get(token, name)
    assert found is not None
    report = found.whole().decode()
    assert "Here the herd rests.\n\n  &lt;img src=x onerror=alert(1)&gt; = ours" in report
    assert VILLAGE in report
    for path in workspace.rglob("*"):
        assert not path.is_file() or b"Here the herd rests" not in path.read_bytes()


def test_a_report_with_old_words_is_no_longer_offered_when_they_change(page: Visitor) -> None:
    field = f"own words exempellandet {VILLAGE}.en"
    page.text_area(key=field).set_value("first").run()
    page.button(key="report with words").click().run()
    assert "report.html" in said(page)
    page.text_area(key=field).set_value("").run()
    assert "report.html" not in said(page)


def test_why_there_is_no_result_is_said_and_not_taken_for_missing_land(page: Visitor) -> None:
    page.session_state["landuse choices"] = {**page.session_state["landuse choices"], "year": 1}
    page.run()
    assert "seasonal land is loaded" not in said(page)


def test_the_year_the_shares_and_the_years(page: Visitor) -> None:
    for view, wanted in (("shares", "ha-eq"), ("years", "came")):
        page.session_state["village more.en"] = view
        page.run()
        assert wanted in said(page)


def test_without_layers_everything_is_unknown_and_says_what_to_load(app: Open, workspace: Path) -> None:
    test = app("village", area="norrbotten").run()
    text = said(test)
    assert "ren_arstidsland" in text.replace("\\", "")
    assert "Not known: old forest with lichen is not loaded" in text
    assert "no migration route" in text
    assert "0 ha" not in text
