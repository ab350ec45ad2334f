"""The layers of a study as the map's tree shows them: themes, colours, state, quality, source, how to get them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely

from landuse.io.tiles import LAYER
from landuse.language import _
from landuse.model.catalogue import Band, Quality, Role
from landuse.model.frozen import HERDING_SEASONS, SEASONS
from landuse.model.study import Layer, Study
from landuse.render.features import degrees
from landuse.render.mercator import corners_bounds
from landuse.render.overlays import shown_at_first
from landuse.render.palette import THEMES, Colour, css, theme_colour
from landuse.render.raster_image import RasterPicture, raster_picture
from landuse.render.words import band_word, layer_status_word, quality_word, said, season_word, theme_word, title
from landuse.store.tiles import attributes

KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon", "raster": "raster"}
WIDTHS = {"polygon": 1.5, "line": 2.0, "point": 4.0}
"""Pixels: of the edge, of the line; of a point its radius."""
ROUTE_WIDTH = 3.0
SHADES = (0.0, -0.3, 0.2, -0.5, -0.15)
"""Layers of a theme in turn: its colour, lighter (above 0, towards white), darker (towards black)."""
DARK_LIGHTER = 0.45
"""How far towards white a colour goes on a dark map."""
TOKENS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "season": (season_word, (*HERDING_SEASONS, *SEASONS, "all")),
    "status": (band_word, tuple(map(str, Band))),
    "quality": (quality_word, tuple(map(str, Quality))),
}
"""Attributes whose values are tokens: the words for them, and the tokens."""

TileUrl = Callable[[Layer], str | None]
PictureUrl = Callable[[Layer, RasterPicture], str | None]


def layer_tree(study: Study, tile_url: TileUrl, picture_url: PictureUrl | None = None) -> dict[str, Any]:
    """Return every layer of a study, also the missing ones, by theme, ready for JSON.

    Parameters
    ----------
    tile_url : callable
        The address of a layer's tiles; None where it has none. Asked for layers with features only.
    picture_url : callable, optional
        The address under which the picture of a raster layer is to be had.
    """
    layers = in_order(study)
    themes = list(dict.fromkeys(layer.spec.theme for layer in layers))
    at_first = set(shown_at_first(study))
    turn = {theme: [layer.id for layer in layers if layer.spec.theme == theme] for theme in themes}
    return {
        "themes": [{"id": theme, "title": theme_word(theme)} for theme in themes],
        "layers": [
            {
                **_said(layer),
                **_look(layer, study, turn[layer.spec.theme].index(layer.id)),
                **_drawn(layer, study, tile_url, picture_url),
                "default": layer.id in at_first,
            }
            for layer in layers
        ],
    }


def in_order(study: Study) -> list[Layer]:
    """Return the layers by theme, those of themes that the palette does not know last."""
    order = list(THEMES)
    return sorted(
        study.layers.values(),
        key=lambda layer: order.index(layer.spec.theme) if layer.spec.theme in THEMES else len(order),
    )


def _said(layer: Layer) -> dict[str, Any]:
    """Return what the tree says of a layer in words."""
    return {
        "id": layer.id,
        "title": title(layer.spec.title),
        "theme": layer.spec.theme,
        "status": layer.status,
        "quality": None if layer.quality is None else str(layer.quality),
        "badge": badge(layer),
        "why_missing": why_missing(layer),
        "n": layer.n_features if layer.loaded else None,
        "fields": fields(layer),
        "words": words(layer),
        "attribution": attribution(layer),
    }


def badge(layer: Layer) -> str:
    """Return the quality of the data, else the state of the layer, in a word."""
    if layer.quality is None or layer.status in ("missing", "failed"):
        return layer_status_word(layer.status)
    word = quality_word(str(layer.quality))
    return f"{word}, {layer_status_word('stale')}" if layer.status == "stale" else word


def why_missing(layer: Layer) -> str | None:
    """Return why nothing is drawn of a layer and how to get it; None if it says something here."""
    spec = layer.spec
    if layer.status == "missing":
        return _("Not loaded. {why} {how}").format(why=said(spec.why), how=said(spec.how_to_get))
    if layer.status == "failed":
        return _("Could not be read: {note}").format(note=layer.note or "–")
    if not layer.covers:
        return _("The loaded file does not reach the area. {how}").format(how=said(spec.how_to_get))
    return None


def fields(layer: Layer) -> list[list[str]]:
    """Return the attributes in the layer's tiles, each with its title."""
    declared = layer.spec.attributes
    found = [(name, declared[name].title if name in declared else None) for name in attributes(layer)]
    return [[name, _common(name) if own is None else title(own)] for name, own in found]


