"""A community's land of a season and the state of its routes over the map, as pydeck writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pydeck as pdk
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.engine.village_land import seasonal_land
from landuse.language import _
from landuse.model.catalogue import Role
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.deck import proposal
from landuse.render.features import degrees, harmless
from landuse.render.pointed import light
from landuse.render.route_map import COLOURS, ROUTE_WIDTHS
from landuse.render.village_brief import route_word
from landuse.render.words import season_word

AREA = "ren_sameby"
EDGES = {"area": ((70, 70, 70, 200), 1.5), "land": ((0, 114, 178, 255), 3.0)}


def village_deck(
    study: Study, village: str, season: str, routes: Iterable[Mapping[str, Any]], scenario: Scenario
) -> str | None:
    """Return the JSON of a deck: outline, land of the season, routes by state, proposal; None if there is nothing."""
    layers = [
        *_edge("area", outline(study, village), _("Herding community: {name}").format(name=village)),
        *_edge("land", season_land(study, village, season), _("Land of {season}").format(season=season_word(season))),
        *_routes(study, routes),
        *(proposal(scenario, study.catalogue) if scenario.establishments else []),
    ]
    return str(pdk.Deck(layers=layers, map_provider=None, initial_view_state=None).to_json()) if layers else None


def outline(study: Study, village: str) -> BaseGeometry | None:
    """Return the area of a community (EPSG:3006); None if it is not loaded."""
    layer = study.layers.get(AREA)
    features = None if layer is None else layer.features
    if features is None or "village" not in features:
        return None
    return _united(features.geometry[features["village"] == village])


def season_land(study: Study, village: str, season: str) -> BaseGeometry | None:
    """Return the main land of a community in a herding season (EPSG:3006); None if none is loaded."""
    return _united(shape for shape, _quality in seasonal_land(study).get((village, season), ()))


def _united(found: Iterable[BaseGeometry]) -> BaseGeometry | None:
    shapes = [shape for shape in found if shape is not None and not shape.is_empty]
    return shapely.union_all(shapes) if shapes else None


def _edge(name: str, geometry: BaseGeometry | None, label: str) -> list[pdk.Layer]:
    if geometry is None:
        return []
    colour, width = EDGES[name]
    return [_layer(f"village-{name}", [(light(geometry), label)], colour, width)]


def _routes(study: Study, routes: Iterable[Mapping[str, Any]]) -> list[pdk.Layer]:
    by_state: dict[str, list[tuple[BaseGeometry, str]]] = {}
    lines = _lines(study)
    for row in routes:
        line = lines.get(row["route"])
        if line is not None:
            label = f"{row['name'] or row['route']}: {route_word(row['state'])}"
            by_state.setdefault(row["state"], []).append((light(line), label))
    return [
        _layer(f"routes-{state}", by_state[state], COLOURS[state], ROUTE_WIDTHS[state])
        for state in ("clear", "unknown", "weakened", "cut")
        if state in by_state
    ]


def _lines(study: Study) -> dict[str, BaseGeometry]:
    found: dict[str, list[BaseGeometry]] = {}
    for layer in study.layers.values():
        if layer.features is None or not layer.has(Role.ROUTE):
            continue
        for key, shape in zip(layer.features["key"], layer.features.geometry, strict=True):
            if shape is not None and not shape.is_empty:
                found.setdefault(f"{layer.id}/{key}", []).append(shape)
    return {key: shapely.union_all(shapes) for key, shapes in found.items()}


def _layer(name: str, shapes: list[tuple[BaseGeometry, str]], colour: tuple[int, ...], width: float) -> pdk.Layer:
    data = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": mapping(degrees(shape)), "properties": {"label": harmless(label)}}
            for shape, label in shapes
        ],
    }
    return pdk.Layer(
        "GeoJsonLayer", data, id=name, get_line_color=list(colour), get_line_width=width, stroked=True, filled=False,
        line_width_units="'pixels'", pickable=True,
    )  # fmt: skip
