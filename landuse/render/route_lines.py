"""Migration routes as lines on a map: where they run, told once, and how they fare, told after each edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landuse.model.catalogue import Role
from landuse.model.study import Layer, Study
from landuse.render.features import degrees, harmless
from landuse.render.pointed import light
from landuse.render.route_map import COLOURS, DASHES, ROUTE_WIDTHS
from landuse.render.village_brief import ROUTE_ORDER, route_state_word

Row = Mapping[str, Any]
Routes = Mapping[str, tuple[Layer, BaseGeometry, str | None]]
"""Key of a route → its layer, its line (EPSG:3006) and its name; None if it has none, or the layer is not open."""


def routes_of(study: Study, *, closed: bool) -> Routes:
    """Return the features of the layers of routes that have a line or an area, by the keys that rows of ``routes`` use.

    Parameters
    ----------
    closed : bool
        Also those of layers that are not open, without their names.
    """
    found: dict[str, tuple[Layer, BaseGeometry, str | None]] = {}
    for layer in study.layers.values():
        if layer.features is None or not layer.has(Role.ROUTE) or not (layer.open or closed):
            continue
        for key, members in layer.features.groupby(layer.features["key"].astype(str), sort=True):
            shapes = [shape for shape in members.geometry if shape is not None and not shape.is_empty]
            name = members["name"].iloc[0] if layer.open and "name" in members else None
            if shapes:
                found[f"{layer.id}/{key}"] = layer, shapely.union_all(shapes), name if isinstance(name, str) else None
    return found


def numbers(routes: Routes) -> dict[str, int]:
    """Return key of a route → the number that stands for it on the map."""
    return {key: number for number, key in enumerate(sorted(routes))}


def route_collection(routes: Routes) -> dict[str, Any]:
    """Return the routes as a FeatureCollection in degrees, and how the lines of each state look.

    Returns
    -------
    dict
        ``features``: each with its number as ``id`` and a ``name`` (of a closed layer without); ``looks``: state,
        ``colour``, ``width`` in pixels and ``dash`` in widths of the line, the one drawn first first;
        ``words``: state → what it is called.
    """
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": mapping(degrees(light(routes[key][1]))),
            "properties": {"number": number, "name": harmless(_name(key, routes))},
        }
        for key, number in numbers(routes).items()
    ]
    looks = [
        {"state": state, "colour": "#{:02x}{:02x}{:02x}".format(*COLOURS[state][:3]), "width": ROUTE_WIDTHS[state],
         "dash": DASHES[state]}
        for state in reversed(ROUTE_ORDER)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features, "looks": looks, "words": state_words()}


def _name(key: str, routes: Routes) -> str:
    layer, _shape, name = routes[key]
    return name or (key if layer.open else "")


def states(routes: Routes, rows: Iterable[Row]) -> dict[str, list[int]]:
    """Return state → the numbers of the routes in it; routes without a line are left out.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of ``routes``.
    """
    number = numbers(routes)
    found: dict[str, list[int]] = {}
    for row in rows:
        if row["route"] in number:
            found.setdefault(row["state"], []).append(number[row["route"]])
    return found


def state_words() -> dict[str, str]:
    """Return state → what the map calls a route in it."""
    return {state: route_state_word(state) for state in ROUTE_ORDER}


def met_by(rows: Iterable[Row], parts: Collection[str]) -> list[Row]:
    """Return the routes that a proposal meets: crossed by one of its parts, longer in the zone, or in another state.

    Parameters
    ----------
    parts : collection of str
        Ids of the parts of the proposal.
    """
    return [
        row
        for row in rows
        if row["kind"] == "route"
        and (
            row["changed"]
            or row["state"] != row["state_before"]
            or row["km_in_zone_after"] != row["km_in_zone_before"]
            or any(crossing["source"] in parts for crossing in row["crossings"])
        )
    ]
