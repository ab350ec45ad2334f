"""Works that come with a part: which are missing, and adding them."""

from __future__ import annotations

import streamlit as st

from landuse.app import changes, state
from landuse.app.messages import ACTIVE
from landuse.app.safe import plain
from landuse.app.work import NewPart, Work
from landuse.language import _
from landuse.model.catalogue import AssociatedWork
from landuse.model.scenario import Establishment
from landuse.render.words import title

TOOLS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def missing_works(work: Work, part: Establishment) -> list[AssociatedWork]:
    """Return the works that the catalogue names for a part's type and that are not drawn; each type once."""
    scenario = work.scenario
    host = scenario.host(part).id
    shown = {each.type for each in scenario.establishments if each.id != part.id and scenario.host(each).id == host}
    named = sorted(work.catalogue.types[part.type].associated, key=lambda each: each.required != "yes")
    first: dict[str, AssociatedWork] = {}
    for each in named:
        if each.type not in shown and each.type in work.catalogue.types:
            first.setdefault(each.type, each)
    return list(first.values())


def works_list(work: Work, part: Establishment, missing: list[AssociatedWork]) -> None:
    """Show what belongs to a part and is not drawn yet, each with a button that begins to draw it."""
    if not missing:
        st.caption(_("Every work that the catalogue names for this type is drawn."))
    for each in missing:
        kind = work.catalogue.types[each.type]
        first, second = st.columns([3, 1], vertical_alignment="center")
        need = (
            _("belongs to it; every total leaves it out") if each.required == "yes" else _("question to the applicant")
        )
        first.markdown(f"**{plain(title(kind.title))}** · {need}")
        second.button(
            _("Add it"), key=f"add work {part.id} {each.type}", on_click=_add, width="stretch",
            args=(part.id, each.type, kind.geometry[0]),
        )  # fmt: skip


def _add(host: str, type_id: str, kind: str) -> None:
    state.put(ACTIVE, None)
    changes.draw_next(NewPart(type_id, part_of=host), TOOLS.get(kind))
