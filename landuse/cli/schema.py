"""``landuse schema``: the JSON Schemas of the files that the program reads and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from landuse.errors import LanduseError, OutputError, problem
from landuse.io.catalogue import read_catalogue
from landuse.io.file_gate import written_aside
from landuse.io.nearest import expected_names
from landuse.io.schemas import Schema, all_schemas
from landuse.language import _


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=_("scenario, assessment or a file of the catalogue."))
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=_("Write one file for each schema."))] = None,
) -> int:
    """Print the JSON Schemas, or one of them, or write them to a folder.

    Raises
    ------
    LanduseError
        If there is no schema of that name.
    OutputError
        If the folder cannot be written.
    """
    schemas = all_schemas(read_catalogue())
    if name is not None and name not in schemas:
        todo = _("name one of them, or none for all")
        raise LanduseError(problem("landuse schema", repr(name), expected_names(name, schemas), todo))
    chosen = schemas if name is None else {name: schemas[name]}
    if out is None:
        typer.echo(_as_text(schemas if name is None else schemas[name]))
        return 0
    for each, content in chosen.items():
        typer.echo(str(_written(out / f"{each.replace('/*', '')}.schema.json", content)))
    return 0


def _as_text(content: Schema | dict[str, Schema]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _written(path: Path, content: Schema) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as aside:
            aside.write_text(_as_text(content) + "\n", encoding="utf-8")
    except OSError as error:
        todo = _("choose another folder or change its rights")
        raise OutputError(problem(str(path), error, _("a folder that can be written"), todo)) from error
    return path
