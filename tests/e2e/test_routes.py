"""Migration routes on the map of Analys: drawn by state, told under the pointer, shown from their row."""

from __future__ import annotations

from typing import Any

from tests.e2e.board import Board, changed_share
from tests.e2e.serving import Served
from tests.e2e.test_drawing import begin_anew

DRAWN = """() => Object.fromEntries(['cut', 'weakened', 'unknown', 'clear'].map(state => {
  const found = window.__landuse.map.queryRenderedFeatures({layers: [`lu-route-${state}`]});
  return [state, new Set(found.map(f => f.properties.name)).size]; }))"""
HIDE = """hidden => ['halo', 'cut', 'weakened', 'unknown', 'clear'].forEach(state =>
  window.__landuse.map.setLayoutProperty(`lu-route-${state}`, 'visibility', hidden ? 'none' : 'visible'))"""


def test_routes_follow_the_proposal(page: Any, app: Served) -> None:
    board = Board(page, app.url).open("scenario=vindkraft-exempelberget-a")
    page.wait_for_function("() => window.__landuse.map.getLayer('lu-route-cut')")
    board.drawn()
    before = page.evaluate(DRAWN)
    assert before["weakened"] > 0
    seen = board.picture()
    page.evaluate(HIDE, True)
    assert changed_share(seen, board.picture()) > 0.001
    page.evaluate(HIDE, False)
    assert page.locator("ul.lu-lines").first.is_visible()
    begin_anew(board)
    board.drawn()
    assert set(page.evaluate(DRAWN).values()) == {0}
