"""The catalogue loaded for one area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Literal, Protocol

import geopandas as gpd

from landuse.model.catalogue import Area, Catalogue, LayerSpec, Quality, Role
from landuse.model.grid import Grid
from landuse.model.kept import Kept

LayerStatus = Literal["loaded", "missing", "stale", "failed"]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A layer of a study: its declaration, its state and, if present, its features.

    Parameters
    ----------
    features : GeoDataFrame or None
        EPSG:3006, clipped to the grid's bounds (whole features that touch them), columns under their canonical names
        (always ``key``; ``name`` None where unknown), RangeIndex; None when missing or failed. Never changed.
    covers : bool
        False if the snapshot does not reach the area: an absence then says nothing.
    raster : path or None
        GeoTIFF of a raster layer (EPSG:3006, one band); such a layer has no features.
    age_days : int or None
        Days since the edition, else since it was retrieved, on the day the study was loaded; None if neither is known.
    """

    spec: LayerSpec
    status: LayerStatus
    quality: Quality | None = None
    authority: str | None = None
    edition: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    sha256: str | None = None
    n_features: int | None = None
    features: gpd.GeoDataFrame | None = None
    covers: bool = True
    note: str | None = None
    raster: PathLike[str] | None = None
    age_days: int | None = None

    @property
    def id(self) -> str:
        """Id of the layer."""
        return self.spec.id

    @property
    def loaded(self) -> bool:
        """True if there are features to work with (also when they are old)."""
        return self.features is not None

    @property
    def open(self) -> bool:
        """True if its names and places may be told; of others only figures are."""
        return self.spec.sensitivity == "open"

    def has(self, role: Role) -> bool:
        """Tell whether the layer has a role."""
        return role in self.spec.roles


class Memory(Protocol):
    """Keeps what is costly to compute (baselines), by a key that names all it depends on."""

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the arrays kept under a key, or None."""

    def put(self, key: str, arrays: Mapping[str, Any]) -> None:
        """Keep arrays under a key."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """An area with its layers on one grid; made by ``load_study``.

    Parameters
    ----------
    grid : Grid
        Area plus a margin of the largest reach of any type and profile in use.
    outline : shapely geometry
        The study area itself, EPSG:3006.
    layers : mapping
        Every layer that the catalogue declares for the area, also missing ones.
    digest : str
        SHA-256 over area, grid, catalogue and layer contents.
    kept : Kept
        What calculations on this very study have prepared; a changed copy (``replace``) starts with nothing.
    """

    catalogue: Catalogue
    area: Area
    grid: Grid
    outline: Any
    layers: Mapping[str, Layer]
    digest: str
    memory: Memory | None = field(default=None, repr=False)
    kept: Kept = field(default_factory=Kept, init=False, repr=False)
