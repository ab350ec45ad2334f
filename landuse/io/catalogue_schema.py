"""JSON Schemas of the catalogue's files, for editors that check while one writes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from landuse.io.catalogue_files import FORMS, PROFILES, SECTIONS, SHARED, TABLES
from landuse.model.catalogue import DisturbanceType, Effect, LayerSpec, Profile
from landuse.model.frozen import Frozen

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DERIVED: Mapping[type[Frozen], tuple[str, ...]] = {LayerSpec: ("law",)}
"""Fields that the reader fills in."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return name → JSON Schema: of each YAML file, and of a row of each CSV file (a list in a cell as an array).

    Examples
    --------
    >>> sorted(json_schemas()["areas.yaml"]["properties"])
    ['areas']
    """
    found = {file: _file_schema(file) for file in SECTIONS}
    found[f"{PROFILES}/*.yaml"] = {"$schema": _DIALECT, **Profile.model_json_schema()}
    for file, table in TABLES.items():
        found[file] = {"$schema": _DIALECT, **table.model.model_json_schema()}
    return found


def _file_schema(file: str) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name in SHARED.get(file, {}):
        properties[name] = _mapping_of(_entry_schema(FORMS[name], definitions))
    for name, form in SECTIONS[file].items():
        entry = _entry_schema(form, definitions)
        if form is DisturbanceType:
            entry["properties"]["parameters"] = _mapping_of(_partly(definitions["Parameter"]))
            effect = _entry_schema(Effect, definitions)
            effect["required"] = [field for field in effect["required"] if field != "type"]
            entry["properties"]["effects"] = {"type": "array", "items": effect}
        properties[name] = _mapping_of(entry)
    return {
        "$schema": _DIALECT, "title": file, "type": "object", "additionalProperties": False,
        "properties": properties, "required": list(SECTIONS[file]), "$defs": definitions,
    }  # fmt: skip


def _entry_schema(form: type[Frozen], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an entry whose id is its key, and put what it refers to among the definitions."""
    schema = form.model_json_schema()
    definitions.update(schema.pop("$defs", {}))
    for field in ("id", *_DERIVED.get(form, ())):
        schema["properties"].pop(field, None)
        schema["required"] = [name for name in schema.get("required", []) if name != field]
    return schema


def _partly(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of which nothing is required: the rest is declared once in the shared section."""
    partly = copy.deepcopy(schema)
    partly.pop("required", None)
    partly["properties"].pop("id", None)
    return partly


def _mapping_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema}
