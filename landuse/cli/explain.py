"""``landuse explain``: why here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from landuse.errors import LanduseError, problem
from landuse.explain import explain as explain_place
from landuse.io.catalogue import read_catalogue
from landuse.io.catalogue_files import PROFILES
from landuse.io.profile_file import with_profile
from landuse.io.scenario import read_scenario
from landuse.language import _
from landuse.load import load_study
from landuse.render.evidence import evidence_lines
from landuse.render.units import percent
from landuse.render.why import shared_note
from landuse.render.words import said as words
from landuse.render.words import season_word
from landuse.store.workspace import Workspace


def explain(
    place: Annotated[str, typer.Argument(metavar="X,Y", help=_("Easting and northing, SWEREF 99 TM, metres."))],
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help=_("Scenario file."))],
    workspace: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Folder of the workspace."))] = None,
    resolution: Annotated[float | None, typer.Option(metavar="M", help=_("Side of a cell, 10-1000 m."))] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", min=1800, max=2300, help=_("Reference year."))] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME|FILE", help=_("Profile of parameters, also a file of your own (YAML)."))
    ] = "likely",
    model: Annotated[str, typer.Option(metavar="NAME", help=_("How effects combine."))] = "multiplicative",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Print every source's and pressure's share of what is lost at a place."""
    easting, northing = coordinates(place)
    kept = Workspace(workspace)
    catalogue, profile = with_profile(read_catalogue(), profile, kept.folder / PROFILES)
    proposed = read_scenario(scenario, catalogue)
    study = load_study(catalogue, proposed.area, resolution_m=resolution, workspace=kept)
    found = explain_place(study, proposed, (easting, northing), year=year, profile=profile, model=model)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    table = Table(title=_("Why here: {x}, {y}").format(x=f"{easting:.0f}", y=f"{northing:.0f}"), title_justify="left")
    for heading in (_("Receptor group"), _("Season"), _("Before"), _("After"), _("Source"), _("Pressure"), _("Share")):
        table.add_column(heading)
    for group in found["groups"]:
        first = [words(catalogue.groups[group["group"]].title), _season(group["season"])]
        first += [percent(group["lost_before"]), percent(group["lost_after"])]
        for row in group["shares"] or [{"source": "–", "pressure": "–", "share": None}]:
            kind = catalogue.pressures.get(row["pressure"])
            share = percent(row["share"]) if row["share"] is not None else "–"
            named = words(kind.title) if kind else row["pressure"]
            table.add_row(*map(escape, [*first, row["source"], named, share]))
            first = [""] * 4
    Console().print(table)
    for line in evidence_lines(found, catalogue):
        typer.echo(f"• {line}")
    note = shared_note(found)
    if note is not None:
        typer.echo(note)
    if found["missing_sources"]:
        missing = ", ".join(found["missing_sources"])
        typer.echo(_("What is lost is at least this: not loaded are {layers}.").format(layers=missing))
    if found["left_out"]:
        left_out = ", ".join(found["left_out"])
        typer.echo(_("Left out, because their position is too uncertain: {layers}.").format(layers=left_out))


def _season(season: str) -> str:
    return "" if season == "all" else season_word(season)


def coordinates(text: str) -> tuple[float, float]:
    """Return easting and northing from ``X,Y``.

    Examples
    --------
    >>> coordinates("374500,8108000")
    (374500.0, 8108000.0)
    """
    try:
        easting, northing = (float(part) for part in text.split(","))
    except ValueError:
        raise LanduseError(
            problem("X,Y", repr(text), _("two numbers with a comma between, for example 374500,8108000"),
                    _("give easting, then northing, in metres"))
        ) from None  # fmt: skip
    return easting, northing
