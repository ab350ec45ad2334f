"""What is computed once for all sessions: functions of files and choices only, never of who asks."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from landuse.app.kept import Kept
from landuse.app.server.running import calculating
from landuse.assess import Progress, assess
from landuse.explain import explain
from landuse.io.catalogue import read_catalogue
from landuse.io.places import scenarios_folder
from landuse.io.results import result_files
from landuse.io.scenario import read_scenario
from landuse.language import language
from landuse.load import VILLAGE_DATES, load_study
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.model.through_years import LoadThroughYears
from landuse.render.report import report_html
from landuse.sketch import sketch, warm
from landuse.store.workspace import Workspace
from landuse.years import load_through_years

RESULTS, FILES, YEARS, SMALL = 64, 4, 4, 200
MOST_BYTES = 300_000_000
"""Results hold rasters; together no more than this."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """What a result depends on beside the study and the scenario."""

    year: int
    profile: str = "likely"
    model: str = "multiplicative"


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """Return the catalogue of the installation."""
    return read_catalogue()


@st.cache_resource(show_spinner=False)
def shipped() -> dict[str, Scenario]:
    """Return the scenarios that ship with the program, by the stem of their file."""
    paths = sorted(scenarios_folder().glob("*.yaml"))
    return {path.stem: read_scenario(path, catalogue()) for path in paths}


def shipped_as(scenario: Scenario) -> str | None:
    """Return the stem under which a scenario ships; None if it is the user's own."""
    return next((stem for stem, other in shipped().items() if other.digest == scenario.digest), None)


def study(area: str, resolution_m: float) -> Study:
    """Return the study of an area with what the workspace holds now."""
    workspace = Workspace()
    return _study(area, resolution_m, str(workspace.folder), _imports(workspace))


def is_loaded(area: str, resolution_m: float) -> bool:
    """Tell whether a study has been loaded since the last import."""
    workspace = Workspace()
    return (area, resolution_m, str(workspace.folder), _imports(workspace)) in _loaded()


@st.cache_resource(show_spinner=False, max_entries=4)
def _study(area: str, resolution_m: float, folder: str, imports: tuple[tuple[str, int], ...]) -> Study:
    made = load_study(catalogue(), area, resolution_m=resolution_m, workspace=Workspace(Path(folder)))
    _loaded().add((area, resolution_m, folder, imports))
    return made


@st.cache_resource(show_spinner=False)
def _loaded() -> set[Hashable]:
    return set()


def _imports(workspace: Workspace) -> tuple[tuple[str, int], ...]:
    """Return what a study is loaded from: snapshots of layers, and the dates of villages that the workspace has."""
    dates = workspace.folder / VILLAGE_DATES
    own = ((VILLAGE_DATES, dates.stat().st_mtime_ns),) if dates.is_file() else ()
    return (*sorted((layer, snapshot.number) for layer, snapshot in workspace.current().items()), *own)


@st.cache_resource(show_spinner=False)
def _results() -> Kept:
    return Kept(RESULTS, MOST_BYTES, _raster_bytes)


@st.cache_resource(show_spinner=False)
def _files() -> Kept:
    return Kept(FILES)


@st.cache_resource(show_spinner=False)
def _years() -> Kept:
    return Kept(YEARS)


@st.cache_resource(show_spinner=False)
def _small() -> Kept:
    return Kept(SMALL)


def _raster_bytes(value: object) -> int:
    impact = getattr(value, "impact", None)
    return 0 if impact is None else sum(int(band.nbytes) for band in impact.bands.values())


def is_prepared(of: Study, options: Options) -> bool:
    """Tell whether the next edit of a scenario in an area is fast: something was calculated there before."""
    return _warmth(of, options) in _small()


def prepare(of: Study, options: Options) -> None:
    """Compute what every edit in an area needs, once."""
    _small().get(_warmth(of, options), lambda: _warmed(of, options))


def _warmed(of: Study, options: Options) -> bool:
    with calculating():
        warm(of, year=options.year, profile=options.profile, model=options.model)
    _set_aside()
    return True


def _set_aside() -> None:
    """Leave what is kept for long out of Python's search for garbage, which else walks through it again and again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _warmth(of: Study, options: Options) -> tuple[Hashable, ...]:
    return "warm", of.digest, options.year, options.profile, options.model


def is_drawn(of: Study) -> bool:
    """Tell whether the layers of a study were seen to have their tiles."""
    return ("drawn", of.digest) in _small()


def drawn(of: Study) -> None:
    """Keep that the layers of a study have their tiles: asking each of them again costs more than an edit."""
    _small().get(("drawn", of.digest), lambda: True)


def assessed(of: Study, scenario: Scenario, options: Options, *, construction: bool = False) -> Assessment:
    """Return the result of a scenario, computed once for each study, scenario, options and language.

    Parameters
    ----------
    construction : bool
        With ``added.construction`` in the rows of villages; an edit comes sooner without it.
    """

    def computed() -> Assessment:
        with calculating():
            found = sketch(
                of, scenario, year=options.year, profile=options.profile, model=options.model, construction=construction
            )
        # What every edit needs is there now, whoever asked first.
        _small().get(_warmth(of, options), lambda: True)
        return found

    what = "assessment with construction" if construction else "assessment"
    return _results().get(_key(what, of, scenario, options), computed)


def is_assessed(of: Study, scenario: Scenario, options: Options) -> bool:
    """Tell whether a result is there already."""
    return _key("assessment", of, scenario, options) in _results()


def files(of: Study, scenario: Scenario, options: Options, progress: Progress | None = None) -> dict[str, bytes]:
    """Return the files of an assessment, computed by ``assess`` like those of the command."""

    def made() -> dict[str, bytes]:
        with calculating():
            found = assess(
                of, scenario, year=options.year, profile=options.profile, model=options.model, progress=progress
            )
            page = report_html(found, of.catalogue).encode()
            return {**result_files(found, scenario, of), "report.html": page}

    return _files().get(_key("files", of, scenario, options), made)


def through_years(of: Study, scenario: Scenario, options: Options) -> LoadThroughYears:
    """Return the load on each community's land through the years."""

    def computed() -> LoadThroughYears:
        with calculating():
            of_year = Scenario.of(
                scenario.title, scenario.area, options.year, scenario.establishments,
                without=scenario.without, alternative=scenario.alternative,
            )  # fmt: skip
            return load_through_years(of, of_year, profile=options.profile, model=options.model)

    return _years().get(("years", of.digest, scenario.digest, options), computed)


def why(of: Study, scenario: Scenario, options: Options, place: tuple[float, float]) -> dict[str, Any]:
    """Return what is lost at a place, and whose share it is."""

    def explained() -> dict[str, Any]:
        with calculating():
            return explain(
                of, scenario, place, year=options.year, profile=options.profile, model=options.model
            )  # fmt: skip

    return _small().get((*_key("why", of, scenario, options), place), explained)


def small(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """Return something small that a key and the language name whole: a picture, a list for the map."""
    return _small().get((*key, language()), make)


def _key(what: str, of: Study, scenario: Scenario, options: Options) -> tuple[Hashable, ...]:
    return what, of.digest, scenario.digest, options, language()
