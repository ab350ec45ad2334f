"""Land that a herding community shows in its own session: it is never written, named by a hash, or printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PrivateLand:
    """The community's own mapped land.

    Parameters
    ----------
    lands : mapping
        Herding season → all its polygons as one, EPSG:3006.
    n_polygons : int
        Polygons of the file that count in a season.
    notes : tuple of str
        What its owner should know of the reading.
    """

    lands: Mapping[str, BaseGeometry]
    n_polygons: int
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say nothing of what it holds: a representation may end in a log."""
        return "PrivateLand(…)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: that is how values get into caches and files.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("private land is never written")


@dataclass(frozen=True, slots=True)
class PrivateAnswer:
    """What a proposal means for one whole seasonal land.

    Parameters
    ----------
    hectares : float
        Land inside the study area.
    within_reach : pair of float, or None
        Hectares within reach of any source, before and after.
    reduced : pair of float, or None
        Calculated reduced use as a share of the land's use, before and after.
    quiet : pair of float, or None
        Share of the land that is still quiet, before and after.
    too_small : bool
        The land is so small that figures would show where it is: nothing else is said of it.
    outside : bool
        Part of the land lies outside the study area; nothing is known of that part.
    """

    season: str
    hectares: float | None
    within_reach: tuple[float, float] | None = None
    reduced: tuple[float, float] | None = None
    quiet: tuple[float, float] | None = None
    too_small: bool = False
    outside: bool = False
