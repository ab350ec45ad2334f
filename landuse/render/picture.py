"""Rasters as pictures for a web map: classes in fixed colours, placed exactly in Web Mercator."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio.warp
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.transform import from_origin

from landuse.model.grid import Grid
from landuse.render.palette import CLASSES, UNKNOWN, Colour

WEB_MERCATOR = CRS.from_epsg(3857)
LARGEST_PX = 1400
OPACITY = 190
STRIPE_PX = 4
CLEAR, UNKNOWN_INDEX = 0, len(CLASSES) + 1

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where it lies.

    Parameters
    ----------
    png : bytes
    bounds : tuple of float
        West, south, east, north in degrees; the picture is linear in Web Mercator between them.
    """

    png: bytes
    bounds: tuple[float, float, float, float]

    @property
    def uri(self) -> str:
        """The picture as a data URI: nothing is fetched."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


def classes_of(share: NDArray[np.float64]) -> Codes:
    """Return the class of each share lost: 0 below the first class, 1 … 6, and 7 for unknown (NaN).

    Examples
    --------
    >>> classes_of(np.array([0.0, 0.03, 0.05, 1.0, np.nan])).tolist()
    [0, 1, 2, 6, 7]
    """
    edges = [low for low, _high, _colour in CLASSES]
    found = np.digitize(np.nan_to_num(share), edges).astype(np.uint8)
    return np.where(np.isnan(share), np.uint8(UNKNOWN_INDEX), found).astype(np.uint8)


def impact_picture(share: NDArray[np.float64], grid: Grid) -> Picture:
    """Return a raster of shares lost (0–1, NaN = unknown, row 0 north) as a picture in classes.

    Unknown cells are striped in grey; cells below the first class are clear.
    """
    codes, bounds = warped(classes_of(share), grid)
    rows, columns = np.indices(codes.shape)
    gap = (codes == UNKNOWN_INDEX) & ((rows + columns) // STRIPE_PX % 2 == 1)
    colours = [CLASSES[0][2], *(colour for _low, _high, colour in CLASSES), UNKNOWN]
    return Picture(png(np.where(gap, np.uint8(CLEAR), codes), colours, OPACITY), bounds)


def presence_picture(present: Codes, grid: Grid, colour: Colour) -> Picture:
    """Return a raster of presences (0 or 1) in one colour."""
    codes, bounds = warped(present, grid)
    return Picture(png(codes, [colour, colour], 130), bounds)


def warped(codes: Codes, grid: Grid) -> tuple[Codes, tuple[float, float, float, float]]:
    """Return classes of a grid on a raster of Web Mercator, nearest neighbour, with its bounds in degrees.

    Parameters
    ----------
    codes : array of uint8
        0 = nothing.
    """
    source = CRS.from_epsg(grid.epsg)
    transform, width, height = rasterio.warp.calculate_default_transform(
        source, WEB_MERCATOR, grid.width, grid.height, *grid.bounds
    )
    west, north = transform.c, transform.f
    east, south = west + width * transform.a, north + height * transform.e
    pixel = max(east - west, north - south) / min(LARGEST_PX, max(200, 2 * max(width, height)))
    width, height = max(1, round((east - west) / pixel)), max(1, round((north - south) / pixel))
    out = np.zeros((height, width), dtype=np.uint8)
    placed = from_origin(west, north, pixel, pixel)
    rasterio.warp.reproject(
        codes, out, src_transform=grid.transform, src_crs=source, dst_transform=placed, dst_crs=WEB_MERCATOR,
        resampling=Resampling.nearest, init_dest_nodata=False,
    )  # fmt: skip
    corners = (west, north - height * pixel, west + width * pixel, north)
    lon, lat = rasterio.warp.transform(WEB_MERCATOR, CRS.from_epsg(4326), corners[::2], corners[1::2])
    return out, (lon[0], lat[0], lon[1], lat[1])


def png(codes: Codes, colours: Sequence[Colour], opacity: int, level: int = 9) -> bytes:
    r"""Return indices into a palette as a PNG; index 0 is clear, the rest have the opacity given (0–255).

    Parameters
    ----------
    level : int
        How hard to compress, 1 (quick) to 9.

    Examples
    --------
    >>> png(np.array([[0, 1]], dtype=np.uint8), [(0, 0, 0), (255, 0, 0)], 255)[:4]
    b'\x89PNG'
    """
    height, width = codes.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = codes
    palette = bytes(value for colour in colours for value in colour)
    clear = bytes([0, *[opacity] * (len(colours) - 1)])
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"tRNS", clear),
        (b"IDAT", zlib.compress(rows.tobytes(), level)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(named: tuple[bytes, bytes]) -> bytes:
    name, content = named
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
