"""Costly results, kept for every session: each is computed once, the oldest go when there is no room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class Kept:
    """A bounded store of values that never change; who asks for another value never waits for one being made.

    Parameters
    ----------
    room : int
        How many values are kept.
    most_bytes : int, optional
        How many bytes they hold together; the last one made is kept however large.
    size : callable
        Bytes of a value.

    Examples
    --------
    >>> kept = Kept(1)
    >>> kept.get("a", lambda: 1), kept.get("a", lambda: 2), "a" in kept
    (1, 1, True)
    """

    def __init__(
        self, room: int, most_bytes: int | None = None, size: Callable[[object], int] | None = None
    ) -> None:  # fmt: skip
        self.room = room
        self.most_bytes = most_bytes
        self._size = size or (lambda _value: 0)
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._held = 0
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    @property
    def held_bytes(self) -> int:
        """How many bytes the values hold together."""
        return self._held

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made if it is not there; a failure is not kept."""
        with self._lock:
            if key in self._values:
                return self._found(key)
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                with self._lock:
                    if key in self._values:
                        return self._found(key)
                made = make()
                with self._lock:
                    self._keep(key, made)
                return made
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _found(self, key: Hashable) -> T:  # type: ignore[type-var]
        self._values.move_to_end(key)
        return self._values[key][0]  # type: ignore[return-value]

    def _keep(self, key: Hashable, made: object) -> None:
        size = self._size(made)
        self._values[key] = (made, size)
        self._held += size
        while len(self._values) > self.room or (self._too_large() and len(self._values) > 1):
            _key, (_value, gone) = self._values.popitem(last=False)
            self._held -= gone

    def _too_large(self) -> bool:
        return self.most_bytes is not None and self._held > self.most_bytes
