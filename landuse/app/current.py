"""What the session is about now: its scenario, its study, its options, and the result of the three."""

from __future__ import annotations

import streamlit as st

from landuse.app import cache, state
from landuse.app.cache import Options
from landuse.app.forms import edited
from landuse.app.safe import plain
from landuse.app.widgets import guarded
from landuse.errors import LanduseError
from landuse.io.scenario import read_scenario_bytes
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
from landuse.model.study import Study

CELLS_M = (100, 200, 500, 1000)
MODELS = ("multiplicative", "additive", "dominant", "diminishing")


def base_scenario() -> Scenario | None:
    """Return the scenario as it was read; None if an upload is chosen and there is none yet."""
    name = state.get("scenario")
    brought = state.upload()
    if name == state.UPLOAD:
        if brought is None:
            return None
        with guarded(_("The file could not be used as a scenario")):
            return read_scenario_bytes(brought.content, brought.name, cache.catalogue())
    shipped = cache.shipped()
    return shipped.get(name) or shipped.get(state.FIRST_SCENARIO) or next(iter(shipped.values()))


def scenario() -> Scenario | None:
    """Return the scenario with what the user changed in it."""
    base = base_scenario()
    if base is None:
        return None
    state.put("base", base.digest)
    with guarded(_("A value does not fit")):
        return edited(base, cache.catalogue())


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
        with st.spinner(_("Reading the layers of the area …")):
            return cache.study(area, cell)
    raise LanduseError(())


def assessment(of: Study, what: Scenario, how: Options) -> Assessment:
    """Return the result; shows how far it has come while it is computed."""
    with guarded(_("The scenario could not be assessed")):
        if cache.is_assessed(of, what, how):
            return cache.assessed(of, what, how)
        bar = st.progress(0.0, text=_("Calculating …"))

        def show(step: str, done: int, total: int) -> None:
            state.use_language()
            bar.progress(min(1.0, done / max(1, total)), text=_("Calculating: {step}").format(step=plain(step)))

        result = cache.assessed(of, what, how, show)
        bar.empty()
        return result
    raise LanduseError(())


def _whole(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
