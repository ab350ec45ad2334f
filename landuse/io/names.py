"""Names of columns compared without case, accents, spaces or signs."""

from __future__ import annotations

import re
import unicodedata


def folded(name: str) -> str:
    """Return a name without case, accents, spaces and signs.

    Examples
    --------
    >>> folded("Total höjd (m)"), folded("OMRADES_ID")
    ('totalhojdm', 'omradesid')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def column_name(name: str) -> str:
    """Return a lower-case name with single underscores, as kept for columns that no declaration names.

    Examples
    --------
    >>> column_name("Commissioning Date")
    'commissioning_date'
    """
    return re.sub(r"\W+", "_", name.strip().casefold()).strip("_") or "column"
