"""The background of a map, drawn from the program's own layers: nothing is fetched from anywhere."""

from __future__ import annotations

from typing import Any

import pydeck as pdk
import shapely

from landuse.model.catalogue import Role
from landuse.model.study import Layer, Study
from landuse.render.features import collection, degrees, harmless
from landuse.render.palette import BORDER, INK, LAND, WATER

SEA_MARGIN_M = 150_000.0
MOST_BOUNDARIES = 60
TOWNS = 14
LABEL_PX = 12


def background(study: Study) -> list[pdk.Layer]:
    """Return what lies under everything else: surroundings, the land of the area, and boundaries."""
    return [
        _filled("surroundings", collection([shapely.box(*_wide(study))], [""]), WATER),
        _filled("land", collection([study.outline], [""]), LAND),
        *(_lines(layer) for layer in boundaries(study)),
    ]


def boundaries(study: Study) -> list[Layer]:
    """Return the loaded layers of boundaries: context layers of few features under the theme administration."""
    return [
        layer
        for layer in study.layers.values()
        if layer.features is not None
        and layer.has(Role.CONTEXT)
        and layer.spec.theme == "administration"
        and len(layer.features) <= MOST_BOUNDARIES
    ]


def names(study: Study) -> list[pdk.Layer]:
    """Return the names of the largest places, none if no layer says how many people live anywhere."""
    places = [
        (float(row["population"]), str(row["name"]), row["geometry"])
        for layer in study.layers.values()
        if layer.features is not None and "population" in layer.features and layer.spec.theme == "settlement"
        for row in layer.features.to_dict("records")
        if row["population"] == row["population"] and row["population"] is not None and row["name"]
    ]
    largest = sorted(places, key=lambda place: -place[0])[:TOWNS]
    return [label_layer("places", [(name, geometry) for _people, name, geometry in largest])] if largest else []


def label_layer(layer_id: str, labels: list[tuple[str, Any]], *, size: int = LABEL_PX) -> pdk.Layer:
    """Return names drawn beside the middle of geometries (EPSG:3006)."""
    data = [
        {"position": [round(point.x, 5), round(point.y, 5)], "text": harmless(text)}
        for text, geometry in labels
        if (point := degrees(geometry.representative_point() if geometry.area else geometry.centroid))
    ]
    return pdk.Layer(
        "TextLayer", data, id=layer_id, get_position="position", get_text="text", get_size=size,
        get_color=[*INK, 255], get_pixel_offset=[0, -16], background=True, get_background_color=[255, 255, 255, 190],
        background_padding=[3, 1], font_family=pdk.types.String("sans-serif"), character_set=_letters(data),
        pickable=False,
    )  # fmt: skip


def _letters(data: list[dict[str, Any]]) -> Any:
    return pdk.types.String("".join(sorted({letter for row in data for letter in row["text"]})) or " ")


def _wide(study: Study) -> tuple[float, float, float, float]:
    west, south, east, north = study.grid.bounds
    m = SEA_MARGIN_M
    return west - m, south - m, east + m, north + m


def _filled(layer_id: str, data: dict[str, Any], colour: tuple[int, int, int]) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer", data, id=layer_id, get_fill_color=[*colour, 255], stroked=layer_id == "land",
        get_line_color=[*BORDER, 255], line_width_min_pixels=1, pickable=False,
    )  # fmt: skip


def _lines(layer: Layer) -> pdk.Layer:
    assert layer.features is not None  # noqa: S101 - boundaries() returns loaded layers only
    geometries = [geometry.boundary for geometry in layer.features.geometry]
    return pdk.Layer(
        "GeoJsonLayer", collection(geometries, [""] * len(geometries)), id=f"boundary-{layer.id}",
        get_line_color=[*BORDER, 200], line_width_min_pixels=1, pickable=False,
    )  # fmt: skip
