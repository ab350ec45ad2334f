"""A community's area and its land of a season over the map, as pydeck writes them."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.calculation.unmapped import village_outlines
from landuse.engine.village_land import seasonal_land
from landuse.language import _
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.deck import proposal
from landuse.render.features import degrees, harmless
from landuse.render.pointed import light
from landuse.render.words import season_word

EDGES = {"area": ((70, 70, 70, 200), 1.5), "land": ((0, 114, 178, 255), 3.0)}


def village_deck(study: Study, village: str, season: str, scenario: Scenario) -> str | None:
    """Return the JSON of a deck: outline, land of the season, proposal; None if there is nothing."""
    layers = [
        *_edge("area", outline(study, village), _("Herding community: {name}").format(name=village)),
        *_edge("land", season_land(study, village, season), _("Land of {season}").format(season=season_word(season))),
        *(proposal(scenario, study.catalogue) if scenario.establishments else []),
    ]
    return str(pdk.Deck(layers=layers, map_provider=None, initial_view_state=None).to_json()) if layers else None


def outline(study: Study, village: str) -> BaseGeometry | None:
    """Return the area of a community (EPSG:3006); None if it is not loaded."""
    return village_outlines(study).get(village)


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
