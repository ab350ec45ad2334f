"""Numbers as people of the language write them; unknown is a word, never 0 or blank."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from landuse.language import _, language

LOCALES = {"sv": "sv_SE", "en": "en_GB", "se": "se_SE"}


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number in the form of the language in use.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); number(12345.6, 1), number(None)
    ('12,345.6', 'unknown')
    """
    if value is None or not math.isfinite(value):
        return _("unknown")
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(round(value, decimals) + 0.0, format=pattern, locale=LOCALES[language()])


def amount(value: float | None) -> str:
    """Return hectares, kilometres or persons with as many decimals as they deserve."""
    if value is None or not math.isfinite(value):
        return _("unknown")
    size = abs(value)
    return number(value, 0 if size >= 100 else 1 if size >= 1 or size == 0 else 2)


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a share 0–1 as percent.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); percent(0.384)
    '38.4 %'
    """
    return _("unknown") if share is None else f"{number(100.0 * share, decimals)} %"


def interval(low: float | None, likely: float | None, high: float | None) -> str:
    """Return likely with low and high in brackets."""
    return f"{amount(likely)} ({amount(low)}–{amount(high)})"
