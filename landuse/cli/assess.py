"""``landuse assess``: what scenarios touch and what use they take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as RichTable

from landuse.assess import Progress as Watch
from landuse.assess import assess as assess_scenario
from landuse.cli.long_work import ended_at_once
from landuse.errors import OutputError, Problem, problem
from landuse.io.catalogue import read_catalogue
from landuse.io.catalogue_files import PROFILES
from landuse.io.outputs import check_writable, whole_folder
from landuse.io.profile_file import with_profile
from landuse.io.results import write_results
from landuse.io.scenario import read_scenario
from landuse.io.years_files import write_years
from landuse.language import _
from landuse.load import load_study
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.brief import Brief, briefs
from landuse.render.evidence import profile_lines, short_profile_brief
from landuse.render.report import report_html
from landuse.render.village_lines import village_lines
from landuse.render.years import years_brief
from landuse.store.workspace import Workspace
from landuse.years import load_through_years


def assess(
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO...", help=_("Scenario files."))],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Folder for the result files."))] = None,
    workspace: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Folder of the workspace."))] = None,
    resolution: Annotated[float | None, typer.Option(metavar="M", help=_("Side of a cell, 10-1000 m."))] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", min=1800, max=2300, help=_("Reference year."))] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME|FILE", help=_("Profile of parameters, also a file of your own (YAML)."))
    ] = "likely",
    model: Annotated[str, typer.Option(metavar="NAME", help=_("How effects combine."))] = "multiplicative",
    through_years: Annotated[
        bool, typer.Option("--through-years", help=_("Also the load of the villages 1900-2060; files with --out."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the assessments as JSON."))] = False,
) -> None:
    """Assess scenarios: print a table of each, and with ``--out`` write ``DIR/<file stem>/``."""
    kept = Workspace(workspace)
    catalogue, profile = with_profile(read_catalogue(), profile, kept.folder / PROFILES)
    targets = _targets(scenarios, out)
    read = [read_scenario(path, catalogue) for path in scenarios]
    studies: dict[str, Study] = {}
    found, curves = [], []
    for scenario in read:
        if scenario.area not in studies:
            studies[scenario.area] = load_study(catalogue, scenario.area, resolution_m=resolution, workspace=kept)
        with _watched(scenario.title) as watch:
            found.append(
                assess_scenario(
                    studies[scenario.area], scenario, year=year, profile=profile, model=model, progress=watch
                )
            )
            curves.append(
                load_through_years(
                    studies[scenario.area], scenario, profile=profile, model=model, interval=True, progress=watch
                )
                if through_years
                else None
            )
    for target, scenario, assessment, curve in zip(targets, read, found, curves, strict=True):
        if target is not None:
            study = studies[scenario.area]
            with whole_folder(target) as aside:
                write_results(aside, assessment, scenario, study)
                if curve is not None:
                    write_years(aside, curve)
                (aside / "report.html").write_text(report_html(assessment, study.catalogue), encoding="utf-8")
    _show(read, found, targets, catalogue, as_json=as_json)
    for curve in curves if not as_json else ():
        if curve is not None:
            Console().print(_rich(years_brief(curve, catalogue)))


def _targets(scenarios: Sequence[Path], out: Path | None) -> list[Path | None]:
    """Return the folder of each scenario, after making sure that it can be written."""
    if out is None:
        return [None] * len(scenarios)
    stems = [path.stem for path in scenarios]
    twice: list[Problem] = [
        problem(
            ", ".join(str(path) for path in scenarios if path.stem == stem),
            _("the same name {stem}").format(stem=stem),
            _("a name of its own for each scenario"),
            _("rename one file"),
        )
        for stem in sorted({stem for stem in stems if stems.count(stem) > 1})
    ]
    if twice:
        raise OutputError(twice)
    for stem in stems:
        check_writable(out / stem)
    return [out / stem for stem in stems]


@contextmanager
def _watched(title: str) -> Iterator[Watch]:
    """Yield what shows progress: a bar on a terminal, plain lines otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        with ended_at_once():
            typer.echo(_("Assessing {title} …").format(title=title), err=True)
            yield lambda _what, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar, ended_at_once(bar.stop):
        task = bar.add_task(escape(title), total=None)
        yield lambda what, done, total: bar.update(task, description=escape(what), completed=done, total=total)


def _show(
    scenarios: Sequence[Scenario], found: Sequence[Assessment], targets: Sequence[Path | None], catalogue: Catalogue,
    *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        documents = [assessment.document for assessment in found]
        typer.echo(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=1))
        return
    console = Console()
    for scenario, assessment, target in zip(scenarios, found, targets, strict=True):
        console.print(f"\n[bold]{escape(scenario.title)}[/bold]  {assessment.document['scenario']['year']}")
        for line in village_lines(assessment, catalogue):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        for brief in briefs(assessment, catalogue, villages=False):
            console.print(_rich(brief))
        changes = short_profile_brief(assessment.document["profile"], catalogue)
        if changes.rows:
            console.print(_rich(changes))
        for line in profile_lines(assessment.document["profile"]) if not changes.rows else ():
            console.print(f"• {escape(line)}", highlight=False)
        for notice in assessment.document["provenance"]["warnings"]:
            console.print(f"• {escape(notice)}", highlight=False)
        console.print(_("Evidence for a weighing, not a decision."))
        if target is not None:
            console.print(_("Written to {folder}").format(folder=escape(str(target))), soft_wrap=True)


def _rich(brief: Brief) -> RichTable:
    """Return a table that fits 80 columns: only the first column breaks its lines, headings at their spaces."""
    made = RichTable(
        title=brief.title, title_justify="left", caption=brief.note or None, caption_justify="left", box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )  # fmt: skip
    for number, heading in enumerate(brief.headings):
        made.add_column(
            heading.replace(" ", "\n"), justify="right" if number else "left", no_wrap=number > 0, overflow="fold"
        )
    for row in brief.rows:
        made.add_row(*(escape(cell) for cell in row))
    return made
