"""Typing coordinates: a table of vertices for a part that is there, or for a new one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from landuse.app import changes, current, state
from landuse.app.coordinates import COLUMNS, EAST, NORTH, PIECE, RING, Row, edited, geometry_of, rows_of
from landuse.app.messages import choose_part
from landuse.app.pointing import fly_to_parts
from landuse.app.work import NewPart, Work
from landuse.language import _
from landuse.model.scenario import Establishment

MOST_ROWS = 2000


def coordinate_table(part: Establishment | None, kind: str, new: NewPart | None) -> None:
    """Show the table; a button takes it over."""
    rows = rows_of(part.geometry) if part is not None else []
    if len(rows) > MOST_ROWS:
        st.info(_("{n} vertices are too many for a table: edit them on the map or in a file.").format(n=len(rows)))
        return
    name = part.id if part is not None else f"new {kind}"
    key = f"table.{name}.{state.get('tables', 0)}.{_mark(rows)}"
    st.data_editor(
        pd.DataFrame(rows or [{PIECE: 1, RING: 1, EAST: None, NORTH: None}], columns=list(COLUMNS)),
        num_rows="dynamic", hide_index=True, key=key, column_config=_columns(), height=260, on_change="ignore",
        column_order=_shown(kind), alt=_("Coordinates of every vertex, SWEREF 99 TM"),
    )  # fmt: skip
    st.button(
        _("Use these coordinates"), key=f"use {key}", type="primary", on_click=_use, args=(key, rows, part, kind, new)
    )


def _mark(rows: list[Row]) -> int:
    return hash(tuple(tuple(row.values()) for row in rows)) & 0xFFFFFF


def _shown(kind: str) -> list[str]:
    return {"Point": [EAST, NORTH], "LineString": [PIECE, EAST, NORTH]}.get(kind, list(COLUMNS))


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, {"step": 0.001, "format": "%.3f"}
    return {
        PIECE: number(_("Piece"), min_value=1, step=1, default=1, width="small"),
        RING: number(_("Ring"), min_value=1, step=1, default=1, width="small", help=_("1 = outline, more = holes")),
        EAST: number(_("E"), help=_("Easting, six digits, metres"), **text),  # type: ignore[arg-type]
        NORTH: number(_("N"), help=_("Northing, seven digits, metres"), **text),  # type: ignore[arg-type]
    }


def _use(key: str, rows: list[Row], part: Establishment | None, kind: str, new: NewPart | None) -> None:
    state.use_language()
    delta = state.widget(key, {})
    first = rows or [{PIECE: 1, RING: 1, EAST: None, NORTH: None}]
    table = edited(first, delta if isinstance(delta, dict) else {})

    def made(work: Work) -> Work:
        geometry = geometry_of(table, kind)
        return work.with_part(geometry, new or NewPart()) if part is None else work.with_geometry(part.id, geometry)

    if changes.change(made, _("The coordinates cannot be used; nothing was changed")):
        state.put("tables", state.get("tables", 0) + 1)
        newest = current.work().newest
        if part is None and newest is not None:
            choose_part(newest)
            fly_to_parts(current.work().scenario, [newest])
