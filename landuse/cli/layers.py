"""``landuse layers``: which layers there are, which are loaded, and bringing more in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from landuse.errors import LanduseError, problem
from landuse.io.catalogue import read_catalogue
from landuse.io.clock import today
from landuse.language import _
from landuse.model.catalogue import Area, Catalogue, LayerSpec
from landuse.render.words import layer_status_word, quality_word
from landuse.store.importing import Imported, ImportRequest, import_layer
from landuse.store.origin import LayerState, advice, layer_states
from landuse.store.workspace import Workspace

app = typer.Typer(help=_("Layers and their snapshots."), no_args_is_help=True, add_completion=False)

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help=_("Folder of imported layers."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
AreaOption = Annotated[
    str | None, typer.Option("--area", metavar="ID", help=_("Study area; default the first real one."))
]


@app.command("list", help=_("List the layers that are declared, own ones included."))
def list_layers(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the layers that are declared, own ones included."""
    kept = Workspace(workspace)
    catalogue = kept.extended(read_catalogue())
    current = kept.current()
    rows = [
        {
            "id": spec.id,
            "title": spec.title.said(),
            "roles": list(spec.roles),
            "theme": spec.theme,
            "authority": spec.authority,
            "geometry": list(spec.geometry),
            "licence": spec.licence,
            "imported": spec.id in current,
        }
        for spec in catalogue.layers.values()
    ]
    _print_rows(rows, ("id", "title", "roles", "geometry", "authority", "imported"), as_json)


