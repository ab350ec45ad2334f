"""Routes that the proposal meets, on the map of Analys: their lines by address, their states after each edit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from landuse.model.study import Study
from landuse.render.route_lines import Routes, routes_of
from tests.app.conftest import Open, said
from tests.app.test_village import fetched
from tests.app.visitor import Visitor

WIND = "vindkraft-exempelberget-a"


@pytest.fixture
def page(app: Open, workspace: Path) -> Visitor:
    return app(scenario=WIND).run()


def test_routes_that_are_met_are_drawn_by_state_with_a_key(page: Visitor) -> None:
    routes = page.map_data["routes"]
    lines = fetched(routes["url"])
    names = {each["id"]: each["properties"]["name"] for each in lines["features"]}
    drawn = {names[number] for found in routes["states"].values() for number in found}
    assert "Norra leden, till vinterlandet" in drawn
    assert "Strandleden till skärgården" not in drawn
    assert set(routes["states"]) <= set(lines["words"])
    text = said(page)
    assert all(lines["words"][state] in text for state in routes["states"])


def test_an_edit_sends_states_and_no_lines_again(page: Visitor) -> None:
    before = page.map_data
    page.tell({"kind": "drawing", "features": {"type": "FeatureCollection", "features": []}})
    after = page.map_data
    assert after["routes"] is None
    page.tell({"kind": "undo"})
    assert page.map_data["routes"] == before["routes"]
    assert len(json.dumps(before["routes"])) < 400


def test_a_row_of_the_table_shows_its_route(page: Visitor) -> None:
    page.session_state["result view.en"] = "more"
    page.run()
    table = page.dataframe[0]
    page.choose_row(table, 5)
    data = page.map_data
    assert data["fly"]["n"] > 0
    assert {layer["id"] for layer in json.loads(data["deck"])["layers"]} >= {"pointed", "pointed-halo"}


def test_routes_of_a_closed_layer_are_not_drawn_and_counted(
    app: Open, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(study: Study, *, closed: bool) -> Routes:
        return routes_of(study, closed=True) if closed else {}

    monkeypatch.setattr("landuse.app.route_data.drawable", closed)
    monkeypatch.setattr("landuse.app.board.drawable", closed)
    page = app(scenario=WIND).run()
    assert page.map_data["routes"] is None
    assert "their layer not open: 2" in said(page)
