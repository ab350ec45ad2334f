"""Rows of the conflict register: what touches what, never what follows from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Provision
from landuse.model.frozen import HERDING_SEASONS, finite
from landuse.model.scenario import Establishment
from landuse.model.study import Layer
from landuse.register.asking import Asked
from landuse.register.law import provision_document

Row = dict[str, Any]

KEYS = (
    "part", "layer", "feature", "name", "status",
    "overlap_ha", "overlap_km", "overlap_count", "share_of_feature", "distance_m", "asked_m", "season",
    "provision", "threshold_word", "weigh", "url", "provisions",
)  # fmt: skip
"""What every row has, by the schema of an assessment."""
BESIDE = (
    "row", "type", "layer_title", "authority", "edition", "quality", "layer_age_days", "stale", "asked_always",
    "asked_reason", "reach_m", "searched_m", "feature_kind", "feature_status", "village", "project", "position_error_m",
    "position_uncertain", "removed", "may_apply", "note",
)  # fmt: skip
"""What every row has beside that."""


def blank(part: Establishment, layer: str, *, row: str, status: str) -> Row:
    """Return a row where nothing is known yet but what it is about."""
    empty: Row = dict.fromkeys((*KEYS, *BESIDE))
    about = {"part": part.id, "type": part.type, "layer": layer, "row": row, "status": status}
    flags = dict.fromkeys(("asked_always", "position_uncertain", "removed"), False)
    return empty | about | flags | {"provisions": [], "may_apply": []}


def of_layer(row: Row, layer: Layer, asked: Asked) -> Row:
    """Return a row with who is asked, why this far, and how old the layer is."""
    stale = layer.status == "stale"
    return row | {
        "layer_title": layer.spec.title.said(),
        "authority": layer.authority or layer.spec.authority,
        "edition": layer.edition,
        "quality": None if layer.quality is None else str(layer.quality),
        "layer_age_days": layer.age_days,
        "stale": stale,
        "asked_m": asked.ask_m,
        "asked_always": asked.always,
        "asked_reason": asked.reason,
        "reach_m": asked.reach_m,
        "note": old(layer.age_days) if stale else None,
    }


def of_law(row: Row, rules: Sequence[Provision], *, touched: bool = True) -> Row:
    """Return a row with its provisions, the most specific first; what they ask only where they are touched."""
    documents = [provision_document(rule, touched=touched) for rule in rules]
    first = documents[0] if documents else dict.fromkeys(("title", "threshold_word", "weigh", "url"))
    word = first["threshold_word"] if touched else None
    shown = {"provision": first["title"], "threshold_word": word, "weigh": first["weigh"], "url": first["url"]}
    return row | shown | {"provisions": documents}


def of_feature(row: Row, attributes: Mapping[str, Any], part: Establishment) -> Row:
    """Return a row with what the layer says of the feature; names are data and stay as they are."""
    errors = (part.position_error_m, finite(attributes.get("position_error_m")) or 0.0)
    error = max(errors)
    distance = row["distance_m"]
    removed = bool(attributes.get("removed"))
    return row | {
        "feature": text(attributes.get("key")),
        "name": text(attributes.get("name")),
        "feature_kind": text(attributes.get("kind")),
        "feature_status": text(attributes.get("status")),
        "village": text(attributes.get("village")),
        "project": text(attributes.get("project")),
        "quality": text(attributes.get("quality")) or row["quality"],
        "removed": removed,
        "note": joined((row["note"], _("The scenario removes it.") if removed else None)),
        "position_error_m": error,
        "position_uncertain": error > 0.0 and distance is not None and distance <= error,
    }


def seasons_of(attributes: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Return the herding seasons that a feature states, None alone where it states none.

    Examples
    --------
    >>> seasons_of({"season": "var; varsommar"}), seasons_of({"season": None})
    (('var', 'varsommar'), (None,))
    """
    words = str(attributes.get("season") or "").casefold().replace(";", " ").replace(",", " ").split()
    return tuple(season for season in HERDING_SEASONS if season in words) or (None,)


def old(age: int | None) -> str:
    """Return the sentence on a layer that is older than its update interval."""
    if age is None:
        return _("The layer is older than its update interval.")
    return _("The layer is {days} days old, more than its update interval.").format(days=age)


def joined(sentences: Iterable[str | None]) -> str | None:
    """Return sentences after one another, None if there are none."""
    return " ".join(sentence for sentence in sentences if sentence) or None


def number(value: float) -> float | None:
    """Return a number for a row, None for NaN.

    Examples
    --------
    >>> number(float("nan")), number(2.5)
    (None, 2.5)
    """
    return None if math.isnan(value) else float(value)


def text(value: object) -> str | None:
    """Return a value of a layer as text, a whole number without decimals; None if it is missing.

    Examples
    --------
    >>> text(2014.0), text(" A "), text(None)
    ('2014', ' A ', None)
    """
    if value is None:
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
