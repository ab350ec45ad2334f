"""What the session is about now: its scenario, its study, its options, and the result of the three."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, state
from landuse.app.cache import Options
from landuse.app.map_files import tiles_url, waiting_for_tiles
from landuse.app.safe import plain
from landuse.app.widgets import guarded
from landuse.app.work import Work, empty
from landuse.errors import LanduseError
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.words import said

CELLS_M = (100, 200, 500, 1000)
MODELS = ("multiplicative", "additive", "dominant", "diminishing")


def work() -> Work:
    """Return the scenario that is worked on; at first the one that the address names, else the shipped example."""
    found = state.work()
    if found is None:
        found = Work.of(_first(), cache.catalogue())
        state.put_work(found)
    return found


def _first() -> Scenario:
    shipped, catalogue = cache.shipped(), cache.catalogue()
    area = state.get("area")
    if state.get("scenario") not in shipped and area in catalogue.areas:
        return empty(_("New proposal"), area, catalogue)
    named = shipped.get(state.get("scenario")) or shipped.get(state.FIRST_SCENARIO)
    return (
        named or next(iter(shipped.values()), None) or empty(_("New proposal"), next(iter(catalogue.areas)), catalogue)
    )


def address(scenario: Scenario) -> dict[str, str]:
    """Return what a link says of a scenario: that it ships with the program, or its area; never what was drawn."""
    stem = cache.shipped_as(scenario)
    return {"scenario": stem} if stem else {"area": scenario.area}


def options(of: Scenario) -> Options:
    """Return the options of the result, those of the address checked."""
    profiles = cache.catalogue().profiles
    profile, model = state.get("profile"), state.get("model")
    return Options(
        year=_whole(state.get("year"), of.year),
        profile=profile if profile in profiles else "likely",
        model=model if model in MODELS else MODELS[0],
    )


def cell_m() -> int:
    """Return the side of a cell that was chosen, metres."""
    chosen = _whole(state.get("cell"), CELLS_M[0])
    return chosen if chosen in CELLS_M else CELLS_M[0]


def study(area: str) -> Study:
    """Return the study of an area; says so while it loads."""
    cell = cell_m()
    with guarded(_("The area could not be loaded")):
        if cache.is_loaded(area, cell):
            return cache.study(area, cell)
        with st.spinner(_("Reading the layers of the area …"), show_time=True):
            return cache.study(area, cell)
    raise LanduseError(())


def is_ready(of: Study, how: Options) -> bool:
    """Tell whether the layers of a study can be drawn and a result there comes at once."""
    return cache.is_drawn(of) and cache.is_prepared(of, how)


def make_ready(of: Study, how: Options) -> None:
    """Draw the layers and work out what stands in the area, once, with progress; stop after saying what went wrong."""
    _draw(of)
    text = _("Calculating what stands in the area already, once; every edit after it is fast …")
    with guarded(_("The area could not be calculated")), st.spinner(text, show_time=True):
        cache.prepare(of, how)


def _draw(of: Study) -> None:
    """Make the tiles of the layers that have none yet; each is made once for its content."""
    if cache.is_drawn(of):
        return
    waiting = waiting_for_tiles(of)
    bar = st.progress(0.0, text=_("Drawing the layers …"))
    with guarded(_("The layers could not be drawn")):
        for done, layer in enumerate(waiting):
            name = plain(said(layer.spec.title))
            bar.progress(done / len(waiting), text=_("Drawing the layers: {name}").format(name=name))
            tiles_url(layer)
    bar.empty()
    cache.drawn(of)


def assessment(of: Study, what: Scenario, how: Options) -> Assessment | None:
    """Return the result, None after saying why there is none."""
    try:
        return cache.assessed(of, what, how)
    except LanduseError as error:
        state.note_problems(_("The scenario could not be assessed"), error.problems)
        return None


def _whole(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
