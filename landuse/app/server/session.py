"""Which session a run belongs to, and what is told when its browser has left."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

NOBODY = ""
"""The session of code that runs outside one: a test, a notebook, the warm-up."""


def session_id() -> str:
    """Return the id of the session that runs this code; :data:`NOBODY` outside one."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else NOBODY


def when_left(name: str, then: Callable[[str], None]) -> None:
    """Call a function with the id of the session that runs this code once its browser has left.

    A lost connection counts as leaving: the session may come back, so what is forgotten should be forgotten late.

    Parameters
    ----------
    name : str
        What is to be done; said once per session and name, however often this is called.
    then : callable
        Must be safe in any thread.
    """
    session = session_id()
    if session != NOBODY:
        _tie(name, session, then)


class _Tie:
    def __init__(self, cut: Callable[[], None]) -> None:
        self.cut = cut


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda tie: tie.cut())
def _tie(name: str, session: str, _then: Callable[[str], None]) -> _Tie:  # noqa: ARG001 - the name is part of the key
    return _Tie(lambda: _then(session))
