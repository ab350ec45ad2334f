"""A herding community's own layer in a browser, on a phone: sent, answered, dropped, and nothing of it left."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from tests.e2e.conftest import NARROW
from tests.e2e.serving import Served
from tests.e2e.test_village import opened

MARK = "Zqxjk-hemligt"


def large_file() -> bytes:
    """Return a GeoJSON of more than 1 MiB: as much as web servers like to put aside in a file."""
    shape = shapely.segmentize(shapely.box(395_000, 8_110_000, 408_000, 8_121_000), 2.0)
    made = io.BytesIO()
    frame = gpd.GeoDataFrame({"arstid": ["vinter"], "namn": [MARK]}, geometry=[shape], crs=3006)
    frame.to_crs(4326).to_file(made, driver="GeoJSON")
    return made.getvalue()


def test_on_a_phone_it_is_sent_answered_and_dropped(
    visit: Callable[..., Any], app: Served, workspace: Path, tmp_path: Path
) -> None:
    content = large_file()
    assert len(content) > 2**20
    page = visit(viewport=NARROW)
    board = opened(page, app)
    page.get_by_text(board.say("Our own layer, in this session only")).wait_for()
    page.locator("[data-testid=stFileUploader] input").last.set_input_files(
        {"name": f"{MARK}.geojson", "mimeType": "application/geo+json", "buffer": content}
    )
    page.locator("[data-testid=stFileUploaderFile], [data-testid=stFileChip]").first.wait_for()
    board.button("Open in this session").click()
    drop = board.button("Drop the layer")
    drop.wait_for()
    board.settled()
    assert board.say("Calculated reduced use") in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert MARK not in page.url
    drop.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "phone.png")
    drop.click()
    drop.wait_for(state="detached")
    assert MARK not in page.locator("body").inner_text()
    for path in workspace.parent.rglob("*"):
        assert not path.is_file() or MARK.encode() not in path.read_bytes(), path
