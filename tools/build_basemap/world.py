"""Land around the window, from Natural Earth as npm `world-atlas` has it (TopoJSON)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.affinity import translate

from tools.build_basemap.water import Window

FULL_CIRCLE = 360.0
"""A step of more than half of this is one over the date line: the ring goes on beyond 180 degrees."""


def land(path: Path, window: Window) -> Any:
    """Return the land within a window, degrees."""
    topology = json.loads(path.read_bytes())
    polygons = [
        shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
        for shape in topology["objects"]["land"]["geometries"]
        for rings in _rings(topology, shape)
    ]
    # A ring that goes on beyond the date line may lie a whole circle away.
    moved = [translate(polygon, turn) for polygon in polygons for turn in (-FULL_CIRCLE, 0.0, FULL_CIRCLE)]
    whole = shapely.union_all([shapely.clip_by_rect(polygon, *window) for polygon in moved])
    return shapely.multipolygons([part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"])


def _rings(topology: dict[str, Any], shape: dict[str, Any]) -> list[list[Any]]:
    """Return the rings of each polygon of a shape, put together from the arcs that polygons share."""
    arcs = [_arc(topology, arc) for arc in topology["arcs"]]
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [[_joined(arcs, ring) for ring in polygon] for polygon in polygons]


def _arc(topology: dict[str, Any], arc: list[list[int]]) -> Any:
    """Return an arc, stored as steps of a grid, in degrees."""
    return np.cumsum(arc, axis=0) * topology["transform"]["scale"] + topology["transform"]["translate"]


def _joined(arcs: list[Any], numbers: list[int]) -> Any:
    """Return arcs behind each other as a ring, without the vertices that they share; ~n is arc n backwards."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    ring = np.concatenate([piece[:-1] for piece in pieces] + [pieces[0][:1]])
    around = np.cumsum(np.round(np.diff(ring[:, 0], prepend=ring[0, 0]) / FULL_CIRCLE)) * FULL_CIRCLE
    return np.column_stack([ring[:, 0] - around, ring[:, 1]])
