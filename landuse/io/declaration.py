"""Raw entries of the catalogue → frozen models; every problem is noted where it stands."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from landuse.io.findings import Findings, shown
from landuse.io.nearest import expected_names
from landuse.language import _
from landuse.model.frozen import Frozen

Model = TypeVar("Model", bound=Frozen)


def declared(model: type[Model], raw: object, findings: Findings) -> Model | None:
    """Return a raw entry as a model, or None after noting everything that is wrong with it."""
    before = len(findings.problems)
    _note_numbers(raw, findings)
    if len(findings.problems) > before:
        return None
    try:
        return model.model_validate_json(json.dumps(raw, default=_plain), strict=True)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(detail, model, findings)
    return None


def with_reviews(raw: object, reviewed: Mapping[str, bool], findings: Findings) -> object:
    """Return a raw entry in which every text knows whether its Northern Sámi term is reviewed in the glossary.

    Parameters
    ----------
    reviewed : mapping
        Term → whether ``glossary.csv`` holds it as verified; a term that is not there is noted.
    """
    if isinstance(raw, list):
        return [with_reviews(item, reviewed, findings.at(n)) for n, item in enumerate(raw)]
    if not isinstance(raw, dict):
        return raw
    found = {key: with_reviews(value, reviewed, findings.at(key)) for key, value in raw.items()}
    if "sv" in found and "en" in found and isinstance(found.get("se"), str):
        term = str(found["se"])
        if term not in reviewed:
            todo = _("add the term there with its status, or leave it out")
            findings.at("se").add(shown(term), _("a term of glossary.csv"), todo)
        found["se_reviewed"] = reviewed.get(term, False)
    return found


def _note_numbers(raw: object, findings: Findings) -> None:
    if isinstance(raw, float) and not math.isfinite(raw):
        findings.add(shown(raw), _("a finite number"), _("write a number, or leave the entry out if it is unknown"))
    elif isinstance(raw, dict | list):
        for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw):
            _note_numbers(value, findings.at(key))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _note(detail: ErrorDetails, model: type[Frozen], findings: Findings) -> None:
    place = findings.at(*detail["loc"])
    context: dict[str, Any] = detail.get("ctx") or {}
    kind = detail["type"]
    if kind == "missing":
        place.add(_("nothing"), _("a value"), _("add {name}").format(name=detail["loc"][-1]))
    elif kind == "extra_forbidden":
        known = _fields(model, detail["loc"][:-1])
        place.add(_("an unknown key"), expected_names(str(detail["loc"][-1]), known), _("rename or remove it"))
    elif kind in {"literal_error", "enum"}:
        place.add(shown(detail["input"]), str(context.get("expected")), _("choose one of them"))
    else:
        place.add(shown(detail["input"]), _expected(kind, context, detail["msg"]), _("correct the value"))


def _expected(kind: str, context: Mapping[str, Any], message: str) -> str:
    bounds = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "less_than": "lt"}
    signs = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<"}
    if kind in bounds:
        return f"{signs[bounds[kind]]} {context[bounds[kind]]}"
    if kind.startswith(("float", "int")):
        return _("a number (with a decimal point, without quotes)")
    if kind.startswith("string_pattern"):
        return _("an id of letters, digits and underscores")
    if kind.startswith("string"):
        return _("a text")
    if kind.startswith("bool"):
        return _("true or false")
    if kind.startswith(("tuple", "list")):
        return _("a list")
    if kind.startswith(("dict", "mapping", "model")):
        return _("keys and values")
    return message


def _fields(model: type[Frozen], path: tuple[int | str, ...]) -> list[str]:
    """Return the fields that are known at a place of a model; none if the place cannot be told."""
    schema: Any = model.model_json_schema()
    definitions = schema.get("$defs", {})
    for key in path:
        found = schema.get("properties", {}).get(key)
        if found is None:
            found = schema.get("additionalProperties") or schema.get("items") or {}
        options = [found, *found.get("anyOf", [])] if isinstance(found, dict) else []
        names = [str(option["$ref"]).rsplit("/", 1)[-1] for option in options if "$ref" in option]
        schema = definitions[names[0]] if names else (options[0] if options else {})
    return list(schema.get("properties", {}))
