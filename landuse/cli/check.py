"""``landuse check``: is the catalogue, a scenario or a data file right? Lists all problems."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from landuse.io.catalogue import read_catalogue
from landuse.io.file_check import Checked, check_file, paths_to_check
from landuse.io.places import catalogue_folder
from landuse.language import _
from landuse.model.catalogue import Catalogue

RIGHT, WRONG = 0, 2


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]…", help=_("Catalogue folder, scenario or data file; default: the catalogue.")),
    ] = None,
    as_layer: Annotated[
        str | None, typer.Option("--as", metavar="ID", help=_("Layer that the data files are; default: their name."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> int:
    """Check files and list every problem; nothing is written.

    Returns
    -------
    int
        0 if everything is right, else 2.
    """

    @cache
    def catalogue() -> Catalogue:
        return read_catalogue()

    checked = [check_file(path, catalogue, layer=as_layer) for path in paths_to_check(paths or [catalogue_folder()])]
    if as_json:
        typer.echo(json.dumps([_as_json(each) for each in checked], ensure_ascii=False, indent=2))
    else:
        for each in checked:
            _print(each)
    return WRONG if any(each.problems for each in checked) else RIGHT


def _as_json(checked: Checked) -> dict[str, object]:
    return asdict(checked) | {"path": str(checked.path), "ok": not checked.problems}


def _print(checked: Checked) -> None:
    if checked.problems:
        typer.echo(_("{path}: {n} problems").format(path=checked.path, n=len(checked.problems)), err=True)
        for each in checked.problems:
            typer.echo(f"  {each}", err=True)
        return
    sys.stderr.flush()
    typer.echo(_("OK  {path}: {summary}").format(path=checked.path, summary=checked.summary))
    for note in checked.notes:
        typer.echo(f"    • {note}")
