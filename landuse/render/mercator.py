"""Rasters as pictures that lie rightly on a web map: warped to Web Mercator, cut to what is drawn, four corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import rasterio.warp
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.transform import from_origin

from landuse.io.projecting import projecting
from landuse.model.grid import Grid, Window
from landuse.render.palette import CLASSES, UNKNOWN, Colour
from landuse.render.picture import CLEAR, STRIPE_PX, UNKNOWN_INDEX, WEB_MERCATOR, Codes, png

LARGEST_PX = 2048
OPACITY = 200
QUICK = 3
"""How hard a picture is compressed: it is made while somebody waits, and hardly smaller at 9."""
Corners = list[list[float]]
_LON_LAT = CRS.from_epsg(4326)


@dataclass(frozen=True, slots=True)
class MercatorImage:
    """A picture for the image source of a map.

    Parameters
    ----------
    png : bytes
    corners : list of [lon, lat]
        North-west, north-east, south-east, south-west; the picture is linear in Web Mercator between them.
    """

    png: bytes
    corners: Corners


def mercator_image(share: NDArray[np.float64], grid: Grid, *, largest_px: int = LARGEST_PX) -> MercatorImage:
    """Return shares lost (0–1, NaN = unknown, row 0 north) as a picture in the classes of the impact.

    Unknown cells are striped; what is below the first class is clear and cut away around the rest. Where the cells are
    more than `largest_px` along a side, several are drawn as one: the highest class of them, else unknown.
    """
    colours = [CLASSES[0][2], *(colour for _low, _high, colour in CLASSES), UNKNOWN]
    return coded_image(_classes(share), grid, colours, largest_px=largest_px, striped=UNKNOWN_INDEX)


def _classes(share: NDArray[np.float64]) -> Codes:
    """Return the classes of :func:`~landuse.render.picture.classes_of`, quicker where there are millions of cells."""
    codes = np.zeros(share.shape, dtype=np.uint8)
    for low, _high, _colour in CLASSES:
        codes += share >= low
    codes[np.isnan(share)] = UNKNOWN_INDEX
    return codes


def coded_image(
    codes: Codes,
    grid: Grid,
    colours: Sequence[Colour],
    *,
    largest_px: int = LARGEST_PX,
    striped: int | None = None,
    opacity: int = OPACITY,
) -> MercatorImage:
    """Return places in a list of colours (0 = clear) as a picture.

    Parameters
    ----------
    codes : uint8 array
        Row 0 north.
    striped : int, optional
        The place that is drawn in stripes; other colours win over it where several cells are drawn as one.
    """
    window = drawn_window(codes)
    rows, columns = slice(window.row, window.row + window.height), slice(window.column, window.column + window.width)
    codes, grid = codes[rows, columns], grid.part(window)
    together = -(-max(codes.shape) // largest_px)
    if together > 1:
        codes, grid = _coarse(codes, grid, together, striped)
    warped, corners = _warped(codes, grid, largest_px)
    if striped is not None:
        down, along = np.ogrid[: warped.shape[0], : warped.shape[1]]
        gap = (down + along) // STRIPE_PX % 2 == 1
        warped = np.where(gap & (warped == striped), np.uint8(CLEAR), warped)
    return MercatorImage(png(warped, colours, opacity, QUICK), corners)


def drawn_window(codes: Codes) -> Window:
    """Return the rows and columns that hold anything to draw; one cell if there is nothing."""
    rows, columns = np.flatnonzero(codes.any(axis=1)), np.flatnonzero(codes.any(axis=0))
    if not len(rows):
        return Window(0, 0, 1, 1)
    return Window(int(rows[0]), int(columns[0]), int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1)


def _coarse(codes: Codes, grid: Grid, together: int, striped: int | None) -> tuple[Codes, Grid]:
    """Return squares of several cells with the highest code of each, the striped one only where there is no other."""
    height, width = (-(-side // together) for side in codes.shape)
    rank = np.arange(256)
    if striped is not None:
        rank[1:striped], rank[striped] = rank[1:striped] + 1, 1
    padded = np.zeros((height * together, width * together), dtype=np.uint8)
    padded[: codes.shape[0], : codes.shape[1]] = rank.astype(np.uint8)[codes]
    by_row = padded.reshape(height, together, -1).max(axis=1)
    highest = np.argsort(rank).astype(np.uint8)[by_row.reshape(height, width, together).max(axis=2)]
    return highest, Grid(grid.epsg, grid.west, grid.north, grid.resolution_m * together, height, width)


def _warped(codes: Codes, grid: Grid, largest_px: int) -> tuple[Codes, Corners]:
    """Return codes on pixels of Web Mercator, each the code of the cell at its middle, clear outside the grid."""
    return projecting(lambda: _reprojected(codes, grid, largest_px))


def _reprojected(codes: Codes, grid: Grid, largest_px: int) -> tuple[Codes, Corners]:
    source = _crs(grid.epsg)
    west, south, east, north = rasterio.warp.transform_bounds(source, WEB_MERCATOR, *grid.bounds, densify_pts=51)
    finest = grid.resolution_m * (east - west) / (grid.bounds[2] - grid.bounds[0])
    pixel = max(finest / 2, max(east - west, north - south) / largest_px)
    height, width = (max(1, int(np.ceil(side / pixel))) for side in (north - south, east - west))
    out = np.zeros((height, width), dtype=np.uint8)
    rasterio.warp.reproject(
        codes, out, src_transform=grid.transform, src_crs=source, dst_transform=from_origin(west, north, pixel, pixel),
        dst_crs=WEB_MERCATOR, resampling=Resampling.nearest, init_dest_nodata=False,
    )  # fmt: skip
    return out, _corners(west, north - height * pixel, west + width * pixel, north)


@cache
def _crs(epsg: int) -> CRS:
    return CRS.from_epsg(epsg)


def _corners(west: float, south: float, east: float, north: float) -> Corners:
    lon, lat = rasterio.warp.transform(WEB_MERCATOR, _LON_LAT, [west, east], [south, north])
    w, e, s, n = (round(float(value), 7) for value in (*lon, *lat))
    return [[w, n], [e, n], [e, s], [w, s]]


def corners_bounds(corners: Any) -> list[float]:
    """Return west, south, east, north of four corners."""
    lon, lat = zip(*corners, strict=True)
    return [min(lon), min(lat), max(lon), max(lat)]
