"""Everything that is wrong with a file, gathered while it is read, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from landuse.errors import LanduseError, Problem, problem
from landuse.language import _

_LONGEST = 60


def shown(value: object) -> str:
    """Return a value as a message shows it: text in quotes, never long.

    Examples
    --------
    >>> shown("no"), shown(3), shown([1, 2])
    ("'no'", '3', '[1, 2]')
    """
    if value is None:
        return _("nothing")
    try:
        text = repr(value)
    except RecursionError:
        text = type(value).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems found so far, and the place that is being read.

    Parameters
    ----------
    file : str
        Name of the file, as the user knows it.
    path : tuple of str
        Keys down to the place.
    problems : list of Problem
        Shared by all places of one file.
    """

    file: str
    path: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def at(self, *keys: object) -> Findings:
        """Return the findings of a place further down."""
        return Findings(self.file, (*self.path, *map(str, keys)), self.problems)

    @property
    def where(self) -> str:
        """The place in words, for example ``park.yaml: establishments.park.type``."""
        return f"{self.file}: {'.'.join(self.path)}" if self.path else self.file

    def add(self, found: object, expected: object, todo: str) -> None:
        """Note a problem at this place; `found` and `expected` are texts ready to show."""
        self.problems.append(problem(self.where, found, expected, todo))

    def raise_as(self, error: type[LanduseError]) -> None:
        """Raise every problem noted, if there is any."""
        if self.problems:
            raise error(self.problems)
