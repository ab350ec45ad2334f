"""Lager & källor: what is loaded, what is missing, where it comes from, and bringing more in."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache
from landuse.app.importing import import_dialog, import_form, report
from landuse.app.safe import bold, labelled, plain
from landuse.app.widgets import choose, guarded, table
from landuse.io.clock import today
from landuse.language import _
from landuse.model.catalogue import Area, Catalogue
from landuse.render import sources
from landuse.render.words import layer_status_word, said, theme_word, title
from landuse.store.origin import LayerState, layer_states
from landuse.store.workspace import Workspace


def page() -> None:
    """Show the page."""
    st.title(_("Layers and sources"))
    area = choose_area(cache.catalogue())
    workspace = Workspace()
    with guarded(_("The layers could not be read")):
        catalogue = cache.catalogue() if area.fictional else workspace.extended(cache.catalogue())
        states = layer_states(catalogue, area, workspace, today())
    if area.fictional:
        st.warning(
            _(
                "**Fictional area.** {name}: every layer is synthetic and ships with the program; nothing is "
                "imported here."
            ).format(name=plain(said(area.title)))
        )
    else:
        report()
        first_run(states, workspace)
        import_form(catalogue, workspace)
    st.header(_("All layers"))
    table(
        sources.source_table(states),
        "sources",
        empty=_("No layer is declared."),
        alt=_("Every layer with its state and source"),
    )
    details(states)


def choose_area(catalogue: Catalogue) -> Area:
    """Let the user choose an area; the real ones first."""
    areas = sorted(catalogue.areas.values(), key=lambda area: area.fictional)
    chosen = choose(
        "layers area", _("Area"), [area.id for area in areas], lambda name: said(catalogue.areas[name].title)
    )
    return catalogue.areas[chosen]


def first_run(states: list[LayerState], workspace: Workspace) -> None:
    """Show the guided list of layers to load: which, why, from whom, and how far one has come."""
    there, total = sources.progress(states)
    st.header(_("Load these layers"))
    st.progress(there / total, text=_("{n} of {m} layers are there").format(n=there, m=total))
    st.markdown(_("What is not loaded is **unknown** in every answer, never zero. The most needed come first."))
    by_theme: dict[str, list[LayerState]] = {}
    for missing in sources.wanted(states):
        by_theme.setdefault(missing.spec.theme, []).append(missing)
    for theme, of_theme in by_theme.items():
        heading = _("{theme}: {n} missing").format(theme=theme_word(theme), n=len(of_theme))
        with st.expander(heading, expanded=theme == next(iter(by_theme))):
            for missing in of_theme:
                wanted(missing, workspace)


def wanted(missing: LayerState, workspace: Workspace) -> None:
    """Show one layer to load."""
    spec = missing.spec
    said_of_it = labelled(
        (_("Why"), said(spec.why)), (_("From where"), said(spec.how_to_get)), (_("Authority"), spec.authority),
        (_("Licence"), spec.licence),
    )  # fmt: skip
    st.markdown("  \n".join([f"{bold(plain(title(spec.title)))} (`{spec.id}`)", *said_of_it]))
    heading = _("Import a file as {title}").format(title=plain(title(spec.title)))
    if st.button(heading, key=f"import {spec.id}"):
        import_dialog(workspace, spec.id, heading)


def details(states: list[LayerState]) -> None:
    """Show everything that is declared of one layer."""
    by_id = {each.spec.id: each for each in states}
    chosen = choose(
        "layer details", _("More about a layer"), list(by_id),
        lambda name: f"{title(by_id[name].spec.title)} ({layer_status_word(by_id[name].status)})",
    )  # fmt: skip
    st.markdown("\n".join(f"* **{label}**: {plain(value)}" for label, value in sources.facts(by_id[chosen])))
