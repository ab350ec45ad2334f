"""Text that a user or a file brought, made harmless for places that read Markdown."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: object) -> str:
    r"""Return a text with every sign that Markdown could act on escaped, on one line.

    Without it a title such as ``![](address)`` would make the browser fetch a picture from outside.

    Examples
    --------
    >>> plain("![x](http://a)")
    '\\!\\[x\\]\\(http\\://a\\)'
    >>> plain("Vindkraft på berget")
    'Vindkraft på berget'
    """
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", str(text)).strip())


def no_formula(text: object) -> str:
    r"""Return a text that no spreadsheet takes for a formula: Streamlit's tables can be saved as CSV as they stand.

    What stands in front of it has no width: it is not seen in the table.

    Examples
    --------
    >>> no_formula("=1+1") == "\N{ZERO WIDTH SPACE}=1+1", no_formula("Berg"), no_formula(5)
    (True, 'Berg', '5')
    """
    said = str(text)
    return f"\N{ZERO WIDTH SPACE}{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r")) else said


def bold(text: str) -> str:
    """Return a text that is already harmless in bold."""
    return f"**{text}**"


def labelled(*pairs: tuple[str, object]) -> list[str]:
    r"""Return labels with their values, the values made harmless.

    Examples
    --------
    >>> labelled(("found", "*"))
    ['found: \\*']
    """
    return [f"{label}: {plain(value)}" for label, value in pairs]
