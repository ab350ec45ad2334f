"""The app: language, pages, and what every page carries. Run by Streamlit; importing it does nothing."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, state
from landuse.app.screens import analysis, layers, method, village
from landuse.app.shown import page_style
from landuse.app.widgets import guarded, language_choice, page_language
from landuse.language import _


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="landuse", layout="wide", initial_sidebar_state="auto")
    state.start()
    st.html(page_style())
    with guarded(_("The catalogue cannot be used")):
        cache.catalogue()
    with st.container(key="language"):
        language_choice()
    home = st.Page(analysis.page, title=_("Analysis"), default=True)
    page = st.navigation(
        [
            home,
            st.Page(village.page, title=_("The herding community's view"), url_path="samebyn"),
            st.Page(layers.page, title=_("Layers and sources"), url_path="lager"),
            st.Page(method.page, title=_("Method"), url_path="metod"),
            st.Page(lambda: analysis.old_place(home), title=_("Why here?"), url_path="varfor", visibility="hidden"),
            st.Page(lambda: analysis.by_name(home), title=_("Analysis"), url_path="analys", visibility="hidden"),
        ],
        position="top",
    )
    page.run()
    page_language()


if __name__ == "__main__":
    main()
