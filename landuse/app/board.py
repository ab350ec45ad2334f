"""The board of Analys: map and result side by side, rerun together after each edit, and nothing else with them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from landuse.app import changes, current, state
from landuse.app.assumptions import assumptions
from landuse.app.map_component import heard as heard_until
from landuse.app.map_component import landuse_map
from landuse.app.map_data import Band, View, map_data
from landuse.app.messages import heard
from landuse.app.panel import panel
from landuse.app.parts import parts_panel
from landuse.app.pointing import point_at_nothing, pointed
from landuse.app.route_data import drawable, met_routes
from landuse.app.take_home import take_home
from landuse.app.widgets import banner, guarded, problems
from landuse.calculation.units import evidence_seasons
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.study import Study
from landuse.render.places import strongest_season
from landuse.render.season_table import added_share, main_rows
from landuse.render.words import season_word, title

MAP = "map"


@st.fragment
def board() -> None:
    """Show map and result; whatever is done here runs this part of the page only."""
    state.use_language()
    work = current.work()
    options = current.options(work.scenario)
    # Before the map: it puts its view back into the address once it has heard of this run.
    state.write_address(current.address(work.scenario))
    # What comes and goes has a place of its own: what follows would else be made anew, and lose the keyboard's focus.
    with st.container():
        study = current.study(work.scenario.area)
    _head()
    noted = st.container()
    left, right = st.columns([4, 3], gap="medium")
    with left:
        place = st.container()
    with right:
        waiting = st.container()
    if not current.is_ready(study, options):
        _map_first(place, waiting, View(work, study, options, None, None, None))
    with waiting:
        found = current.assessment(study, work.scenario, options)
    with left:
        with st.container():
            view = View(work, study, options, found, choose_band(study, found), pointed(study))
            _hidden_routes(view)
        _map(place, view)
        parts_panel(work)
    with right:
        panel(view)
    with noted:
        _problems()
    banner(study)


def _map(place: DeltaGenerator, view: View) -> None:
    with place, guarded(_("The map cannot be drawn")):
        landuse_map(map_data(view, heard_until(MAP)), key=MAP, on_messages=heard)


def _hidden_routes(view: View) -> None:
    """Say of how many routes the place is not told."""
    rows = met_routes(view.work.scenario, view.assessment)
    drawn = drawable(view.study, closed=False)
    if hidden := sum(row["route"] not in drawn for row in rows):
        st.caption(
            _("Migration routes that the proposal meets and that are not drawn, their layer not open: {n}").format(
                n=hidden
            )
        )


def _map_first(place: DeltaGenerator, waiting: DeltaGenerator, view: View) -> None:
    """Show the map as far as it is known; what takes longer is made ready beside it, and then all is shown."""
    _map(place, view)
    with waiting:
        current.make_ready(view.study, view.options)
    st.rerun()


def _head() -> None:
    work = current.work()
    key = state.key("title")
    state.control(key, work.scenario.title)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Title of the proposal"), key=key, max_chars=200, on_change=changes.set_title, args=(key,))
        st.button(_("Undo"), key="undo", on_click=changes.undo, disabled=not work.can_undo)
        st.button(_("Redo"), key="redo", on_click=changes.redo, disabled=not work.can_redo)
        assumptions(work.scenario)
        take_home()


def _problems() -> None:
    noted = state.noted_problems()
    if noted is not None and noted[0]:
        problems(noted[1], noted[0])


def choose_band(study: Study, found: Assessment | None) -> Band | None:
    """Let the user choose receptor group and season of the impact that is drawn; at first the worst season."""
    impact = found.impact if found else None
    if found is None or impact is None:
        return None
    groups = list(dict.fromkeys(group for group, _season, _when in impact.bands))
    names = {group: title(study.catalogue.groups[group].title) for group in groups}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = st.selectbox(
            _("Impact on"), groups, format_func=names.__getitem__, key=_valid(state.key("group"), groups), width=220
        )
        seasons = list(dict.fromkeys(season for of, season, _when in impact.bands if of == group))
        labels = {"": _("The worst season")} | {season: season_word(season) for season in seasons}
        key = _valid(state.key(f"season {group}"), list(labels))
        chosen = st.selectbox(_("Season"), list(labels), format_func=labels.__getitem__, key=key, width=220)
        if state.get("pointed") is not None:
            st.button(_("Take the mark away"), key="no mark", on_click=point_at_nothing)
    return group, chosen or worst_season(study, found, group, seasons)


def worst_season(study: Study, found: Assessment, group: str, seasons: list[str]) -> str:
    """Return the evidence season in which a community's main land is reduced most; else where most cells are."""
    if len(seasons) == 1 or found.impact is None:
        return seasons[0]
    of_villages = evidence_seasons(study)
    rows = [row for each in main_rows(found.losses, study.catalogue).values() for row in each.values()]
    row = max(rows, key=added_share, default=None)
    worst = of_villages.get((row["unit"], row["season"])) if row is not None and added_share(row) else None
    return worst if worst in seasons else strongest_season(found.impact, group)


def _valid(key: str, options: list[str]) -> str:
    """Return a key whose widget holds one of the options, or nothing yet."""
    if state.widget(key) is not None and state.widget(key) not in options:
        state.control(key, options[0])
    return key
