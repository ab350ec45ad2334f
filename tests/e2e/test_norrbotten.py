"""The real county with the national register of protected areas, 866,953 vertices: it pans smoothly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from landuse.cli import main
from tests.e2e.board import Board
from tests.e2e.serving import Served
from tests.hostile import IMAGE

LAYER = "skydd_nvr"
HERE = (700_000, 7_450_000)
NAME = f"{IMAGE} **bold** [x](javascript:alert(4))"
WORST_FRAME_MS = 1_500
"""Software draws the map here, on two shared processors; a graphics card is many times faster."""
SLOWER = 4
"""How many times longer than without the register a frame may take, where even the bare map is slow."""
PAN = """async steps => {
  const map = window.__landuse.map, times = [];
  let last = performance.now(), going = true;
  const frame = now => { times.push(now - last); last = now; if (going) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  for (const [dx, dy] of steps) {
    map.panBy([dx, dy], {duration: 600, essential: true});
    await new Promise(done => map.once('moveend', done));
  }
  going = false;
  return times;
}"""


@pytest.fixture(scope="module")
def county(app: Served, workspace: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The app, with the register imported while it runs, as a user would with the command."""
    file = shared_data / "sweden" / "sweden_nvr_protected_2019.parquet"
    bring(workspace, file, LAYER, "official")
    hostile = tmp_path_factory.mktemp("county") / "hostile.geojson"
    here = shapely.box(HERE[0] - 8_000, HERE[1] - 8_000, HERE[0] + 8_000, HERE[1] + 8_000)
    table = {"namn": [NAME], "sitecode": ["S1"]}
    gpd.GeoDataFrame(table, geometry=[here], crs=3006).to_crs(4326).to_file(hostile, driver="GeoJSON")
    bring(workspace, hostile, "n2000", "compiled")
    return app


def bring(workspace: Path, file: Path, layer: str, quality: str) -> None:
    """Import a file as a layer."""
    given = ["--as", layer, "--quality", quality, "--accept", "--workspace", str(workspace)]
    assert main(["--lang", "en", "layers", "import", str(file), *given]) == 0


@pytest.fixture
def board(visitor: Any, county: Served) -> Board:
    """The county, on a page that the tests share."""
    found = Board(visitor, county.url)
    return found if visitor.url.startswith(county.url) else found.open("area=norrbotten&cell=1000")


def turn_on(board: Board, layer: str, text: str) -> None:
    """Turn a layer on in the tree."""
    board.use("layers")
    board.map.locator(".lu-filter").fill(text)
    board.map.locator(f'input[data-layer="{layer}"]').check()
    board.use("layers")
    board.drawn()


def frames(board: Board) -> list[float]:
    """Return how long each frame took while the map was panned, shortest first; milliseconds."""
    board.look(*HERE, 6.5)
    board.drawn()
    times = board.page.evaluate(PAN, [[300, 0], [0, 200], [-500, -100], [200, -100]])
    board.drawn()
    assert len(times) >= 4
    return sorted(times)


def test_nothing_real_is_said_to_be_fictional(board: Board) -> None:
    assert not board.map.locator(".lu-banner").is_visible()
    board.use("layers")
    board.map.locator(".lu-filter").fill("naturvårdsregistret")
    row = board.map.locator("li", has=board.page.locator(f'input[data-layer="{LAYER}"]'))
    assert board.say("official") in row.inner_text()
    board.use("layers")


def test_what_is_missing_stands_there_as_missing(board: Board) -> None:
    board.use("layers")
    board.map.locator(".lu-filter").fill("årstidsland")
    box = board.map.locator('input[data-layer="ren_arstidsland"]')
    row = board.map.locator("li", has=board.page.locator('input[data-layer="ren_arstidsland"]'))
    row.wait_for()
    assert box.is_disabled()
    assert board.say("missing") in row.inner_text()
    assert len(row.locator(".lu-why").inner_text()) > 20
    board.use("layers")


def test_the_register_pans_smoothly(board: Board) -> None:
    bare = frames(board)
    turn_on(board, LAYER, "naturvårdsregistret")
    drawn = """() => { const map = window.__landuse.map;
      const ids = map.getStyle().layers.map(l => l.id).filter(id => id.startsWith('lu-layer-skydd_nvr'));
      return map.queryRenderedFeatures({layers: ids}).length > 100; }"""
    board.look(*HERE, 6.5)  # some hundred areas
    board.page.wait_for_function(drawn)
    times = frames(board)
    board.page.wait_for_function(drawn)
    most = int(len(times) * 0.9)
    assert times[most] < max(WORST_FRAME_MS / 3, SLOWER * bare[int(len(bare) * 0.9)])
    assert times[-1] < max(WORST_FRAME_MS, SLOWER * bare[-1])
    assert any("/landuse/tiles/" in url for url in board.page.watch.sent)


def test_a_hostile_name_in_a_layer_is_text(board: Board) -> None:
    page = board.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    turn_on(board, "n2000", "natura")
    board.look(*HERE, 9)
    page.mouse.move(*board.spot(*HERE))
    board.map.locator(".lu-tooltip").get_by_text(NAME, exact=True).first.wait_for()
    board.map.get_by_role("combobox", name=board.say("Search place")).fill("onerror")
    board.map.get_by_role("option").get_by_text(NAME, exact=True).first.wait_for()
    page.keyboard.press("Escape")
    board.use("why")
    board.click(board.spot(*HERE))
    page.get_by_text("SWEREF 99 TM)").first.wait_for()
    page.get_by_test_id("stMarkdown").get_by_text(NAME).first.wait_for()
    assert board.acting() == {"images": 0, "links": 0, "handlers": 0, "bold": 0}
