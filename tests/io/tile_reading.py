"""Tiles read back with libraries that did not write them: `pmtiles` finds them, the published form decodes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles
from pyproj import Transformer

from tests import mvt

EXTENT = 4096
_back = Transformer.from_crs(3857, 3006, always_xy=True)
WORLD_M = 20_037_508.342789244


@dataclass(frozen=True)
class Seen:
    """One geometry in one tile, in SWEREF 99 TM."""

    zoom: int
    tile: tuple[int, int]
    id: int
    properties: dict[str, Any]
    units: Any
    """As in the tile: units, y southwards."""

    @property
    def geometry(self) -> Any:
        """The geometry in EPSG:3006, cut to the tile itself."""
        inside = valid(self.units).intersection(shapely.box(0, 0, EXTENT, EXTENT))
        return on_ground(inside, self.zoom, *self.tile)


def valid(units: Any) -> Any:
    """Return what is drawn: outer rings without their holes; both may run along the edge of the tile."""
    if units.geom_type not in ("Polygon", "MultiPolygon"):
        return units
    outer = [shapely.make_valid(shapely.Polygon(part.exterior)) for part in shapely.get_parts(units)]
    holes = [
        [shapely.make_valid(shapely.Polygon(ring)) for ring in part.interiors] for part in shapely.get_parts(units)
    ]
    return shapely.union_all(
        [ring.difference(shapely.union_all(inner)) for ring, inner in zip(outer, holes, strict=True)]
    )


def on_ground(units: Any, zoom: int, x: int, y: int) -> Any:
    """Return units of a tile in EPSG:3006."""

    def moved(xy: Any) -> Any:
        share = (np.array([x, y]) + xy / EXTENT) / 2**zoom
        east, north = (share[:, 0] * 2 - 1) * WORLD_M, (1 - share[:, 1] * 2) * WORLD_M
        return np.column_stack(_back.transform(east, north))

    return shapely.transform(units, moved)


def metres_a_unit(zoom: int, latitude: float) -> float:
    """Return how long one unit of a tile is on the ground."""
    return 2 * WORLD_M / 2**zoom / EXTENT * float(np.cos(np.radians(latitude)))


def read(path: Path | bytes) -> Iterator[Seen]:
    """Return every geometry of every tile of a file."""
    content = path if isinstance(path, bytes) else path.read_bytes()
    for (zoom, x, y), tile in all_tiles(MemorySource(content)):
        assert [(layer.name, layer.extent) for layer in mvt.layers(tile)] == [("features", EXTENT)]
        for row in mvt.rows(tile):
            yield Seen(zoom, (x, y), row.id, row.properties, row.units)


def header(path: Path | bytes) -> dict[str, Any]:
    """Return the header of a file."""
    content = path if isinstance(path, bytes) else path.read_bytes()
    return dict(Reader(MemorySource(content)).header())


def tile_of(easting: float, northing: float, zoom: int) -> tuple[int, int]:
    """Return the tile in which a place of SWEREF 99 TM lies."""
    x, y = Transformer.from_crs(3006, 3857, always_xy=True).transform(easting, northing)
    return int((0.5 + x / (2 * WORLD_M)) * 2**zoom), int((0.5 - y / (2 * WORLD_M)) * 2**zoom)
