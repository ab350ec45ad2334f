"""What a user has chosen in this session: the only place that touches the session's state and the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from landuse.language import LANGUAGES, language, set_language

FIRST_SCENARIO = "vindkraft-exempelberget-a"
UPLOAD = "upload"
IN_ADDRESS = ("lang", "scenario", "profile", "model", "year", "cell")
"""Choices that a link carries; never an uploaded file."""
_CHOICES, _UPLOAD, _EDITS = "landuse choices", "landuse upload", "landuse edits"


@dataclass(frozen=True, slots=True)
class Upload:
    """A scenario file that the user brought; it stays in the memory of the session."""

    name: str
    content: bytes


def start() -> None:
    """Make the state of a new session from the address, and use its language in this run."""
    if _CHOICES not in st.session_state:
        said = {name: st.query_params[name] for name in IN_ADDRESS if name in st.query_params}
        st.session_state[_CHOICES] = {"lang": language(), "scenario": FIRST_SCENARIO, **said}
    use_language()


def use_language() -> None:
    """Use the language of the session in this run; a rerun of a fragment starts without it."""
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
    """Make a choice for the user, from a button: the widget shows it at the next run."""
    put(name, value)
    for code in LANGUAGES:
        st.session_state[f"{name}.{code}"] = value


def write_address() -> None:
    """Put the choices into the address, so that the page can be linked to."""
    wanted = {name: str(value) for name in IN_ADDRESS if (value := get(name)) not in (None, "")}
    if wanted.get("scenario") == UPLOAD:
        del wanted["scenario"]
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def keep_upload(name: str, content: bytes) -> None:
    """Keep an uploaded scenario for the session."""
    st.session_state[_UPLOAD] = Upload(name, content)


def upload() -> Upload | None:
    """Return the uploaded scenario, if there is one."""
    found = st.session_state.get(_UPLOAD)
    return found if isinstance(found, Upload) else None


def edits(digest: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what the user changed in a scenario: part → key → value."""
    found: Mapping[str, Mapping[str, Any]] = st.session_state.get(_EDITS, {}).get(digest, {})
    return found


def keep_edits(digest: str, changed: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what the user changed in a scenario."""
    st.session_state.setdefault(_EDITS, {})[digest] = dict(changed)


def forget_edits(digest: str) -> None:
    """Go back to the scenario as it was read, in the form too."""
    st.session_state.get(_EDITS, {}).pop(digest, None)
    put("form", get("form", 0) + 1)
