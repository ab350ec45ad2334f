"""The state of one check of a catalogue: what is known to exist, and what was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches

from landuse.errors import Problem, problem
from landuse.language import _
from landuse.model.catalogue import Catalogue

EFFECTS = "effects.csv"
LAYERS = "layers.yaml"
TYPES = "disturbances.yaml"
PRESSURES = "pressures.yaml"
RECEPTORS = "receptors.yaml"
SENSITIVITY = "sensitivity.csv"
LAW = "law.yaml"
_FEW = 40


class Checking:
    """One check of a catalogue.

    Parameters
    ----------
    place : callable
        File and entry → the place in words.
    broken : mapping
        Section or file → ids that were declared but could not be used.
    """

    def __init__(
        self, catalogue: Catalogue, place: Callable[[str, int | str], str], broken: Mapping[str, frozenset[str]]
    ) -> None:
        self.catalogue = catalogue
        self.problems: list[Problem] = []
        self._place = place
        self._broken = broken
        self._ids: dict[str, frozenset[str]] = {}

    def say(self, file: str, entry: int | str, found: object, expected: object, todo: str) -> None:
        """Note a problem at a row or an entry of a file."""
        self.problems.append(problem(self._place(file, entry), found, expected, todo))

    def whole(self, file: str) -> bool:
        """Tell whether every row or entry of a file could be used, so that a missing one is really missing."""
        return file not in self._broken

    def known(self, section: str) -> frozenset[str]:
        """Return the ids of a section (``layers``, ``types``, ``pressures`` …), the unusable ones too."""
        if section not in self._ids:
            names: Iterable[str] = getattr(self.catalogue, section)
            self._ids[section] = frozenset(names) | self.unusable(section)
        return self._ids[section]

    def unusable(self, section: str) -> frozenset[str]:
        """Return the ids of a section that were declared but could not be used."""
        return self._broken.get(section, frozenset())

    def must_exist(
        self, names: Iterable[str], section: str, at: tuple[str, int | str], *, also: Iterable[str] = ()
    ) -> None:
        """Note every name that is neither an id of a section nor one of the words in `also`."""
        self.must_exist_in(names, self.known(section) | frozenset(also), at)

    def must_exist_in(self, names: Iterable[str], known: Collection[str], at: tuple[str, int | str]) -> None:
        """Note every name that is not among the known words."""
        for name in names:
            if name not in known:
                self.say(*at, name, _nearest(name, known), _("correct it, or declare it"))


def _nearest(name: str, known: Collection[str]) -> str:
    """Return the known words most like a name, or all of them if nothing is like it and they are few."""
    near = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    listed = near or (sorted(known) if len(known) <= _FEW else sorted(known)[:_FEW])
    return ", ".join(listed) + (" …" if not near and len(known) > _FEW else "") if listed else "–"
