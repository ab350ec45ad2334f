"""The page Analys as a visitor's hands and eyes use it: buttons, clicks on the canvas, figures, colours."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from landuse import language
from landuse.render.features import place_degrees
from tools.messages import texts_of_code

FREE = (0.36, 0.5)
"""Where nothing lies over the map, as shares of its width and height."""
Spot = tuple[float, float]

# Handles and guides of the editor are no part of the drawing.
PIECES = """window.__landuse.draw.getSnapshot().filter(({properties: p}) => !p.currentlyDrawing &&
  !['midPoint', 'selectionPoint', 'closingPoint', 'coordinatePoint', 'snappingPoint', 'edited'].some(one => p[one]))"""
BARE = """.lu-bare .lu-map :not(.lu-ground, .lu-ground *, :has(.lu-ground)) { visibility: hidden !important; }"""
READY = """() => {
  const here = document.querySelector('.lu-map[data-ready=true]'), own = window.__landuse;
  return Boolean(here && own && own.overlay && own.map.loaded() && own.map.areTilesLoaded() && !own.map.isMoving());
}"""

# Nothing was asked of the server that it has not answered, and the page shows the answer: every piece of it has come
# (a late map may ask for another run), and nothing is fading in or out.
IDLE = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  return !window.__runs.asked && !window.__runs.going && (window.__landuse?.quiet ?? true)
    && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
    && !all('[data-stale="true"], [data-testid="stSkeleton"]').length
    && all('[data-testid^="stBidiComponent"]').every(one => one.querySelector('.lu-map[data-ready=true]'))
    && document.getAnimations().every(one => one.playState !== 'running'
      || one.timeline !== document.timeline || one.effect.getTiming().iterations === Infinity);
}"""


@cache
def texts() -> set[str]:
    """Return every English text of the program."""
    return texts_of_code()


