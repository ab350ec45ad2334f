"""What a study keeps between calculations: never part of a result, only of how soon it comes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

MOST_YEARS = 2
"""Reference years of which a study keeps what stands."""
T = TypeVar("T")
_NOTHING = object()


class Scope:
    """Values by key, each made once, also when several threads ask at the same time.

    Examples
    --------
    >>> scope = Scope()
    >>> scope.once("a", lambda: [1]) is scope.once("a", lambda: [2])
    True
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}
        self._making: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value under a key, made now if nobody has asked for it; a failure is kept by nobody."""
        found = self._values.get(key, _NOTHING)
        if found is not _NOTHING:
            return cast("T", found)
        with self._lock:
            making = self._making.setdefault(key, threading.RLock())
        with making:
            found = self._values.get(key, _NOTHING)
            if found is _NOTHING:
                found = self._values[key] = make()
            with self._lock:
                self._making.pop(key, None)
            return cast("T", found)

    def change(self, other: Callable[[Hashable, Any], Any]) -> None:
        """Put another value in the place of each: the same, kept in another way."""
        for key, value in list(self._values.items()):
            self._values[key] = other(key, value)

    def drop(self, unwanted: Callable[[Hashable], bool]) -> None:
        """Forget the values whose keys are not wanted any more."""
        for key in [key for key in list(self._values) if unwanted(key)]:
            self._values.pop(key, None)


class Recent:
    """The values last asked for, a limited number of them.

    Examples
    --------
    >>> recent = Recent(1)
    >>> recent.once("a", lambda: 1), recent.once("b", lambda: 2), recent.once("a", lambda: 3)
    (1, 2, 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value under a key, made now if it is not kept; two threads may make the same value."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("T", self._values[key])
        made = make()
        with self._lock:
            made = self._values.setdefault(key, made)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


class Kept:
    """Kept values in scopes: what holds for the study always, and what holds for a reference year.

    Parameters
    ----------
    most_years : int
        When more years are asked for, those unused for longest are forgotten.
    """

    def __init__(self, most_years: int = MOST_YEARS) -> None:
        self.always = Scope()
        self.years = Recent(most_years)

    def year(self, year: int) -> Scope:
        """Return what is kept for a reference year."""
        return self.years.once(year, Scope)
