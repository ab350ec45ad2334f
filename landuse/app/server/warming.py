"""What the first visitor would wait for, done when the server starts; a failure is logged and nothing more."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from threading import Event, Thread
from typing import TYPE_CHECKING

from landuse.app.server.running import give_back
from landuse.app.server.session import NOBODY
from landuse.app.server.session_files import FILES

if TYPE_CHECKING:
    from landuse.app.cache import Options
    from landuse.model.scenario import Scenario
    from landuse.model.study import Study

LOG = logging.getLogger("landuse.server")

Step = tuple[str, Callable[[], object]]
"""What is made ready, and the call that does it."""


class Warming:
    """The warm-up of a process: one step after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._done = Event()
        self._failed: list[str] = []

    @property
    def ready(self) -> bool:
        """True once every step has been tried."""
        return self._done.is_set()

    @property
    def failed(self) -> int:
        """How many steps failed; the log says which and why."""
        return len(self._failed)

    def start(self, steps: Sequence[Step]) -> Thread:
        """Start the steps; the thread ends with the process."""
        self._done.clear()
        self._failed.clear()
        thread = Thread(target=self._run, args=(steps,), name="landuse warm-up", daemon=True)
        thread.start()
        return thread

    def _run(self, steps: Sequence[Step]) -> None:
        try:
            for name, step in steps:
                began = time.monotonic()
                try:
                    step()
                    LOG.log(logging.INFO, "warm-up: %s, %.1f s", name, time.monotonic() - began)
                except Exception:
                    LOG.exception("warm-up failed: %s", name)
                    self._failed.append(name)
        finally:
            self._done.set()


WARMING = Warming()
"""The warm-up of this process."""


def steps() -> list[Step]:
    """Return what the first page needs, as the page itself will ask for it."""
    from landuse.app import cache

    return [
        ("pages", lambda: import_module("landuse.app.main")),
        ("catalogue", cache.catalogue),
        ("scenarios", cache.shipped),
        ("first map", _first_map),
        ("first area", lambda: cache.prepare(*_first()[::2])),
        ("first result", lambda: cache.assessed(*_first())),
        ("unused memory", lambda: give_back(now=True)),
    ]


def _first() -> tuple[Study, Scenario, Options]:
    from landuse.app import cache
    from landuse.app.cache import Options
    from landuse.app.current import CELLS_M
    from landuse.app.state import FIRST_SCENARIO

    scenario = cache.shipped()[FIRST_SCENARIO]
    return cache.study(scenario.area, CELLS_M[0]), scenario, Options(year=scenario.year)


def _first_map() -> None:
    from landuse.app import cache
    from landuse.app.map_files import layers_url, places_url, style_urls, words_url

    study = _first()[0]
    words_url()
    for make in (style_urls, places_url, layers_url):
        make(study)
    cache.drawn(study)
    FILES.forget(NOBODY)  # the contents stay with the cache; these addresses were nobody's
