"""Taking it home: the scenario as a file, the drawing, the whole result; by addresses that only this session knows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from landuse.app import cache, current, state
from landuse.app.cache import Options
from landuse.app.own_words import own_words
from landuse.app.safe import plain
from landuse.app.server.session_files import keep
from landuse.app.widgets import problems
from landuse.errors import LanduseError
from landuse.io.names import folded
from landuse.io.scenario import write_scenario
from landuse.language import _
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.report import report_html

MIME = {
    ".json": "application/json", ".csv": "text/csv", ".gpkg": "application/geopackage+sqlite3", ".tif": "image/tiff",
    ".html": "text/html", ".yaml": "application/yaml", ".geojson": "application/geo+json",
}  # fmt: skip
FORMATS = (".yaml", ".geojson", ".gpkg")
MADE, REPORT = "files that were made", "report.html"
Links = tuple[tuple[str, str], ...]


def take_home() -> None:
    """Show what can be saved; a file is made when it is asked for, and its link stands until the next edit."""
    with st.popover(_("Save")):
        scenario = current.work().scenario
        st.caption(_("The scenario, to open again here or in a GIS"))
        columns = st.columns(len(FORMATS))
        for column, suffix in zip(columns, FORMATS, strict=True):
            column.button(suffix[1:].upper(), key=f"save {suffix}", on_click=_scenario, args=(suffix,), width="stretch")
        st.caption(_("The whole result: JSON, CSV, GeoPackage, GeoTIFF and a report to read"))
        wanted = st.button(_("Prepare the files"), key="prepare", width="stretch")
        if wanted:
            _results()
        _links(scenario)


def _links(scenario: Scenario) -> None:
    digest, links = state.get(MADE) or ("", ())
    if digest == _mark(scenario):
        st.markdown("\n".join(f"* [{plain(name)}]({url}?download=1)" for name, url in links))


def _mark(scenario: Scenario) -> str:
    return f"{scenario.digest} {current.options(scenario)} {current.cell_m()} {own_words(scenario.area)}"


def _scenario(suffix: str) -> None:
    state.use_language()
    scenario = current.work().scenario
    _offer(scenario, lambda: {_stem(scenario) + suffix: written(scenario, suffix)})


def _results() -> None:
    scenario = current.work().scenario
    bar = st.progress(0.0, text=_("Calculating …"))

    def show(step: str, done: int, total: int) -> None:
        bar.progress(min(1.0, done / max(1, total)), text=_("Calculating: {step}").format(step=plain(step)))

    study, options = current.study(scenario.area), current.options(scenario)

    def made() -> dict[str, bytes]:
        files = cache.files(study, scenario, options, show)
        return files | _with_own_words(study, scenario, options) if own_words(scenario.area) else files

    _offer(scenario, made)
    bar.empty()


def report_link() -> None:
    """Offer the report alone, with what herding communities say themselves in this session."""
    scenario = current.work().scenario
    if st.button(_("Make the report with our words"), key="report with words"):
        study, options = current.study(scenario.area), current.options(scenario)
        _offer(scenario, lambda: _with_own_words(study, scenario, options))
    _links(scenario)


def _with_own_words(study: Study, scenario: Scenario, options: Options) -> dict[str, bytes]:
    """Return the report with them; it is made for this session and kept nowhere else."""
    found = cache.assessed(study, scenario, options)
    return {REPORT: report_html(found, study.catalogue, own_words(scenario.area)).encode()}


def _offer(scenario: Scenario, make: Callable[[], dict[str, bytes]]) -> None:
    try:
        links: Links = tuple((name, keep(content, name, MIME[Path(name).suffix])) for name, content in make().items())
    except LanduseError as error:
        problems(error.problems, _("The files could not be made"))
        return
    digest, before = state.get(MADE) or ("", ())
    kept = before if digest == _mark(scenario) else ()
    state.put(MADE, (_mark(scenario), tuple(dict([*kept, *links]).items())))


def written(scenario: Scenario, suffix: str) -> bytes:
    """Return a scenario as the content of a file.

    Parameters
    ----------
    suffix : {".yaml", ".geojson", ".gpkg"}
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scenario{suffix}"
        write_scenario(scenario, path)
        return path.read_bytes()


def _stem(scenario: Scenario) -> str:
    stem = "-".join(folded(word) for word in scenario.title.split())
    return "".join(sign for sign in stem if sign.isalnum() or sign == "-").strip("-")[:60] or "scenario"
