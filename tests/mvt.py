"""Vector tiles decoded by GDAL, which did not write them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyogrio
import shapely

EXTENT = 4096


@dataclass(frozen=True)
class Row:
    """A feature of a tile: its number, what it says of itself, and its shape in units of the tile, y southwards."""

    id: int | None
    properties: dict[str, Any]
    units: Any


def layers(packed: bytes) -> list[str]:
    """Return the names of the layers of a tile."""
    return [str(name) for name, _kind in pyogrio.list_layers(gzip.decompress(packed))]


def rows(packed: bytes, layer: str = "features") -> list[Row]:
    """Return the features of a tile as they are written, not cut to it."""
    table = pyogrio.read_dataframe(gzip.decompress(packed), layer=layer, CLIP="NO")
    south = shapely.transform(table.geometry.to_numpy(), lambda xy: np.column_stack([xy[:, 0], EXTENT - xy[:, 1]]))
    found = table.drop(columns="geometry").to_dict("records")
    return [Row(_number(row), _said(row), shape) for row, shape in zip(found, south, strict=True)]


def _number(row: dict[Any, Any]) -> int | None:
    number = row.get("mvt_id")
    return None if number is None or number != number else int(number)


def _said(row: dict[Any, Any]) -> dict[str, Any]:
    """Return the attributes that a feature has; GDAL gives every column to each."""
    return {name: value for name, value in row.items() if name != "mvt_id" and value is not None and value == value}
