"""Single values as files write them: numbers, years, yes and no, text."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

_YES = {"1", "ja", "j", "yes", "y", "true", "t", "sant"}
_NO = {"0", "nej", "n", "no", "false", "f", "falskt"}


def number(text: object) -> float:
    """Return a number written with a point or comma and spaces between thousands; NaN if empty or no number.

    Examples
    --------
    >>> number("7 400 123,5"), number(" 6.6 MW"), number("")
    (7400123.5, 6.6, nan)
    """
    if isinstance(text, bool) or text is None:
        return float("nan")
    if isinstance(text, int | float | np.number):
        return float(text)
    bare = re.sub(r"[\s\u00a0\u202f']", "", str(text))
    bare = re.sub(r"(?<=\d)(mw|m)$", "", bare, flags=re.IGNORECASE).replace("−", "-")
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    return float(bare) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", bare) else float("nan")


def largest(value: object) -> float:
    """Return a number, the largest of several separated by ``;``; NaN if there is none.

    Examples
    --------
    >>> largest("400000;220000"), largest("3,3"), largest("high")
    (400000.0, 3.3, nan)
    """
    if not isinstance(value, str) or ";" not in value:
        return number(value)
    return float(np.fmax.reduce([number(part) for part in value.split(";")]))


def text(value: object) -> str | None:
    """Return a value as stripped text, whole numbers without decimals; None if empty or unknown.

    Examples
    --------
    >>> text(12.0), text("  a "), text(float("nan")), text("")
    ('12', 'a', None, None)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else str(int(value)) if float(value).is_integer() else repr(float(value))
    return str(value).strip() or None


def year(value: object) -> float:
    """Return the year of a date or a number; NaN if unknown or no year.

    Examples
    --------
    >>> year("20051003"), year(2005.0), year("2005-10"), year("soon"), year(0)
    (2005.0, 2005.0, 2005.0, nan, nan)
    """
    if hasattr(value, "year"):
        return float(value.year)
    digits = (text(value) or "")[:4]
    return float(digits) if len(digits) == 4 and digits.isdigit() and 1500 <= int(digits) <= 2500 else float("nan")


def yes_or_no(value: object) -> bool | None:
    """Return what a word for yes or no means; None if it is neither."""
    plain = (text(value) or "").casefold()
    return True if plain in _YES else False if plain in _NO else None


def texts(column: pd.Series, change: Callable[[str], str] = str) -> pd.Series:
    """Return a column as stripped text, each changed by a function; None, never NaN, where nothing is known."""
    stated = (text(value) for value in column.astype(object))
    return pd.Series([None if value is None else change(value) for value in stated], index=column.index, dtype=object)


def with_none(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text columns hold None, never NaN, where nothing is known."""
    texts = [c for c in table.columns if isinstance(table[c].dtype, pd.StringDtype) or table[c].dtype == object]
    return table.assign(**{c: table[c].astype(object).where(table[c].notna(), None) for c in texts})
