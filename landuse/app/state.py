"""What a user has chosen in this session: the only place that touches the session's state and the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from landuse.app.work import Work
from landuse.errors import Problem
from landuse.language import LANGUAGES, language, set_language

FIRST_SCENARIO = "vindkraft-exempelberget-a"
IN_ADDRESS = ("lang", "scenario", "area", "profile", "model", "year", "cell")
"""Choices that a link carries; never what was drawn or brought."""
OF_THE_MAP = ("karta", "lager")
"""Parts of the address that the map writes in the browser: view and layers."""
_CHOICES, _WORK, _PROBLEMS = "landuse choices", "landuse work", "landuse problems"


def start() -> None:
    """Make the state of a new session from the address, and use its language in this run."""
    if _CHOICES not in st.session_state:
        said = {name: st.query_params[name] for name in IN_ADDRESS if name in st.query_params}
        st.session_state[_CHOICES] = {"lang": language(), **said}
    use_language()


def use_language() -> None:
    """Use the language of the session in this run; a rerun of a fragment and a callback start without it."""
    chosen = get("lang")
    set_language(chosen if chosen in LANGUAGES else "sv")


def get(name: str, default: Any = None) -> Any:
    """Return what was chosen under a name."""
    return st.session_state.get(_CHOICES, {}).get(name, default)


def put(name: str, value: Any) -> None:
    """Keep a choice."""
    st.session_state.setdefault(_CHOICES, {})[name] = value


def key(name: str) -> str:
    """Return the key of a choice's widget: one for each language, since its options are written in it."""
    return f"{name}.{language()}"


def decide(name: str, value: Any) -> None:
    """Make a choice for the user, from a button or the map: the widget shows it at the next run."""
    put(name, value)
    for code in LANGUAGES:
        st.session_state[f"{name}.{code}"] = value


def widget(name: str, default: Any = None) -> Any:
    """Return what a widget holds, by its key."""
    return st.session_state.get(name, default)


def control(name: str, value: Any) -> None:
    """Make a widget, by its key, show a value in this run; before it is drawn."""
    if name not in st.session_state or st.session_state[name] != value:
        st.session_state[name] = value


def work() -> Work | None:
    """Return the scenario that the session works on, with its history; None at the very start."""
    found = st.session_state.get(_WORK)
    return found if isinstance(found, Work) else None


def put_work(now: Work) -> None:
    """Keep the scenario that the session works on."""
    st.session_state[_WORK] = now


def note_problems(heading: str, found: Iterable[Problem]) -> None:
    """Keep what was wrong with the last thing done, to be shown in the next run."""
    st.session_state[_PROBLEMS] = (heading, tuple(found))


def forget_problems() -> None:
    """Forget what was wrong."""
    st.session_state.pop(_PROBLEMS, None)


def noted_problems() -> tuple[str, tuple[Problem, ...]] | None:
    """Return what was wrong with the last thing done: a heading and the problems."""
    found: tuple[str, tuple[Problem, ...]] | None = st.session_state.get(_PROBLEMS)
    return found


def write_address(own: Mapping[str, str]) -> None:
    """Put the choices into the address, so that the page can be linked to; what the map wrote there stays.

    Parameters
    ----------
    own : mapping
        ``scenario`` or ``area`` if what is shown can be linked to; else neither is in the address.
    """
    stated = {name: str(value) for name in IN_ADDRESS if (value := get(name)) not in (None, "")}
    for name in ("scenario", "area"):
        stated.pop(name, None)
    of_the_map = {name: st.query_params[name] for name in OF_THE_MAP if name in st.query_params}
    wanted = {**stated, **own, **of_the_map}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def go_to(page: StreamlitPage) -> None:
    """Go to another page with all that the address says."""
    st.switch_page(page, query_params=st.query_params.to_dict())
