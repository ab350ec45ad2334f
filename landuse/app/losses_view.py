"""Calculated reduced use by unit and season, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from landuse.app import state
from landuse.app.map_data import View
from landuse.app.part_titles import part_titles
from landuse.app.pointing import point_at
from landuse.app.rows import long_table
from landuse.app.widgets import choose
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.catalogue import HERDING_SEASONS, Catalogue
from landuse.model.study import Study
from landuse.render.loss_list import loss_list
from landuse.render.loss_tables import contribution_table
from landuse.render.words import unit_kind_word

OF_WHICH = "of which"
KINDS = ("herding_community", OF_WHICH, "membership", "municipality", "area")
"""Herding communities with their seasonal lands, and with what lies inside those: figures that are never added."""


def losses_view(view: View, found: Assessment) -> None:
    """Show what is lost, by unit and season: likely, low–high, before and after."""
    rows = found.losses
    catalogue = view.study.catalogue
    kinds = [kind for kind in KINDS if any(of_kind(row, kind, catalogue) for row in rows)]
    kind = choose("loss unit", _("By"), kinds, kind_word)
    only = st.toggle(
        _("Only where the proposal adds something, or where that is unknown"), value=True, key=state.key("loss only")
    )
    shown = [row for row in rows if of_kind(row, kind, catalogue) and not (only and row["added"]["value"] == 0)]
    shown.sort(key=_most_added)
    st.caption(
        _(
            "Totals of herding communities are not addends: their lands overlap. “Of which” rows lie inside the "
            "seasonal land."
        )
    )
    long_table(
        loss_list(shown, view.study.catalogue), "losses", empty=_("The proposal adds nothing here."),
        alt=_("Calculated reduced use by unit and season"), on_row=lambda row: _point(view.study, shown, row),
    )  # fmt: skip


def of_kind(row: Mapping[str, Any], kind: str, catalogue: Catalogue) -> bool:
    """Tell whether a row of losses belongs to a kind of unit; what lies inside seasonal land is a kind of its own."""
    if kind == OF_WHICH or row["unit_kind"] == "herding_community":
        inside = bool(catalogue.receptors[row["receptor"]].of_which)
        return row["unit_kind"] == "herding_community" and inside == (kind == OF_WHICH) and kind in KINDS[:2]
    return bool(row["unit_kind"] == kind)


def kind_word(kind: str) -> str:
    """Return what the losses are listed by."""
    return _("herding community: inside the seasonal land (of which)") if kind == OF_WHICH else unit_kind_word(kind)


def shares_view(view: View, found: Assessment) -> None:
    """Show whose the reduced use is: which part adds what, and what stands there already."""
    names = part_titles(view.work.scenario, view.study.catalogue)
    labels = {"added": _("What the proposal adds"), "there": _("What stands there already")}
    which = st.selectbox(_("Whose share"), list(labels), format_func=labels.__getitem__, key=state.key("whose"))
    rows: list[Mapping[str, Any]] = [
        row for row in found.document["contributions"] if (row["added"] if which == "added" else not row["part"])
    ]
    rows.sort(key=lambda row: -((row["added"] if which == "added" else row.get("cumulative")) or 0.0))
    st.caption(
        _(
            "What each part adds; the rows of a unit and season sum to its added figure. The last column leaves "
            "the part out."
        )
    )
    long_table(
        contribution_table(rows, view.study.catalogue, names), f"contributions {which}",
        empty=_("No figure that can be calculated is changed; see what is unknown."),
        alt=_("Whose share of the reduced use"),
    )  # fmt: skip


def _point(study: Study, rows: Sequence[Mapping[str, Any]], row: int) -> None:
    if row >= len(rows):
        return
    unit = rows[row]["unit"]
    for layer in study.layers.values():
        features = layer.features
        if features is None or "name" not in features or layer.spec.theme not in ("reindeer", "administration"):
            continue
        keys = features.loc[features["name"] == unit, "key"]
        if len(keys):
            point_at(study, (layer.id, str(keys.iloc[0])), str(unit))
            return


def _most_added(row: Mapping[str, Any]) -> tuple[float, str, int]:
    """Sort the largest added share first, what is unknown last, seasons in the order of the year."""
    share, season = row["added"]["share_of_remaining"], row["season"]
    place = HERDING_SEASONS.index(season) if season in HERDING_SEASONS else -1
    return (1.0 if share is None else -share, "" if share else row["unit"], place)
