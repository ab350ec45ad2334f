"""The style of a map's background: the program's own, with an official one above it where one is configured."""

from __future__ import annotations

from typing import Any

from landuse.model.catalogue import Area
from landuse.model.study import Study
from landuse.render.basemap_colours import COLOURS, Theme
from landuse.render.basemap_files import drawn_features
from landuse.render.basemap_layers import labels, shapes
from landuse.render.words import said

BASE_URL = "/landuse/basemap/"
FONTS = {
    "Noto Sans Regular": "noto-sans-{part}-400-normal.woff2",
    "Noto Sans SemiBold": "noto-sans-{part}-600-normal.woff2",
    "Noto Sans Italic": "noto-sans-{part}-400-italic.woff2",
}
LATIN = ["U+0000-00FF", "U+0131", "U+0152-0153", "U+02BB-02BC", "U+02C6", "U+02DA", "U+02DC", "U+2000-206F", "U+20AC",
         "U+2122", "U+2191", "U+2193", "U+2212", "U+2215", "U+FEFF", "U+FFFD"]  # fmt: skip
LATIN_EXT = ["U+0100-0130", "U+0132-0151", "U+0154-02BA", "U+02BD-02C5", "U+02C7-02CC", "U+02CE-02D7", "U+02DD-02FF",
             "U+0304", "U+0308", "U+0329", "U+1D00-1DBF", "U+1E00-1E9F", "U+1EF2-1EFF", "U+20A0-20AB", "U+2113",
             "U+2C60-2C7F", "U+A720-A7FF"]  # fmt: skip
"""What the two files of each font hold; Sámi letters (č đ ŋ š ŧ ž) are in the second."""
SOURCES = "© OpenStreetMap contributors (ODbL) · Natural Earth · GeoNames (CC BY 4.0)"
"""Whom the files of the real areas come from; see ``layers/basemap/README.md``."""


def basemap_style(study: Study, theme: Theme, base_url: str = BASE_URL) -> dict[str, Any]:
    """Return the MapLibre style of a study's background, ready for JSON.

    Addresses begin with `base_url`: those of sources (``data``, ``url`` with ``pmtiles://`` before it) and of fonts.
    A map needs them absolute; whoever gives the style to it puts the page's origin before those that begin with ``/``.
    ``metadata["landuse"]`` says what is drawn: ``local`` (title, attribution) and ``official`` (None, or source, layer,
    kind, url, title, attribution), so that the map can say which of them is in use. The layer ``official`` lies
    above the local shapes and below every label; a style (kind ``style``) is named only, for the map to fetch.

    Parameters
    ----------
    theme : {"light", "dark"}
    base_url : str
        Where the files of ``layers/basemap`` are served; ends with ``/``.
    """
    area, colours = study.area, COLOURS[theme]
    file = area.basemap.file is not None
    return {
        "version": 8,
        "name": f"landuse {area.id} {theme}",
        "metadata": {"landuse": {"local": _local(area), "official": _official(area)}},
        "font-faces": fonts(base_url),
        "sources": {**_file_sources(area, base_url), "drawn": _drawn(study), **_official_source(area)},
        "layers": [*shapes(colours, file=file), *_official_layer(area), *labels(colours, file=file)],
    }


def fonts(base_url: str) -> dict[str, Any]:
    """Return where the letters of each font are."""
    return {
        name: [
            {"url": f"{base_url}fonts/{file.format(part='latin')}", "unicode-range": LATIN},
            {"url": f"{base_url}fonts/{file.format(part='latin-ext')}", "unicode-range": LATIN_EXT},
        ]
        for name, file in FONTS.items()
    }


def _local(area: Area) -> dict[str, str]:
    return {"title": said(area.title), "attribution": SOURCES if area.basemap.file else ""}


def _official(area: Area) -> dict[str, Any] | None:
    there = area.background
    if there is None:
        return None
    drawn = there.kind != "style"
    return {
        "kind": there.kind,
        "url": there.url,
        "title": said(there.title),
        "attribution": there.attribution,
        "source": "official" if drawn else None,
        "layer": "official" if drawn else None,
    }


def _file_sources(area: Area, base_url: str) -> dict[str, Any]:
    if area.basemap.file is None:
        return {}
    return {
        "world": {"type": "geojson", "data": f"{base_url}world.geojson", "attribution": SOURCES},
        "ground": {"type": "vector", "url": f"pmtiles://{base_url}{area.basemap.file}.pmtiles"},
        "places": {"type": "geojson", "data": f"{base_url}{area.basemap.file}_places.geojson"},
    }


def _drawn(study: Study) -> dict[str, Any]:
    return {"type": "geojson", "data": drawn_features(study)}


def _official_source(area: Area) -> dict[str, Any]:
    there = area.background
    if there is None or there.kind == "style":
        return {}
    source = {
        "type": "raster",
        "tiles": [there.tiles],
        "tileSize": there.tile_px,
        "maxzoom": there.max_zoom,
        "attribution": there.attribution,
    }
    return {"official": source}


def _official_layer(area: Area) -> list[dict[str, Any]]:
    if area.background is None or area.background.kind == "style":
        return []
    return [{"id": "official", "type": "raster", "source": "official", "paint": {"raster-fade-duration": 150}}]
