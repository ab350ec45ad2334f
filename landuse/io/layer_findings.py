"""What the reader of a layer file finds: refusals, questions that need ``--accept``, and notes for the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from landuse.errors import DecisionNeeded, LayerError, problem
from landuse.language import _


@dataclass(slots=True)
class LayerFindings:
    """Collects everything found in one layer file, so that all of it is said at once.

    Parameters
    ----------
    where : str
        Name of the file, first part of every message.
    """

    where: str
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, found: object, expected: object, todo: str) -> None:
        """Say that the file cannot be used."""
        self.refused.append((str(found), str(expected), todo))

    def ask(self, found: object, expected: object, todo: str) -> None:
        """Say that the file can be used only if the user accepts what was found."""
        self.asked.append((str(found), str(expected), todo))

    def note(self, text: str) -> None:
        """Say something that belongs in the report."""
        self.notes.append(text)

    def stop_if_refused(self) -> None:
        """Raise if the file cannot be used.

        Raises
        ------
        LayerError
            With every refusal and every question found so far.
        """
        if self.refused:
            raise LayerError(problem(self.where, *parts) for parts in self.refused + self.asked)

    def settle(self, accept: bool) -> None:
        """Raise if something is refused or has to be decided; accepted questions become notes.

        Raises
        ------
        LayerError
            If something is refused.
        DecisionNeeded
            If something is asked and `accept` is false.
        """
        self.stop_if_refused()
        if self.asked and not accept:
            raise DecisionNeeded(
                problem(self.where, found, expected, _("{todo}, or say --accept").format(todo=todo))
                for found, expected, todo in self.asked
            )
        self.notes += [_("accepted: {found}").format(found=found) for found, _expected, _todo in self.asked]
        self.asked.clear()


def listed(values: Iterable[object], most: int = 6) -> str:
    """Return the first values, comma-separated, and how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b … (+1)'
    """
    texts = [str(value) for value in values]
    rest = len(texts) - most
    return ", ".join(texts[:most]) + (f" … (+{rest})" if rest > 0 else "")
