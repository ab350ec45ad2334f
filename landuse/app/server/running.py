"""What may run at once, and memory given back to the system."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 60.0
TRIM_EVERY_S = 20.0
ARENAS = 2
_M_ARENA_MAX = -8


def cores() -> int:
    """Return how many processors this process may use."""
    mine = getattr(os, "sched_getaffinity", None)  # Linux: a container may have fewer than the machine
    return len(mine(0)) if mine else os.cpu_count() or 1


class Places:
    """As many calculations at once as there are places; the others wait their turn.

    A calculation inside another one takes no further place. Nobody waits longer than `patience_s`: should a
    calculation wait for a result that another one makes, both go on.

    Parameters
    ----------
    n : int
        How many places.
    patience_s : float
        Longest wait, seconds.
    """

    def __init__(self, n: int, patience_s: float = PATIENCE_S) -> None:
        self._free = threading.BoundedSemaphore(n)
        self._inside = threading.local()
        self.patience_s = patience_s

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold a place while the block runs."""
        if getattr(self._inside, "held", False):
            yield
            return
        got = self._free.acquire(timeout=self.patience_s)
        self._inside.held = True
        try:
            yield
        finally:
            self._inside.held = False
            if got:
                self._free.release()


PLACES = Places(cores())


@contextmanager
def calculating() -> Iterator[None]:
    """Wait for a free processor, hold it while the block runs, and give freed memory back afterwards.

    Works with and without the server. Take it around the computing alone, not around a look into a store that another
    session may hold.

    Examples
    --------
    >>> with calculating():
    ...     sum(range(4))
    6
    """
    with PLACES.take():
        yield
    give_back()


def few_arenas() -> bool:
    """Let all threads share a few pools of memory (glibc); what one session frees, another can use."""
    call = _glibc("mallopt")
    return bool(call and call(_M_ARENA_MAX, ARENAS))


_last_trim = 0.0


def give_back(*, now: bool = False) -> bool:
    """Return free memory to the system where its C library keeps it (glibc), at most every 20 seconds.

    Parameters
    ----------
    now : bool
        However short ago the last time was.
    """
    global _last_trim
    if not now and time.monotonic() - _last_trim < TRIM_EVERY_S:
        return False
    _last_trim = time.monotonic()
    call = _glibc("malloc_trim")
    return bool(call and call(0))


def _glibc(name: str) -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), name, None)
