"""The map as a Streamlit component: what it is shown goes down as data, what the user does comes up as messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

Messages = list[dict[str, Any]]

_HANDLED = "landuse_map_handled:"  # + key: the number of the last message that was handled, for one session's one map


def landuse_map(data: Mapping[str, Any], *, key: str, on_messages: Callable[[Messages], None]) -> None:
    """Show the map and hand over what the user did on it.

    Parameters
    ----------
    data : mapping
        What the map shows: addresses of words, styles, layers and places; the drawing; the impact's images. Longitude
        and latitude in degrees (WGS 84). ``heard`` is filled in here.
    key : str
        Names this map within the session; view and unsent messages live under it in the browser.
    on_messages : callable
        Called before the rerun with the messages not handled before, in their order; never twice with the same.
    """
    outbox = f"{key}:outbox"

    def changed() -> None:
        messages = unhandled(_outbox(st.session_state.get(outbox)), heard(key))
        if messages:
            st.session_state[_HANDLED + key] = messages[-1]["n"]
            on_messages(messages)

    _component()(
        key=outbox,
        data={**data, "key": key, "heard": heard(key)},
        default={"outbox": {"messages": []}},
        on_outbox_change=changed,
    )


def heard(key: str) -> int:
    """Return the number of the last message of map `key` that was handled in this session; 0 before the first."""
    return int(st.session_state.get(_HANDLED + key, 0))


def unhandled(messages: Messages, handled: int) -> Messages:
    """Return the `messages` with numbers above `handled`, in the order of their numbers.

    Examples
    --------
    >>> unhandled([{"n": 3, "kind": "undo"}, {"n": 2, "kind": "redo"}, {"n": 1, "kind": "undo"}], 1)
    [{'n': 2, 'kind': 'redo'}, {'n': 3, 'kind': 'undo'}]
    """
    return sorted((message for message in messages if message["n"] > handled), key=lambda message: message["n"])


def _outbox(state: Any) -> Messages:
    """Return the well-formed messages of the component's state; a browser may send anything."""
    outbox = state.get("outbox") if isinstance(state, Mapping) else None
    messages = outbox.get("messages") if isinstance(outbox, Mapping) else None
    return [message for message in messages if _well_formed(message)] if isinstance(messages, list) else []


def _well_formed(message: Any) -> bool:
    return isinstance(message, dict) and type(message.get("n")) is int and isinstance(message.get("kind"), str)


def _component() -> Any:
    """Return the component's mounting command; registered where Streamlit finds it in each runtime, tests' also."""
    return st.components.v2.component(
        "landuse.map", js="map-*.js", html='<div class="lu-root"></div>', isolate_styles=False
    )
