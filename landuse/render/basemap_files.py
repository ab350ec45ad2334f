"""What the program's own background draws from the layers of a study: land, water, ways, boundaries and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.model.background import DrawnLayer
from landuse.model.catalogue import Quality
from landuse.model.frozen import finite, matches
from landuse.model.study import Layer, Study
from landuse.render.features import degrees

FINEST_M, MOST_VERTICES = 25.0, 60_000
"""Detail of what is drawn; less while there are more vertices than these, so that the style stays small."""
BETWEEN, NAME_OF = "municipality", "municipality_name"
"""Kind of the lines between municipalities, and of the points at which their names stand."""
APART_M = 250.0
"""Lines so near the edge of all municipalities belong to it: their outlines were simplified one by one."""
LOOSE = (Quality.SCHEMATIC,)
"""Data that are drawn dashed: they show what is connected, not where it runs."""

Shown = tuple[BaseGeometry, dict[str, Any]]
"""A geometry (EPSG:3006) and what is said of it."""


def drawn_features(study: Study) -> dict[str, Any]:
    """Return what a study's background draws as GeoJSON; each feature says as what (``kind``), and its name.

    Layers that are missing or not open are left out: nothing is drawn in their place.
    """
    found = [
        (drawn, layer, row)
        for drawn in study.area.basemap.drawn
        if (layer := study.layers.get(drawn.layer)) is not None and layer.open
        for row in _rows(layer, drawn)
    ]
    shapes = simplified([_shape(drawn, row["geometry"]) for drawn, _layer, row in found])
    shown = [
        (shape, _properties(drawn, layer, row))
        for (drawn, layer, row), shape in zip(found, shapes, strict=True)
        if not shape.is_empty
    ]
    features = [
        {"type": "Feature", "geometry": mapping(degrees(shape)), "properties": said}
        for shape, said in _with_lines_between(shown)
    ]
    return {"type": "FeatureCollection", "features": features}


def _with_lines_between(shown: list[Shown]) -> list[Shown]:
    """Return the same with the lines between municipalities and their names at points, instead of the areas."""
    areas = [(shape, said) for shape, said in shown if said["kind"] == BETWEEN]
    names = [(_middle(shape), said | {"kind": NAME_OF}) for shape, said in areas]
    return [*_between([shape for shape, _said in areas]), *(one for one in shown if one[1]["kind"] != BETWEEN), *names]


def _between(areas: list[BaseGeometry]) -> list[Shown]:
    """Return the lines between areas, without their edge: along coasts and borders others draw a better line."""
    shapes = np.array(areas, dtype=object)
    whole = shapely.buffer(shapely.buffer(shapely.union_all(shapes), APART_M), -APART_M)
    edge = shapely.buffer(shapely.boundary(whole), APART_M)
    lines = shapely.difference(shapely.union_all(shapely.boundary(shapes)), edge)
    return [] if lines.is_empty else [(lines, {"kind": BETWEEN, "name": "", "loose": False})]


def _middle(shape: BaseGeometry) -> BaseGeometry:
    """Return a point within the largest part of a shape, where its name stands once."""
    return max(shapely.get_parts(shape), key=lambda part: part.area).representative_point()


def _rows(layer: Layer, drawn: DrawnLayer) -> Iterator[dict[str, Any]]:
    if layer.features is None:
        return
    for row in layer.features.to_dict("records"):
        if row["geometry"] is not None and not row["geometry"].is_empty and matches(drawn.where, row):
            yield row


def _shape(drawn: DrawnLayer, geometry: BaseGeometry) -> BaseGeometry:
    return geometry.representative_point() if drawn.drawn_as == "place" else geometry


def simplified(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return shapes with as much detail as leaves few enough vertices."""
    tolerance = FINEST_M
    thin = np.array(shapes, dtype=object)
    while len(thin):
        thin = shapely.simplify(thin, tolerance, preserve_topology=True)
        if shapely.get_num_coordinates(thin).sum() <= MOST_VERTICES or tolerance > 100 * FINEST_M:
            break
        tolerance *= 2
    return list(thin)


def _properties(drawn: DrawnLayer, layer: Layer, row: Mapping[str, Any]) -> dict[str, Any]:
    name = row.get("name")
    people = finite(row.get("population"))
    return {
        "kind": drawn.drawn_as,
        "name": name if isinstance(name, str) else "",
        "loose": layer.quality in LOOSE,
        **({"people": people} if people is not None else {}),
    }
