"""Parts cut to the tiles that they touch, all at once: halves of halves, so that no vertex is looked at often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landuse.io.tiles_parts import LINE, POINT, POLYGON, Bools, Floats, Ints, Parts, joined, starts

EXTENT = 4096
BUFFER = 64 / EXTENT
"""How far beyond its edge a tile holds lines and rings, as a share of the tile, so that no edge shows."""
_LEAST = {POINT: 1, LINE: 2, POLYGON: 3}


def per_tile(parts: Parts, zoom: int) -> tuple[Parts, Ints, Ints]:
    """Return the pieces of parts in every tile of a zoom that they touch, their tiles, and the part each is of.

    Points lie in one tile only; lines and rings reach :data:`BUFFER` beyond the edges.

    Returns
    -------
    pieces : Parts
        In tiles, not as a share of the world.
    tile : int64 array, shape (pieces, 2)
        Column and row.
    number : int64 array, shape (pieces,)
        Number of the part in `parts`.
    """
    pieces, number = replace(parts, xy=parts.xy * 2.0**zoom), np.arange(len(parts))
    if parts.kind == POINT:
        return pieces, np.clip(np.floor(pieces.xy).astype(np.int64), 0, 2**zoom - 1), number
    tile = np.zeros((len(pieces), 2), dtype=np.int64)
    for axis in (0, 1):
        pieces, of, at = _along(pieces, axis, 2**zoom - 1)
        tile, number = tile[of], number[of]
        tile[:, axis] = at
    return pieces, tile, number


def _along(parts: Parts, axis: int, last: int) -> tuple[Parts, Ints, Ints]:
    """Return parts cut into the tiles along an axis, with the number of the part and of the tile of each piece."""
    done: list[tuple[Parts, Ints, Ints]] = []
    of = np.arange(len(parts))
    low, high = np.zeros(len(parts), dtype=np.int64), np.full(len(parts), last, dtype=np.int64)
    while len(parts):
        low, high = _touched(parts, axis, low, high)
        single, wide = low == high, low < high
        done.append((parts.take(single), of[single], low[single]))
        parts, of, low, high = parts.take(wide), of[wide], low[wide], high[wide]
        middle = (low + high) // 2
        first, first_of = clipped(parts, axis, middle + 1 + BUFFER, keep_low=True)
        second, second_of = clipped(parts, axis, middle + 1 - BUFFER, keep_low=False)
        low, high = (
            np.concatenate([low[first_of], middle[second_of] + 1]),
            np.concatenate([middle[first_of], high[second_of]]),
        )
        parts, of = joined([first, second]), np.concatenate([of[first_of], of[second_of]])
    if not done:
        return parts, of, low
    pieces, numbers, tiles = zip(*done, strict=True)
    return joined(list(pieces)), np.concatenate(numbers), np.concatenate(tiles)


def _touched(parts: Parts, axis: int, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return the first and last tile that each part touches with its buffer, within those it was cut to."""
    bounds = parts.bounds()
    first = np.ceil(bounds[:, axis] - 1 - BUFFER).astype(np.int64)
    last = np.floor(bounds[:, axis + 2] + BUFFER).astype(np.int64)
    return np.clip(first, low, high), np.clip(last, low, high)


def clipped(parts: Parts, axis: int, limit: NDArray[Any], *, keep_low: bool) -> tuple[Parts, Ints]:
    """Return what lies on one side of a limit for each part, and the number of the part that each piece is of.

    A ring stays one ring (Sutherland and Hodgman): where it leaves and comes back it follows the limit. A line is cut
    into pieces.
    """
    owner, after = parts.owner, parts.after()
    depth = (limit[owner] - parts.xy[:, axis]) * (1.0 if keep_low else -1.0)
    inside = depth >= 0
    crosses = inside != inside[after]
    if parts.kind == LINE:
        crosses[parts.start[1:] - 1] = False
    count = inside.astype(np.int64) + crosses
    at = starts(count)
    xy = np.empty((at[-1], 2))
    xy[at[:-1][inside]] = parts.xy[inside]
    xy[at[1:][crosses] - 1] = _crossings(parts.xy, after, depth, np.flatnonzero(crosses))
    xy[at[1:][crosses] - 1, axis] = limit[owner[crosses]]
    if parts.kind == LINE:
        return _pieces(parts, xy, _first_vertices(parts, inside, crosses, at))
    sizes = np.add.reduceat(count, parts.start[:-1]) if len(parts) else count
    whole = replace(parts, xy=xy, start=starts(sizes))
    kept = np.flatnonzero(sizes >= _LEAST[POLYGON])
    return whole.take(kept), kept


def _crossings(xy: Floats, after: Ints, depth: Floats, leaving: Ints) -> Floats:
    here, there = xy[leaving], xy[after[leaving]]
    share = depth[leaving] / (depth[leaving] - depth[after[leaving]])
    return here + share[:, None] * (there - here)


def _first_vertices(parts: Parts, inside: Bools, crosses: Bools, at: Ints) -> Ints:
    """Return for every vertex that is written: number of the part if it begins a piece, else -1."""
    begins = np.full(at[-1], -1, dtype=np.int64)
    entering = crosses & ~inside
    begins[at[1:][entering] - 1] = parts.owner[entering]
    first = parts.start[:-1][inside[parts.start[:-1]]] if len(parts) else parts.start[:0]
    begins[at[first]] = parts.owner[first]
    return begins


def _pieces(parts: Parts, xy: Floats, begins: Ints) -> tuple[Parts, Ints]:
    first = np.flatnonzero(begins >= 0)
    of = begins[first]
    start = np.concatenate([first, [len(xy)]]).astype(np.int64)
    whole = Parts(parts.kind, xy, start, parts.feature[of], parts.polygon[of], parts.hole[of])
    kept = np.flatnonzero(whole.sizes >= _LEAST[LINE])
    return whole.take(kept), of[kept]
