"""What the first visitor would wait for, done when the server starts; a failure is logged and nothing more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

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
                try:
                    step()
                except Exception:
                    LOG.exception("warm-up failed: %s", name)
                    self._failed.append(name)
        finally:
            self._done.set()


WARMING = Warming()
"""The warm-up of this process."""


def steps() -> list[Step]:
    """Return what the first page needs: catalogue, compiled code, the study and the result of the first scenario."""
    from landuse.app import cache
    from landuse.app.cache import Options
    from landuse.app.state import FIRST_SCENARIO

    def first_result() -> None:
        scenario = cache.shipped()[FIRST_SCENARIO]
        study = cache.study(scenario.area, 100)
        cache.assessed(study, scenario, Options(year=scenario.year))

    return [("catalogue", cache.catalogue), ("scenarios", cache.shipped), ("first result", first_result)]
