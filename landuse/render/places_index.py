"""Names that can be searched for on the map: municipalities, places, and the named features of the layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from landuse.io.basemap import named_places
from landuse.language import _
from landuse.model.study import Layer, Study
from landuse.render.map_layers import in_order
from landuse.render.words import title

MOST = 20_000
DECIMALS = 5
AROUND = 0.02
"""Degrees of latitude that a place without an extent is shown with, and twice as many of longitude."""
Place = list[Any]
"""Title, kind in words, west, south, east, north (degrees)."""
_to_degrees = Transformer.from_crs(3006, 4326, always_xy=True)


def places(study: Study, most: int = MOST) -> list[Place]:
    """Return what can be searched for: municipalities, then places of the background, then features of the layers.

    Features of one layer with one name are one place. Layers that are not open are left out. The list is cut after
    `most`; :func:`searchable` also says how many there are.
    """
    return searchable(study, most)[0]


def searchable(study: Study, most: int = MOST) -> tuple[list[Place], int]:
    """Return the places, at most so many, and how many there are in all."""
    found = [*_of_background(study)]
    first = [drawn.layer for drawn in study.area.basemap.drawn if drawn.drawn_as == "place"]
    wanted = [study.area.municipality_layer, *dict.fromkeys(first), *(layer.id for layer in in_order(study))]
    for number, name in enumerate(dict.fromkeys(wanted)):
        layer = study.layers.get(str(name))
        rows = _of_layer(layer) if layer is not None else []
        found = [*rows, *found] if number == 0 else [*found, *rows]
    return found[:most], len(found)


def _of_background(study: Study) -> Iterator[Place]:
    if study.area.basemap.file is None:
        return
    kinds = {"place": _("Place"), "water": _("Water")}
    for place in named_places(study.area.basemap.file):
        lon, lat = place.lon, place.lat
        yield [
            place.name,
            kinds.get(place.kind, place.kind),
            *_rounded([lon - 2 * AROUND, lat - AROUND, lon + 2 * AROUND, lat + AROUND]),
        ]


def _of_layer(layer: Layer) -> list[Place]:
    """Return the named features of a layer, one place for each name, in the order in which names first appear."""
    features = layer.features
    if features is None or not layer.open or "name" not in features:
        return []
    shapes = features.geometry.to_numpy()
    names = features["name"].to_numpy(dtype=object)
    named = np.array([isinstance(name, str) and bool(name.strip()) for name in names], dtype=bool)
    there = np.flatnonzero(named & ~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    boxes: dict[str, NDArray[np.float64]] = {}
    for name, box in zip(names[there], _degrees(shapely.bounds(shapes[there])), strict=True):
        boxes[name] = _around(boxes[name], box) if name in boxes else box
    kind = title(layer.spec.title)
    return [[name, kind, *_rounded(box)] for name, box in boxes.items()]


def _around(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.minimum(one[:2], other[:2]), np.maximum(one[2:], other[2:])])


def _degrees(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return boxes of EPSG:3006 as boxes in degrees around their corners."""
    west, south, east, north = bounds.reshape(-1, 4).T
    lon, lat = _to_degrees.transform(np.stack([west, west, east, east]), np.stack([south, north, south, north]))
    return np.stack([lon.min(axis=0), lat.min(axis=0), lon.max(axis=0), lat.max(axis=0)], axis=1)


def _rounded(box: Any) -> list[float]:
    return [round(float(value), DECIMALS) for value in box]
