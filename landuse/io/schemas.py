"""JSON Schemas (2020-12) of what people and programs write and read."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from landuse.io.catalogue_schema import json_schemas
from landuse.io.draft import PART_KEYS
from landuse.io.entry import YEARS
from landuse.io.geometry_json import DEPTH
from landuse.model.catalogue import Band, Catalogue, DisturbanceType, Parameter

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_YEAR: Schema = {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}
_YEARS: Schema = {"type": "array", "prefixItems": [_YEAR, _YEAR], "minItems": 2, "maxItems": 2, "items": False}


_WEEKS: Schema = {
    "type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 53}, "minItems": 2, "maxItems": 2,
}  # fmt: skip


def assessment_schema() -> Schema:
    """Return the schema of ``assessment.json``: part of the contract of the program.

    Examples
    --------
    >>> assessment_schema()["title"]
    'landuse assessment'
    """
    source = files("landuse") / "model" / "assessment.schema.json"
    schema: Schema = json.loads(source.read_text(encoding="utf-8"))
    return schema


def scenario_schema(catalogue: Catalogue) -> Schema:
    """Return the schema of a scenario file, with the types, parameters and areas of a catalogue.

    It says what can be said in a schema: places, references between parts and the order of years are checked by
    ``read_scenario``.
    """
    return {
        "$schema": DIALECT,
        "title": "landuse scenario",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "area"],
        "properties": {
            "title": _TEXT,
            "area": {"enum": sorted(catalogue.areas)},
            "crs": {"type": ["string", "integer"], "default": "EPSG:3006"},
            "year": _YEAR,
            "alternative": {"const": "zero"},
            "answer_by": {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
            "establishments": {"type": "object", "additionalProperties": {"$ref": "#/$defs/establishment"}},
            "without": {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9_]+/\\S"}},
        },
        "$defs": {"establishment": _establishment(catalogue), "geometry": _geometry()},
    }


def _establishment(catalogue: Catalogue) -> Schema:
    properties: Schema = {
        "type": {"enum": sorted(catalogue.types)},
        "name": _TEXT,
        "status": {"enum": [Band.BUILT, Band.PERMITTED, Band.PLANNED, Band.PROPOSED], "default": Band.PROPOSED},
        "phase": {"enum": ["construction", "operation"], "default": "operation"},
        "years": _YEARS,
        "construction_years": _YEARS,
        "construction_weeks": _WEEKS,
        "geometry": {"$ref": "#/$defs/geometry"},
        "parameters": {"type": "object"},
        "part_of": _TEXT,
        "works": {"enum": ["access", "internal"], "default": "access"},
        "position_error_m": {"type": "number", "minimum": 0, "default": 0},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "geometry"],
        "properties": {key: properties[key] for key in PART_KEYS},
        "allOf": [_parameters_of(kind) for kind in catalogue.types.values()]
        + [
            {
                "if": {"properties": {"works": {"const": "internal"}}, "required": ["works"]},
                "then": {"required": ["part_of"]},
            }
        ],
    }


def _parameters_of(kind: DisturbanceType) -> Schema:
    declared = {parameter.id: parameter_schema(parameter) for parameter in kind.parameters}
    return {
        "if": {"properties": {"type": {"const": kind.id}}},
        "then": {"properties": {"parameters": {"properties": declared, "additionalProperties": False}}},
    }


def parameter_schema(parameter: Parameter) -> Schema:
    """Return the schema of one parameter of a disturbance type."""
    if parameter.kind == "choice":
        schema: Schema = {"enum": list(parameter.choices)}
    else:
        schema = {"type": "number" if parameter.kind == "number" else "integer"}
        limits = {"minimum": parameter.minimum, "maximum": parameter.maximum}
        schema |= {name: limit for name, limit in limits.items() if limit is not None}
    schema["title"] = parameter.title.en
    return schema if parameter.default is None else schema | {"default": parameter.default}


def _geometry() -> Schema:
    position: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 4}
    drawn = [
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["type", "coordinates"],
            "properties": {"type": {"const": kind}, "coordinates": _nested(position, depth), "bbox": {"type": "array"}},
        }
        for kind, depth in DEPTH.items()
    ]
    named: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["file"],
        "properties": {"file": _TEXT, "layer": _TEXT},
    }
    return {"oneOf": [*drawn, named]}


def _nested(inner: Schema, depth: int) -> Schema:
    return inner if depth == 0 else {"type": "array", "minItems": 1, "items": _nested(inner, depth - 1)}


def all_schemas(catalogue: Catalogue) -> dict[str, Schema]:
    """Return every schema by name: ``scenario``, ``assessment``, and one for each file of the catalogue."""
    return {"scenario": scenario_schema(catalogue), "assessment": assessment_schema(), **json_schemas()}
