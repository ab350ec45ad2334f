"""The files of the background of a real area: which there are, and the names in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from landuse.errors import CatalogueError, problem
from landuse.io.places import catalogue_folder
from landuse.language import _

FOLDER = "basemap"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place on the background that has a name.

    Parameters
    ----------
    kind : {"place", "water"}
    lon, lat : float
        Degrees.
    """

    name: str
    kind: str
    lon: float
    lat: float


def background_folder() -> Path:
    """Return the folder of the background's files; all in it is open data."""
    return catalogue_folder() / FOLDER


def named_places(file: str) -> tuple[NamedPlace, ...]:
    """Return the named places of an area's background, in the order of the file.

    Raises
    ------
    CatalogueError
        If the file is missing or damaged.
    """
    return _named(background_folder() / f"{file}_places.geojson")


@lru_cache(maxsize=8)
def _named(path: Path) -> tuple[NamedPlace, ...]:
    try:
        features = json.loads(path.read_bytes())["features"]
        return tuple(
            NamedPlace(
                row["properties"]["name"], row["properties"]["kind"], *map(float, row["geometry"]["coordinates"])
            )
            for row in features
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(
            problem(
                str(path),
                error,
                _("names of places as GeoJSON"),
                _("build the background: python -m tools.build_basemap"),
            )
        ) from error
