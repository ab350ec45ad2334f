"""Varför här: whose share it is of what is lost at a place."""

from __future__ import annotations

from typing import Any

import shapely
import streamlit as st

from landuse.app import cache, current, state
from landuse.app.map_view import band_title, legend
from landuse.app.safe import plain
from landuse.app.widgets import banner, choose, guarded, text_table
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.deck import deck
from landuse.render.places import strongest_place
from landuse.render.units import percent
from landuse.render.why import group_table, share_table
from landuse.render.words import part_names, said, season_word, title

OWN, PARK, WORST = "own", "part", "worst"


def page() -> None:
    """Show the page."""
    st.title(_("Why here?"))
    scenario = current.scenario()
    if scenario is None:
        st.info(_("Choose a scenario on the page Analysis first."))
        return
    study = current.study(scenario.area)
    banner(study)
    options = current.options(scenario)
    assessment = current.assessment(study, scenario, options)
    place = choose_place(study, scenario, assessment)
    with guarded(_("The place cannot be used")):
        found = cache.why(study, scenario, options, place)
    chosen = choose_entry(study, found)
    band = (chosen["group"], chosen["season"], "after")
    made = cache.drawn(
        ("why", study.digest, scenario.digest, options, place, band),
        lambda: deck(study, scenario, impact=assessment.impact, band=band, place=place),
    )
    first, second = st.columns([3, 2])
    with first:
        alt = _("Map with the place asked about. {shown}").format(shown=band_title(study, band))
        st.pydeck_chart(made, height=420, key="why map", alt=alt)
        legend(study, [], band if assessment.impact else None)
    with second:
        show_groups(study, found)
    show_shares(study, scenario, found, chosen)


def choose_place(study: Study, scenario: Scenario, assessment: Assessment) -> tuple[float, float]:
    """Let the user choose a place: where the proposal adds most, a part, or coordinates of their own."""
    kinds = [WORST, PARK, OWN] if assessment.impact and scenario.establishments else [OWN]
    kind = choose("place", _("Place"), kinds, place_word)
    if kind == PARK:
        names = {part.id: part.name or part.id for part in scenario.establishments}
        part = choose("place part", _("Part"), list(names), names.__getitem__)
        point = scenario.part(part).geometry.representative_point()
    elif kind == WORST and assessment.impact is not None:
        point = strongest_place(assessment.impact)
    else:
        point = None
    start = point or study.outline.representative_point()
    if kind != OWN:
        return round(start.x, 1), round(start.y, 1)
    return own_place(study, start)


def own_place(study: Study, start: shapely.Point) -> tuple[float, float]:
    """Let the user type coordinates."""
    west, south, east, north = study.grid.bounds
    first, second = st.columns(2)
    kept = state.get(f"own place {study.area.id}", (round(start.x), round(start.y)))
    with first:
        easting = st.number_input(
            _("Easting E (SWEREF 99 TM)"),
            west,
            east,
            value=float(kept[0]),
            step=100.0,
            format="%.0f",
            key=f"e {study.area.id}",
        )
    with second:
        northing = st.number_input(
            _("Northing N (SWEREF 99 TM)"),
            south,
            north,
            value=float(kept[1]),
            step=100.0,
            format="%.0f",
            key=f"n {study.area.id}",
        )
    place = float(easting), float(northing)
    state.put(f"own place {study.area.id}", place)
    return place


def place_word(kind: str) -> str:
    """Return how a place is chosen, in words."""
    return {
        OWN: _("Coordinates of my own"),
        PARK: _("At a part of the proposal"),
        WORST: _("Where the proposal adds most"),
    }[kind]


def show_groups(study: Study, found: dict[str, Any]) -> None:
    """Show what is lost at the place, for each group and season."""
    east, north = found["place"]
    st.markdown(f"**E {east:.0f}, N {north:.0f}**")
    text_table(
        group_table(found, study.catalogue),
        "why groups",
        empty=_("Nothing is known here."),
        alt=_("Share of use lost at the place"),
    )


def choose_entry(study: Study, found: dict[str, Any]) -> dict[str, Any]:
    """Let the user choose group and season; the one where most is lost comes first."""
    entries: dict[str, dict[str, Any]] = {
        f"{entry['group']} {entry['season']}": entry for entry in sorted(found["groups"], key=_most_lost)
    }
    name = choose("why of", _("Whose share, of what"), list(entries), lambda name: _entry(study, entries[name]))
    return entries[name]


def show_shares(study: Study, scenario: Scenario, found: dict[str, Any], chosen: dict[str, Any]) -> None:
    """Show whose share it is, for the group and season chosen."""
    if not chosen["lost_after"]:
        st.info(_("No source reaches this place: no use is calculated as lost here."))
    else:
        text_table(
            share_table(chosen, study.catalogue, part_names(scenario)), "why shares", empty="–",
            alt=_("Whose share of what is lost: {what}").format(what=_entry(study, chosen)),
        )  # fmt: skip
    if found.get("missing_sources"):
        names = ", ".join(map(plain, _titles(study, found["missing_sources"])))
        st.caption(_("What is lost is at least this: not loaded are {layers}.").format(layers=names))
    if found.get("left_out"):
        names = ", ".join(map(plain, _titles(study, found["left_out"])))
        st.caption(_("Left out here, since their position is too uncertain: {names}.").format(names=names))


def _most_lost(entry: dict[str, Any]) -> float:
    return -float(entry["lost_after"])


def _entry(study: Study, entry: dict[str, Any]) -> str:
    group = title(study.catalogue.groups[entry["group"]].title)
    return f"{group}, {season_word(entry['season'])}: {percent(entry['lost_after'])}"


def _titles(study: Study, ids: list[str]) -> list[str]:
    return [said(study.layers[name].spec.title) if name in study.layers else name for name in ids]
