"""Raster layers as pictures: a colour for each value where there are few, else shades from low to high."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landuse.io.raster_overview import raster_overview
from landuse.model.study import Layer
from landuse.render.mercator import MercatorImage, coded_image
from landuse.render.palette import Colour, theme_colour
from landuse.render.picture import Codes
from landuse.render.units import number

MOST_CELLS = 1600
MOST_VALUES = 24
"""Whole numbers with more different values than these are drawn in shades."""
SHADES = 6
QUALITATIVE: tuple[Colour, ...] = (
    (86, 180, 233), (230, 159, 0), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
    (153, 153, 153),
)  # fmt: skip
"""After Okabe and Ito; used again, darker, when there are more values."""


@dataclass(frozen=True, slots=True)
class RasterPicture:
    """The picture of a raster layer and what its colours mean.

    Parameters
    ----------
    legend : tuple of (str, colour)
    """

    image: MercatorImage
    legend: tuple[tuple[str, Colour], ...]


def raster_picture(layer: Layer, bounds: tuple[float, float, float, float]) -> RasterPicture | None:
    """Return the picture of a raster layer within bounds (EPSG:3006); None if nothing is known there.

    Cells without data are clear: they are neither zero nor any other value.

    Raises
    ------
    RasterError
        If the file cannot be read.
    """
    read = None if layer.raster is None else raster_overview(Path(layer.raster), bounds, MOST_CELLS)
    if read is None or not read[1].any():
        return None
    values, known, grid = read
    different = np.unique(values[known])
    few = np.issubdtype(values.dtype, np.integer) and len(different) <= MOST_VALUES
    codes, legend = _by_value(values, different) if few else _by_shade(values, known, theme_colour(layer.spec.theme))
    codes = np.where(known, codes, 0).astype(np.uint8)
    colours = [(0, 0, 0), *(colour for _label, colour in legend)]
    return RasterPicture(coded_image(codes, grid, colours), tuple(legend))


def _by_value(values: NDArray[np.int64], different: NDArray[np.int64]) -> tuple[Codes, list[tuple[str, Colour]]]:
    codes = (np.searchsorted(different, values) + 1).astype(np.uint8)
    return codes, [(str(value), _own_colour(place)) for place, value in enumerate(different.tolist())]


def _own_colour(place: int) -> Colour:
    red, green, blue = QUALITATIVE[place % len(QUALITATIVE)]
    darker = 1.0 - 0.3 * (place // len(QUALITATIVE))
    return round(red * darker), round(green * darker), round(blue * darker)


def _by_shade(
    values: NDArray[np.float64], known: NDArray[np.bool_], colour: Colour
) -> tuple[Codes, list[tuple[str, Colour]]]:
    low, high = float(values[known].min()), float(values[known].max())
    edges = np.linspace(low, high, SHADES + 1)
    codes = np.clip(np.digitize(np.where(known, values, low), edges[1:-1]) + 1, 1, SHADES).astype(np.uint8)
    labels = [f"{number(a, 2)}–{number(b, 2)}" for a, b in pairwise(edges)]
    shades = [_towards(colour, (step + 1) / SHADES) for step in range(SHADES)]
    return codes, list(zip(labels, shades, strict=True))


def _towards(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(255 - (255 - value) * share) for value in colour)
    return red, green, blue
