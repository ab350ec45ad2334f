"""A raster layer as few cells as a picture needs, read without reading it whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio.windows
from numpy.typing import NDArray
from rasterio.enums import Resampling

from landuse.io.raster import opened
from landuse.model.grid import Grid


def raster_overview(
    path: Path, bounds: tuple[float, float, float, float], most_cells: int
) -> tuple[NDArray[Any], NDArray[np.bool_], Grid] | None:
    """Return the values of a raster within bounds, which of them are known, and their grid; None if it lies outside.

    Where there are more cells than asked for along a side, one stands for several (the nearest to their middle).

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, in the raster's own reference system.
    most_cells : int
        Along the longer side.

    Raises
    ------
    RasterError
        If the file cannot be read.
    """
    with opened(path) as source:
        whole = Grid(3006, source.transform.c, source.transform.f, source.res[0], source.height, source.width)
        window = whole.window(bounds)
        if window.empty:
            return None
        each = -(-max(window.height, window.width) // most_cells)
        height, width = max(1, window.height // each), max(1, window.width // each)
        read = rasterio.windows.Window(window.column, window.row, width * each, height * each)
        values = source.read(
            1, window=read, out_shape=(height, width), resampling=Resampling.nearest, masked=True, boundless=False
        )
    part = whole.part(window)
    known = ~np.ma.getmaskarray(values)
    if np.issubdtype(values.dtype, np.floating):
        known &= np.isfinite(values.filled(np.nan))
    return values.data, known, Grid(3006, part.west, part.north, whole.resolution_m * each, height, width)
