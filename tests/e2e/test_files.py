"""Files brought in and taken home: good ones, bad ones, too large ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import expect

from landuse.io.catalogue import read_catalogue
from landuse.io.places import scenarios_folder
from landuse.io.scenario import read_scenario
from tests.e2e.board import Board
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.serving import Served

OTHER = scenarios_folder() / "stalverk-fiktivhamn.yaml"
MB = 1024 * 1024


@pytest.fixture
def board(visitor: Any, app: Served) -> Board:
    """The first page, shared: every test leaves the proposal as it found it."""
    found = Board(visitor, app.url).again()
    found.page.keyboard.press("Escape")
    return found


def bring(board: Board, name: str, content: bytes) -> None:
    """Choose a file in the field for scenario files."""
    board.button("Open a file").click()
    field = board.page.locator("input[type=file]").first
    field.wait_for(state="attached")
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def wait_title(board: Board, text: str) -> None:
    """Wait until the proposal is called so."""
    expect(board.page.get_by_label(board.say("Title of the proposal"))).to_have_value(text, timeout=PATIENCE_MS)


def title(board: Board) -> str:
    return board.page.get_by_label(board.say("Title of the proposal")).input_value()


def test_a_scenario_file_takes_the_place_of_the_work_and_undo_brings_it_back(board: Board) -> None:
    before = title(board)
    with board.new_figures():
        bring(board, OTHER.name, OTHER.read_bytes())
    wanted = read_scenario(OTHER, read_catalogue())
    assert wanted.title != before
    wait_title(board, wanted.title)
    board.page.keyboard.press("Escape")
    with board.new_figures():
        board.button("Undo").click()
    wait_title(board, before)


BAD = {
    "one.yaml": b"title: A\narea: exempellandet\nestablishments:\n  p: {type: windfarm}\n",
    "two.geojson": b"{",
    "three.gpkg": b"SQLite format 3\0" + bytes(200),
    "four.csv": b"\xff\xfe\x00\x01",
}


def test_a_bad_file_says_what_is_wrong_and_changes_nothing(board: Board) -> None:
    before, figures = title(board), board.figures_text()
    for name, content in BAD.items():
        bring(board, name, content)
        alert = board.page.get_by_test_id("stAlert").filter(has_text=name)
        alert.first.wait_for()
        text = alert.first.inner_text()
        for word in ("found", "expected", "to do"):
            assert board.say(word) in text, (name, text)
        assert "Traceback" not in text
        board.settled()
        assert title(board) == before
        assert board.figures_text() == figures
        board.page.keyboard.press("Escape")


def test_a_file_above_25_mb_is_refused(board: Board, tmp_path: Path) -> None:
    before = title(board)
    large = tmp_path / "large.yaml"
    with large.open("wb") as stream:
        stream.truncate(26 * MB)
    board.button("Open a file").click()
    field = board.page.locator("input[type=file]").first
    field.wait_for(state="attached")
    field.set_input_files(large)
    board.page.get_by_text("25", exact=False).filter(has_text="MB").first.wait_for()
    board.page.get_by_test_id("stFileUploader").get_by_text("25.0MB").or_(
        board.page.get_by_test_id("stFileUploader").get_by_text("25MB")
    ).first.wait_for()
    board.settled()
    assert title(board) == before
    board.page.keyboard.press("Escape")


def taken(board: Board, suffix: str, folder: Path) -> Path:
    """Save the scenario and return the file that the browser got."""
    board.button("Save").click()
    board.page.get_by_role("button", name=suffix.upper(), exact=True).click()
    link = board.page.locator(f'a[href*="{suffix}?download=1"]').first
    link.wait_for()
    with board.page.expect_download() as found:
        link.click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    assert path.suffix == f".{suffix}"
    board.page.keyboard.press("Escape")
    return path


def test_the_scenario_is_saved_and_is_what_was_open(board: Board, tmp_path: Path) -> None:
    path = taken(board, "yaml", tmp_path)
    saved = read_scenario(path, read_catalogue())
    wanted = read_scenario(scenarios_folder() / "vindkraft-exempelberget-a.yaml", read_catalogue())
    assert saved.digest == wanted.digest


def test_the_drawing_is_saved_as_a_geopackage(board: Board, tmp_path: Path) -> None:
    path = taken(board, "gpkg", tmp_path)
    frames = [gpd.read_file(path, layer=name) for name in gpd.list_layers(path)["name"]]
    drawn = [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame)]
    assert sum(len(frame) for frame in drawn) >= 3
    for frame in drawn:
        assert frame.crs.to_epsg() == 3006
    saved = read_scenario(path, read_catalogue())
    wanted = read_scenario(scenarios_folder() / "vindkraft-exempelberget-a.yaml", read_catalogue())
    assert {part.id: part.geometry.wkt for part in saved.establishments} == {
        part.id: part.geometry.wkt for part in wanted.establishments
    }
