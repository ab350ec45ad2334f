"""One thread for what asks PROJ or GDAL about reference systems.

Each new thread opens their databases anew, which takes longer than the question; each run of a page is a new thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_NAME = "landuse-projecting"
_thread = ThreadPoolExecutor(1, thread_name_prefix=_NAME)


def projecting(work: Callable[[], T]) -> T:
    """Return what some short work gives, done in the thread that knows the reference systems already.

    Examples
    --------
    >>> projecting(lambda: threading.current_thread().name.startswith("landuse-projecting"))
    True
    """
    if threading.current_thread().name.startswith(_NAME):
        return work()
    return _thread.submit(work).result()
