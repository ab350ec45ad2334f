"""Analys: a scenario, its map and its result."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, current, state
from landuse.app.cache import Options
from landuse.app.forms import part_form
from landuse.app.map_view import impact_map
from landuse.app.result_view import downloads, result_tables
from landuse.app.safe import plain
from landuse.app.widgets import banner, choose
from landuse.io.scenario import SUFFIXES
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render import summary
from landuse.render.words import model_word, said, title


def page() -> None:
    """Show the page."""
    st.title(_("What does it touch, and what does it cost?"))
    choose_scenario()
    scenario = current.scenario()
    if scenario is None:
        st.info(_("Choose a file above: YAML, GeoJSON, GeoPackage, or a list of turbines as CSV or Excel."))
        return
    choose_options(scenario)
    study = current.study(scenario.area)
    banner(study)
    options = current.options(scenario)
    assessment = current.assessment(study, scenario, options)
    show_summary(scenario, assessment)
    result(study, scenario, options)


def choose_scenario() -> None:
    """Let the user choose a shipped scenario, by area, or bring a file."""
    shipped = cache.shipped()
    catalogue = cache.catalogue()
    titles = {
        stem: f"{said(catalogue.areas[scenario.area].title)}: {scenario.title}" for stem, scenario in shipped.items()
    }
    order = sorted(titles, key=lambda stem: (not catalogue.areas[shipped[stem].area].fictional, titles[stem]))
    if state.get("scenario") not in (*order, state.UPLOAD):
        state.put("scenario", state.FIRST_SCENARIO)
    chosen = choose(
        "scenario", _("Scenario"), [*order, state.UPLOAD], lambda stem: titles.get(stem, _("A file of my own …"))
    )
    if chosen != state.UPLOAD:
        other(shipped, chosen)
        return
    file = st.file_uploader(
        _("Scenario file"),
        type=[suffix.removeprefix(".") for suffix in SUFFIXES],
        help=_("The file is read in the memory of this session and kept nowhere."),
        key="scenario file",
    )
    if file is not None:
        state.keep_upload(file.name, file.getvalue())
    if (brought := state.upload()) is not None:
        st.caption(_("File in use: {name}").format(name=plain(brought.name)))


def other(shipped: dict[str, Scenario], chosen: str) -> None:
    """Show a button that goes to the first scenario of each other area."""
    catalogue = cache.catalogue()
    for area in catalogue.areas.values():
        first = next((stem for stem, scenario in shipped.items() if scenario.area == area.id), None)
        if first is not None and shipped[chosen].area != area.id:
            label = _("Go to {area}").format(area=plain(said(area.title)))
            st.button(label, key=f"go {area.id}", on_click=state.decide, args=("scenario", first))


def choose_options(scenario: Scenario) -> None:
    """Let the user choose how it is calculated, and change the parts."""
    catalogue = cache.catalogue()
    with st.expander(_("Assumptions: year, level, model, and the values of each part")):
        first, second, third, fourth = st.columns(4)
        with first:
            choose(
                "profile", _("Level of the parameters"), ["likely", "low", "high"],
                lambda name: title(catalogue.profiles[name].title),
            )  # fmt: skip
        with second:
            choose("model", _("How effects combine"), list(current.MODELS), model_word)
        with third:
            year = st.number_input(
                _("Reference year"), 1900, 2200, value=current.options(scenario).year, step=1,
                key=f"year.{scenario.digest[:12]}", help=_("Only what stands in this year is counted."),
            )  # fmt: skip
            state.put("year", None if year == scenario.year else year)
        with fourth:
            state.put("cell", current.cell_m())
            choose("cell", _("Side of a cell"), list(current.CELLS_M), _cell_word)
        base = current.base_scenario()
        if base is not None and base.establishments:
            part_form(base, catalogue)


def _cell_word(cell: int) -> str:
    return _("{n} m").format(n=cell) + ("" if cell == current.CELLS_M[0] else " " + _("(coarse, faster)"))


def show_summary(scenario: Scenario, assessment: Assessment) -> None:
    """Show the few figures and sentences that open the result."""
    st.header(plain(scenario.title))
    catalogue = cache.catalogue()
    figures = summary.figures(assessment.conflicts, assessment.losses, catalogue)
    for column, (label, value) in zip(st.columns(len(figures)), figures, strict=True):
        column.metric(label, value)
    lines = [summary.loss_sentence(row, catalogue) for row in summary.worst_losses(assessment.losses, catalogue)[:4]]
    unknown = summary.unknown_villages(assessment.losses)
    if unknown:
        lines.append(
            _("Unknown for {n} herding communities: their seasonal lands are not loaded.").format(n=len(unknown))
        )
    if not lines:
        lines.append(_("The proposal adds no calculated reduced use on the land that is known."))
    st.markdown("\n".join(f"* {plain(line)}" for line in lines))
    st.caption(_("The figures are evidence for those who decide, not a decision. Hectares are hectare-equivalents."))


@st.fragment
def result(study: Study, scenario: Scenario, options: Options) -> None:
    """Show map and tables; what is chosen in here runs this part only."""
    state.use_language()
    assessment = cache.assessed(study, scenario, options)
    impact_map(study, scenario, options, assessment)
    result_tables(study, scenario, assessment)
    downloads(study, scenario, options)
