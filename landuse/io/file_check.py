"""Is a file right? What kind it is, everything that is wrong with it, and in a line what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyogrio

from landuse.errors import LanduseError, LayerError, Problem, problem
from landuse.io.catalogue import read_catalogue
from landuse.io.findings import Findings
from landuse.io.geometry_file import READ_ERRORS
from landuse.io.layer_file import read_layer_file
from landuse.io.nearest import expected_names
from landuse.io.profile_file import read_profile
from landuse.io.scenario import GEOJSON_SUFFIXES, LIST_SUFFIXES, YAML_SUFFIXES, read_scenario
from landuse.io.scenario_geojson import load_json
from landuse.io.scenario_gpkg import TABLE
from landuse.io.yaml_file import read_mapping
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.profiled import differences

Kind = Literal["catalogue", "scenario", "layer", "profile"]

CATALOGUE_FILE = "layers.yaml"
"""A folder that holds it is a catalogue."""

_SCENARIO_MEMBERS = ("title", "area", "alternative", "answer_by", "without")
_PROFILE_MEMBERS = ("based_on", "level", "changes")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out of checking one file or folder.

    Parameters
    ----------
    summary : str
        What it holds, in a line; empty if it could not be read.
    """

    path: Path
    kind: Kind
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""


def paths_to_check(paths: Iterable[Path]) -> list[Path]:
    """Return catalogue folders and files; of any other folder the scenarios in it.

    Raises
    ------
    LanduseError
        If a folder holds nothing that can be checked.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir() or (path / CATALOGUE_FILE).is_file():
            found.append(path)
            continue
        inside = sorted(item for item in path.iterdir() if item.suffix.lower() in (*YAML_SUFFIXES, ".geojson", ".gpkg"))
        if not inside:
            expected = _("a catalogue ({name}) or scenarios").format(name=CATALOGUE_FILE)
            raise LanduseError(problem(str(path), _("a folder without either"), expected, _("name a file or folder")))
        found += inside
    return found


def check_file(path: Path, catalogue: Callable[[], Catalogue], *, layer: str | None = None) -> Checked:
    """Return what is right or wrong with a file.

    Parameters
    ----------
    path : Path
        Folder or file of a catalogue, a scenario, or a data file.
    catalogue : callable
        Gives the catalogue to check against; asked only when it is needed.
    layer : str, optional
        Id of the layer that a data file is; default: its name, if a layer is called so.
    """
    kind = "layer" if layer else kind_of(path)
    try:
        if kind == "catalogue":
            return _catalogue(catalogue_of(path) or path)
        if kind == "scenario":
            return _scenario(path, catalogue())
        if kind == "profile":
            return _profile(path, catalogue())
        return _layer(path, catalogue(), layer or path.stem)
    except LanduseError as error:
        return Checked(path, kind, error.problems)


def catalogue_of(path: Path) -> Path | None:
    """Return the folder of the catalogue that a folder or file belongs to; None if it belongs to none."""
    return next(
        (folder for folder in (path, path.parent, path.parent.parent) if (folder / CATALOGUE_FILE).is_file()), None
    )


def kind_of(path: Path) -> Kind:
    """Return what a file is meant to be, by its place and what it holds."""
    suffix = path.suffix.lower()
    if path.is_dir() or (suffix in (".yaml", ".csv", ".bib") and catalogue_of(path)):
        return "catalogue"
    if suffix in GEOJSON_SUFFIXES:
        return "scenario" if _states_a_scenario(path) else "layer"
    if suffix == ".gpkg":
        return "scenario" if _has_table(path) else "layer"
    if suffix in YAML_SUFFIXES and _states_a_profile(path):
        return "profile"
    return "scenario" if suffix in (*YAML_SUFFIXES, *LIST_SUFFIXES) else "layer"


def _states_a_profile(path: Path) -> bool:
    try:
        content = read_mapping(path.read_bytes(), Findings(path.name))
    except OSError:
        return False
    return any(key in content for key in _PROFILE_MEMBERS)


def _states_a_scenario(path: Path) -> bool:
    try:
        content = load_json(path.read_text(encoding="utf-8-sig"), Findings(path.name))
    except (OSError, ValueError):
        return True
    return isinstance(content, dict) and any(key in content for key in _SCENARIO_MEMBERS)


def _has_table(path: Path) -> bool:
    try:
        return any(str(name).casefold() == TABLE for name, _kind in pyogrio.list_layers(path))
    except READ_ERRORS:
        return True


def _catalogue(folder: Path) -> Checked:
    found = read_catalogue(folder)
    summary = _("{layers} layers, {types} types, {effects} effects, {areas} areas").format(
        layers=len(found.layers), types=len(found.types), effects=len(found.effects), areas=len(found.areas)
    )
    return Checked(folder, "catalogue", summary=summary)


def _scenario(path: Path, catalogue: Catalogue) -> Checked:
    found = read_scenario(path, catalogue)
    summary = _("{title}: {n} establishments in {area}, {year}, {digest}").format(
        title=found.title, n=len(found.establishments), area=found.area, year=found.year, digest=found.digest[:12]
    )
    return Checked(path, "scenario", notes=found.warnings, summary=summary)


def _profile(path: Path, catalogue: Catalogue) -> Checked:
    found = read_profile(path, catalogue)
    summary = _("{title}: a copy of {base}, {n} values changed").format(
        title=found.title.said(), base=found.based_on or "–", n=len(differences(catalogue, found))
    )
    return Checked(path, "profile", summary=summary)


def _layer(path: Path, catalogue: Catalogue, layer: str) -> Checked:
    if layer not in catalogue.layers:
        todo = _("say which layer it is with --as ID, or add title and area if it is a scenario")
        found = _("a data file of no known layer ({name})").format(name=layer)
        raise LayerError(problem(path.name, found, expected_names(layer, catalogue.layers), todo))
    read = read_layer_file(path, catalogue.layers[layer], catalogue=catalogue)
    summary = _("{layer}: {n} features, {format}, {crs}").format(
        layer=layer, n=read.report.n_features, format=read.report.format, crs=read.report.crs
    )
    return Checked(path, "layer", notes=read.report.notes, summary=summary)
