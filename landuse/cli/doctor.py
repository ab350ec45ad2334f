"""``landuse doctor``: what is installed, which data there are, and what is missing."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Annotated, Any

import psutil
import pyogrio
import pyproj
import rasterio
import typer
from rich.console import Console

from landuse import __version__
from landuse.errors import LanduseError
from landuse.io.catalogue import read_catalogue
from landuse.io.clock import today
from landuse.io.places import catalogue_folder, checkout, scenarios_folder
from landuse.language import _, language
from landuse.model.catalogue import Area, Catalogue
from landuse.store.origin import layer_states
from landuse.store.workspace import Workspace

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_VARIABLE = "LANDUSE_CHROMIUM"

Report = dict[str, Any]


def doctor(
    workspace: Annotated[
        str | None, typer.Option("--workspace", metavar="DIR", help=_("Folder of imported layers."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> int:
    """Say what is installed, where things lie, which data are loaded, and what is missing.

    Returns
    -------
    int
        0; 2 if something that is needed is missing or wrong.
    """
    report: Report = {
        "landuse": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "machine": {"processors": os.cpu_count(), "memory_gib": round(psutil.virtual_memory().total / 2**30, 1)},
        "language": language(),
        "libraries": _libraries(),
        "gdal": {"rasterio": rasterio.__gdal_version__, "pyogrio": pyogrio.__gdal_version_string__},
        "proj": {"pyproj": pyproj.proj_version_str},
        "browser": _browser(),
    }
    problems: list[str] = []
    kept = Workspace(workspace)
    report["catalogue"] = _tried(_catalogue, problems)
    report["scenarios"] = _tried(_scenarios, problems)
    report["workspace"] = _tried(lambda: _workspace(kept), problems)
    report["data"] = _tried(lambda: _data(kept), problems)
    report["problems"] = [*_missing(report["libraries"]), *dict.fromkeys(problems)]
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2)) if as_json else _print(report)
    return 2 if report["problems"] else 0


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _libraries() -> dict[str, str | None]:
    """Return the version of every library that landuse needs; None for one that is missing."""
    return {name: _version(name) for name in sorted(map(_name, _declared()))}


def _declared() -> list[str]:
    """Return what the installed package requires; of a checkout that is not installed, what its project file does."""
    if _version("landuse"):
        return [text for text in requires("landuse") or () if "extra ==" not in text]
    beside = checkout()
    project = tomllib.loads((beside / "pyproject.toml").read_text(encoding="utf-8")) if beside else {}
    return list(project.get("project", {}).get("dependencies", []))


def _name(requirement: str) -> str:
    """Return the name of the library that a requirement names, in the normal form of package names.

    Examples
    --------
    >>> _name("ruamel.yaml<0.20,>=0.18")
    'ruamel-yaml'
    """
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else requirement


def _browser() -> str | None:
    """Return the path of the browser that tests of the map use; None if there is none."""
    named = os.environ.get(BROWSER_VARIABLE)
    return next((path for name in (named, *BROWSERS) if name and (path := shutil.which(name))), None)


def _tried(question: Callable[[], Report], problems: list[str]) -> Report | None:
    try:
        return question()
    except LanduseError as error:
        problems.extend(map(str, error.problems))
    except OSError as error:
        problems.append(str(error))
    return None


def _catalogue() -> Report:
    found = read_catalogue()
    return {"folder": str(catalogue_folder()), "layers": len(found.layers), "types": len(found.types),
            "digest": found.digest}  # fmt: skip


def _scenarios() -> Report:
    folder = scenarios_folder()
    return {"folder": str(folder), "n": len(list(folder.glob("*.yaml")))}


def _workspace(kept: Workspace) -> Report:
    nearest = next(folder for folder in (kept.folder, *kept.folder.parents) if folder.exists())
    return {"folder": str(kept.folder), "made": kept.exists, "writable": os.access(nearest, os.W_OK),
            "snapshots": len(kept.snapshots())}  # fmt: skip


def _data(kept: Workspace) -> Report:
    catalogue = kept.extended(read_catalogue())
    return {area.id: _layers(catalogue, area, kept) for area in catalogue.areas.values()}


def _layers(catalogue: Catalogue, area: Area, kept: Workspace) -> dict[str, list[str]]:
    """Return status → layer ids of an area."""
    found: dict[str, list[str]] = {}
    for state in layer_states(catalogue, area, kept, today()):
        found.setdefault(state.status, []).append(state.spec.id)
    return found


def _missing(libraries: Mapping[str, str | None]) -> list[str]:
    return [_("{name} is not installed").format(name=name) for name, found in libraries.items() if found is None]


def _print(report: Report) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for name, value in report.items():
        if name != "problems":
            _print_value(console, name, value)
    if report["browser"] is None:
        note = _("no browser: tests of the map are skipped ({names} or {variable})")
        console.print(note.format(names=", ".join(BROWSERS), variable=BROWSER_VARIABLE), markup=False)
    for text in report["problems"]:
        console.print(_("PROBLEM  {text}").format(text=text), markup=False)
    if not report["problems"]:
        console.print(_("Nothing that is needed is missing."), markup=False)


def _print_value(console: Console, name: str, value: object, indent: int = 0) -> None:
    if isinstance(value, dict):
        console.print(f"{' ' * indent}{name}", markup=False)
        for key, inner in value.items():
            _print_value(console, key, inner, indent + 2)
        return
    text = ", ".join(map(str, value)) if isinstance(value, list) else "–" if value is None else str(value)
    count = f" ({len(value)})" if isinstance(value, list) else ""
    console.print(f"{' ' * indent}{name}{count}: {text}", markup=False)
