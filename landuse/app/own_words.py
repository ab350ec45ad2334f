"""What a herding community says itself: kept in this session alone, carried unedited into the report made in it."""

from __future__ import annotations

import streamlit as st

from landuse.app import state
from landuse.app.safe import plain
from landuse.io.clock import today
from landuse.language import _
from landuse.render.report import OwnWords

WORDS, MOST = "own words", 20_000


def own_words_field(area: str, village: str) -> None:
    """Let the community write; nothing of it is kept on a disk or sent anywhere before a report is made."""
    key = state.key(f"own words {area} {village}")
    state.control(key, _all().get((area, village), ("", ""))[0])
    st.text_area(
        _("Our own words"), key=key, max_chars=MOST, height=160, on_change=_keep, args=(area, village, key),
        placeholder=_("What the map does not know: how the land is used, what has changed, what is needed."),
    )  # fmt: skip
    st.caption(
        _(
            "Kept in this session only. It goes unedited into the report that you make here, with “given by {village}” "
            "and the day; a report that is sent to an authority becomes a public document."
        ).format(village=plain(village))
    )


def own_words(area: str) -> tuple[OwnWords, ...]:
    """Return everything that was written of an area in this session."""
    said = {village: kept for (of, village), kept in _all().items() if of == area}
    return tuple(OwnWords(village, text, day) for village, (text, day) in said.items() if text.strip())


def _keep(area: str, village: str, key: str) -> None:
    state.use_language()
    state.put(WORDS, {**_all(), (area, village): (str(state.widget(key) or ""), today().isoformat())})


def _all() -> dict[tuple[str, str], tuple[str, str]]:
    found: dict[tuple[str, str], tuple[str, str]] = state.get(WORDS) or {}
    return found