def _common(name: str) -> str:
    """Return the title of an attribute that the layer gives none."""
    return {
        "key": _("Key"),
        "name": _("Name"),
        "kind": _("Kind"),
        "status": _("State"),
        "season": _("Season"),
        "village": _("Herding community"),
        "project": _("Project"),
        "quality": _("Quality"),
    }.get(name, name)


def words(layer: Layer) -> dict[str, dict[str, str]]:
    """Return for attributes that hold tokens the words of those in use; other values are shown as they are."""
    if layer.features is None:
        return {}
    known = {name: TOKENS[name] for name in attributes(layer) if name in TOKENS}
    used = {name: set(layer.features[name].dropna().astype(str)) for name in known}
    return {
        name: {token: say(token) for token in tokens if token in used[name]} for name, (say, tokens) in known.items()
    }


def attribution(layer: Layer) -> str:
    """Return whom the data come from, their edition and their licence."""
    spec = layer.spec
    parts = [layer.authority or spec.authority, spec.attribution, layer.edition, layer.licence or spec.licence]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _look(layer: Layer, study: Study, turn: int) -> dict[str, Any]:
    kinds = geometries(layer)
    colour = shaded(theme_colour(layer.spec.theme), SHADES[turn % len(SHADES)])
    drawn_loosely = layer.quality in (Quality.SCHEMATIC, Quality.SYNTHETIC) and not study.area.fictional
    return {
        "geometry": kinds[0] if kinds else None,
        "geometries": kinds,
        "colour": css(colour),
        "colour_dark": css(shaded(colour, DARK_LIGHTER)),
        "hatch": bool(drawn_loosely and "polygon" in kinds),
        "width": ROUTE_WIDTH if layer.has(Role.ROUTE) else WIDTHS.get(kinds[0], 0.0) if kinds else 0.0,
    }


def shaded(colour: Colour, share: float) -> Colour:
    """Return a colour moved towards white (share above 0) or black (below 0).

    Examples
    --------
    >>> shaded((100, 0, 200), 0.5), shaded((100, 0, 200), -0.5)
    ((178, 128, 228), (50, 0, 100))
    """
    goal = 255 if share > 0 else 0
    red, green, blue = (round(value + (goal - value) * abs(share)) for value in colour)
    return red, green, blue


def geometries(layer: Layer) -> list[str]:
    """Return the kinds of geometry that a layer holds, the most common first; as declared if nothing is loaded."""
    if layer.raster is not None:
        return ["raster"]
    if layer.features is None or not len(layer.features):
        return list(dict.fromkeys(KINDS[name] for name in layer.spec.geometry))
    kinds = shapely.get_dimensions(layer.features.geometry.to_numpy())
    names = {0: "point", 1: "line", 2: "polygon"}
    many = {names[kind]: int((kinds == kind).sum()) for kind in (2, 1, 0)}
    return sorted((name for name, n in many.items() if n), key=lambda name: -many[name])


def _drawn(layer: Layer, study: Study, tile_url: TileUrl, picture_url: PictureUrl | None) -> dict[str, Any]:
    """Return where the map gets what it draws, and where that lies."""
    tiles = tile_url(layer) if layer.features is not None and len(layer.features) else None
    found: dict[str, Any] = {"tiles": tiles, "tile_layer": LAYER, "image": None, "bounds": _bounds(layer)}
    if layer.raster is None or picture_url is None:
        return found
    picture = raster_picture(layer, study.grid.bounds)
    url = None if picture is None else picture_url(layer, picture)
    if picture is None or url is None:
        return found
    corners = picture.image.corners
    legend = [{"colour": css(colour), "label": label} for label, colour in picture.legend]
    return {**found, "image": {"url": url, "corners": corners}, "legend": legend, "bounds": corners_bounds(corners)}


def _bounds(layer: Layer) -> list[float] | None:
    if layer.features is None or not len(layer.features):
        return None
    box = layer.features.total_bounds
    return lon_lat_bounds(box) if np.isfinite(box).all() else None


def lon_lat_bounds(bounds: Sequence[float]) -> list[float]:
    """Return west, south, east, north in degrees of a box in EPSG:3006, whose sides bend on the way."""
    around = degrees(shapely.segmentize(shapely.box(*bounds).exterior, max(1.0, (bounds[2] - bounds[0]) / 20)))
    return [float(value) for value in around.bounds]
