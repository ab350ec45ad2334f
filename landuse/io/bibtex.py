"""References in BibTeX: entries as text, by their key."""

from __future__ import annotations

import re

from landuse.io.findings import Findings
from landuse.language import _

_ENTRY = re.compile(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)


def read_references(content: bytes, findings: Findings) -> dict[str, str]:
    r"""Return BibTeX key → entry as text; a key twice and an entry without an end are noted.

    Examples
    --------
    >>> sorted(read_references(b"@book{A1, year = {2001}}\n@misc{B, note = {x}}", Findings("references.bib")))
    ['A1', 'B']
    """
    text = content.decode("utf-8-sig")
    found: dict[str, str] = {}
    for match in _ENTRY.finditer(text):
        key = match[2]
        end = _end(text, match.end(0))
        if end is None:
            findings.at(key).add(_("an entry without end"), "}", _("close its braces"))
        elif key in found:
            findings.at(key).add(_("the key twice"), _("once"), _("remove or rename one"))
        else:
            found[key] = text[match.start(0) : end]
    return found


def _end(text: str, start: int) -> int | None:
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return None
