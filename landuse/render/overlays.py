"""Layers of a study on a map: few features as shapes that can be pointed at, many as a picture."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pydeck as pdk

from landuse.model.catalogue import Quality, Role
from landuse.model.grid import Grid
from landuse.model.study import Layer, Study
from landuse.render.features import FEW, collection, presence
from landuse.render.palette import theme_colour
from landuse.render.picture import presence_picture
from landuse.render.words import quality_word, title

COARSE_CELLS = 900
"""Cells along the longer side of the picture of a layer with many features."""


def drawable(study: Study) -> list[Layer]:
    """Return the layers that have features to draw."""
    return [layer for layer in study.layers.values() if layer.features is not None and len(layer.features)]


def shown_at_first(study: Study) -> list[str]:
    """Return the layers drawn before anyone chooses: routes, and existing sources that are lines."""
    return [
        layer.id
        for layer in drawable(study)
        if layer.has(Role.ROUTE) or (layer.has(Role.SOURCE) and "LineString" in layer.spec.geometry)
    ]


def layer_on_map(layer: Layer, study: Study) -> pdk.Layer:
    """Return a layer as shapes with a text for the pointer, or as a picture when it has more than 500 features."""
    features = layer.features
    if features is None:
        raise ValueError(layer.id)
    if len(features) > FEW:
        return _as_picture(layer, features, study.grid)
    return _as_shapes(layer, features)


def _as_shapes(layer: Layer, features: gpd.GeoDataFrame) -> pdk.Layer:
    colour = theme_colour(layer.spec.theme)
    return pdk.Layer(
        "GeoJsonLayer", collection(features.geometry, labels(layer, features)), id=f"layer-{layer.id}",
        get_fill_color=[*colour, 45], get_line_color=[*colour, 230], line_width_min_pixels=1.5,
        get_point_radius=150, point_radius_min_pixels=3.5, point_radius_max_pixels=9, pickable=True,
        auto_highlight=True,
    )  # fmt: skip


def _as_picture(layer: Layer, features: gpd.GeoDataFrame, grid: Grid) -> pdk.Layer:
    west, south, east, north = grid.bounds
    coarse = Grid.covering(grid.bounds, max(east - west, north - south) / COARSE_CELLS)
    return bitmap(
        f"layer-{layer.id}", presence_picture(presence(features, coarse), coarse, theme_colour(layer.spec.theme))
    )


def bitmap(layer_id: str, picture: Any) -> pdk.Layer:
    """Return a picture as a layer; its bounds are those of the picture in Web Mercator, as deck.gl draws it."""
    return pdk.Layer(
        "BitmapLayer",
        None,
        id=layer_id,
        image=pdk.types.String(picture.uri),
        bounds=list(picture.bounds),
        texture_parameters={"minFilter": "nearest", "magFilter": "nearest"},
        pickable=False,
    )


def labels(layer: Layer, features: gpd.GeoDataFrame) -> list[str]:
    """Return what the pointer says of each feature: layer, name, what the layer tells of it, and the quality.

    The texts come from the data; they are shown as plain text only.
    """
    heading = title(layer.spec.title)
    rows = features.drop(columns="geometry").to_dict("records")
    return ["\n".join([heading, *_said(layer, row), _quality(layer, row)]) for row in rows]


def _said(layer: Layer, row: dict[str, Any]) -> list[str]:
    told = [
        (row.get("name") or row.get("key")) if layer.open else None,
        row.get("village"),
        row.get("season"),
        row.get("kind"),
        row.get("status"),
    ]
    return [str(value) for value in told if isinstance(value, str) and value]


def _quality(layer: Layer, row: dict[str, Any]) -> str:
    own = row.get("quality")
    stated = own if isinstance(own, str) and own in set(Quality) else layer.quality
    return quality_word(None if stated is None else str(stated))