class Board:
    """The page with the map.

    Parameters
    ----------
    page : Page
    url : str
        Address of the app, without a slash at its end.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.lang = "sv"

    # The page --------------------------------------------------------------------------------------------------------

    def open(self, query: str = "", *, lang: str = "sv") -> Board:
        """Open the page and wait until map and result are there."""
        self.lang = lang
        self.page.goto(f"{self.url}/?lang={lang}{query and '&' + query}")
        self.ready()
        self.page.locator("dl dd").first.wait_for()
        self.settled()
        return self

    def again(self) -> Board:
        """Look at a page that other tests have looked at, opening it if this is the first."""
        return self if self.page.url.startswith(self.url) else self.open()

    def say(self, text: str) -> str:
        """Return a text of the program as this page shows it; a text that the catalogue does not have is an error."""
        if text not in texts():
            raise KeyError(text)
        language.set_language(self.lang)
        return language._(text)

    def ready(self) -> None:
        """Wait until the map has drawn everything."""
        self.page.wait_for_function(READY)

    def drawn(self) -> None:
        """Wait until the map has drawn what was changed just before."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.ready()

    def settled(self) -> None:
        """Wait until the server has answered everything and the map is at rest."""
        self.idle()
        self.ready()

    def idle(self) -> None:
        """Wait until the server has answered everything."""
        self.page.wait_for_function(IDLE)
        # What has come last may be drawn a little later, when nothing more urgent is done.
        self.page.evaluate("() => new Promise(done => requestIdleCallback(done, {timeout: 10_000}))")
        self.page.wait_for_function(IDLE)

    @contextmanager
    def new_figures(self) -> Iterator[None]:
        """Wait after the block until the figures of the result are other ones."""
        before = self.figures_text()
        yield
        self.page.wait_for_function(
            "before => { const now = document.querySelector('dl'); return now && now.innerText !== before; }",
            arg=before,
        )
        self.settled()

    def figures_text(self) -> str:
        """Return the figures that open the result, as they are read."""
        return self.page.locator("dl").first.inner_text()

    def figures(self) -> dict[str, str]:
        """Return label → figure."""
        self.page.locator("dl dd").first.wait_for()
        labels, values = self.page.locator("dl dt").all_inner_texts(), self.page.locator("dl dd").all_inner_texts()
        return dict(zip(labels, values, strict=True))

    def button(self, text: str) -> Locator:
        """Return a button of the page by its English text."""
        of_the_page = self.page.locator("button:not(.lu-map button)")
        return of_the_page.and_(self.page.get_by_role("button", name=self.say(text), exact=True))

    def result(self, text: str) -> None:
        """Show another view of the result, by its English name."""
        self.page.get_by_role("radio", name=self.say(text), exact=True).or_(
            self.page.get_by_test_id("stButtonGroup").get_by_role("button", name=self.say(text), exact=True)
        ).first.click()
        self.settled()

    # The map ---------------------------------------------------------------------------------------------------------

    @property
    def map(self) -> Locator:
        """The map's element."""
        return self.page.locator(".lu-map")

    def tool(self, name: str) -> Locator:
        """Return a button of the map."""
        return self.map.locator(f'[data-tool="{name}"]')

    def use(self, name: str) -> None:
        """Choose a tool."""
        self.tool(name).click()

    def view(self) -> tuple[float, float, float]:
        """Return longitude, latitude and zoom of the view."""
        lon, lat, zoom = self.page.evaluate(
            "() => { const m = window.__landuse.map, c = m.getCenter(); return [c.lng, c.lat, m.getZoom()]; }"
        )
        return lon, lat, zoom

    def look(self, east: float, north: float, zoom: float) -> None:
        """Move the view so that a place in SWEREF 99 TM lies where no panel covers the map."""
        self.page.evaluate(
            """([lon, lat, zoom, across, down]) => {
              const map = window.__landuse.map, {clientWidth, clientHeight} = map.getContainer();
              map.jumpTo({center: [lon, lat], zoom});
              map.panBy([(0.5 - across) * clientWidth, (0.5 - down) * clientHeight], {animate: false});
            }""",
            [*place_degrees(east, north), zoom, *FREE],
        )
        self.drawn()

    def spot(self, east: float, north: float) -> Spot:
        """Return where on the page a place in SWEREF 99 TM lies."""
        lon, lat = place_degrees(east, north)
        x, y = self.page.evaluate(
            """([lon, lat]) => {
              const map = window.__landuse.map, {x, y} = map.project([lon, lat]);
              const {left, top} = map.getCanvas().getBoundingClientRect();
              return [left + x, top + y];
            }""",
            [lon, lat],
        )
        return x, y

    def around(self, east: float, north: float, radius_m: float, n: int = 4) -> list[Spot]:
        """Return the corners of a regular polygon around a place."""
        turns = [math.tau * (i + 0.5) / n for i in range(n)]
        return [self.spot(east + radius_m * math.sin(t), north + radius_m * math.cos(t)) for t in turns]

    def click(self, spot: Spot) -> None:
        """Click on the map as a hand does."""
        self.page.mouse.move(*spot)
        self.page.mouse.click(*spot)

    def draw(self, tool: str, spots: Sequence[Spot]) -> None:
        """Draw a shape: one click each, and once more on the last corner of a line or the first of an area."""
        self.use(tool)
        closing = {"polygon": [spots[0]], "line": [spots[-1]]}.get(tool, [])
        for spot in [*spots, *closing]:
            self.click(spot)

    def drag(self, start: Spot, end: Spot) -> None:
        """Drag something on the map."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    def parts(self) -> list[dict[str, Any]]:
        """Return the drawing as the editor holds it: kind and positions of each finished piece."""
        return self.page.evaluate(
            f"() => {PIECES}.map(f => ({{kind: f.geometry.type, coordinates: f.geometry.coordinates}}))"
        )

    def wait_kinds(self, **kinds: int) -> None:
        """Wait until the drawing has these pieces, on the map and on the server."""
        self.page.wait_for_function(
            f"""want => {{ const now = {{}};
              for (const {{geometry}} of {PIECES}) now[geometry.type] = (now[geometry.type] ?? 0) + 1;
              return JSON.stringify(Object.entries(now).sort()) === JSON.stringify(Object.entries(want).sort()); }}""",
            arg=kinds,
        )
        self.settled()

    def kinds(self) -> dict[str, int]:
        """Return how many pieces of each kind are drawn."""
        found = [part["kind"] for part in self.parts()]
        return {kind: found.count(kind) for kind in sorted(set(found))}

    def acting(self) -> dict[str, int]:
        """Return how many elements of the page a hostile name has become; all must be 0."""
        return self.page.evaluate(
            """() => ({images: document.querySelectorAll('img[src=x]').length,
                  links: [...document.querySelectorAll('a')].filter(e => e.href.startsWith('javascript:')).length,
                  handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
                  bold: [...document.querySelectorAll('strong')].filter(e => e.textContent === 'bold').length})"""
        )

    # Colours ---------------------------------------------------------------------------------------------------------

    def picture(self) -> Image.Image:
        """Return the canvas as it is seen, without what lies over it."""
        self.drawn()
        self.page.add_style_tag(content=BARE)
        self.page.evaluate("document.documentElement.classList.add('lu-bare')")
        shot = self.page.locator(".lu-ground").screenshot(animations="disabled")
        self.page.evaluate("document.documentElement.classList.remove('lu-bare')")
        return Image.open(io.BytesIO(shot)).convert("RGB")


def changed_share(before: Image.Image, after: Image.Image, least: int = 24) -> float:
    """Return the share of pixels that differ by at least `least` in some colour."""
    apart = np.abs(np.asarray(before, dtype=int) - np.asarray(after, dtype=int)).max(axis=2)
    return float((apart >= least).mean())
