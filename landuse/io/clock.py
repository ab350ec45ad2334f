"""Today, as a build or a test may set it."""

from __future__ import annotations

import datetime as dt
import os


def now() -> dt.datetime:
    """Return the time in UTC; with ``SOURCE_DATE_EPOCH`` set, that moment.

    Examples
    --------
    >>> now().tzinfo is dt.UTC
    True
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(fixed), dt.UTC) if fixed.isdigit() else dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date in UTC; with ``SOURCE_DATE_EPOCH`` set, that day."""
    return now().date()


def last_day(text: str | None) -> dt.date | None:
    """Return the last day that a date, a month or a year can mean; None if the text is none of them.

    Examples
    --------
    >>> last_day("2020"), last_day("2020-02"), last_day("2020-09-07"), last_day("v. 3")
    (datetime.date(2020, 12, 31), datetime.date(2020, 2, 29), datetime.date(2020, 9, 7), None)
    """
    parts = (text or "").strip().split("-")
    if not 1 <= len(parts) <= 3 or len(parts[0]) != 4 or not all(part.isdigit() for part in parts):
        return None
    try:
        if len(parts) == 3:
            return dt.date(*map(int, parts))
        year, month = (int(parts[0]), int(parts[1])) if len(parts) == 2 else (int(parts[0]), 12)
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        return None
