"""The board of Analys: map and result side by side, rerun together after each edit, and nothing else with them."""

from __future__ import annotations

import streamlit as st

from landuse.app import changes, current, state
from landuse.app.assumptions import assumptions
from landuse.app.map_component import heard as heard_until
from landuse.app.map_component import landuse_map
from landuse.app.map_data import Band, View, map_data
from landuse.app.messages import heard
from landuse.app.panel import panel
from landuse.app.parts import parts_panel
from landuse.app.pointing import point_at_nothing, pointed
from landuse.app.take_home import take_home
from landuse.app.widgets import banner, problems
from landuse.language import _
from landuse.model.assessment import Impact
from landuse.model.study import Study
from landuse.render.places import strongest_season
from landuse.render.words import season_word, title

MAP = "map"


@st.fragment
def board() -> None:
    """Show map and result; whatever is done here runs this part of the page only."""
    state.use_language()
    work = current.work()
    study = current.study(work.scenario.area)
    options = current.options(work.scenario)
    current.tiles(study)
    _head()
    noted = st.container()
    left, right = st.columns([4, 3], gap="medium")
    with right:
        waiting = st.container()
    with waiting:
        found = current.assessment(study, work.scenario, options)
    with left:
        band = choose_band(study, found.impact if found else None)
        view = View(work, study, options, found, band, pointed(study))
        landuse_map(map_data(view, heard_until(MAP)), key=MAP, on_messages=heard)
        parts_panel(work)
    with right:
        panel(view)
    with noted:
        _problems()
    banner(study)
    state.write_address(current.address(work.scenario))


def _head() -> None:
    scenario = current.work().scenario
    first, second, third, fourth, fifth = st.columns([6, 1.3, 1.3, 2, 2], vertical_alignment="bottom")
    key = state.key("title")
    state.control(key, scenario.title)
    with first:
        st.text_input(
            _("Title of the proposal"), key=key, max_chars=200, on_change=changes.set_title, args=(key,),
        )  # fmt: skip
    work = current.work()
    second.button(_("Undo"), key="undo", on_click=changes.undo, disabled=not work.can_undo, width="stretch")
    third.button(_("Redo"), key="redo", on_click=changes.redo, disabled=not work.can_redo, width="stretch")
    with fourth:
        assumptions(scenario)
    with fifth:
        take_home()


def _problems() -> None:
    noted = state.noted_problems()
    if noted is not None and noted[0]:
        problems(noted[1], noted[0])


def choose_band(study: Study, impact: Impact | None) -> Band | None:
    """Let the user choose receptor group and season of the impact that is drawn; at first the worst season."""
    if impact is None:
        return None
    groups = list(dict.fromkeys(group for group, _season, _when in impact.bands))
    names = {group: title(study.catalogue.groups[group].title) for group in groups}
    first, second, third = st.columns([3, 3, 2], vertical_alignment="bottom")
    with first:
        group = st.selectbox(
            _("Impact on"), groups, format_func=names.__getitem__, key=_valid(state.key("group"), groups)
        )
    seasons = list(dict.fromkeys(season for of, season, _when in impact.bands if of == group))
    with second:
        labels = {"": _("The worst season")} | {season: season_word(season) for season in seasons}
        key = _valid(state.key(f"season {group}"), list(labels))
        chosen = st.selectbox(_("Season"), list(labels), format_func=labels.__getitem__, key=key)
    if state.get("pointed") is not None:
        third.button(_("Take the mark away"), key="no mark", on_click=point_at_nothing, width="stretch")
    return group, chosen or strongest_season(impact, group)


def _valid(key: str, options: list[str]) -> str:
    """Return a key whose widget holds one of the options, or nothing yet."""
    if state.widget(key) is not None and state.widget(key) not in options:
        state.control(key, options[0])
    return key
