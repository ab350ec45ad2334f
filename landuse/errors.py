"""Errors a user can act on: where › what was found › what was expected › what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from landuse.language import _


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in the four parts a user needs to mend it.

    Parameters
    ----------
    where : str
        File, entry and key, for example ``park.yaml: establishments.park.type``.
    found : str
        What stands there.
    expected : str
        What could stand there.
    todo : str
        What to do about it.
    """

    where: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        return (
            f"{self.where} › {_('found')}: {self.found} › {_('expected')}: {self.expected} › {_('to do')}: {self.todo}"
        )


class LanduseError(Exception):
    """The user's input is wrong or needs a decision; holds every problem found, never only the first.

    Parameters
    ----------
    problems : Problem or iterable of Problem
        At least one.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CatalogueError(LanduseError):
    """Something in ``layers/`` is wrong."""


class ScenarioError(LanduseError):
    """A scenario file or an establishment is wrong."""


class LayerError(LanduseError):
    """A layer file cannot be read or does not fit its declaration."""


class DecisionNeeded(LanduseError):
    """The input can be used only if the user says so (``--accept``)."""


class RasterError(LanduseError):
    """A raster cannot be used, or rasters do not lie on one grid."""


class WorkspaceError(LanduseError):
    """The workspace cannot be read, written or migrated."""


class OutputError(LanduseError):
    """A result cannot be written."""


class TooLarge(LanduseError):
    """The request would need more memory than the machine has."""


def problem(where: str, found: object, expected: object, todo: str) -> Problem:
    """Return a :class:`Problem` from values of any type.

    Examples
    --------
    >>> problem("a.yaml: year", "'soon'", "a year", "write for example 2035").found
    "'soon'"
    """
    return Problem(str(where), str(found), str(expected), str(todo))
