"""How it is calculated: level of the parameters, model, year, side of a cell."""

from __future__ import annotations

from datetime import date

import streamlit as st

from landuse.app import cache, changes, current, state
from landuse.calculation.document import profile_document
from landuse.language import _
from landuse.model.scenario import Scenario
from landuse.render.evidence import profile_lines
from landuse.render.words import model_word, title

LEVELS = ("likely", "low", "high")


def assumptions(scenario: Scenario) -> None:
    """Show the assumptions behind a button that says the level."""
    profiles = cache.catalogue().profiles
    now = current.options(scenario)
    with st.popover(_("Assumptions")):
        levels = [*(name for name in LEVELS if name in profiles), *(name for name in profiles if name not in LEVELS)]
        _select("profile", _("Level of the parameters"), levels, now.profile, lambda name: title(profiles[name].title))
        for line in profile_lines(profile_document(cache.catalogue(), profiles[now.profile])):
            st.caption(line)
        _select("model", _("How effects combine"), list(current.MODELS), now.model, model_word)
        key = state.key("year")
        state.control(key, now.year)
        st.number_input(
            _("Reference year"), 1900, 2200, value=None, step=1, key=key, on_change=_year, args=(key, scenario.year),
            help=_("Only what stands in this year is counted."),
        )  # fmt: skip
        key = state.key("answer by")
        state.control(key, None if scenario.answer_by is None else date.fromisoformat(scenario.answer_by))
        st.date_input(
            _("Answer asked for by"), value=None, key=key, on_change=changes.set_answer_by, args=(key,),
            help=_("Shown to herding communities; part of the scenario file."),
        )  # fmt: skip
        _select("cell", _("Side of a cell"), list(current.CELLS_M), current.cell_m(), _cell_word)


def _select(name: str, label: str, options: list, now: object, word) -> None:  # type: ignore[no-untyped-def,type-arg]
    key = state.key(name)
    state.control(key, now)
    st.selectbox(label, options, format_func=word, key=key, on_change=_keep, args=(name, key))


def _keep(name: str, key: str) -> None:
    state.put(name, state.widget(key))


def _year(key: str, stated: int) -> None:
    year = state.widget(key)
    state.put("year", None if year in (None, stated) else year)


def _cell_word(cell: int) -> str:
    return _("{n} m").format(n=cell) + ("" if cell == current.CELLS_M[0] else " " + _("(coarse, faster)"))
