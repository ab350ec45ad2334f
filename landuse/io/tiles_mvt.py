"""Mapbox Vector Tiles (version 2): geometries as commands and features as messages, all tiles of a zoom at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landuse.io.tiles_clip import EXTENT
from landuse.io.tiles_parts import LINE, POINT, POLYGON, Bools, Ints, Parts, starts

Bytes = NDArray[np.uint8]
MOVE_ONE, CLOSE = 9, 15
"""Commands: move to one vertex, close the ring."""
KINDS = {kind: bytes((0x18, kind, 0x22)) for kind in (POINT, LINE, POLYGON)}
"""Kind of a geometry, and the head of the commands that follow."""
_LEAST = {POINT: 1, LINE: 2, POLYGON: 3}


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Geometries of features in tiles, ready to be written.

    Parameters
    ----------
    tile : int64 array, shape (n, 2)
        Column and row, features of a tile behind each other.
    feature, kind : int64 array, shape (n,)
        Number of the feature and kind of geometry.
    content : bytes
        The commands of all as varints.
    begin, end : int64 array, shape (n,)
        Where each lies in `content`.
    """

    tile: Ints
    feature: Ints
    kind: Ints
    content: bytes
    begin: Ints
    end: Ints


def drawn(pieces: Parts, tile: Ints, number: Ints) -> Drawn:
    """Return pieces (in tiles) as commands, one geometry for each feature and tile that something is left of.

    Parameters
    ----------
    number : int64 array
        Decides the order of the pieces of a feature in a tile, so that holes follow their outer ring.
    """
    whole, kept = _whole(pieces, tile)
    tile, number = tile[kept], number[kept]
    order = np.lexsort([number, whole.feature, tile[:, 1], tile[:, 0]])
    if whole.kind == POLYGON:
        order = order[_with_outer_ring(whole, tile, order)]
    whole, tile = whole.take(order), tile[order]
    first = np.flatnonzero(_changes(tile[:, 0], tile[:, 1], whole.feature))
    commands, at = _commands(whole, first)
    content, ends = varints(commands)
    kinds = np.full(len(first), whole.kind, dtype=np.int64)
    return Drawn(tile[first], whole.feature[first], kinds, content.tobytes(), ends[at[:-1]], ends[at[1:]])


def _whole(pieces: Parts, tile: Ints) -> tuple[Parts, Ints]:
    """Return pieces on whole units, no vertex twice in a row, rings turned the right way, and which are left."""
    units = np.rint((pieces.xy - tile[pieces.owner]) * EXTENT).astype(np.int64)
    if pieces.kind == POINT:
        points, kept = replace(pieces, xy=np.clip(units, 0, EXTENT - 1).astype(np.float64)), np.arange(len(pieces))
        return points, kept
    before = np.roll(units, 1, axis=0)
    before[pieces.start[:-1]] = units[pieces.start[1:] - 1]
    new = (units != before).any(axis=1)
    if pieces.kind == LINE:
        new[pieces.start[:-1]] = True
    sizes = np.bincount(pieces.owner[new], minlength=len(pieces)).astype(np.int64)
    thin = replace(pieces, xy=units[new].astype(np.float64), start=starts(sizes))
    kept = np.flatnonzero(sizes >= _LEAST[pieces.kind])
    return _turned(thin.take(kept), kept) if pieces.kind == POLYGON else (thin.take(kept), kept)


def _turned(rings: Parts, kept: Ints) -> tuple[Parts, Ints]:
    """Return rings with an area, outer ones clockwise on a screen and holes the other way."""
    areas = rings.areas() if len(rings) else np.zeros(0)
    rings, kept, areas = rings.take(areas != 0), kept[areas != 0], areas[areas != 0]
    wrong = (areas > 0) == rings.hole
    owner = rings.owner
    along = np.arange(len(rings.xy))
    back = rings.start[:-1][owner] + rings.start[1:][owner] - 1 - along
    return replace(rings, xy=rings.xy[np.where(wrong[owner], back, along)]), kept


def _with_outer_ring(rings: Parts, tile: Ints, order: Ints) -> Bools:
    """Tell which rings, in an order, are outer ones or follow the outer ring of their polygon in the tile."""
    begins = _changes(tile[order, 0], tile[order, 1], rings.polygon[order])
    outer = ~rings.hole[order][np.flatnonzero(begins)]
    kept: Bools = outer[np.cumsum(begins) - 1]
    return kept


def _changes(*columns: Ints) -> Bools:
    """Tell at which rows any of some columns differs from the row before."""
    new = np.ones(len(columns[0]), dtype=bool)
    if len(new):
        new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return new


def _commands(parts: Parts, first: Ints) -> tuple[Ints, Ints]:
    """Return the commands of all geometries, and where each geometry (which begins with a part of `first`) begins."""
    steps = parts.xy.astype(np.int64)
    steps[1:] -= parts.xy[:-1].astype(np.int64)
    begin = parts.start[:-1][first]
    steps[begin] = parts.xy[begin].astype(np.int64)
    steps = (steps << 1) ^ (steps >> 63)
    return _of_points(parts, steps, first) if parts.kind == POINT else _of_lines(parts, steps, first)


