"""What the map fetches by address: its words, style, layers, places and pictures; none of it travels in a rerun."""

from __future__ import annotations

import json
from typing import Any

from landuse.app import cache
from landuse.app.map_words import map_words
from landuse.app.server.access import tile_url
from landuse.app.server.session_files import keep
from landuse.errors import LanduseError
from landuse.io.clock import today
from landuse.language import language
from landuse.model.study import Layer, Study
from landuse.render.map_layers import layer_tree
from landuse.store.tiles import TileSets
from landuse.store.workspace import Workspace

try:  # the background is made elsewhere
    from landuse.render.basemap_style import basemap_style  # type: ignore[import-not-found]
    from landuse.render.places_index import places  # type: ignore[import-not-found]
except ImportError:

    def basemap_style(_study: Study, _theme: str) -> dict[str, Any]:
        """Return a background without anything."""
        return {"version": 8, "sources": {}, "layers": []}

    def places(_study: Study) -> list[Any]:
        """Return no place."""
        return []


JSON = "application/json"


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
    sets = tile_sets()

    def tree() -> dict[str, Any]:
        return layer_tree(study, lambda layer: _tiles(sets, layer))

    return _kept(("layers", study.digest, today().isoformat()), "layers.json", tree)


def places_url(study: Study) -> str:
    """Return the address of the places that can be searched for."""
    return _kept(("places", study.digest), "places.json", lambda: places(study))


def picture_url(png: bytes, name: str) -> str:
    """Return the address of a picture for this session."""
    return keep(png, name, "image/png")


def tile_sets() -> TileSets:
    """Return where the tiles of layers lie."""
    return TileSets(Workspace().folder / "tiles")


def _tiles(sets: TileSets, layer: Layer) -> str | None:
    try:
        path = sets.ready(layer)
        return None if path is None else tile_url(path)
    except LanduseError:
        return None


def _kept(key: tuple[Any, ...], name: str, make: Any) -> str:
    content = cache.small(("map file", *key), lambda: json.dumps(make(), ensure_ascii=False, allow_nan=False).encode())
    return keep(content, name, JSON)
