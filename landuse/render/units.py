"""Numbers as a reader expects them: Swedish or English form, with their unit, and unknown as a word."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from landuse.language import _, language

LOCALES = {"en": "en", "se": "sv", "sv": "sv"}
"""Language → the form of its numbers; Northern Sámi texts use the Swedish form."""
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
"""As wide as a plus, never taken for a hyphen, and no line breaks after it."""


def unknown() -> str:
    """Return the word for a figure that is not known; never 0, never empty."""
    return _("unknown")


def number(value: float | None, decimals: int | None = None) -> str:
    """Return a number in the form of the language in use, the word for unknown for None and NaN.

    Parameters
    ----------
    value : float or None
        None and NaN = unknown.
    decimals : int, optional
        Digits after the decimal sign; by default by size: none from 100, one from 10, two below.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("sv"); number(12345.6).replace(NO_BREAK, " "), number(3.14159), number(0.0)
    ('12 346', '3,14', '0')
    >>> set_language("en"); number(0.0004), number(None)
    ('< 0.01', 'unknown')
    """
    if value is None or not math.isfinite(value):
        return unknown()
    if value == 0:
        return "0"
    size = abs(value)
    digits = decimals if decimals is not None else 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    smallest = 10.0**-digits
    if size <= smallest / 2:  # a half is rounded to the even digit: to 0
        sign = "< " if value > 0 else f"> {MINUS}"
        return sign + _decimal(smallest, digits)
    return _decimal(value, digits)


def percent(share: float | None, decimals: int | None = None) -> str:
    """Return a share (0–1) in percent.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("sv"); percent(0.1234).replace(NO_BREAK, " ")
    '12,3 %'
    """
    if share is None or not math.isfinite(share):
        return unknown()
    sign = "%" if language() == "en" else NO_BREAK + "%"
    size = abs(share)
    digits = decimals if decimals is not None else 0 if size >= 0.9995 else 1 if size >= 0.00095 else 2
    return number(share * 100.0, digits) + sign


def quantity(value: float | None, unit: str) -> str:
    """Return a number with its unit (a count has none), the word alone if it is unknown.

    Parameters
    ----------
    unit : {"ha", "km", "count", "persons"} or str
        A quantity of the result, or a unit as it is written (``m``, ``MW``).

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); quantity(1200, "ha").replace(NO_BREAK, " "), quantity(None, "km")
    ('1,200 ha', 'unknown')
    """
    text = number(value, 0 if unit in ("count", "persons") else None)
    return text if text == unknown() or unit == "count" else f"{text}{NO_BREAK}{unit_word(unit)}"


def unit_word(unit: str) -> str:
    """Return a unit as it is written beside a number."""
    return {"count": _("number"), "persons": _("persons")}.get(unit, unit)


def interval(low: float | None, high: float | None) -> str:
    """Return low–high, the word for unknown if either is not known.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); interval(1.0, 2.5), interval(None, 2.0)
    ('1.00–2.50', 'unknown')
    """
    if low is None or high is None:
        return unknown()
    return f"{number(low)}–{number(high)}"


def metres(value: float | None) -> str:
    """Return a distance in metres, from 10 km in kilometres.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("sv"); metres(850.4).replace(NO_BREAK, " "), metres(12345.0).replace(NO_BREAK, " ")
    ('850 m', '12,3 km')
    """
    if value is not None and math.isfinite(value) and value >= 10_000.0:
        return f"{number(value / 1000.0, 1)}{NO_BREAK}km"
    text = number(value, 0)
    return text if text == unknown() else f"{text}{NO_BREAK}m"


def _decimal(value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=LOCALES[language()]).replace("-", MINUS)