def _of_points(parts: Parts, steps: Ints, first: Ints) -> tuple[Ints, Ints]:
    many = np.diff(np.concatenate([first, [len(parts)]]))
    at = starts(2 * many + 1)
    commands = np.empty(at[-1], dtype=np.int64)
    commands[at[:-1]] = many << 3 | 1
    place = np.repeat(at[:-1] + 1, many) + 2 * (np.arange(len(parts)) - np.repeat(first, many))
    commands[place], commands[place + 1] = steps[:, 0], steps[:, 1]
    return commands, at


def _of_lines(parts: Parts, steps: Ints, first: Ints) -> tuple[Ints, Ints]:
    sizes, closed = parts.sizes, int(parts.kind == POLYGON)
    at = starts(2 * sizes + 2 + closed)
    commands = np.empty(at[-1], dtype=np.int64)
    within = np.arange(len(steps)) - np.repeat(parts.start[:-1], sizes)
    place = np.repeat(at[:-1], sizes) + 1 + 2 * within + (within > 0)
    commands[place], commands[place + 1] = steps[:, 0], steps[:, 1]
    commands[at[:-1]] = MOVE_ONE
    commands[at[:-1] + 3] = (sizes - 1) << 3 | 2
    if closed:
        commands[at[1:] - 1] = CLOSE
    return commands, np.concatenate([at[:-1][first], at[-1:]])


def varints(values: Ints) -> tuple[Bytes, Ints]:
    """Return numbers (0 to 2^35) as varints behind each other, and where each begins (and the end).

    Examples
    --------
    >>> content, at = varints(np.array([1, 300]))
    >>> content.tolist(), at.tolist()
    ([1, 172, 2], [0, 1, 3])
    """
    size = np.ones(len(values), dtype=np.int64)
    for k in range(1, 5):
        size += values >= 1 << 7 * k
    at = starts(size)
    content = np.empty(at[-1], dtype=np.uint8)
    for k in range(5):
        long = size > k
        more = np.where(size[long] > k + 1, 0x80, 0)
        content[at[:-1][long] + k] = (values[long] >> 7 * k) & 0x7F | more
    return content, at


def varint(value: int) -> bytes:
    """Return one number as a varint.

    Examples
    --------
    >>> varint(300).hex()
    'ac02'
    """
    if value < len(_SHORT):
        return _SHORT[value]
    return _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_SHORT = [_varint(value) for value in range(1 << 14)]
"""Nearly all numbers that are written one by one are as small as these."""


def block(field: int, content: bytes) -> bytes:
    """Return a message's field of bytes: its number, its length and the bytes."""
    return varint(field << 3 | 2) + varint(len(content)) + content


class TileWriter:
    """Writes tiles of one layer; attributes are told by their place among all values.

    Parameters
    ----------
    layer : str
        Name of the layer inside the tiles.
    keys : sequence of str
        Names of the attributes.
    values : sequence of sequence of bytes
        For each attribute its values as messages.
    codes : sequence of sequence of int
        For each attribute and feature the place of its value; -1 = unknown, not written.
    """

    def __init__(
        self, layer: str, keys: Sequence[str], values: Sequence[Sequence[bytes]], codes: Sequence[Sequence[int]]
    ) -> None:
        self._head = block(1, layer.encode())
        self._tail = b"".join(block(3, key.encode()) for key in keys) + b"\x28" + varint(EXTENT) + b"\x78\x02"
        base = starts(np.array([len(of_key) for of_key in values], dtype=np.int64)).tolist()
        self._values = [block(4, value) for of_key in values for value in of_key]
        names = [varint(key) for key in range(len(keys))]
        self._pairs = [
            [(name, at + code) for name, at, code in zip(names, base, of_feature, strict=False) if code >= 0]
            for of_feature in zip(*codes, strict=True)
        ]

    def tiles(self, shapes: Drawn) -> Iterator[tuple[int, int, bytes]]:
        """Return column, row and content of each tile of some geometries that stand in the order of their tiles."""
        first = np.flatnonzero(_changes(shapes.tile[:, 0], shapes.tile[:, 1])).tolist()
        columns = (shapes.feature, shapes.kind, shapes.begin, shapes.end)
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        for begin, end in zip(first, [*first[1:], len(rows)], strict=True):
            column, row = shapes.tile[begin].tolist()
            yield column, row, self._tile(rows[begin:end], shapes.content)

    def _tile(self, rows: Sequence[tuple[int, int, int, int]], content: bytes) -> bytes:
        """Return a tile; the inside of the loop runs for each feature in each tile."""
        known: dict[int, int] = {}
        place = known.setdefault
        out = [self._head]
        for feature, kind, begin, end in rows:
            pairs = self._pairs[feature] if self._pairs else ()
            tags = b"".join([part for name, at in pairs for part in (name, varint(place(at, len(known))))])
            length = varint(end - begin)
            body = b"".join(
                (
                    b"\x08",
                    varint(feature + 1),
                    b"\x12",
                    varint(len(tags)),
                    tags,
                    KINDS[kind],
                    length,
                    content[begin:end],
                )
            )
            out += (b"\x12", varint(len(body)), body)
        out.extend(self._values[at] for at in known)
        out.append(self._tail)
        return block(3, b"".join(out))
