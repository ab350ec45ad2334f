"""The layers of the program's own background, in the order in which they are drawn."""

from __future__ import annotations

from typing import Any

from landuse.io.tiles import LAYER
from landuse.render.basemap_colours import BaseColours
from landuse.render.basemap_files import NAME_OF

MapLayer = dict[str, Any]
REGULAR, STRONG, ITALIC = ["Noto Sans Regular"], ["Noto Sans SemiBold"], ["Noto Sans Italic"]
LARGE_TOWN, TOWN, VILLAGE = 15_000, 3_000, 800
"""People in places whose names are shown from zoom 4, 6 and 8; others from 10."""


def shapes(colours: BaseColours, *, file: bool) -> list[MapLayer]:
    """Return everything but names.

    Parameters
    ----------
    file : bool
        True if there are files of the real area; else land and water are the study's own.
    """
    ground = _of_files(colours) if file else []
    return [
        {"id": "sea", "type": "background", "paint": {"background-color": colours.water}},
        *ground,
        *_own_ground(colours),
        *_boundaries(colours),
        *_ways(colours),
    ]


def _of_files(colours: BaseColours) -> list[MapLayer]:
    return [
        _fill("world-land", {"source": "world"}, colours.land),
        _fill("water", _ground("water"), colours.water),
        _line("shore", _ground("water"), colours.shore, _width(6, 0.5, 12, 1.2), least_zoom=6),
        _line("river", _ground("river"), colours.shore, _width(5, 0.5, 12, 2.6), least_zoom=5),
        _line("county", _ground("county"), colours.municipality, _width(5, 0.9, 11, 1.8), dash=[4, 2]),
        _line("country", _ground("country"), colours.country, _width(4, 0.8, 10, 1.8), dash=[5, 2, 1.5, 2]),
    ]


def _own_ground(colours: BaseColours) -> list[MapLayer]:
    return [
        _fill("own-land", _own("land"), colours.land, edge=colours.shore),
        _fill("own-lake", _own("lake"), colours.water, edge=colours.shore),
        _line("own-river", _own("river"), colours.shore, _width(5, 0.6, 12, 3)),
    ]


def _boundaries(colours: BaseColours) -> list[MapLayer]:
    return [_line("municipality", _own("municipality"), colours.municipality, _width(5, 0.6, 11, 1.4), dash=[3, 2])]


def _ways(colours: BaseColours) -> list[MapLayer]:
    major, minor = _width(5, 0.9, 13, 5), _width(7, 0.6, 13, 3)
    return [
        _line("road-edge", _own("road", loose=False), colours.road_edge, _width(7, 1.6, 13, 5), least_zoom=7),
        _line("road", _own("road", loose=False), colours.road, minor, least_zoom=7),
        _line("road-loose", _own("road", loose=True), colours.road, minor, dash=[3, 1.5], least_zoom=7),
        _line("road-major-edge", _own("road_major", loose=False), colours.road_edge, _width(5, 2, 13, 7)),
        _line("road-major", _own("road_major", loose=False), colours.road_major, major),
        _line("road-major-loose", _own("road_major", loose=True), colours.road_major, major, dash=[3, 1.5]),
        _line("railway", _own("railway", loose=False), colours.railway, _width(5, 0.6, 13, 2)),
        _line("railway-loose", _own("railway", loose=True), colours.railway, _width(5, 0.6, 13, 2), dash=[4, 2]),
    ]


def labels(colours: BaseColours, *, file: bool) -> list[MapLayer]:
    """Return the names: of waters, municipalities and places; places the largest first, none above another."""
    found = [
        _name("river-name", _own("river"), ITALIC, colours.water_text, colours.halo, least_zoom=8, along=True),
        _area_name("municipality-name", _own(NAME_OF), colours),
    ]
    if not file:
        return [*found, *_places(colours, "drawn", ["==", ["get", "kind"], "place"])]
    water = {
        "source": "places",
        "filter": ["all", ["==", ["get", "kind"], "water"], ["<=", ["get", "rank"], ["zoom"]]],
    }
    rivers = {**_ground("river"), "filter": ["all", _ground("river")["filter"], ["has", "name"]]}
    return [
        _name("ground-river-name", rivers, ITALIC, colours.water_text, colours.halo, least_zoom=7, along=True),
        _name("water-name", water, ITALIC, colours.water_text, colours.halo, by_rank=True),
        *found,
        *_places(colours, "places", ["==", ["get", "kind"], "place"]),
    ]


