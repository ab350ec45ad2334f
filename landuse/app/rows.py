"""Long tables in small pieces: at most 20 rows are sent until more are asked for; a row can point at the map."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from landuse.app import state
from landuse.app.widgets import table
from landuse.language import _
from landuse.render.tables import Table

MOST_ROWS, SEEN_ROWS = 20, 9


def long_table(
    data: Table, name: str, *, empty: str, alt: str, on_row: Callable[[int], None] | None = None
) -> None:  # fmt: skip
    """Show a table, its first 20 rows unless all are asked for.

    Parameters
    ----------
    on_row : callable, optional
        Called with the number of the row that the user chose; the choice ends when the content changes.
    """
    whole = len(data.rows)
    everything = whole > MOST_ROWS and st.toggle(
        _("Show all {n} rows").format(n=whole), key=state.key(f"all rows {name}")
    )
    shown = Table(data.columns, data.rows if everything else data.rows[:MOST_ROWS])
    # The name of the table carries its content: a choice of row never outlives what it was made in.
    mark = content_mark(shown.rows)
    table(shown, f"{name}.{mark}", empty=empty, alt=alt, on_row=on_row, most_rows=SEEN_ROWS)
    if whole > MOST_ROWS and not everything:
        st.caption(_("{n} of {m} rows").format(n=MOST_ROWS, m=whole))


def content_mark(rows: Sequence[tuple[Any, ...]]) -> str:
    """Return a short mark of the content of rows.

    Examples
    --------
    >>> content_mark([(1, "a")]) == content_mark([(1, "a")]), content_mark([(1,)]) == content_mark([(2,)])
    (True, False)
    """
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:10]
