"""Signs that cannot be seen but change what is read: line breaks in a name, terminal codes, turned writing."""

from __future__ import annotations

import re

import pandas as pd

from landuse.io.layer_findings import LayerFindings, listed
from landuse.language import _

_BREAKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"
_HIDDEN = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_EITHER = re.compile(f"{_BREAKS}|{_HIDDEN}")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def has_hidden_signs(text: str) -> bool:
    r"""Tell whether a text holds a line break, a control sign, or a sign that turns the direction of writing.

    Examples
    --------
    >>> has_hidden_signs("Berg"), has_hidden_signs("a\N{RIGHT-TO-LEFT OVERRIDE}b"), has_hidden_signs("a\x1b[2J")
    (False, True, True)
    """
    return _EITHER.search(text) is not None


def seen(text: str) -> str:
    r"""Return a text on one line in which every hidden sign can be seen.

    Examples
    --------
    >>> seen("a\nb"), seen("a\N{RIGHT-TO-LEFT OVERRIDE}b") == f"a{REPLACEMENT}b"
    ('a b', True)
    """
    return re.sub(_HIDDEN, REPLACEMENT, re.sub(_BREAKS, " ", text))


def with_seen_signs(table: pd.DataFrame, findings: LayerFindings) -> pd.DataFrame:
    """Return a table without hidden signs in its texts; what was replaced is noted."""
    changed = {}
    for name in table.columns:
        column = table[name]
        if not (isinstance(column.dtype, pd.StringDtype) or column.dtype == object):
            continue
        hit = column.map(lambda value: isinstance(value, str) and has_hidden_signs(value)).astype(bool)
        if hit.any():
            changed[name] = column.where(~hit, column[hit].map(seen))
            findings.note(
                _("hidden signs in {n} values of {attribute} are replaced: {values}").format(
                    n=int(hit.sum()), attribute=name, values=listed(changed[name][hit])
                )
            )
    return table.assign(**changed)
