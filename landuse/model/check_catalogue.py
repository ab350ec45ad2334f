"""What a catalogue must hold to be used: every check, on declarations alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from landuse.errors import Problem
from landuse.model.catalogue import Catalogue


def check(
    catalogue: Catalogue,
    *,
    place: Callable[[str, int | str], str] = lambda file, entry: f"{file}: {entry}",
    broken: Mapping[str, frozenset[str]] | None = None,
) -> list[Problem]:
    """Return everything in a catalogue that does not fit together."""
    return []
