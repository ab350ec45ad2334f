"""Text that a user or a file brought, made harmless for places that read Markdown."""

from __future__ import annotations

import re

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
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
