"""The scenario that a session works on: one immutable value, edited by copies, with undo and redo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from landuse.app.drawing import drawn, in_metres, joined, moved_only, simple_kind
from landuse.errors import ScenarioError, problem
from landuse.io.scenario import scenario_from_document
from landuse.language import _
from landuse.model.catalogue import Catalogue, DisturbanceType
from landuse.model.scenario import Scenario

MOST_STEPS = 100
"""States that can be undone to; the oldest is forgotten first."""
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewPart:
    """What the next thing drawn becomes.

    Parameters
    ----------
    type : str or None
        Disturbance type; the first of the catalogue that can be drawn so if this one cannot.
    into : str or None
        A part that a drawing of the same kind is added to, instead of a part of its own.
    part_of : str or None
        The host, for associated works.
    exactly : bool
        Refuse what the type cannot be drawn as, instead of taking another type.
    """

    type: str | None = None
    into: str | None = None
    part_of: str | None = None
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A history of scenarios and where in it we are.

    Parameters
    ----------
    steps : tuple of Scenario
        Oldest first; each in its canonical form.
    at : int
        The step that is shown.
    revision : int
        Rises with every change, also an undo and a refused drawing: a map that has another one is out of step.
    """

    catalogue: Catalogue = field(repr=False)
    steps: tuple[Scenario, ...]
    at: int = 0
    revision: int = 0

    @classmethod
    def of(cls, scenario: Scenario, catalogue: Catalogue) -> Self:
        """Return the work of a scenario without a history."""
        return cls(catalogue, (scenario,))

    @property
    def scenario(self) -> Scenario:
        """The scenario as it is now."""
        return self.steps[self.at]

    @property
    def newest(self) -> str | None:
        """The part that the last step brought; None if it brought none."""
        before = {part.id for part in self.steps[self.at - 1].establishments} if self.at else set()
        return next((part.id for part in self.scenario.establishments if part.id not in before), None)

    @property
    def can_undo(self) -> bool:
        """True if there is an older state."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """True if a state was undone."""
        return self.at + 1 < len(self.steps)

    def undo(self) -> Self:
        """Return the work one step back."""
        return self._moved(self.at - 1) if self.can_undo else self

    def redo(self) -> Self:
        """Return the work one step on."""
        return self._moved(self.at + 1) if self.can_redo else self

    def refused(self) -> Self:
        """Return the work unchanged, for a map that shows something else and has to be told."""
        return replace(self, revision=self.revision + 1)

    def opened(self, scenario: Scenario) -> Self:
        """Return the work with another scenario in its place; what was there can be undone to."""
        if scenario.digest == self.scenario.digest:
            return self
        steps = (*self.steps[: self.at + 1], scenario)[-MOST_STEPS:]
        return replace(self, steps=steps, at=len(steps) - 1, revision=self.revision + 1)

    def with_title(self, text: str) -> Self:
        """Return the work with another title."""
        return self._with({"title": text.strip()})

    def with_year(self, year: int) -> Self:
        """Return the work with another reference year."""
        return self._with({"year": int(year)})

    def with_answer_by(self, day: str | None) -> Self:
        """Return the work with another day on which an answer is asked for; None takes it away."""
        return self._with({"answer_by": day})

    def with_area(self, area: str) -> Self:
        """Return the work in another area.

        Raises
        ------
        ScenarioError
            If a part lies outside it.
        """
        return self._with({"area": area})

    def with_part(self, geometry: BaseGeometry, new: NewPart) -> Self:
        """Return the work with one more part, or with a geometry added to one.

        Parameters
        ----------
        geometry : shapely geometry
            EPSG:3006.
        """
        parts = self._entries()
        _add(parts, geometry, new, self.catalogue)
        return self._of_parts(parts)

    def with_geometry(self, part: str, geometry: BaseGeometry) -> Self:
        """Return the work with another geometry (EPSG:3006) of a part."""
        parts = self._entries()
        parts[part] = parts[part] | {"geometry": geometry}
        return self._of_parts(parts)

    def with_values(self, part: str, values: Mapping[str, Any]) -> Self:
        """Return the work with other values of a part; None takes a value away.

        A new type keeps the parameters that it declares too.
        """
        parts = self._entries()
        entry = parts[part] | dict(values)
        kind = self.catalogue.types.get(entry["type"])
        if "type" in values and kind is not None:
            entry = _fitted(entry, kind)
        entry["parameters"] = {name: value for name, value in entry["parameters"].items() if value is not None}
        parts[part] = {name: value for name, value in entry.items() if value is not None}
        return self._of_parts(parts)

    def without_part(self, part: str) -> Self:
        """Return the work without a part; what belonged to it stands on its own."""
        parts = self._entries()
        parts.pop(part)
        return self._of_parts(parts)

    def with_drawing(
        self, features: Iterable[Mapping[str, Any]], new: NewPart, names: Mapping[str, str]
    ) -> tuple[Self, dict[str, str]]:
        """Return the work as a map has drawn it, and the names of what is new.

        Parameters
        ----------
        features : iterable of GeoJSON features
            Longitude and latitude; all parts that still are there, known by their ids. A part without a feature is
            taken away.
        new : NewPart
            What a feature without a known id becomes.
        names : mapping
            Ids that the map gave to what it drew earlier → the parts that they became.

        Returns
        -------
        tuple of Work and dict
            The second holds the ids that the map gave to what is new in this drawing → the parts that they became.

        Raises
        ------
        ScenarioError
            If a geometry cannot be used; nothing is then changed.
        """
        known, fresh = _sorted_out(features, names, self.scenario)
        parts = {name: entry for name, entry in self._entries().items() if name in known}
        for name, found in known.items():
            parts[name] = parts[name] | {"geometry": moved_only(self.scenario.part(name).geometry, drawn(found))}
        became = {
            str(feature.get("id")): _add(parts, in_metres(drawn([feature])), new, self.catalogue) for feature in fresh
        }
        return self._of_parts(parts), became

    def _moved(self, at: int) -> Self:
        return replace(self, at=at, revision=self.revision + 1)

    def _entries(self) -> dict[str, Document]:
        return {name: dict(entry) for name, entry in self.scenario.document["establishments"].items()}

    def _of_parts(self, parts: Mapping[str, Document]) -> Self:
        for entry in parts.values():
            if entry.get("part_of") is not None and entry["part_of"] not in parts:
                del entry["part_of"]
                entry.pop("works", None)
        return self._with({"establishments": dict(parts), "alternative": None if parts else "zero"})

    def _with(self, changes: Mapping[str, Any]) -> Self:
        document = {name: value for name, value in {**self.scenario.document, **changes}.items() if value is not None}
        return self.opened(scenario_from_document(document, self.catalogue, name=_("the proposal")))


def empty(name: str, area: str, catalogue: Catalogue) -> Scenario:
    """Return a scenario without parts: where a new proposal begins."""
    return Scenario.of(name, area, catalogue.areas[area].reference_year, (), alternative="zero")


def fitting_types(kind: str, catalogue: Catalogue) -> list[DisturbanceType]:
    """Return the types that can be drawn as Point, LineString or Polygon."""
    return [each for each in catalogue.types.values() if kind in each.geometry and not _needs_outline(each, kind)]


def _needs_outline(each: DisturbanceType, kind: str) -> bool:
    return kind == "Point" and each.footprint_point is not None and each.footprint_point.measure is None


def _sorted_out(
    features: Iterable[Mapping[str, Any]], names: Mapping[str, str], scenario: Scenario
) -> tuple[dict[str, list[Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """Return the features of each part that is there, and those of none."""
    there = {part.id for part in scenario.establishments}
    known: dict[str, list[Mapping[str, Any]]] = {}
    fresh: list[Mapping[str, Any]] = []
    for feature in features:
        name = str(feature.get("id"))
        part = names.get(name, name)
        known.setdefault(part, []).append(feature) if part in there else fresh.append(feature)
    return known, fresh


def _add(parts: dict[str, Document], geometry: BaseGeometry, new: NewPart, catalogue: Catalogue) -> str:
    """Add a geometry (EPSG:3006) to a part or as a part of its own; return the id of the part."""
    kind = simple_kind(geometry)
    if new.into in parts and simple_kind(_geometry_of(parts[str(new.into)])) == kind:
        entry = parts[str(new.into)]
        entry["geometry"] = joined([_geometry_of(entry), geometry])
        return str(new.into)
    fitting = [each.id for each in fitting_types(kind, catalogue)]
    if not fitting:
        raise ScenarioError(problem(_("drawing"), kind, _("a type that is drawn so"), _("draw another kind")))
    chosen = new.type if new.exactly or new.type in fitting else fitting[0]
    entry = {"type": chosen, "geometry": geometry}
    if new.part_of in parts:
        entry |= {"part_of": new.part_of, "works": "access"}
    name = _free_id(str(chosen), parts)
    parts[name] = entry
    return name


def _geometry_of(entry: Document) -> BaseGeometry:
    found: BaseGeometry = shape(entry["geometry"])
    return found


def _fitted(entry: Document, kind: DisturbanceType) -> Document:
    declared = {parameter.id for parameter in kind.parameters}
    kept = {name: value for name, value in entry["parameters"].items() if name in declared}
    phase = entry["phase"] if entry["phase"] in kind.phases else kind.phases[0]
    return entry | {"parameters": kept, "phase": phase}


def _free_id(stem: str, taken: Iterable[str]) -> str:
    there = set(taken)
    numbered: Sequence[str] = (stem, *(f"{stem}_{number}" for number in range(2, len(there) + 3)))
    return next(name for name in numbered if name not in there)