def _places(colours: BaseColours, source: str, kind: list[Any]) -> list[MapLayer]:
    steps = ((LARGE_TOWN, 1e9, 3), (TOWN, LARGE_TOWN, 6), (VILLAGE, TOWN, 8), (-1, VILLAGE, 10))
    people = ["coalesce", ["get", "people"], 0]
    found = []
    for low, high, zoom in reversed(steps):
        within = ["all", kind, [">=", people, low], ["<", people, high]]
        font = STRONG if low == LARGE_TOWN else REGULAR
        at = {"source": source, "filter": within}
        found.append(_place(f"place-{zoom}", at, font, colours, zoom))
    return found


def _ground(kind: str) -> MapLayer:
    return {"source": "ground", "source-layer": LAYER, "filter": ["==", ["get", "kind"], kind]}


def _own(kind: str, *, loose: bool | None = None) -> MapLayer:
    same = ["==", ["get", "kind"], kind]
    return {"source": "drawn", "filter": same if loose is None else ["all", same, ["==", ["get", "loose"], loose]]}


def _fill(layer_id: str, of: MapLayer, colour: str, *, edge: str | None = None) -> MapLayer:
    paint = {"fill-color": colour, **({"fill-outline-color": edge} if edge else {})}
    return {"id": layer_id, "type": "fill", **of, "paint": paint}


def _line(
    layer_id: str,
    of: MapLayer,
    colour: str,
    width: list[Any],
    *,
    dash: list[float] | None = None,
    least_zoom: float = 0,
) -> MapLayer:
    dashed = {"line-dasharray": dash} if dash else {}
    layout = {"line-join": "round", "line-cap": "butt" if dash else "round"}
    paint = {"line-color": colour, "line-width": width, **dashed}
    return {"id": layer_id, "type": "line", **of, "minzoom": least_zoom, "layout": layout, "paint": paint}


def _width(zoom: float, width: float, last_zoom: float, last_width: float) -> list[Any]:
    return ["interpolate", ["exponential", 1.4], ["zoom"], zoom, width, last_zoom, last_width]


def _name(
    layer_id: str, of: MapLayer, font: list[str], colour: str, halo: str, *,
    least_zoom: float = 0, along: bool = False, by_rank: bool = False,
) -> MapLayer:  # fmt: skip
    layout: MapLayer = {
        "text-field": ["get", "name"],
        "text-font": font,
        "text-size": ["interpolate", ["linear"], ["zoom"], 5, 11, 12, 14],
        "text-max-width": 7,
        "text-padding": 6,
    }
    if along:
        layout |= {"symbol-placement": "line", "symbol-spacing": 380, "text-max-angle": 35}
    if by_rank:
        layout["symbol-sort-key"] = ["get", "rank"]
    paint = {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.2}
    return {"id": layer_id, "type": "symbol", **of, "minzoom": least_zoom, "layout": layout, "paint": paint}


def _area_name(layer_id: str, of: MapLayer, colours: BaseColours) -> MapLayer:
    layout = {
        "text-field": ["upcase", ["get", "name"]],
        "text-font": REGULAR,
        "text-size": ["interpolate", ["linear"], ["zoom"], 6, 9.5, 11, 13],
        "text-letter-spacing": 0.18,
        "text-max-width": 9,
        "text-padding": 12,
    }
    paint = {"text-color": colours.area_text, "text-halo-color": colours.halo, "text-halo-width": 1.2}
    return {"id": layer_id, "type": "symbol", **of, "minzoom": 6, "layout": layout, "paint": paint}


def _place(layer_id: str, of: MapLayer, font: list[str], colours: BaseColours, zoom: float) -> MapLayer:
    layout = {
        "text-field": ["get", "name"],
        "text-font": font,
        "text-size": ["interpolate", ["linear"], ["zoom"], zoom, 11, zoom + 5, 15],
        "text-max-width": 8,
        "text-padding": 5,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
        "text-radial-offset": 0.4,
        "symbol-sort-key": ["-", 0, ["coalesce", ["get", "people"], 0]],
    }
    paint = {"text-color": colours.place, "text-halo-color": colours.halo, "text-halo-width": 1.4}
    return {"id": layer_id, "type": "symbol", **of, "minzoom": zoom, "layout": layout, "paint": paint}
