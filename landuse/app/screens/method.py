"""Metod: the calculation in short, its parameters with sources, its limits, and the glossary."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache
from landuse.app.safe import bold, plain
from landuse.app.widgets import choose, table, text_table
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import method, method_text
from landuse.render.words import said, title


def page() -> None:
    """Show the page."""
    catalogue = cache.catalogue()
    st.title(_("Method"))
    names = (_("In short"), _("Parameters"), _("Sensitivity"), _("Limits"), _("Law"), _("References"), _("Glossary"))
    tabs = st.tabs(names)
    with tabs[0]:
        paragraphs(method_text.in_short())
    with tabs[1]:
        parameters(catalogue)
    with tabs[2]:
        table(
            method.sensitivity_table(catalogue),
            "sensitivity",
            empty="–",
            alt=_("Sensitivity of each receptor to each pressure"),
        )
    with tabs[3]:
        paragraphs(method_text.limits())
    with tabs[4]:
        text_table(method.law_table(catalogue), "law", empty=_("No provision is declared."), alt=_("Provisions"))
    with tabs[5]:
        references(catalogue)
    with tabs[6]:
        text_table(method.glossary_table(catalogue), "glossary", empty="–", alt=_("Glossary in three languages"))


def paragraphs(texts: list[tuple[str, str]]) -> None:
    """Show headings with their texts."""
    for heading, text in texts:
        st.markdown(f"**{heading}**  \n{text}")


def parameters(catalogue: Catalogue) -> None:
    """Show what a disturbance type exerts, and on what evidence."""
    chosen = choose(
        "method type", _("Disturbance type"), list(catalogue.types), lambda name: title(catalogue.types[name].title)
    )
    kind = catalogue.types[chosen]
    if kind.note:
        st.info(plain(said(kind.note)))
    text_table(
        method.effect_table(catalogue, chosen),
        f"effects {chosen}",
        empty=_("No effect is declared."),
        alt=_("Effects of the type"),
    )
    st.markdown(bold(_("Footprints and associated works")))
    st.markdown("\n".join(f"* {plain(line)}" for line in method.type_lines(catalogue, kind)))
    st.caption(
        _(
            "Marks: V = read in a named source; GK = general knowledge, not verified; assumption = chosen here "
            "and open to change."
        )
    )


def references(catalogue: Catalogue) -> None:
    """Show the references as they are kept."""
    if not catalogue.references:
        st.info(_("No reference is declared."))
    for entry in catalogue.references.values():
        st.code(entry, language=None, wrap_lines=True)
