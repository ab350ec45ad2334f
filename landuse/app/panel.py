"""The result beside the map: one view of it at a time, so that an edit sends little."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from landuse.app import state
from landuse.app.law_view import law_view
from landuse.app.losses_view import losses_view, shares_view
from landuse.app.map_data import View
from landuse.app.messages import VIEW
from landuse.app.more_view import more_view, unknown_view
from landuse.app.place_view import place_view
from landuse.app.safe import plain
from landuse.app.shown import figures_html, seasons_html
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.render import summary

OVERVIEW = "overview"


def panel(view: View) -> None:
    """Show the view that is chosen."""
    titles = {
        OVERVIEW: _("Overview"), "law": _("Law"), "losses": _("Reduced use"), "shares": _("Whose share"),
        "unknown": _("Unknown"), "here": _("Why here?"), "more": _("More"),
    }  # fmt: skip
    key = state.key(VIEW)
    state.control(key, state.widget(key) or state.get(VIEW) or OVERVIEW)
    chosen = st.segmented_control(
        _("What is shown of the result"), list(titles), format_func=titles.__getitem__, key=key, required=True,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    state.put(VIEW, chosen)
    if chosen == "here":
        place_view(view)
    elif view.assessment is None:
        st.info(_("There is no result: see what is wrong above."))
    else:
        _VIEWS[chosen or OVERVIEW](view, view.assessment)


def overview(view: View, found: Assessment) -> None:
    """Show the few figures and tables that open the result."""
    catalogue = view.study.catalogue
    if not view.work.scenario.establishments:
        st.info(_("Nothing is proposed yet. Draw on the map, open a file, or type coordinates below the map."))
    st.html(figures_html(summary.figures(found.conflicts, found.losses, catalogue)))
    st.html(seasons_html(found.losses, catalogue))
    missing = [layer for layer in view.study.layers.values() if not layer.loaded and layer.raster is None]
    lines = [_("The figures are evidence for those who decide, not a decision. Hectares are hectare-equivalents.")]
    if missing:
        lines.insert(0, _("{n} layers are not loaded: what they would tell is unknown.").format(n=len(missing)))
    st.caption(plain(" ".join(lines)))


_VIEWS: dict[str, Callable[[View, Assessment], None]] = {
    OVERVIEW: overview, "law": law_view, "losses": losses_view, "shares": shares_view, "unknown": unknown_view,
    "more": more_view,
}  # fmt: skip
