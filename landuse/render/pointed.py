"""What a row of a table points at, and the place asked about: a few shapes over the map, as pydeck writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pydeck as pdk
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.model.study import Study
from landuse.render.deck import marked
from landuse.render.features import degrees, harmless
from landuse.render.palette import PROPOSAL

MOST_VERTICES = 300
MARGIN_M = 3_000.0
HALO, EDGE = (255, 255, 255, 230), (214, 0, 110, 255)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A feature that is pointed at.

    Parameters
    ----------
    geometry : shapely geometry
        EPSG:3006.
    """

    title: str
    geometry: BaseGeometry


def feature_of(study: Study, layer_id: str, key: str | None, title: str) -> Pointed | None:
    """Return the feature of a layer with a key, all its pieces together; None if it is not there."""
    layer = study.layers.get(layer_id)
    if layer is None or layer.features is None or key is None:
        return None
    rows = layer.features[layer.features["key"].astype(str) == str(key)]
    geometries = [geometry for geometry in rows.geometry if geometry is not None and not geometry.is_empty]
    return Pointed(title, shapely.union_all(geometries)) if geometries else None


def bounds_of(pointed: Pointed) -> list[float]:
    """Return the bounds of what is pointed at, with a margin, in degrees."""
    west, south, east, north = pointed.geometry.bounds
    box = shapely.box(west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M)
    return [round(value, 6) for value in degrees(box).bounds]


def pointed_deck(pointed: Pointed | None, place: tuple[float, float] | None) -> str | None:
    """Return the JSON of a deck with what is pointed at and the place asked about; None if there is neither."""
    layers = [*([] if pointed is None else _layers(pointed)), *marked(place)]
    return str(pdk.Deck(layers=layers, map_provider=None, initial_view_state=None).to_json()) if layers else None


def _layers(pointed: Pointed) -> list[pdk.Layer]:
    data = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": mapping(degrees(light(pointed.geometry))),
                "properties": {"label": harmless(pointed.title)},
            }
        ],
    }
    common: dict[str, Any] = {"line_width_units": "'pixels'", "point_radius_units": "'pixels'", "filled": True}
    return [
        pdk.Layer(
            "GeoJsonLayer", data, id=name, get_line_color=list(colour), get_line_width=width,
            get_point_radius=width + 5, get_fill_color=[*PROPOSAL, 0], pickable=False, **common,
        )
        for name, colour, width in (("pointed-halo", HALO, 7), ("pointed", EDGE, 3))
    ]  # fmt: skip


def light(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry with at most some hundred vertices: enough to see which it is."""
    west, south, east, north = geometry.bounds
    tolerance, thin = max(east - west, north - south) / 500.0, geometry
    for _n in range(8):
        if shapely.get_num_coordinates(thin) <= MOST_VERTICES:
            return thin
        thin = shapely.simplify(geometry, tolerance, preserve_topology=False)
        tolerance *= 2.0
    return thin if shapely.get_num_coordinates(thin) <= 2 * MOST_VERTICES and not thin.is_empty else geometry.envelope
