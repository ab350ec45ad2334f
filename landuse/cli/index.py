"""``landuse index``: the additive index of two stacks of rasters and a sensitivity matrix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from landuse.cli.long_work import long_work
from landuse.engine.index import IndexTotals, additive_index
from landuse.io.matrix import Matrix, read_matrix
from landuse.io.raster import check_writable, written
from landuse.io.stack import opened_stacks
from landuse.language import _


def index(
    values: Annotated[Path, typer.Option(metavar="V.tif", help=_("Values, a band each."))],
    pressures: Annotated[Path, typer.Option(metavar="P.tif", help=_("Pressures, a band each."))],
    matrix: Annotated[
        Path, typer.Option(metavar="M.csv", help=_("Sensitivities: a row a value, a column a pressure."))
    ],
    out: Annotated[Path, typer.Option(metavar="I.tif", help=_("GeoTIFF to write."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Write the sum over all pairs of value × pressure × sensitivity; print total, cells, maximum and pair totals.

    Parameters
    ----------
    values, pressures : Path
        GeoTIFF stacks on one grid; a cell unknown in any band is unknown.
    matrix : Path
        CSV: the first cell anything, then pressures; each further row a value and its sensitivities.
    out : Path
        GeoTIFF in float64, NaN = unknown.
    as_json : bool
        Print JSON instead of a table.
    """
    stated = read_matrix(matrix)
    check_writable(out, (values, pressures, matrix))
    with opened_stacks(values, pressures, stated) as stacks, long_work(_("Index")) as report:
        totals = IndexTotals(np.zeros(stacks.matrix.sensitivity.shape))
        with written(
            out, stacks.frame, name="index", tags={"values": values.name, "pressures": pressures.name}
        ) as target:
            for window, value, pressure in stacks.strips():
                part = additive_index(value, pressure, stacks.matrix.sensitivity)
                target.write(part.cells, 1, window=window)
                totals.add(part)
                report((window.row_off + window.height) / stacks.frame.height)
        ordered = stacks.matrix
    (_print_json if as_json else _print)(totals, ordered)


def _print_json(totals: IndexTotals, matrix: Matrix) -> None:
    pairs = [
        {"value": value, "pressure": pressure, "total": float(totals.pairs[i, j])}
        for i, value in enumerate(matrix.values)
        for j, pressure in enumerate(matrix.pressures)
    ]
    said = {"total": totals.total, "cells": totals.known, "unknown_cells": totals.unknown, "maximum": totals.maximum}
    typer.echo(json.dumps({**said, "pairs": pairs}, ensure_ascii=False, indent=2))


def _print(totals: IndexTotals, matrix: Matrix) -> None:
    typer.echo(_("Total: {total:.15g}").format(total=totals.total))
    typer.echo(_("Cells: {known} known, {unknown} unknown").format(known=totals.known, unknown=totals.unknown))
    maximum = _("unknown") if totals.maximum is None else f"{totals.maximum:.15g}"
    typer.echo(_("Maximum: {maximum}").format(maximum=maximum))
    table = Table(title=_("Pair totals"), title_justify="left")
    table.add_column("")
    for pressure in matrix.pressures:
        table.add_column(pressure, justify="right", no_wrap=True)
    for value, row in zip(matrix.values, totals.pairs, strict=True):
        table.add_row(value, *(f"{cell:.15g}" for cell in row))
    Console(soft_wrap=True).print(table)
