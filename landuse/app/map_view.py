"""The map of a result, with what can be chosen on it and its legend."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, state
from landuse.app.cache import Options
from landuse.app.safe import plain
from landuse.app.widgets import choose
from landuse.language import _
from landuse.model.assessment import Assessment, Impact
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.deck import SHOWN, deck
from landuse.render.legend import impact_entries, layer_entries, legend_html, proposal_entry
from landuse.render.overlays import drawable, shown_at_first
from landuse.render.places import strongest_season
from landuse.render.words import quality_word, said, season_word, theme_word, title

HEIGHT_PX = 560
Band = tuple[str, str, str]


def impact_map(study: Study, scenario: Scenario, options: Options, assessment: Assessment) -> None:
    """Show the map with its choices and legend."""
    st.subheader(_("Map"))
    band = choose_band(study, scenario, assessment.impact)
    layers = choose_layers(study)
    made = cache.drawn(
        ("map", study.digest, scenario.digest, options, band, tuple(layers)),
        lambda: deck(study, scenario, impact=assessment.impact, band=band, layers=layers),
    )
    st.pydeck_chart(made, height=HEIGHT_PX, key="map", alt=alternative(study, scenario, band))
    legend(study, layers, band)
    st.caption(
        _(
            "Share of use lost in each cell, whatever the land is used for, where the proposal reaches; 0.1 "
            "percent and less is not coloured. Own background, no map service: names and borders come from the "
            "layers of the area.")
    )  # fmt: skip


def legend(study: Study, layers: list[str], band: Band | None) -> None:
    """Show what the colours of a map mean and how the data came about."""
    marks = [_("FICTIONAL AREA, synthetic data")] if study.area.fictional else []
    heading = " · ".join([*marks, _("On the map")])
    groups = [(heading, [proposal_entry(), *layer_entries(study, layers)])]
    st.html(legend_html([*groups, (band_title(study, band), impact_entries() if band else [])]))


def choose_band(study: Study, scenario: Scenario, impact: Impact | None) -> Band | None:
    """Let the user choose receptor group, season, and what to show of the impact; None if there is no impact."""
    if impact is None:
        st.info(_("The scenario proposes nothing: there is no impact to draw."))
        return None
    groups = list(dict.fromkeys(group for group, _season, _when in impact.bands))
    columns = st.columns(3)
    with columns[0]:
        show = choose("show", _("Show"), list(SHOWN), show_word)
    with columns[1]:
        group = choose("group", _("Concerns"), groups, lambda name: title(study.catalogue.groups[name].title))
    seasons = list(dict.fromkeys(season for of, season, _when in impact.bands if of == group))
    with columns[2]:
        season = choose(
            f"season {group} {scenario.digest[:12]}", _("Season"), seasons, season_word,
            first=strongest_season(impact, group),
        )  # fmt: skip
    return group, season, show


def show_word(show: str) -> str:
    """Return what the map shows of the impact."""
    return {
        "added": _("Added by the proposal"),
        "before": _("Already there (baseline)"),
        "after": _("Both together (cumulative)"),
    }[show]


def band_title(study: Study, band: Band | None) -> str:
    """Return the heading of the classes in the legend."""
    if band is None:
        return ""
    group, season, show = band
    return _("Share of use lost: {group}, {season}. {show}").format(
        group=said(study.catalogue.groups[group].title), season=season_word(season), show=show_word(show)
    )


def choose_layers(study: Study) -> list[str]:
    """Let the user choose layers by theme, each with the quality of its data."""
    first = shown_at_first(study)
    by_theme: dict[str, list[str]] = {}
    for layer in drawable(study):
        by_theme.setdefault(layer.spec.theme, []).append(layer.id)
    chosen = []
    with st.expander(_("Layers on the map")):
        columns = st.columns(2)
        for place, (theme, ids) in enumerate(by_theme.items()):
            with columns[place % 2]:
                st.markdown(f"**{theme_word(theme)}**")
                chosen += [name for name in ids if layer_box(study, name, name in first)]
    return chosen


def layer_box(study: Study, layer_id: str, at_first: bool) -> bool:
    """Show the box of a layer; tell whether it is ticked."""
    layer = study.layers[layer_id]
    name = f"layer {study.area.id} {layer_id}"
    label = f"{title(layer.spec.title)} · {quality_word(None if layer.quality is None else str(layer.quality))}"
    ticked = st.checkbox(plain(label), value=bool(state.get(name, at_first)), key=state.key(name))
    state.put(name, ticked)
    return ticked


def alternative(study: Study, scenario: Scenario, band: Band | None) -> str:
    """Return what the map shows, for those who do not see it."""
    shown = band_title(study, band) or _("The proposal only")
    return _("Map of {area} with the proposal {title}. {shown}. The tables below hold the figures.").format(
        area=said(study.area.title), title=scenario.title, shown=shown
    )
