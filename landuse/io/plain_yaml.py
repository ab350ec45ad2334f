"""YAML 1.2 read strictly: duplicate keys and references are refused."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from landuse.io.findings import Findings
from landuse.language import _


def load_yaml(text: str, findings: Findings, *, finite: bool = True) -> object:
    """Return the content of a YAML text; None after noting that it cannot be used at all.

    Duplicate keys are noted, each with its line; the first value is kept.

    Parameters
    ----------
    finite : bool
        Note numbers that are nan or infinite; False for content whose reader notes them itself.
    """
    duplicates: list[tuple[str, int]] = []

    class Constructor(SafeConstructor):
        def check_mapping_key(self, _node: Any, key_node: Any, mapping: Any, key: Any, _value: Any) -> bool:
            if key in mapping:
                duplicates.append((str(key), key_node.start_mark.line + 1))
            return key not in mapping

    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Constructor
    try:
        content = yaml.load(text)
    except MarkedYAMLError as error:
        _note_syntax(error, findings)
        return None
    except (YAMLError, ValueError, RecursionError, TypeError) as error:
        findings.add(
            type(error).__name__, _("YAML"), str(error).splitlines()[0] if str(error) else _("simplify the file")
        )
        return None
    for key, line in duplicates:
        findings.at(key).add(_("the key twice (line {line})").format(line=line), _("once"), _("remove or rename one"))
    if content is None:
        findings.add(_("an empty file"), _("a file with content"), _("fill it in or remove it"))
    if content is None or not _is_tree(content, findings, set()):
        return None
    if finite:
        _note_infinite(content, findings)
    return content


def _note_syntax(error: MarkedYAMLError, findings: Findings) -> None:
    mark = error.problem_mark or error.context_mark
    line = _("line {line}, column {column}: ").format(line=mark.line + 1, column=mark.column + 1) if mark else ""
    found = line + str(error.problem or error.context or type(error).__name__)
    findings.add(found, _("YAML"), _("look at indentation, colons and quotes near that line"))


def _is_tree(value: object, findings: Findings, seen: set[int]) -> bool:
    """Tell whether a value is a tree, noting a reference (``*name``): references can unfold without end."""
    if not isinstance(value, dict | list):
        return True
    if id(value) in seen:
        findings.add(_("a reference (*name)"), _("plain values"), _("write the value out"))
        return False
    seen.add(id(value))
    return all(_is_tree(item, findings.at(key), seen) for key, item in _items(value))


def _note_infinite(value: object, findings: Findings) -> None:
    if isinstance(value, dict | list):
        for key, item in _items(value):
            _note_infinite(item, findings.at(key))
    elif isinstance(value, float) and not math.isfinite(value):
        todo = _("write the number, or leave it out if it is unknown")
        findings.add(str(value), _("a finite number"), todo)


def _items(value: dict[Any, Any] | list[Any]) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value)
