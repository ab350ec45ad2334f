"""Stretches of routes on a web map: what is cut, weakened, clear or not known, with the reason for the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import mapping, shape

from landuse.language import _
from landuse.render import units, words
from landuse.render.features import degrees, harmless, simplified

COLOURS = {
    "cut": (178, 24, 43, 255),
    "weakened": (239, 138, 98, 255),
    "clear": (33, 102, 172, 220),
    "unknown": (120, 120, 120, 220),
}
"""State → red, green, blue, opacity; the states are told apart by their label too, never by colour alone."""
ROUTE_WIDTHS = {"cut": 7.0, "weakened": 5.0, "unknown": 3.0, "clear": 3.0}
"""Pixels: what is cut is broadest, so that the states are told apart without colour."""
DASHES = {"cut": (0.6, 0.6), "weakened": (2.0, 1.0), "unknown": (1.0, 2.0), "clear": (1.0, 0.0)}
"""Stroke and gap in widths of the line: another sign than colour; what is open is whole."""


def route_collection(features: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return stretches (EPSG:3006) as a FeatureCollection in degrees, with ``label``, ``state`` and ``colour``.

    Parameters
    ----------
    features : iterable of mapping
        From ``landuse.calculation.route_features.segment_features``.
    """
    return {"type": "FeatureCollection", "features": [_feature(feature) for feature in features]}


def _feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    said = feature["properties"]
    return {
        "type": "Feature",
        "geometry": mapping(degrees(simplified(shape(feature["geometry"])))),
        "properties": {
            "label": harmless(route_label(said)),
            "state": said["state"],
            "colour": list(COLOURS[said["state"]]),
        },
    }


def route_label(said: Mapping[str, Any]) -> str:
    """Return what the pointer says of a stretch.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en")
    >>> said = {"name": "North", "route": "r/1", "state": "cut", "state_before": "clear", "free_width_m": 0.0}
    >>> route_label(said).replace(units.NO_BREAK, " ")
    'North: cut (before: clear), free width 0 m'
    """
    text = f"{said['name'] or said['route']}: {words.state_word(said['state'])}"
    if said["state"] != said["state_before"]:
        text += " " + _("(before: {state})").format(state=words.state_word(said["state_before"]))
    return text + ", " + _("free width {width}").format(width=units.metres(said["free_width_m"]))
