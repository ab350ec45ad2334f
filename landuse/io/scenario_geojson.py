"""Scenarios as GeoJSON: a FeatureCollection with title, area, year and without beside its features."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry import shape

from landuse.io.draft import FLAT_KEYS, TOP_KEYS, Draft, DraftPart
from landuse.io.entry import Entry
from landuse.io.findings import Findings, shown
from landuse.io.reference_system import from_sweref
from landuse.language import _
from landuse.model.scenario import geometry_document

_MEMBERS = ("type", "features", "crs", "bbox", "name", "xy_coordinate_resolution", *TOP_KEYS)
_OWN_COLUMNS = ("fid", "ogc_fid")
_LON_LAT_DECIMALS = 11
"""About a micrometre: enough to come back to the same millimetre."""


def geojson_to_draft(text: str, findings: Findings) -> Draft | None:
    """Return the draft of a GeoJSON text, or None after noting why there is none."""
    content = load_json(text, findings)
    if content is None:
        return None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        found = content.get("type") if isinstance(content, dict) else content
        findings.at("type").add(shown(found), "FeatureCollection", _("export the whole layer as GeoJSON"))
        return None
    Entry(content, findings).only(key for key in _MEMBERS if key != "establishments")
    features = content.get("features")
    if not isinstance(features, list):
        findings.at("features").add(shown(features), _("a list of features"), _("export the whole layer as GeoJSON"))
        return None
    top = {key: content[key] for key in TOP_KEYS if key in content} | {"crs": stated_crs(content)}
    parts = [_part(feature, findings.at("features", index)) for index, feature in enumerate(features)]
    return Draft(top, tuple(part for part in parts if part), flat=True)


def stated_crs(content: Mapping[str, object]) -> object:
    """Return what a GeoJSON states as its reference system; longitude and latitude if it is silent (RFC 7946).

    Examples
    --------
    >>> stated_crs({}), stated_crs({"crs": {"type": "name", "properties": {"name": "EPSG:3006"}}})
    ('EPSG:4326', 'EPSG:3006')
    """
    member = content.get("crs", "EPSG:4326")
    properties = member.get("properties") if isinstance(member, dict) else None
    return properties.get("name") if isinstance(properties, dict) else member


def load_json(text: str, findings: Findings) -> object:
    """Return the content of a JSON text, with every duplicate key noted; None after noting that it is no JSON."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                findings.at(key).add(_("the key twice"), _("once"), _("remove or rename one"))
            found[key] = value
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        found = _("line {line}, column {column}: ").format(line=error.lineno, column=error.colno) + error.msg
        findings.add(found, "JSON", _("save it again from the program that made it"))
    except (RecursionError, ValueError) as error:
        findings.add(type(error).__name__, "JSON", _("save it again from the program that made it"))
    return None


def _part(feature: object, findings: Findings) -> DraftPart | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or feature.get("type") != "Feature" or not isinstance(properties, dict | None):
        findings.add(shown(feature), _("a feature with properties"), _("export the layer as GeoJSON again"))
        return None
    content = flat_properties(properties or {})
    part_id = Entry({"id": content.pop("id", feature.get("id"))}, findings, flat=True).text("id", required=True)
    return DraftPart(part_id or "", findings.path, content | {"geometry": feature.get("geometry")})


def flat_properties(properties: Mapping[str, object]) -> dict[str, object]:
    """Return the columns that hold something, without those that a GIS adds of its own.

    Examples
    --------
    >>> flat_properties({"fid": 1, "id": "park", "comment": None, "comments": ""})
    {'id': 'park'}
    """
    known = {key: value for key, value in properties.items() if key.casefold() not in _OWN_COLUMNS}
    return {key: value for key, value in known.items() if key in FLAT_KEYS or value not in (None, "")}


def document_to_geojson(document: Mapping[str, Any]) -> str:
    """Return a canonical document as GeoJSON in longitude and latitude (RFC 7946)."""
    top = {key: value for key, value in document.items() if key not in ("crs", "establishments")}
    features = [_feature(part_id, entry) for part_id, entry in document["establishments"].items()]
    collection = {"type": "FeatureCollection", **top, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _feature(part_id: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    geometry = from_sweref(shape(entry["geometry"]), "EPSG:4326")
    rounded = shapely.transform(geometry, lambda xy: xy.round(_LON_LAT_DECIMALS))
    properties = {key: value for key, value in entry.items() if key != "geometry"}
    return {
        "type": "Feature",
        "id": part_id,
        "properties": {"id": part_id, **properties},
        "geometry": geometry_document(rounded),
    }
