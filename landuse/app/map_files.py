"""What the map fetches by address: its words, style, layers, places and pictures; none of it travels in a rerun."""

from __future__ import annotations

import json
from typing import Any

from landuse.app import cache
from landuse.app.map_words import map_words
from landuse.app.server.access import tile_url
from landuse.app.server.session import session_id
from landuse.app.server.session_files import keep
from landuse.io.clock import today
from landuse.language import language
from landuse.model.study import Layer, Study
from landuse.render.basemap_style import basemap_style
from landuse.render.map_layers import layer_tree
from landuse.render.places_index import places
from landuse.render.route_lines import route_collection, routes_of
from landuse.store.tiles import TileSets, in_memory
from landuse.store.workspace import Workspace

JSON, TILES = "application/json", "application/vnd.pmtiles"


def words_url() -> str:
    """Return the address of every text that the map shows."""
    return _kept(("words",), f"words-{language()}.json", map_words)


def style_urls(study: Study) -> dict[str, str]:
    """Return the addresses of the background, light and dark."""
    return {
        theme: _kept(("style", study.digest, theme), f"style-{theme}.json", lambda t=theme: basemap_style(study, t))
        for theme in ("light", "dark")
    }


def layers_url(study: Study) -> str:
    """Return the address of the tree of layers; those of its tile files are made anew each day."""
    # What only this session may fetch has addresses of its own.
    own = session_id() if any(map(_of_the_session, study.layers.values())) else ""

    def tree() -> dict[str, Any]:
        return layer_tree(study, tiles_url, lambda layer, picture: picture_url(picture.image.png, f"{layer.id}.png"))

    return _kept(("layers", study.digest, today().isoformat(), own), "layers.json", tree)


def _of_the_session(layer: Layer) -> bool:
    return layer.raster is not None or not layer.open


def waiting_for_tiles(study: Study) -> list[Layer]:
    """Return the layers whose tiles were never made: making them takes from a moment to a minute each."""
    sets = tile_sets()
    drawn = [layer for layer in study.layers.values() if layer.features is not None and len(layer.features)]
    return [layer for layer in drawn if layer.open and sets.made(layer) is None]


def tiles_url(layer: Layer) -> str | None:
    """Return the address of a layer's tiles, made now if need be; those of a closed layer for this session alone."""
    if not layer.open:
        made = cache.small(("tiles", layer.sha256, layer.id), lambda: in_memory(layer))
        return None if made is None else keep(made, f"{layer.id}.pmtiles", TILES)
    path = tile_sets().ready(layer)
    return None if path is None else tile_url(path)


def places_url(study: Study) -> str:
    """Return the address of the places that can be searched for."""
    return _kept(("places", study.digest), "places.json", lambda: places(study))


def routes_url(study: Study, *, closed: bool) -> str:
    """Return the address of the lines of migration routes, for this session alone.

    Parameters
    ----------
    closed : bool
        With those of layers that are not open.
    """
    return _kept(
        ("routes", study.digest, closed), "routes.json", lambda: route_collection(routes_of(study, closed=closed))
    )


def picture_url(png: bytes, name: str) -> str:
    """Return the address of a picture for this session."""
    return keep(png, name, "image/png")


def tile_sets() -> TileSets:
    """Return where the tiles of layers lie."""
    return TileSets(Workspace().folder / "tiles")


def _kept(key: tuple[Any, ...], name: str, make: Any) -> str:
    content = cache.small(("map file", *key), lambda: json.dumps(make(), ensure_ascii=False, allow_nan=False).encode())
    return keep(content, name, JSON)
