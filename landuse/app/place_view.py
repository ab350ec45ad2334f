"""Why here: what lies at a place, what is lost there, and whose share it is."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from landuse.app import cache, state
from landuse.app.map_data import View
from landuse.app.messages import HITS, PLACE, ask_here
from landuse.app.part_titles import part_titles
from landuse.app.safe import bold, plain
from landuse.app.widgets import problems, text_table
from landuse.errors import LanduseError
from landuse.language import _
from landuse.model.study import Study
from landuse.render.places import strongest_place
from landuse.render.tables import Table
from landuse.render.units import percent
from landuse.render.why import group_table, share_table, shared_note
from landuse.render.words import quality_word, said, season_word, title

MOST_SHARES = 10


def place_view(view: View) -> None:
    """Show what is known of the place that was clicked or typed."""
    _typed(view.study)
    place = state.get(PLACE)
    if place is None:
        st.info(_("Choose “Why here?” on the map and click, or type coordinates above."))
        impact = view.assessment.impact if view.assessment else None
        if impact is not None:
            worst = strongest_place(impact)
            st.button(_("Ask where the proposal adds most"), key="ask worst", on_click=_ask, args=(worst.x, worst.y))
        return
    where = _("E {e}, N {n} (SWEREF 99 TM)").format(e=f"{place[0]:.0f}", n=f"{place[1]:.0f}")
    st.markdown(bold(where))
    hits(view.study)
    try:
        found = cache.why(view.study, view.work.scenario, view.options, place)
    except LanduseError as error:
        problems(error.problems, _("The place cannot be used"))
        return
    _shares(view, found)


def _typed(study: Study) -> None:
    west, south, east, north = study.grid.bounds
    place = state.get(PLACE)
    first, second, third = st.columns([2, 2, 1], vertical_alignment="bottom")
    keys = f"e {study.area.id}", f"n {study.area.id}"
    if place is not None and state.get("typed for") != place:
        state.put("typed for", place)
        for key, value in zip(keys, place, strict=True):
            state.control(key, float(value))
    with first:
        st.number_input(_("Easting E"), west, east, value=None, step=100.0, format="%.0f", key=keys[0])
    with second:
        st.number_input(_("Northing N"), south, north, value=None, step=100.0, format="%.0f", key=keys[1])
    with third:
        st.button(_("Ask"), key="ask", on_click=_ask_typed, args=(keys,), width="stretch")


def _ask_typed(keys: tuple[str, str]) -> None:
    east, north = (state.widget(key) for key in keys)
    if east is not None and north is not None:
        _ask(float(east), float(north))


def _ask(east: float, north: float) -> None:
    ask_here((east, north))


def hits(study: Study) -> None:
    """Show which features of the layers lie at the place."""
    lines = []
    for layer_id, key in state.get(HITS, ()):
        layer = study.layers.get(layer_id)
        if layer is None or layer.features is None:
            continue
        rows = layer.features[layer.features["key"].astype(str) == key]
        name = next((str(row) for row in rows.get("name", pd.Series(dtype=object)) if isinstance(row, str)), key)
        quality = quality_word(None if layer.quality is None else str(layer.quality))
        lines.append(f"* {plain(title(layer.spec.title))}: **{plain(name)}** ({quality})")
    if lines:
        st.markdown("\n".join(lines))


def _shares(view: View, found: dict[str, Any]) -> None:
    study = view.study
    entries = {f"{each['group']} {each['season']}": each for each in sorted(found["groups"], key=_most_lost)}
    first = " ".join(view.band) if view.band and " ".join(view.band) in entries else next(iter(entries))
    if not entries[first]["lost_after"]:
        first = next(iter(entries))
    key = state.key(f"why of {found['place']}")
    name = st.selectbox(
        _("Whose share, of what"), list(entries), index=list(entries).index(first),
        format_func=lambda each: entry_word(study, entries[each]), key=key,
    )  # fmt: skip
    chosen = entries[name]
    if not chosen["lost_after"]:
        st.info(_("No source reaches this place: no use is calculated as lost here."))
    else:
        made = share_table(chosen, study.catalogue, part_titles(view.work.scenario, view.study.catalogue))
        text_table(
            Table(made.columns, made.rows[:MOST_SHARES]), "why shares", empty="–",
            alt=_("Whose share of what is lost: {what}").format(what=entry_word(study, chosen)),
        )  # fmt: skip
        if len(made.rows) > MOST_SHARES:
            st.caption(_("{n} more sources with smaller shares").format(n=len(made.rows) - MOST_SHARES))
        note = shared_note(found)
        if note is not None:
            st.caption(plain(note))
    text_table(group_table(found, study.catalogue), "why groups", empty="–", alt=_("Share of use lost at the place"))
    _limits(study, found)


def _limits(study: Study, found: dict[str, Any]) -> None:
    if found.get("missing_sources"):
        names = ", ".join(map(plain, _titles(study, found["missing_sources"])))
        st.caption(_("What is lost is at least this: not loaded are {layers}.").format(layers=names))
    if found.get("left_out"):
        names = ", ".join(map(plain, _titles(study, found["left_out"])))
        st.caption(_("Left out here, since their position is too uncertain: {names}.").format(names=names))


def entry_word(study: Study, entry: dict[str, Any]) -> str:
    """Return group and season with what is lost after the proposal."""
    group = title(study.catalogue.groups[entry["group"]].title)
    return f"{group}, {season_word(entry['season'])}: {percent(entry['lost_after'])}"


def _most_lost(entry: dict[str, Any]) -> float:
    return -float(entry["lost_after"])


def _titles(study: Study, ids: list[str]) -> list[str]:
    return [said(study.layers[name].spec.title) if name in study.layers else name for name in ids]
