"""The real county with the national register of protected areas, 866,953 vertices: it pans smoothly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landuse.cli import main
from tests.e2e.board import PATIENCE_MS, Board
from tests.e2e.serving import Served, served

LAYER = "skydd_nvr"
WORST_FRAME_MS = 1_500
"""Software draws the map here, on two shared processors; a graphics card is many times faster."""
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
def county(browser: Any, app: Served, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app with the register imported, as a user would with the command."""
    folder = tmp_path_factory.mktemp("county")
    workspace = folder / "workspace"
    file = shared_data / "sweden" / "sweden_nvr_protected_2019.parquet"
    given = ["--as", LAYER, "--quality", "official", "--accept", "--workspace", str(workspace)]
    assert main(["--lang", "en", "layers", "import", str(file), *given]) == 0
    with served(workspace, folder / "app.log") as found:
        yield found


def test_the_register_pans_smoothly(page: Any, county: Served) -> None:
    page.set_default_timeout(PATIENCE_MS)
    board = Board(page, county.url).open(f"area=norrbotten&cell=1000&lager={LAYER}")
    board.look(700_000, 7_450_000, 8)
    drawn = """() => { const map = window.__landuse.map;
      const ids = map.getStyle().layers.map(l => l.id).filter(id => id.startsWith('lu-layer-skydd_nvr'));
      return map.queryRenderedFeatures({layers: ids}).length; }"""
    assert page.evaluate(drawn) > 100
    times = page.evaluate(PAN, [[300, 0], [0, 200], [-500, -100], [200, -100]])
    board.drawn()
    assert page.evaluate(drawn) > 100
    assert len(times) > 20
    assert sorted(times)[int(len(times) * 0.9)] < WORST_FRAME_MS / 3
    assert max(times) < WORST_FRAME_MS
    ranges = [url for url in page.watch.sent if "/landuse/tiles/" in url]
    assert ranges


def test_nothing_real_is_said_to_be_fictional(page: Any, county: Served) -> None:
    page.set_default_timeout(PATIENCE_MS)
    board = Board(page, county.url).open("area=norrbotten&cell=1000")
    assert not board.map.locator(".lu-banner").is_visible()
    board.use("layers")
    board.map.locator(".lu-filter").fill("naturvårdsregistret")
    row = board.map.locator("li", has=board.map.locator(f'input[data-layer="{LAYER}"]')).last
    assert board.say("official") in row.inner_text()
