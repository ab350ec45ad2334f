"""What of a layer is drawn at each zoom: fewer vertices, no specks, but something of every feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landuse.io.tiles_clip import EXTENT
from landuse.io.tiles_parts import LINE, POLYGON, Floats, Ints, Parts, coarser, joined, starts

PIXEL = 8
"""Units of a tile in one pixel of a screen (a tile is 512 pixels wide)."""
TOLERANCE = PIXEL / 2
MARK = 1.5 * PIXEL
"""Side of what stands for a feature that is smaller than a pixel, in units."""
FINEST_TOLERANCE, FINEST_SPECK = 0.5, 2.0
"""At the last zoom, which is enlarged beyond, only what whole units cannot tell is left out (units)."""


class Levels:
    """Parts of one kind, asked for zoom by zoom from the finest down: each is made from the one before.

    Parameters
    ----------
    parts : Parts
        As read.
    finest : int
        The last zoom.
    """

    def __init__(self, parts: Parts, finest: int) -> None:
        self._finest = finest
        self._parts = parts
        self._dust = Dust(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros(0))
        self.features = np.unique(parts.feature)
        """Numbers of the features that must be drawn at every zoom."""
        self._places = _places(parts, self.features)

    def at(self, zoom: int) -> Parts:
        """Return what is drawn at a zoom; zooms must be asked for from the finest down."""
        unit = 1.0 / (EXTENT * 2.0**zoom)
        last = zoom == self._finest
        speck = unit * (FINEST_SPECK if last else PIXEL)
        if self._parts.kind == POLYGON:
            self._parts, dust = without_specks(self._parts, speck)
            self._dust = self._dust.with_more(dust)
        self._parts = coarser(self._parts, unit * (FINEST_TOLERANCE if last else TOLERANCE))
        return joined([self._parts, self._dust.specks(speck)]) if len(self._dust.area) else self._parts

    def marks(self, features: Ints, zoom: int) -> Parts:
        """Return a mark for each of some features: a small square, or a short line."""
        unit = 1.0 / (EXTENT * 2.0**zoom)
        side = unit * (2 * FINEST_SPECK if zoom == self._finest else MARK)
        places = self._places[np.searchsorted(self.features, features)]
        if self._parts.kind == LINE:
            half = np.array([side / 2, 0.0])
            return _plain(LINE, np.stack([places - half, places + half], axis=1).reshape(-1, 2), 2, features)
        return squares(places, features, side)


@dataclass(frozen=True, slots=True, eq=False)
class Dust:
    """Polygons that are too small to be drawn: middle, feature and area (share of the world), in order of features."""

    place: Floats
    feature: Ints
    area: Floats

    def with_more(self, other: Dust) -> Dust:
        """Return both together."""
        feature = np.concatenate([self.feature, other.feature])
        order = np.argsort(feature, kind="stable")
        place = np.concatenate([self.place, other.place])[order]
        return Dust(place, feature[order], np.concatenate([self.area, other.area])[order])

    def specks(self, side: float) -> Parts:
        """Return squares that stand for the dust: one each time that the dust of a feature has filled it."""
        area = self.area / side**2
        total = np.cumsum(area)
        first = np.concatenate([[True], self.feature[1:] != self.feature[:-1]])
        before = (total - area)[first][np.cumsum(first) - 1]
        filled = np.floor(total - before) > np.floor(total - before - area)
        return squares(self.place[filled], self.feature[filled], side)


def _places(parts: Parts, features: Ints) -> Floats:
    """Return for each feature where its mark stands: in the middle of its largest part."""
    size = np.abs(parts.areas()) if parts.kind == POLYGON else parts.sizes.astype(np.float64)
    order = np.lexsort([np.where(parts.hole, -1.0, size), parts.feature])
    largest = order[np.searchsorted(parts.feature[order], features, side="right") - 1]
    if parts.kind == POLYGON:
        return middles(parts.take(largest))
    middle: Floats = parts.xy[(parts.start[:-1] + parts.sizes // 2)[largest]]
    return middle


def middles(parts: Parts) -> Floats:
    """Return the middle of the box around each part."""
    middle: Floats = parts.bounds().reshape(-1, 2, 2).mean(axis=1)
    return middle


def without_specks(rings: Parts, speck: float) -> tuple[Parts, Dust]:
    """Return the rings that are larger than a speck, and the others, holes left out, as dust.

    Parameters
    ----------
    speck : float
        Side of a square, as a share of the world.
    """
    area = np.abs(rings.areas())
    small = area < speck**2
    outer = np.flatnonzero(~rings.hole)
    gone = np.zeros(int(rings.polygon.max(initial=0)) + 1, dtype=bool)
    gone[rings.polygon[outer]] = small[outer]
    dust = outer[small[outer]]
    return rings.take(~small & ~gone[rings.polygon]), Dust(middles(rings.take(dust)), rings.feature[dust], area[dust])


def squares(places: Floats, features: Ints, side: float) -> Parts:
    """Return a square around each place."""
    corners = side / 2 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return _plain(POLYGON, (places[:, None, :] + corners).reshape(-1, 2), 4, features)


def _plain(kind: int, xy: Floats, size: int, features: Ints) -> Parts:
    """Return parts of equal size, each a polygon of its own (numbered below zero, beside those that there are)."""
    number = -1 - np.arange(len(features))
    start = starts(np.full(len(features), size, dtype=np.int64))
    return Parts(kind, xy, start, features, number, np.zeros(len(features), dtype=bool))
