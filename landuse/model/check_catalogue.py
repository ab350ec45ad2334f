"""What a catalogue must hold to be used: every check that compares declarations with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from landuse.errors import Problem
from landuse.model.catalogue import Catalogue
from landuse.model.check_effects import check_effects
from landuse.model.check_law import check_law
from landuse.model.check_layers import check_layers
from landuse.model.check_leaving import check_leaving
from landuse.model.check_numbers import check_numbers
from landuse.model.check_place import check_place
from landuse.model.check_receptors import check_receptors
from landuse.model.check_seasons import check_seasons
from landuse.model.check_types import check_types
from landuse.model.checking import Checking

CHECKS: tuple[Callable[[Checking], None], ...] = (
    check_layers, check_types, check_receptors, check_effects, check_numbers, check_seasons, check_law, check_place,
    check_leaving,
)  # fmt: skip


def check(
    catalogue: Catalogue,
    *,
    place: Callable[[str, int | str], str] = "{}: {}".format,
    broken: Mapping[str, frozenset[str]] | None = None,
) -> list[Problem]:
    """Return everything in a catalogue that does not fit together.

    Parameters
    ----------
    place : callable
        File and entry (number of a row, or path of an entry) → the place in words.
    broken : mapping, optional
        Section → ids that were declared but could not be used: nothing is said about their absence. A file that is
        named here had rows that could not be used: nothing is said about missing rows.
    """
    checking = Checking(catalogue, place, broken or {})
    for one in CHECKS:
        one(checking)
    return checking.problems
