"""What is proposed, and its canonical form: equal proposals have equal digests, whatever file they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Self

import numpy as np
import shapely
from pydantic import Field
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from landuse.model.catalogue import Band, Frozen

DECIMALS = 3
"""Coordinates are kept to the millimetre."""


class Establishment(Frozen):
    """One part of a proposal: a wind farm, its road, its line.

    `geometry` is in EPSG:3006, two-dimensional and valid.
    """

    id: str
    type: str
    name: str | None = None
    status: Literal[Band.BUILT, Band.PERMITTED, Band.PLANNED, Band.PROPOSED] = Band.PROPOSED
    phase: Literal["construction", "operation"] = "operation"
    years: tuple[int, int] | None = None
    """First year of operation and first year without it."""
    construction_years: tuple[int, int] | None = None
    construction_weeks: tuple[int, int] | None = None
    """First and last week of the year (ISO) in which it is built; (40, 14) goes over the new year."""
    geometry: BaseGeometry
    parameters: Mapping[str, float | int | str] = Field(default_factory=dict)
    part_of: str | None = None
    """Id of the establishment that this one belongs to."""
    works: Literal["access", "internal"] = "access"
    """Internal works are held by the evidence of the host (maximum); access works multiply."""
    position_error_m: float = 0.0

    @property
    def interval(self) -> tuple[int, int] | None:
        """Years in which the establishment counts in its phase: from the first, up to but not in the second."""
        return self.construction_years if self.phase == "construction" else self.years


class Scenario(Frozen):
    """A proposal, possibly of several parts, on one area; made by ``read_scenario`` or :meth:`of`."""

    title: str
    area: str
    year: int
    """Reference year of the result."""
    establishments: tuple[Establishment, ...]
    """In the order of their ids."""
    without: tuple[str, ...] = ()
    """Sources of the baseline that the scenario removes, ``LAYER/KEY``."""
    alternative: Literal["zero"] | None = None
    answer_by: str | None = None
    """Day on which whoever is asked is to have answered, ISO 8601."""
    document: Mapping[str, Any]
    """The scenario as read, in its canonical form (EPSG:3006 coordinates, defaults filled in), fit for JSON."""
    digest: str
    """SHA-256 of the canonical form."""
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        title: str,
        area: str,
        year: int,
        establishments: Iterable[Establishment],
        *,
        without: Iterable[str] = (),
        alternative: Literal["zero"] | None = None,
        answer_by: str | None = None,
        warnings: Iterable[str] = (),
    ) -> Self:
        """Return the scenario in its canonical form, with document and digest.

        Establishments are put in the order of their ids and their coordinates rounded to the millimetre.

        Examples
        --------
        >>> from shapely.geometry import Point
        >>> pit = Establishment(id="pit", type="quarry", geometry=Point(400000.00049, 8100000))
        >>> Scenario.of("Pit", "exempellandet", 2030, [pit]).document["establishments"]["pit"]["geometry"]
        {'type': 'Point', 'coordinates': [400000.0, 8100000.0]}
        """
        parts = tuple(sorted(map(canonical_part, establishments), key=lambda part: part.id))
        removed = tuple(sorted(set(without)))
        document = {"title": title, "area": area, "crs": "EPSG:3006", "year": year}
        document |= {"alternative": alternative} if alternative else {}
        document |= {"answer_by": answer_by} if answer_by else {}
        document |= {"establishments": {part.id: _entry(part) for part in parts}, "without": list(removed)}
        return cls(
            title=title,
            area=area,
            year=year,
            establishments=parts,
            without=removed,
            alternative=alternative,
            answer_by=answer_by,
            document=document,
            digest=document_digest(document),
            warnings=tuple(warnings),
        )

    def part(self, part_id: str) -> Establishment:
        """Return the establishment with an id."""
        return next(part for part in self.establishments if part.id == part_id)

    def host(self, part: Establishment) -> Establishment:
        """Return the establishment at the top of a part's chain of ``part_of``."""
        while part.part_of is not None:
            part = self.part(part.part_of)
        return part


def document_digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a canonical document: sorted keys, no white space, no nan.

    Examples
    --------
    >>> document_digest({"b": 1, "a": 2}) == document_digest({"a": 2, "b": 1})
    True
    """
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in 2D, to the millimetre, outer rings anticlockwise, a multi of one part as that part.

    Examples
    --------
    >>> canonical_geometry(shapely.from_wkt("MULTIPOINT Z (1.00049 2 3)")).wkt
    'POINT (1 2)'
    """
    rounded: BaseGeometry = shapely.transform(
        shapely.force_2d(geometry), lambda xy: np.round(np.asarray(xy, dtype=np.float64), DECIMALS) + 0.0
    )
    if isinstance(rounded, BaseMultipartGeometry) and len(rounded.geoms) == 1:
        rounded = rounded.geoms[0]
    oriented: BaseGeometry = shapely.orient_polygons(rounded)
    return oriented


def canonical_part(part: Establishment) -> Establishment:
    """Return an establishment with its geometry in canonical form."""
    return part.model_copy(update={"geometry": canonical_geometry(part.geometry)})


def geometry_document(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON, of lists and numbers only."""
    shape = mapping(geometry)
    return {"type": shape["type"], "coordinates": _lists(shape["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, tuple | list) else float(value)


def _entry(part: Establishment) -> dict[str, Any]:
    entry = part.model_dump(exclude={"id", "geometry"}, exclude_none=True, mode="json")
    entry["parameters"] = dict(sorted(part.parameters.items()))
    return entry | {"geometry": geometry_document(part.geometry)}
