"""Analys: draw, open or type a proposal; map and result stand side by side."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from landuse.app import state
from landuse.app.board import board
from landuse.app.opening import opening
from landuse.language import _
from landuse.render.village_brief import ROUTE_ORDER
from landuse.render.village_html import route_key_html


def page() -> None:
    """Show the page."""
    st.title(_("What does it touch, and what does it cost?"))
    opening()
    board()
    st.html(route_key_html(ROUTE_ORDER))  # outside the board: an edit does not send it again


def old_place(home: StreamlitPage) -> None:
    """Lead the old address of "Why here?" to the page where the question is asked now."""
    state.decide("result view", "here")
    state.go_to(home)


def by_name(home: StreamlitPage) -> None:
    """Lead from the name of the page to its address: the first page of an app stands at its root."""
    state.go_to(home)