@app.command("show", help=_("Show the declaration of a layer and its snapshots, newest first."))
def show(
    layer: Annotated[str, typer.Argument(metavar="ID")], workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Show the declaration of a layer and its snapshots, newest first."""
    kept = Workspace(workspace)
    catalogue = kept.extended(read_catalogue())
    spec = _declared(catalogue, layer)
    snapshots = [snapshot.as_json() for snapshot in kept.snapshots(layer)]
    if as_json:
        _print_json({"layer": spec.model_dump(mode="json"), "snapshots": snapshots})
        return
    console = Console()
    console.print(f"{spec.id} {spec.title.said()}", markup=False, style="bold")
    _print_pairs(console, spec)
    columns = ("sha256", "retrieved", "edition", "quality", "authority", "n_features", "source")
    _table(console, [{**row, "sha256": row["sha256"][:12]} for row in snapshots], columns)


@app.command(
    "status",
    help=_("Say for each layer of an area whether it is loaded, missing or old, why it is needed and how to get it."),
)
def status(area: AreaOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say for each layer of an area whether it is loaded, missing or old, why it is needed and how to get it."""
    kept = Workspace(workspace)
    catalogue = kept.extended(read_catalogue())
    place = _area(catalogue, area)
    rows = [_state_row(state) for state in layer_states(catalogue, place, kept, today())]
    _print_rows(rows, ("id", "status", "quality", "edition", "retrieved", "n_features"), as_json)
    if not as_json:
        _print_todo(Console(), rows)


@app.command("import", help=_("Read a file as a layer, check it, and keep it as the newest snapshot."))
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=_("GeoPackage, GeoParquet, GeoJSON, FlatGeobuf, shapefile (.shp, .zip), GeoTIFF, CSV or Excel."),
        ),
    ],
    as_layer: Annotated[str, typer.Option("--as", metavar="ID", help=_("Layer that the file is."))],
    new: Annotated[bool, typer.Option("--new", help=_("Declare an own layer."))] = False,
    role: Annotated[str | None, typer.Option("--role", help=_("Role of an own layer."))] = None,
    quality: Annotated[str, typer.Option("--quality", help=_("official, compiled or schematic."))] = "compiled",
    edition: Annotated[str | None, typer.Option("--edition", help=_("Edition, if possible as YYYY-MM-DD."))] = None,
    authority: Annotated[str | None, typer.Option("--authority", help=_("Who made the data."))] = None,
    licence: Annotated[str | None, typer.Option("--licence", help=_("Licence of the file."))] = None,
    crs: Annotated[str | None, typer.Option("--crs", metavar="EPSG", help=_("CRS of a file that states none."))] = None,
    table: Annotated[
        str | None, typer.Option("--layer", metavar="NAME", help=_("Table of a file with several."))
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help=_("Take the file although something was asked."))] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a file as a layer, check it, and keep it as the newest snapshot."""
    request = ImportRequest(
        path=file,
        layer=as_layer,
        new=new,
        role=role,
        quality=quality,
        edition=edition,
        authority=authority,
        licence=licence,
        crs=crs,
        table=table,
        accept=accept,
    )
    with _working(_("reading {file}").format(file=file.name), quiet=as_json):
        done = import_layer(Workspace(workspace), read_catalogue(), request)
    if as_json:
        _print_json({**done.snapshot.as_json(), "already_there": done.already_there, "notes": list(done.notes)})
    else:
        _print_import(Console(), done)


def _declared(catalogue: Catalogue, layer: str) -> LayerSpec:
    if layer not in catalogue.layers:
        raise LanduseError(
            problem(layer, _("no layer of that name"), ", ".join(sorted(catalogue.layers)), _("choose one of these"))
        )
    return catalogue.layers[layer]


def _area(catalogue: Catalogue, area: str | None) -> Area:
    """Return the area asked for, else the first that is not fictional."""
    chosen = area or next((a.id for a in catalogue.areas.values() if not a.fictional), next(iter(catalogue.areas)))
    if chosen not in catalogue.areas:
        raise LanduseError(problem("--area", chosen, ", ".join(catalogue.areas), _("choose one of these")))
    return catalogue.areas[chosen]


def _state_row(state: LayerState) -> dict[str, Any]:
    origin = state.origin
    todo = advice(state.spec) if state.status != "loaded" else ""
    return {
        "id": state.spec.id,
        "title": state.spec.title.said(),
        "status": state.status,
        "quality": origin and str(origin.quality),
        "authority": origin.authority if origin else state.spec.authority,
        "edition": origin and origin.edition,
        "retrieved": origin and origin.retrieved,
        "age_days": state.age_days,
        "licence": origin and origin.licence,
        "n_features": origin and origin.n_features,
        "imported": bool(origin and origin.imported),
        "sha256": origin and origin.sha256,
        "todo": todo,
    }


def _print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        _print_json(list(rows))
    else:
        _table(Console(), rows, columns)


def _print_todo(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """Print why each layer that is missing or old is needed, and how to get it."""
    for row in rows:
        if row["todo"]:
            line = f"{row['id']} ({layer_status_word(row['status'])}): {row['todo']}"
            console.print(line, markup=False, highlight=False)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _heading(name: str) -> str:
    return {
        "id": _("id"),
        "title": _("title"),
        "roles": _("role"),
        "geometry": _("geometry"),
        "authority": _("authority"),
        "imported": _("imported"),
        "status": _("status"),
        "quality": _("quality"),
        "edition": _("edition"),
        "retrieved": _("retrieved"),
        "n_features": _("features"),
        "sha256": _("snapshot"),
        "source": _("file"),
    }[name]


def _table(console: Console, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    table = Table()
    for name in columns:
        table.add_column(_heading(name), no_wrap=name in ("id", "sha256", "status"))
    for row in rows:
        table.add_row(*(Text(_said(name, row[name])) for name in columns))
    console.print(table)


def _said(name: str, value: object) -> str:
    """Return a state or a quality in words, anything else as it is."""
    words = {"status": layer_status_word, "quality": quality_word}.get(name)
    return words(value) if words and isinstance(value, str) else _cell(value)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else "–" if value in (None, "") else str(value)


def _print_pairs(console: Console, spec: LayerSpec) -> None:
    pairs = {
        _("authority"): spec.authority,
        _("licence"): spec.licence,
        _("role"): ", ".join(spec.roles),
        _("geometry"): ", ".join(spec.geometry),
        _("service"): spec.endpoint or "–",
        _("update"): spec.update,
        _("why"): spec.why.said(),
        _("how to get it"): spec.how_to_get.said(),
        _("mark"): spec.mark,
    }
    for name, value in pairs.items():
        console.print(f"  {name}: {value}", markup=False)
    for name, attribute in spec.attributes.items():
        console.print(f"  · {name} ({', '.join(attribute.aliases) or '–'})", markup=False)


def _print_import(console: Console, done: Imported) -> None:
    snapshot, report = done.snapshot, done.content.report
    text = _("{id}: the same content was there already ({sha})") if done.already_there else _("{id}: kept as {sha}")
    console.print(text.format(id=snapshot.layer, sha=snapshot.sha256[:12]), markup=False)
    console.print(
        _("{n} of {m} features, {format}, {crs}, quality {quality}, edition {edition}").format(
            n=report.n_features,
            m=report.n_read,
            format=report.format,
            crs=report.crs,
            quality=quality_word(snapshot.quality),
            edition=snapshot.edition or "–",
        ),
        markup=False,
    )
    for name, column in report.columns.items():
        console.print(f"  {name} ← {column}", markup=False)
    for note in done.notes:
        console.print(f"  • {note}", markup=False)


@contextmanager
def _working(text: str, *, quiet: bool) -> Iterator[None]:
    """Show that something goes on: a moving sign on a terminal, a plain line otherwise, nothing with ``--json``."""
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        console.print(text, markup=False)
        yield
        return
    with console.status(text):
        yield
