"""From the start of the server, and from a visitor's click, to a map that stands still with its layers."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from bench.county import Row
from bench.process import Server, serving

SECONDS = 5.0
FLAGS = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
IDLE = "() => { const l = window.__landuse; return !!(l && l.map && l.map.loaded() && l.map.areTilesLoaded()); }"


def measure(*, visitors: int = 3) -> Iterator[Row]:
    """Give seconds to the first map of a server just started, and of visitors after its warm-up, each a new browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        yield Row("first map", "no chromium on this machine", f"< {SECONDS:g} s", met=False)
        return
    with tempfile.TemporaryDirectory() as folder, serving(LANDUSE_WORKSPACE=folder) as server:
        with opened(chromium) as browser:
            early = visit(browser, server)
        yield Row("from the start of the server, nothing warm (for information)", _s(server.ready_s + early), "–", True)
        warm = server.wait_until_warm()
        yield Row("warm-up after the first answer, beside a visitor (for information)", _s(early + warm), "–", True)
        times = []
        for _ in range(visitors):
            with opened(chromium) as browser:
                times.append(visit(browser, server))
        yield Row(
            f"first map of a new visitor, middle of {visitors} (slowest {_s(max(times))})",
            _s(statistics.median(times)),
            f"< {SECONDS:g} s",
            statistics.median(times) < SECONDS,
        )


def visit(browser: Any, server: Server) -> float:
    """Open the app in a fresh profile; return seconds until the map stands still."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(f"http://127.0.0.1:{server.port}/", wait_until="commit")
    page.wait_for_function(IDLE, timeout=120_000)
    seconds = time.perf_counter() - began
    context.close()
    return seconds


@contextlib.contextmanager
def opened(chromium: str) -> Iterator[Any]:
    """Run a browser without a screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s"
