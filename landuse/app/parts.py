"""The parts of the proposal: which one is chosen, what is drawn next, its values, its coordinates, its works."""

from __future__ import annotations

import streamlit as st

from landuse.app import changes, state
from landuse.app.coordinate_table import coordinate_table
from landuse.app.drawing import simple_kind
from landuse.app.forms import part_form
from landuse.app.messages import ACTIVE, active, choose_part, new_part
from landuse.app.part_titles import part_titles
from landuse.app.safe import plain
from landuse.app.work import NewPart, Work, fitting_types
from landuse.app.works import missing_works, works_list
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Establishment
from landuse.render.words import title

KINDS = ("Point", "LineString", "Polygon")
TOOLS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}
PANEL, VALUES, COORDINATES, WORKS = "part panel", "values", "coordinates", "works"


def parts_panel(work: Work) -> None:
    """Show the parts, and what can be done with the chosen one."""
    chosen = active(work)
    _new_part(work)
    if not work.scenario.establishments:
        return
    names = part_titles(work.scenario, work.catalogue)
    key = state.key("chosen part")
    state.control(key, chosen)
    st.pills(
        _("Parts of the proposal"), list(names), format_func=lambda part: plain(names[part])[:60], key=key,
        on_change=_choose, args=(key,),
    )  # fmt: skip
    if chosen is not None:
        _chosen(work, work.scenario.part(chosen))


def kind_word(kind: str) -> str:
    """Return how something is drawn."""
    return {"Point": _("points"), "LineString": _("lines"), "Polygon": _("areas")}[kind]


def _choose(key: str) -> None:
    choose_part(state.widget(key))
    state.put("new part", NewPart(new_part().type))


def _new_part(work: Work) -> None:
    catalogue = work.catalogue
    new = new_part()
    types = list(catalogue.types)
    key = state.key("type of new part")
    state.control(key, new.type if new.type in types else types[0])
    kinds = [kind for kind in KINDS if str(new.type) in {each.id for each in fitting_types(kind, catalogue)}]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("What is drawn next"), types, format_func=lambda name: title(catalogue.types[name].title), key=key,
            on_change=_set_type, args=(key,), width=280,
        )  # fmt: skip
        kind = st.selectbox(_("Drawn as"), kinds, format_func=kind_word, key=state.key(f"kind {new.type}"), width=130)
        st.button(
            _("Draw on the map"), type="primary", key="draw", on_click=_draw, args=(NewPart(new.type), TOOLS[str(kind)])
        )
    st.caption(_said_of(work, new, catalogue))
    if st.toggle(_("Type coordinates instead of drawing"), key=state.key("type coordinates")):
        coordinate_table(None, str(kind), NewPart(new.type, part_of=new.part_of))


def _draw(new: NewPart, tool: str | None) -> None:
    state.put(ACTIVE, None)
    changes.draw_next(new, tool)


def _said_of(work: Work, new: NewPart, catalogue: Catalogue) -> str:
    names = part_titles(work.scenario, work.catalogue)
    if new.into in names:
        return _("More points are added to {name}. Choose “Draw on the map” for a part of its own.").format(
            name=plain(names[str(new.into)])
        )
    if new.part_of in names:
        return _("What you draw next belongs to {name}.").format(name=plain(names[str(new.part_of)]))
    kind = catalogue.types.get(str(new.type))
    return plain(kind.note.said()) if kind and kind.note else _("Use the tools on the map, a file, or the table.")


def _set_type(key: str) -> None:
    changes.draw_next(NewPart(state.widget(key)), None)


def _chosen(work: Work, part: Establishment) -> None:
    missing = missing_works(work, part)
    labels = {
        VALUES: _("Values"),
        COORDINATES: _("Coordinates"),
        WORKS: _("Associated works ({n})").format(n=len(missing)),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        panel = st.segmented_control(
            _("About the chosen part"), list(labels), format_func=labels.__getitem__, key=state.key(PANEL),
            label_visibility="collapsed", wrap=True,
        )  # fmt: skip
        st.button(_("Remove"), key="remove part", on_click=changes.remove_part, args=(part.id,))
    if panel == VALUES:
        part_form(work, part)
    elif panel == COORDINATES:
        coordinate_table(part, simple_kind(part.geometry), None)
    elif panel == WORKS:
        works_list(work, part, missing)
