"""Vector tiles of a layer: every feature at every zoom, in one PMTiles file that a browser reads piece by piece."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
from pmtiles.tile import (
    Compression,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_header,
    zxy_to_tileid,
)
from pmtiles.writer import Writer
from pyproj import Transformer

from landuse.errors import LayerError, problem
from landuse.io.tiles_clip import EXTENT, per_tile
from landuse.io.tiles_generalised import Levels
from landuse.io.tiles_mvt import Drawn, TileWriter, drawn
from landuse.io.tiles_parts import POINT, POLYGON, WORLD_M, Parts, mercator, parts_of
from landuse.io.tiles_values import columns
from landuse.language import _

FORMAT = 1
"""Raised whenever other bytes come out, so that files made before are made anew."""
HEADER_BYTES = 127
LAYER = "features"
"""Name of the layer inside the tiles."""
LOWEST, COARSEST, ENOUGH, FINEST = 3, 8, 10, 12
"""First zoom of every set; the last one lies between the others. A unit of zoom 12 is a metre in the north."""
UNITS_A_STEP = 100
"""Zoom 10 or 11 is enough where vertices lie this far apart on average: units of the tile."""
MOST_TILES = 120_000
"""A set ends at a lower zoom than 12 if its last zoom would have more pieces than these."""


def write_tiles(
    features: gpd.GeoDataFrame, path: Path, *, attributes: Sequence[str] = ("key", "name"), zooms: range | None = None
) -> None:
    """Write vector tiles of features; the same features give the same bytes.

    Parameters
    ----------
    features : GeoDataFrame
        EPSG:3006, at least one with a geometry.
    attributes : sequence of str
        Columns that go with the features.
    zooms : range, optional
        Default from 3 to where the data end.

    Raises
    ------
    LayerError
        Another reference system, no feature, or vertices that have no place on the map.
    """
    with path.open("wb") as stream:
        _write(features, stream, attributes, zooms)


def tile_set(
    features: gpd.GeoDataFrame, *, attributes: Sequence[str] = ("key", "name"), zooms: range | None = None
) -> bytes:
    """Return what :func:`write_tiles` writes, for features that must never lie on a disk."""
    stream = io.BytesIO()
    _write(features, stream, attributes, zooms)
    return stream.getvalue()


def whole(path: Path) -> bool:
    """Tell whether a file of tiles is there to its end: it is as long as its header says."""
    try:
        with path.open("rb") as stream:
            start = stream.read(HEADER_BYTES)
            size = os.fstat(stream.fileno()).st_size
        head = deserialize_header(start)
    except (OSError, ValueError, IndexError, MagicNumberNotFound, SpecVersionUnsupported):
        return False
    return bool(size == head["tile_data_offset"] + head["tile_data_length"])


def _write(features: gpd.GeoDataFrame, stream: BinaryIO, attributes: Sequence[str], zooms: range | None) -> None:
    parts = _parts(features)
    wanted = zooms or range(LOWEST, finest(parts) + 1)
    writer = TileWriter(LAYER, attributes, *columns(features, attributes))
    tiles = Writer(stream)  # type: ignore[no-untyped-call]
    for zoom, shapes in zip(wanted, _by_zoom(parts, wanted), strict=True):
        found = [(zxy_to_tileid(zoom, x, y), content) for x, y, content in writer.tiles(shapes)]
        for number, content in sorted(found):
            tiles.write_tile(number, _packed(content))  # type: ignore[no-untyped-call]
    tiles.finalize(_header(parts), _metadata(attributes, wanted))  # type: ignore[no-untyped-call]


def _parts(features: gpd.GeoDataFrame) -> list[Parts]:
    if features.crs is None or features.crs.to_epsg() != 3006:
        raise LayerError(problem("features", features.crs, "EPSG:3006", _("import the layer again")))
    parts = [mercator(of_kind) for of_kind in parts_of(features.geometry.to_numpy())]
    if not parts:
        raise LayerError(problem("features", _("nothing"), _("at least one feature"), _("make no tiles of this layer")))
    return parts


def finest(parts: Sequence[Parts]) -> int:
    """Return the last zoom worth making: where units are much finer than the data, with not too many pieces."""
    zoom = max(map(_finest_of, parts))
    while zoom > COARSEST and sum(pieces(of_kind, zoom) for of_kind in parts) > MOST_TILES:
        zoom -= 1
    return zoom


def _finest_of(parts: Parts) -> int:
    if parts.kind == POINT:
        return FINEST
    step = float(parts.lengths().sum()) / len(parts.xy)
    return next((z for z in range(ENOUGH, FINEST) if UNITS_A_STEP / EXTENT / 2**z <= step), FINEST)


def pieces(parts: Parts, zoom: int) -> float:
    """Return about how many pieces parts have at a zoom: tiles within, tiles along the edge, and one for each part."""
    if parts.kind == POINT:
        return 0.0
    inside = float(np.abs(parts.areas()[~parts.hole]).sum()) * 4.0**zoom if parts.kind == POLYGON else 0.0
    return inside + float(parts.lengths().sum()) * 2.0**zoom + len(parts)


def _by_zoom(parts: Sequence[Parts], zooms: range) -> list[Drawn]:
    """Return what is drawn at each zoom; made from the finest down, each from the one before."""
    levels = [Levels(of_kind, zooms[-1]) for of_kind in parts]
    found = [merged([_level(level, zoom) for level in levels]) for zoom in reversed(zooms)]
    return found[::-1]


def _level(levels: Levels, zoom: int) -> Drawn:
    """Return one kind of geometries at a zoom; what vanished on the way to whole units gets a mark."""
    made = drawn(*per_tile(levels.at(zoom), zoom))
    lost = np.setdiff1d(levels.features, made.feature)
    if not len(lost):
        return made
    return merged([made, drawn(*per_tile(levels.marks(lost, zoom), zoom))])


def merged(several: Sequence[Drawn]) -> Drawn:
    """Return geometries in the order of their tiles and features."""
    tile = np.concatenate([shapes.tile for shapes in several])
    feature = np.concatenate([shapes.feature for shapes in several])
    kind = np.concatenate([shapes.kind for shapes in several])
    base = np.cumsum([0, *(len(shapes.content) for shapes in several)])
    begin = np.concatenate([shapes.begin + at for shapes, at in zip(several, base[:-1], strict=True)])
    end = np.concatenate([shapes.end + at for shapes, at in zip(several, base[:-1], strict=True)])
    order = np.lexsort([kind, feature, tile[:, 1], tile[:, 0]])
    content = b"".join(shapes.content for shapes in several)
    return Drawn(tile[order], feature[order], kind[order], content, begin[order], end[order])


def _packed(content: bytes) -> bytes:
    """Return content as gzip without a time in it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def _header(parts: Sequence[Parts]) -> dict[str, Any]:
    bounds = np.concatenate([of_kind.bounds() for of_kind in parts])
    (west, north), (east, south) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    lon, lat = Transformer.from_crs(3857, 4326, always_xy=True).transform(
        (np.array([west, east]) * 2 - 1) * WORLD_M,
        (1 - np.array([south, north]) * 2) * WORLD_M,
    )
    names = ("min_lon_e7", "max_lon_e7", "min_lat_e7", "max_lat_e7")
    edges = dict(zip(names, (round(float(value) * 1e7) for value in (*lon, *lat)), strict=True))
    return {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, **edges}


def _metadata(attributes: Sequence[str], zooms: range) -> dict[str, Any]:
    fields = dict.fromkeys(attributes, "String")
    layer = {"id": LAYER, "fields": fields, "minzoom": zooms[0], "maxzoom": zooms[-1]}
    return {"format": "pbf", "vector_layers": [layer]}
