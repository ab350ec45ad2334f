"""What the proposal meets, with the words of the law and what must be weighed; a row shows its feature on the map."""

from __future__ import annotations

import streamlit as st

from landuse.app import state
from landuse.app.map_data import View
from landuse.app.part_titles import part_titles
from landuse.app.pointing import point_at
from landuse.app.rows import long_table
from landuse.app.safe import bold, plain
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.render.met import Met, met, met_facts, met_table, met_title, provision_facts
from landuse.render.summary import counts
from landuse.render.words import conflict_status_word

STATUSES = ("overlap", "within_zone", "unknown", "no_overlap")


def law_view(view: View, found: Assessment) -> None:
    """Show the register, feature by feature."""
    number = counts(found.conflicts)
    labels = {each: f"{conflict_status_word(each)} ({number.get(each, 0)})" for each in STATUSES}
    status = st.selectbox(
        _("What is shown"), list(STATUSES), format_func=labels.__getitem__, key=state.key("conflict status")
    )
    wanted = ("unknown", "failed") if status == "unknown" else (status,)
    each = met(found.conflicts, wanted)
    st.caption(_("Each row says what meets what and which law asks a question; none says what follows."))
    long_table(
        met_table(each, view.study.catalogue), "conflicts", empty=_("No row with these choices."),
        alt=_("What the proposal touches or comes near"), on_row=lambda row: _point(view, each, row),
    )  # fmt: skip
    chosen = state.get("met")
    one = next((one for one in each if one.key == chosen and one.lead["feature"] is not None), None)
    if one is not None:
        details(view, one)


def _point(view: View, each: list[Met], row: int) -> None:
    if row < len(each):
        one = each[row]
        state.put("met", one.key)
        point_at(view.study, one.key, met_title(one, view.study.catalogue))


def details(view: View, one: Met) -> None:
    """Show all that the register says of a feature."""
    catalogue = view.study.catalogue
    st.markdown(bold(plain(met_title(one, catalogue))))
    facts = met_facts(one, part_titles(view.work.scenario, view.study.catalogue))
    st.markdown("\n".join(f"* {label}: {plain(text)}" for label, text in facts))
    lines = []
    for title, threshold, weigh, url in provision_facts(one):
        words = ": ".join(plain(text) for text in (threshold and f"“{threshold}”", weigh) if text)
        link = f" ([{_('text of the law')}]({url}))" if url and url.startswith("https://") and ")" not in url else ""
        lines.append(f"* **{plain(title)}** {words}{link}")
    st.markdown("\n".join(lines))
