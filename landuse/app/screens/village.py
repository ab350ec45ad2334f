"""Samebyns vy: one herding community's land this season, in its own words and order."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from landuse.app import current, state, village_view
from landuse.app.cache import Options
from landuse.app.map_component import heard as heard_until
from landuse.app.map_component import landuse_map
from landuse.app.map_data import Band, View
from landuse.app.own_land import own_land_section
from landuse.app.own_words import own_words_field
from landuse.app.safe import plain
from landuse.app.take_home import report_link
from landuse.app.village_map import only_shown, seen_data, village_map_data
from landuse.app.widgets import banner, choose, guarded
from landuse.calculation.units import evidence_seasons, villages
from landuse.calculation.village_sources import OnLand, on_land
from landuse.io.clock import today
from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS
from landuse.model.study import Study
from landuse.render import village_html
from landuse.render.village_brief import Village, season_on, village_of
from landuse.render.words import model_word, season_word, title

MAP = "village map"


def page() -> None:
    """Show the page."""
    st.title(_("The herding community's view"))
    board()


@st.fragment
def board() -> None:
    """Show map and figures; whatever is chosen here runs this part of the page only."""
    state.use_language()
    work = current.work()
    options = current.options(work.scenario)
    study = current.study(work.scenario.area)
    name, season = _asked(study)
    if name is None:
        st.info(_("No herding community is known in this area."))
        return
    st.caption(plain(_how(work.scenario.title, study, options)))
    # Figures first: on a phone they are the first screen, and the map comes below them.
    left, right = st.columns(2, gap="medium")
    with left:
        waiting = st.container()
    with right:
        place = st.container()
    if not current.is_ready(study, options):
        _map(place, View(work, study, options, None, None, None), None, name, season, None)
        with waiting:
            current.make_ready(study, options)
        st.rerun()
    with waiting:
        found = current.assessment(study, work.scenario, options)
    if found is None:
        with waiting:
            village_view.not_assessed()
        return
    village = village_of(found, study.catalogue, name)
    view = View(work, study, options, found, _band(study, name, season), None)
    there = on_land(study, work.scenario, name)
    _map(place, view, village, name, season, there)
    with place:
        st.html(village_html.key_html())
    with left:
        if village is None or not village.known:
            village_view.unknown_village(study, village, name)
        if village is not None:
            village_view.first_screen(village, season, hectares=options.model == "multiplicative")
    news, words = st.columns(2, gap="medium")
    with news:
        village_view.whats_new(view, name, there)
    with words:
        own_words_field(study.area.id, name)
        report_link()
        own_land_section(view, name)
    if village is not None:
        village_view.who_says_so(study)
        village_view.more(view, village, season)
    st.caption(
        _(
            "Terms in Northern Sámi come from the glossary. In the Lule and Pite Sámi areas other languages are "
            "spoken: Lule Sámi and Pite Sámi, for which this program has no terms yet."
        )
    )
    banner(study)


def _asked(study: Study) -> tuple[str | None, str]:
    """Let the user choose community and season; at first the season of today by the community's own dates."""
    names = list(villages(study))
    if not names:
        return None, HERDING_SEASONS[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = choose("village", _("Herding community"), names, str)
        seasons = study.catalogue.seasons_of(name, villages(study)[name])
        dates = [{"season": str(each.id), "start": each.start, "end": each.end} for each in seasons]
        now = season_on(dates, today()) or HERDING_SEASONS[0]
        season = choose("village season", _("Season"), list(HERDING_SEASONS), season_word, first=now)
    return name, season


def _how(title_of_proposal: str, study: Study, options: Options) -> str:
    """Return what the figures are about and how they are calculated."""
    text = _("Proposal: {title}. Year {year}, level of the parameters: {level}, effects combined: {model}.")
    level = title(study.catalogue.profiles[options.profile].title)
    return text.format(title=title_of_proposal, year=options.year, level=level, model=model_word(options.model))


def _band(study: Study, name: str, season: str) -> Band | None:
    evidence = evidence_seasons(study).get((name, season))
    groups = [group.id for group in study.catalogue.groups.values() if evidence in group.shown_by]
    return (groups[0], evidence) if groups and evidence is not None else None


def _map(
    place: DeltaGenerator, view: View, village: Village | None, name: str, season: str, there: list[OnLand] | None
) -> None:  # fmt: skip
    with place, guarded(_("The map cannot be drawn")):
        data = village_map_data(view, village, name, season, heard_until(MAP))
        landuse_map(data | {"seen": seen_data(view.study.area.id, name, there)}, key=MAP, on_messages=only_shown)
