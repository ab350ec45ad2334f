"""A herding community's own layer: in the memory of its session, answered for whole seasonal lands, and nowhere else.

It is never given to the study, to what sessions share, to the workspace, to the map or to a file.
"""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, state
from landuse.app.map_data import View
from landuse.app.safe import bold, labelled, plain
from landuse.app.server.uploads import forget_upload, stay_in_memory
from landuse.app.widgets import problems
from landuse.calculation.private_land import private_answers
from landuse.calculation.units import missing_sources
from landuse.errors import LanduseError
from landuse.io.private_file import SUFFIXES, read_private_land
from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS
from landuse.model.private_land import PrivateAnswer, PrivateLand
from landuse.render.private_land import answer_lines
from landuse.render.words import season_word

LAND, ANSWERS, REFUSED = "own land", "own land answers", "own land refused"
FILE = "own land file"
MOST_MB = 25


def own_land_section(view: View, village: str) -> None:
    """Show the form, or what the proposal means for the land that was opened."""
    stay_in_memory()
    st.subheader(_("Our own layer, in this session only"))
    land = state.get(LAND)
    if not isinstance(land, PrivateLand):
        _form()
        return
    st.markdown(plain(_("{n} polygons are held in the memory of this session.").format(n=land.n_polygons)))
    for answer in _answers(view, village, land):
        heading, lines = answer_lines(answer)
        st.markdown(bold(plain(heading)) + "  \n" + "  \n".join(labelled(*lines)))
    if missing_sources(view.study):
        st.caption(_("A layer that counts here is missing: the figures are bounds, not whole."))
    st.caption(
        _(
            "Before → after, for each whole seasonal land, rounded: hectares to two digits, shares to whole percent. "
            "Nothing of it is drawn on the map or goes into the report, a file or a link."
        )
    )
    if land.notes:
        with st.expander(_("What was read")):
            st.markdown("\n".join(f"* {plain(note)}" for note in land.notes))
    st.button(_("Drop the layer"), key="drop own land", on_click=_drop)


def _form() -> None:
    st.markdown(
        plain(
            _(
                "Land from the community's own plan, which must not be passed on. It is kept in the memory of this "
                "session alone, answers only for whole seasonal lands, and is gone when you drop it or the session "
                "ends."
            )
        )
    )
    with st.form(key="own land form", clear_on_submit=True):
        st.file_uploader(
            _("File"), type=[suffix[1:] for suffix in SUFFIXES], key=FILE, max_upload_size=MOST_MB,
            help=_("GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or a shapefile as zip, with polygons."),
        )  # fmt: skip
        st.selectbox(
            _("Season of the land, where the file tells none"), ["", *HERDING_SEASONS],
            key=state.key("own land season"),
            format_func=lambda season: season_word(season) if season else _("as the file tells"),
        )  # fmt: skip
        with st.expander(_("If the program asks for it")):
            label = _("Reference system of a file that states none, for example EPSG:3006")
            st.text_input(label, key="own land crs")
            st.text_input(_("Table of a file with several"), key="own land table")
            st.checkbox(_("Take the file although something was asked"), key="own land accept")
        st.caption(_("At most 25 MB."))
        st.form_submit_button(_("Open in this session"), on_click=_open, args=(state.key("own land season"),))
    refused = state.get(REFUSED)
    if refused:
        problems(refused, _("The file was not opened; nothing was kept"))


def _open(season_key: str) -> None:
    state.use_language()
    state.put(REFUSED, None)
    file = state.widget(FILE)
    if file is None:
        return
    try:
        land = read_private_land(
            file.getvalue(), file.name, cache.catalogue(),
            season=state.widget(season_key) or None, crs=_typed("own land crs"), table=_typed("own land table"),
            accept=bool(state.widget("own land accept")),
        )  # fmt: skip
    except LanduseError as error:
        state.put(REFUSED, error.problems)
    else:
        state.put(LAND, land)
        state.put(ANSWERS, None)
    finally:
        forget_upload(file.file_id)


def _typed(key: str) -> str | None:
    return str(state.widget(key) or "").strip() or None


def _drop() -> None:
    for name in (LAND, ANSWERS, REFUSED):
        state.put(name, None)


def _answers(view: View, village: str, land: PrivateLand) -> tuple[PrivateAnswer, ...]:
    """Return the answers, worked out once for what is asked and kept in the session beside the land."""
    how = view.options
    asked = view.study.digest, view.work.scenario.digest, how, village
    kept = state.get(ANSWERS)
    if kept is None or kept[0] != asked:
        try:
            found = private_answers(
                view.study, view.work.scenario, village, land.lands,
                year=how.year, profile=how.profile, model=how.model,
            )  # fmt: skip
        except LanduseError:
            return ()  # the page has said why there is no result
        kept = asked, found
        state.put(ANSWERS, kept)
    answers: tuple[PrivateAnswer, ...] = kept[1]
    return answers
