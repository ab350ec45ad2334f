"""Scenarios as YAML."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from landuse.io.draft import Draft, DraftPart
from landuse.io.findings import Findings, shown
from landuse.io.plain_yaml import load_yaml
from landuse.language import _

LONGEST_TEXT = 3_000_000
"""Signs of a YAML file; more take minutes to read."""


def yaml_to_draft(text: str, findings: Findings, *, folder: Path | None) -> Draft | None:
    """Return the draft of a YAML text, or None after noting why there is none."""
    if len(text) > LONGEST_TEXT:
        found = _("{size:.1f} MB of YAML").format(size=len(text) / 1e6)
        todo = _("put the geometry in a GeoPackage beside it, or write the scenario as GeoJSON or GeoPackage")
        findings.add(found, _("at most {size:.0f} MB").format(size=LONGEST_TEXT / 1e6), todo)
        return None
    content = load_yaml(text, findings, finite=False)
    if content is None:
        return None
    if not isinstance(content, dict):
        findings.add(shown(content), _("keys and values"), _("begin with for example 'title: My proposal'"))
        return None
    top = {str(key): value for key, value in content.items() if key != "establishments"}
    return Draft(top, parts_of(content.get("establishments"), findings.at("establishments")), folder)


def draft_to_yaml(document: Mapping[str, Any]) -> str:
    """Return a canonical document as YAML."""
    yaml = YAML(typ="safe", pure=True)
    layout: dict[str, object] = {"default_flow_style": None, "width": 118, "sort_base_mapping_type_on_output": False}
    for option, value in layout.items():
        setattr(yaml, option, value)
    stream = io.StringIO()
    yaml.dump(dict(document), stream)
    return stream.getvalue()


def parts_of(value: object, findings: Findings) -> tuple[DraftPart, ...]:
    """Return the establishments of a mapping from id to keys, after noting what is no such mapping."""
    if value is None:
        return ()
    if not isinstance(value, dict):
        todo = _("write for example 'park:' and below it its keys, indented")
        findings.add(shown(value), _("an id for each establishment, with its keys below"), todo)
        return ()
    parts = []
    for key, content in value.items():
        if isinstance(key, bool) or not isinstance(key, str | int):
            findings.at(key).add(shown(key), _("an id as text"), _("write it in quotes"))
        else:
            parts.append(DraftPart(str(key), ("establishments", str(key)), content))
    return tuple(parts)
