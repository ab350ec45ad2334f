"""The layers of the network of routes as routes, crossings, stops and barriers that are no sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from landuse.calculation.route_plan import Built, Kind, Route
from landuse.engine.route_meetings import Ice
from landuse.engine.route_states import Known
from landuse.engine.values import chosen_features
from landuse.model.catalogue import Band
from landuse.model.frozen import finite
from landuse.model.study import Layer, Study

Barrier = tuple[str, str, Known, BaseGeometry]
"""Kind, layer, gate and geometry of a barrier that is no source."""


def features_of_part(study: Study, part: str) -> Iterator[tuple[Layer, gpd.GeoDataFrame]]:
    """Yield the loaded layers that are a part of the network, with their features."""
    for layer in study.layers.values():
        rule = layer.spec.network
        if rule is not None and rule.part == part and layer.loaded:
            yield layer, chosen_features(layer, rule.where)


def read_routes(study: Study) -> Iterator[Route]:
    """Yield the routes and difficult passages of all layers that hold some."""
    kinds: tuple[Kind, ...] = ("route", "passage")
    for kind in kinds:
        for layer, features in features_of_part(study, kind):
            for feature in features.to_dict("records"):
                season = text(feature.get("season_from")) or text(feature.get("season"))
                yield Route(
                    f"{layer.id}/{feature['key']}", kind, _name(layer, feature), text(feature.get("village")),
                    season, text(feature.get("season_to")) or season, _positive(feature.get("width_m")),
                    finite(feature.get("position_error_m")) or 0.0, _positive(feature.get("capacity")),
                    feature["geometry"], text(feature.get("obstacle")), _ice(feature.get("ice")),
                )  # fmt: skip


def _name(layer: Layer, feature: dict[str, Any]) -> str | None:
    return text(feature.get("name")) if layer.open else None


def read_crossings(study: Study) -> Iterator[Built]:
    """Yield the crossings of all layers that hold some."""
    for layer, features in features_of_part(study, "crossing"):
        for feature in features.to_dict("records"):
            status = text(feature.get("status"))
            yield Built(
                f"{layer.id}/{feature['key']}", _name(layer, feature), text(feature.get("kind")) or "",
                feature["geometry"], _positive(feature.get("width_m")), text(feature.get("obstacle")),
                Band.BUILT if status is None else study.catalogue.status(layer.id, status).band,
                finite(feature.get("from_year")), finite(feature.get("to_year")),
            )  # fmt: skip


def read_barriers(study: Study) -> list[Barrier]:
    """Return kind, layer, gate and geometry of barriers that are no sources."""
    found = []
    for layer, features in features_of_part(study, "barrier"):
        rule = layer.spec.network
        barrier = str(rule.barrier) if rule is not None else ""
        found += [
            (barrier, layer.id, known_word(feature.get("gate")), feature["geometry"])
            for feature in features.to_dict("records")
        ]
    return sorted(found, key=lambda row: (row[0], row[1], row[3].wkb))


def read_stops(study: Study, village: str | None) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield name and place of a village's gathering and resting places."""
    for _layer, features in features_of_part(study, "stop"):
        own = features[features["village"] == village] if "village" in features.columns and village else features[:0]
        for feature in own.to_dict("records"):
            yield text(feature.get("name")) or str(feature["key"]), feature["geometry"]


def known_word(value: Any) -> Known:
    """Return yes, no or unknown of an attribute.

    Examples
    --------
    >>> known_word(True), known_word("Nej"), known_word(None)
    ('yes', 'no', 'unknown')
    """
    word = str(value).strip().casefold()
    if word in ("yes", "ja", "true", "1", "1.0"):
        return "yes"
    return "no" if word in ("no", "nej", "false", "0", "0.0") else "unknown"


def _ice(value: object) -> Ice:
    stated: tuple[Ice, ...] = ("natural", "regulated", "open")
    return next((word for word in stated if word == text(value)), "unknown")


def text(value: object) -> str | None:
    """Return an attribute as text, None where it is missing."""
    return None if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) else str(value)


def _positive(value: object) -> float | None:
    number = finite(value)
    return number if number is not None and number > 0.0 else None
