"""Vector tiles decoded by their published form (Mapbox Vector Tile 2.1), with Google's protobuf and nothing of ours."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import shapely
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

FIELDS = {
    "Value": [("string_value", 1, 9, 1), ("float_value", 2, 2, 1), ("double_value", 3, 1, 1), ("int_value", 4, 3, 1),
              ("uint_value", 5, 4, 1), ("sint_value", 6, 18, 1), ("bool_value", 7, 8, 1)],
    "Feature": [("id", 1, 4, 1), ("tags", 2, 13, 3), ("type", 3, 13, 1), ("geometry", 4, 13, 3)],
    "Layer": [("name", 1, 9, 1), ("features", 2, ".t.Feature", 3), ("keys", 3, 9, 3), ("values", 4, ".t.Value", 3),
              ("extent", 5, 13, 1), ("version", 15, 13, 1)],
    "Tile": [("layers", 3, ".t.Layer", 3)],
}  # fmt: skip
MOVE, LINE, CLOSE = 1, 2, 7
POINT, LINES, POLYGON = 1, 2, 3


@dataclass(frozen=True)
class Row:
    """A feature of a tile: its number, what it says of itself, and its shape in units of the tile, y southwards."""

    id: int | None
    properties: dict[str, Any]
    units: Any


@cache
def _tile_class() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="mvt.proto", package="t", syntax="proto2")
    for name, fields in FIELDS.items():
        message = file.message_type.add(name=name)
        for field, number, kind, label in fields:
            made = message.field.add(name=field, number=number, label=label)
            if isinstance(kind, str):
                made.type, made.type_name = 11, kind
            else:
                made.type = kind
            if label == 3 and kind == 13:
                made.options.packed = True
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("t.Tile"))


def layers(packed: bytes) -> list[Any]:
    """Return the layers of a tile."""
    return list(_tile_class().FromString(gzip.decompress(packed)).layers)


def rows(packed: bytes) -> list[Row]:
    """Return the features of the first layer of a tile as they are written, not cut to it."""
    layer = layers(packed)[0]
    return [_row(layer, feature) for feature in layer.features]


def _row(layer: Any, feature: Any) -> Row:
    tags = list(feature.tags)
    said = {layer.keys[k]: _value(layer.values[v]) for k, v in zip(tags[::2], tags[1::2], strict=True)}
    return Row(feature.id if feature.HasField("id") else None, said, _shape(feature.type, list(feature.geometry)))


def _value(value: Any) -> Any:
    (field, found), *none = value.ListFields()
    assert not none, field
    return found


def _shape(kind: int, commands: list[int]) -> Any:
    paths = list(_paths(commands))
    if kind == POINT:
        points = [place for path in paths for place in path]
        return shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)
    if kind == LINES:
        return shapely.LineString(paths[0]) if len(paths) == 1 else shapely.MultiLineString(paths)
    assert kind == POLYGON
    return _polygons(paths)


def _polygons(rings: list[list[tuple[int, int]]]) -> Any:
    """Return polygons: a ring that turns clockwise on the screen begins one, the others are its holes."""
    found: list[tuple[Any, list[Any]]] = []
    for ring in rings:
        if _twice_the_area(ring) > 0:
            found.append((ring, []))
        else:
            found[-1][1].append(ring)
    parts = [shapely.Polygon(outer, holes) for outer, holes in found]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _twice_the_area(ring: list[tuple[int, int]]) -> int:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True))


def _paths(commands: list[int]) -> Iterator[list[tuple[int, int]]]:
    x = y = at = 0
    path: list[tuple[int, int]] = []
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == CLOSE:
            continue
        assert command in (MOVE, LINE), command
        for _each in range(count):
            if command == MOVE and path:
                yield path
                path = []
            x += (commands[at] >> 1) ^ -(commands[at] & 1)
            y += (commands[at + 1] >> 1) ^ -(commands[at + 1] & 1)
            at += 2
            path.append((x, y))
    yield path
