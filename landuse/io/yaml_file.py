"""YAML files of the catalogue: read strictly, with the line of every entry for messages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from landuse.io.findings import Findings, shown
from landuse.io.plain_yaml import load_yaml
from landuse.language import _


def read_mapping(content: bytes, findings: Findings) -> dict[str, object]:
    """Return the keys and values of a YAML file (1.2); what is wrong with it is noted and left out.

    Parameters
    ----------
    content : bytes
        The file, UTF-8.
    findings : Findings
        Notes duplicate keys, references, values that are no numbers, and syntax errors.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add(_("bytes that are no UTF-8"), "UTF-8", str(error))
        return {}
    loaded = load_yaml(text, findings)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        findings.add(shown(loaded), _("keys and values"), _("write 'key: value' lines"))
        return {}
    return {str(key): value for key, value in loaded.items()}


def line_of(content: bytes, path: Sequence[str]) -> int | None:
    r"""Return the line on which an entry begins, or of the nearest entry above it that exists.

    Examples
    --------
    >>> line_of(b"areas:\n  a:\n    title: A\n", ("areas", "a", "title"))
    3
    """
    node = _composed(content)
    if node is None:
        return None
    line = int(node.start_mark.line) + 1
    for key in path:
        step = _step(node, key)
        if step is None:
            break
        line, node = step
    return line


@cache
def _composed(content: bytes) -> Node | None:
    return YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig", errors="replace"))  # type: ignore[no-any-return]


def _step(node: Node, key: str) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        return next(((int(k.start_mark.line) + 1, v) for k, v in node.value if str(k.value) == key), None)
    if isinstance(node, SequenceNode) and key.isdigit() and int(key) < len(node.value):
        item = node.value[int(key)]
        return int(item.start_mark.line) + 1, item
    return None
