"""Beginning: an example, an empty area, a file, a pasted list. Nothing is lost: what was there can be undone to."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, changes, current, state
from landuse.app.geometry_upload import geometry_upload
from landuse.app.safe import plain
from landuse.app.widgets import problems
from landuse.app.work import empty
from landuse.errors import LanduseError
from landuse.io.scenario import SUFFIXES, read_scenario_bytes
from landuse.language import _
from landuse.render.words import said

FILE, TAKEN = "scenario file", "file that was taken"
EXAMPLE = "id\tE\tN\tMW\nT1\t404000\t8124000\t6,6"


def opening() -> None:
    """Show the ways to begin, side by side."""
    with st.container(horizontal=True):
        with st.popover(_("Open an example")):
            _shipped()
        with st.popover(_("New proposal")):
            _new()
        with st.popover(_("Open a file")):
            _file()
        with st.popover(_("Add shapes from a file")):
            geometry_upload()
        with st.popover(_("Paste a list of turbines")):
            _paste()


def _shipped() -> None:
    catalogue, shipped = cache.catalogue(), cache.shipped()
    titles = {stem: f"{said(catalogue.areas[each.area].title)}: {each.title}" for stem, each in shipped.items()}
    order = sorted(titles, key=lambda stem: (not catalogue.areas[shipped[stem].area].fictional, titles[stem]))
    chosen = st.selectbox(
        _("Scenario"), order, format_func=titles.__getitem__, key=state.key("example"),
        index=order.index(state.FIRST_SCENARIO) if state.FIRST_SCENARIO in order else 0,
    )  # fmt: skip
    if chosen is not None:
        st.button(
            _("Open"), key="open example", type="primary", on_click=changes.open_scenario, args=(shipped[chosen],)
        )
    st.caption(_("What you work on now is not lost: undo brings it back."))


def _new() -> None:
    areas = cache.catalogue().areas
    chosen = st.selectbox(
        _("Area"), list(areas), format_func=lambda name: said(areas[name].title), key=state.key("new area")
    )
    st.button(_("Begin"), key="begin", type="primary", on_click=_begin, args=(chosen,))


def _begin(area: str) -> None:
    state.use_language()
    changes.open_scenario(empty(_("New proposal"), area, cache.catalogue()))


def _file() -> None:
    file = st.file_uploader(
        _("Scenario file"),
        type=[suffix.removeprefix(".") for suffix in SUFFIXES],
        help=_("The file is read in the memory of this session and kept nowhere."),
        key=FILE,
        max_upload_size=25,
    )
    st.caption(_("YAML, GeoJSON or GeoPackage; a list of turbines as CSV or Excel. At most 25 MB."))
    if file is not None and state.get(TAKEN) != file.file_id:
        state.put(TAKEN, file.file_id)
        _take(file.getvalue(), file.name)


def _paste() -> None:
    text = st.text_area(
        _("Rows of id, E, N, height, MW"), key="pasted list", height=180,
        placeholder=EXAMPLE,
    )  # fmt: skip
    st.caption(_("As copied from Excel; the first row may name the columns."))
    if st.button(_("Take the list"), key="take list", type="primary"):
        name = _("pasted list") + ".csv"
        _take(text.encode(), name)


def _take(content: bytes, name: str) -> None:
    """Open a file that the user brought; if it is bad say why, here, and change nothing."""
    try:
        scenario = read_scenario_bytes(content, name, cache.catalogue())
    except LanduseError as error:
        problems(error.problems, _("The file could not be used; the proposal is as before"))
        return
    changes.open_scenario(scenario)
    for note in scenario.warnings:
        st.caption(plain(note))
    st.success(_("Opened: {title}").format(title=plain(current.work().scenario.title)))
