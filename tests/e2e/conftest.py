"""Tests in a real browser (`make browser`): skipped without Chromium or the built map, failed there with CI=true."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from landuse.io.places import checkout
from tests.e2e.serving import ROOT, Served, served

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--force-device-scale-factor=1", "--force-color-profile=srgb",
    # WebGL without a graphics card.
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    # No name but this machine's is ever looked up: what wants out is seen by the watch, and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip
PATIENCE_MS = 120_000
"""How long a busy machine may take for what takes a second."""
WIDE, NARROW = {"width": 1600, "height": 1000}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def lacking(what: str) -> NoReturn:
    """Skip, or fail where nothing may go untested."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the system."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        lacking("no chromium on this machine: apt install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("playwright is not installed: make setup")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the apps of the session keep what they compute."""
    return tmp_path_factory.mktemp("app") / "workspace"


@pytest.fixture(scope="session")
def app(browser: Any, workspace: Path) -> Iterator[Served]:
    """The app of this checkout, started once."""
    assert checkout() == ROOT
    if not list((ROOT / "landuse" / "app" / "bundle").glob("map-*.js")):
        lacking("the map is not built: make map")
    with served(workspace, workspace.with_name("app.log")) as found:
        yield found


@contextmanager
def visitors(browser: Any) -> Iterator[Callable[..., Any]]:
    """Yield a function that opens a new visitor's page; nothing may go wrong on any of them until the block ends."""
    from tests.e2e.watching import Watch

    opened = []

    def new(**options: Any) -> Any:
        settings = {"viewport": WIDE, "locale": "sv-SE", "timezone_id": "Europe/Stockholm", "reduced_motion": "reduce"}
        context = browser.new_context(**(settings | options))
        watch = Watch(context)
        context.add_init_script(path=HERE / "count_runs.js")
        opened.append((context, watch))
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)  # a busy machine is slow; what is wrong is found by states, not by haste
        page.watch = watch
        return page

    try:
        yield new
    finally:
        for context, _watch in opened:
            context.close()
    wrong = [text for _context, watch in opened for text in watch.wrong]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a new visitor's page, watched until the test ends."""
    with visitors(browser) as new:
        yield new


@pytest.fixture
def page(visit: Callable[..., Any]) -> Any:
    """A visitor's page on a wide screen."""
    return visit()


@pytest.fixture(scope="module")
def visitor(browser: Any) -> Iterator[Any]:
    """A visitor's page on a wide screen that the tests of a module share: those that leave it as they found it."""
    with visitors(browser) as new:
        yield new()
