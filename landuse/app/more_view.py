"""What is not known, and the rest of the result: routes, weighings, checks, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from landuse.app import state
from landuse.app.map_data import View
from landuse.app.pointing import point_at, point_at_nothing
from landuse.app.route_data import drawable
from landuse.app.rows import long_table
from landuse.app.safe import bold, plain
from landuse.app.widgets import text_table
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.render import sources, summary
from landuse.render.register_tables import weighing_table
from landuse.render.route_table import route_table

MOST_QUESTIONS = 20


def unknown_view(view: View, found: Assessment) -> None:
    """Show what is not known and how to get it."""
    villages = summary.unknown_villages(found.losses)
    if villages:
        st.markdown(
            _("Calculated reduced use is **unknown** for: {names}.").format(names=", ".join(map(plain, villages)))
        )
    long_table(
        sources.missing_table(view.study), "missing", empty=_("Every layer that is declared for this area is loaded."),
        alt=_("Layers that are not loaded, and how to get them"),
    )  # fmt: skip
    asked = list(
        dict.fromkeys(
            (str(row["name"] or row.get("layer_title") or row["layer"]), str(row["weigh"] or row.get("note") or ""))
            for row in found.conflicts
            if row["status"] in ("unknown", "failed") and row.get("row") != "layer"
        )
    )
    if asked:
        lines = [f"- {plain(name)}: {plain(question)}" for name, question in asked[:MOST_QUESTIONS]]
        st.markdown("\n".join([_("Questions that no layer answers:"), "", *lines]))


def more_view(view: View, found: Assessment) -> None:
    """Show routes, weighings or checks."""
    labels = {"routes": _("Migration routes"), "weighings": _("Weighings"), "checks": _("Checks and warnings")}
    which = st.selectbox(_("What is shown"), list(labels), format_func=labels.__getitem__, key=state.key("more"))
    if which == "routes":
        rows = found.document["routes"]
        long_table(
            route_table(rows), "routes",
            empty=_("No migration routes are loaded: what happens to them is unknown."),
            alt=_("Migration routes and kilometres in zone"), on_row=lambda row: _point(view, rows, row),
        )  # fmt: skip
    elif which == "weighings":
        st.caption(
            _(
                "National interests are the authorities' claims, tried in each case. Nothing here says how a "
                "weighing ends."
            )
        )
        text_table(
            weighing_table(found.document["weighings"]), "weighings",
            empty=_("No weighing row was made from the layers that are loaded."),
            alt=_("Which interests meet on the same ground"),
        )  # fmt: skip
    else:
        checks(found)


def _point(view: View, rows: Sequence[Mapping[str, Any]], number: int) -> None:
    """Show a route on the map; one of a layer that is not open has no place to show."""
    if number >= len(rows):
        return
    row = rows[number]
    layer, _slash, key = str(row["route"]).partition("/")
    if row["route"] in drawable(view.study, closed=False):
        point_at(view.study, (layer, key), str(row["name"] or row["route"]))
    else:
        point_at_nothing()


def checks(found: Assessment) -> None:
    """Show the sums that must agree, and the warnings."""
    made = found.document["checks"]
    st.markdown(f"* {plain(summary.check_sentence(made))}\n* {plain(summary.restored_sentence(made))}")
    st.markdown(bold(_("Warnings")))
    st.markdown("\n".join(f"* {plain(text)}" for text in found.document["provenance"]["warnings"]) or "–")
