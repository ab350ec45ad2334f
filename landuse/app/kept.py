"""Costly results, kept for every session: each is computed once, the oldest goes when there is no room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import TypeVar

T = TypeVar("T")


class Kept:
    """A bounded store of values that never change; one is computed at a time.

    Parameters
    ----------
    room : int
        How many values are kept.

    Examples
    --------
    >>> kept = Kept(1)
    >>> kept.get("a", lambda: 1), kept.get("a", lambda: 2), "a" in kept
    (1, 1, True)
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = RLock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made if it is not there; a failure is not kept."""
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
            self._values.move_to_end(key)
            while len(self._values) > self.room:
                self._values.popitem(last=False)
            return self._values[key]  # type: ignore[return-value]
