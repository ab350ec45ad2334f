"""What is computed once for all sessions: functions of files and choices only, never of who asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydeck as pdk
import streamlit as st

from landuse.app.kept import Kept
from landuse.assess import Progress, assess
from landuse.explain import explain
from landuse.io.catalogue import read_catalogue
from landuse.io.places import scenarios_folder
from landuse.io.results import result_files
from landuse.io.scenario import read_scenario
from landuse.language import language
from landuse.load import load_study
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.report import report_html
from landuse.store.workspace import Workspace

RESULTS, MAPS = 12, 40


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
    return tuple(sorted((layer, snapshot.number) for layer, snapshot in workspace.current().items()))


@st.cache_resource(show_spinner=False)
def _results() -> Kept:
    return Kept(RESULTS)


@st.cache_resource(show_spinner=False)
def _maps() -> Kept:
    return Kept(MAPS)


def is_assessed(of: Study, scenario: Scenario, options: Options) -> bool:
    """Tell whether a result is there already."""
    return _key("assessment", of, scenario, options) in _results()


def assessed(of: Study, scenario: Scenario, options: Options, progress: Progress | None = None) -> Assessment:
    """Return the assessment of a scenario, computed once for each study, scenario, options and language."""
    return _results().get(
        _key("assessment", of, scenario, options),
        lambda: assess(
            of, scenario, year=options.year, profile=options.profile, model=options.model, progress=progress
        ),
    )


def files(of: Study, scenario: Scenario, options: Options) -> dict[str, bytes]:
    """Return the files of an assessment."""
    return _results().get(
        _key("files", of, scenario, options), lambda: _files(assessed(of, scenario, options), of, scenario)
    )


def _files(assessment: Assessment, of: Study, scenario: Scenario) -> dict[str, bytes]:
    page = report_html(assessment, of.catalogue).encode()
    return {**result_files(assessment, scenario, of), "report.html": page}


def why(of: Study, scenario: Scenario, options: Options, place: tuple[float, float]) -> dict[str, Any]:
    """Return what is lost at a place, and whose share it is."""
    return _maps().get(
        (*_key("why", of, scenario, options), place),
        lambda: explain(of, scenario, place, year=options.year, profile=options.profile),
    )


def drawn(key: Hashable, draw: Callable[[], pdk.Deck]) -> pdk.Deck:
    """Return a map, drawn once for a key that names all it shows."""
    return _maps().get((key, language()), draw)


def _key(what: str, of: Study, scenario: Scenario, options: Options) -> tuple[Hashable, ...]:
    return what, of.digest, scenario.digest, options, language()
