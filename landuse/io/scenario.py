"""Scenario files, read and written: YAML, GeoJSON, GeoPackage, and lists of turbines."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from landuse.errors import OutputError, ScenarioError, problem
from landuse.io.catalogue import read_catalogue
from landuse.io.draft import Draft
from landuse.io.file_gate import check_bytes, decode, read_bytes, written_aside
from landuse.io.findings import Findings
from landuse.io.scenario_check import scenario_of
from landuse.io.scenario_geojson import document_to_geojson, geojson_to_draft
from landuse.io.scenario_gpkg import document_to_gpkg, gpkg_to_draft
from landuse.io.scenario_yaml import draft_to_yaml, parts_of, yaml_to_draft
from landuse.io.turbine_scenario import turbines_to_draft
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Scenario

YAML_SUFFIXES = (".yaml", ".yml")
GEOJSON_SUFFIXES = (".geojson", ".json")
LIST_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
SUFFIXES = (*YAML_SUFFIXES, *GEOJSON_SUFFIXES, ".gpkg", *LIST_SUFFIXES)
"""Formats in which a scenario can be read."""


def read_scenario(path: Path | str, catalogue: Catalogue | None = None) -> Scenario:
    """Return the scenario that a file describes.

    Parameters
    ----------
    path : Path or str
        ``.yaml``; ``.geojson`` (RFC 7946, or with a stated crs); ``.gpkg`` with a table ``landuse``; or a turbine list
        (``.csv``, ``.tsv``, ``.txt``, ``.xlsx``), which becomes one wind farm.
    catalogue : Catalogue, optional
        What types, parameters and areas there are; default: the catalogue of the installation.

    Returns
    -------
    Scenario
        In canonical form: coordinates in EPSG:3006 to the millimetre, defaults filled in.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    path = Path(path)
    findings = Findings(path.name)
    _check_suffix(path.suffix.lower(), findings)
    return _scenario(read_bytes(path, findings), findings, catalogue or read_catalogue(), path=path)


def read_scenario_bytes(content: bytes, name: str, catalogue: Catalogue | None = None) -> Scenario:
    """Return the scenario of an uploaded file; `name` tells its format. Geometry in other files is refused.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    findings = Findings(re.sub(r"[\x00-\x1f]", "_", re.split(r"[/\\]", name)[-1])[-100:])
    suffix = Path(findings.file).suffix.lower()
    _check_suffix(suffix, findings)
    return _scenario(check_bytes(content, suffix, findings), findings, catalogue or read_catalogue(), path=None)


def scenario_from_document(document: Mapping[str, Any], catalogue: Catalogue, name: str = "scenario") -> Scenario:
    """Return the scenario of a canonical document, checked like a file.

    Raises
    ------
    ScenarioError
        With every problem of the document.
    """
    findings = Findings(name)
    top = {key: value for key, value in document.items() if key != "establishments"}
    draft = Draft(top, parts_of(document.get("establishments"), findings.at("establishments")))
    return scenario_of(draft, catalogue, findings)


def write_scenario(scenario: Scenario, path: Path | str) -> None:
    """Write a scenario as ``.yaml``, ``.geojson`` (longitude, latitude) or ``.gpkg``; reading it gives an equal one.

    Raises
    ------
    OutputError
        If the format is unknown or the file cannot be written; an older file is then left as it was.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (*YAML_SUFFIXES, *GEOJSON_SUFFIXES, ".gpkg"):
        expected = ", ".join((*YAML_SUFFIXES, *GEOJSON_SUFFIXES, ".gpkg"))
        raise OutputError(problem(path.name, suffix or _("no extension"), expected, _("choose one of these formats")))
    try:
        with written_aside(path) as aside:
            if suffix == ".gpkg":
                document_to_gpkg(scenario.document, aside)
            else:
                write = draft_to_yaml if suffix in YAML_SUFFIXES else document_to_geojson
                aside.write_text(write(scenario.document), encoding="utf-8")
    except OSError as error:
        todo = _("choose another folder or change its rights")
        raise OutputError(problem(path.name, error, _("a folder that can be written"), todo)) from error


def _check_suffix(suffix: str, findings: Findings) -> None:
    if suffix not in SUFFIXES:
        findings.add(suffix or _("no extension"), ", ".join(SUFFIXES), _("save it in one of these formats"))
        findings.raise_as(ScenarioError)


def _scenario(content: bytes | None, findings: Findings, catalogue: Catalogue, *, path: Path | None) -> Scenario:
    draft = None if content is None else _draft(content, findings, catalogue, path=path)
    if draft is None:
        raise ScenarioError(findings.problems)
    return scenario_of(draft, catalogue, findings)


def _draft(content: bytes, findings: Findings, catalogue: Catalogue, *, path: Path | None) -> Draft | None:
    suffix = Path(findings.file).suffix.lower()
    if suffix == ".gpkg":
        return _uploaded_gpkg(content, findings) if path is None else gpkg_to_draft(path, findings)
    if suffix in LIST_SUFFIXES:
        return turbines_to_draft(content, findings, catalogue=catalogue)
    text = decode(content, findings)
    if text is None:
        return None
    if suffix in GEOJSON_SUFFIXES:
        return geojson_to_draft(text, findings)
    return yaml_to_draft(text, findings, folder=None if path is None else path.parent)


def _uploaded_gpkg(content: bytes, findings: Findings) -> Draft | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.gpkg"
        path.write_bytes(content)
        return gpkg_to_draft(path, findings)
