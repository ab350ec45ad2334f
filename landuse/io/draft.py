"""A scenario as a file has it: the keys and values of every format in one shape, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyproj import CRS

TOP_KEYS = ("title", "area", "crs", "year", "alternative", "answer_by", "establishments", "without")
PART_KEYS = (
    "type",
    "name",
    "status",
    "phase",
    "years",
    "construction_years",
    "construction_weeks",
    "geometry",
    "parameters",
    "part_of",
    "works",
    "position_error_m",
)
FLAT_KEYS = ("id", *(key for key in PART_KEYS if key != "geometry"))
"""Columns of an establishment in GeoJSON and GeoPackage."""


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One establishment as written."""

    id: str
    place: tuple[str, ...]
    """Keys down to it, for messages."""
    content: object
    crs: CRS | None = None
    """Reference system of its geometry where the file states one for each layer, else that of the draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario file as read.

    Parameters
    ----------
    content : mapping
        Top-level keys other than ``establishments``.
    folder : Path or None
        Where files named by a geometry may lie; None if there is no such place (an upload).
    flat : bool
        True if numbers may be written as text (formats of a GIS).
    notes : tuple of str
        Warnings that the format gave rise to.
    """

    content: Mapping[str, object]
    parts: tuple[DraftPart, ...]
    folder: Path | None = None
    flat: bool = False
    notes: tuple[str, ...] = ()
