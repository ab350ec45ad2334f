"""CSV files of the catalogue: one row a declaration, columns named as its fields."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from landuse.io.findings import Findings, shown
from landuse.io.nearest import expected_names
from landuse.language import _
from landuse.model.frozen import Range, Text

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?")
_PARTS = {Range: ("low", "likely", "high"), Text: ("sv", "en", "se")}
SEPARATOR = ";"
"""Between the items of a list in one cell."""


def columns_of(model: type[BaseModel]) -> dict[str, bool]:
    """Return column → whether it must be there, of the CSV file of a model.

    A number at three levels has the columns ``x_low, x_likely, x_high``, a text ``x_sv, x_en`` and perhaps ``x_se``.

    Examples
    --------
    >>> from landuse.model.catalogue import Status
    >>> columns_of(Status)
    {'layer': True, 'value': True, 'status': True, 'band': True, 'note': False, 'mark': True}
    """
    found: dict[str, bool] = {}
    for name, field in model.model_fields.items():
        parts = _PARTS.get(_kind(field))
        for part in parts or ("",):
            column = f"{name}_{part}" if part else name
            found[column] = part != "se" and field.is_required()
    return found


def read_rows(content: bytes, findings: Findings) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return the header and (line, column → cell) of a CSV file; rows of another length are noted and left out.

    Parameters
    ----------
    content : bytes
        UTF-8, comma-separated, with a header.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add(_("bytes that are no UTF-8"), "UTF-8", str(error))
        return (), []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    header: tuple[str, ...] = ()
    try:
        for cells in reader:
            header = _row(cells, reader.line_num, header, rows, findings)
    except csv.Error as error:
        findings.at(_("line {n}").format(n=reader.line_num)).add(str(error), "CSV", _("look at quotes near that line"))
    return header, rows


def _row(
    cells: list[str], line: int, header: tuple[str, ...], rows: list[tuple[int, dict[str, str]]], findings: Findings
) -> tuple[str, ...]:
    if not header:
        return tuple(cell.strip() for cell in cells)
    if len(cells) == len(header):
        rows.append((line, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    elif any(cells):
        findings.at(_("line {n}").format(n=line)).add(
            _("{n} cells").format(n=len(cells)),
            _("{n} cells").format(n=len(header)),
            _("put text that holds a comma in quotes; a decimal is written with a point"),
        )
    return header


def check_header(header: tuple[str, ...], columns: Mapping[str, bool], findings: Findings) -> bool:
    """Tell whether a header holds every column that it must and none that is unknown; notes what is wrong."""
    before = len(findings.problems)
    for column in header:
        if column not in columns:
            findings.add(
                _("column {name}").format(name=shown(column)), expected_names(column, columns), _("rename or remove it")
            )
    for column in sorted({name for name, must in columns.items() if must} - set(header)):
        findings.add(_("no column {name}").format(name=column), ", ".join(columns), _("add it"))
    if len(set(header)) < len(header):
        findings.add(_("a column twice"), _("once"), _("remove or rename one"))
    return len(findings.problems) == before


def nested(cells: Mapping[str, str], model: type[BaseModel], findings: Findings) -> dict[str, Any]:
    """Return the cells of a row as the fields of a model; an empty cell is None, or the field's default.

    Numbers that are not written with a decimal point are noted (and left out).
    """
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kind = _kind(field)
        if kind in _PARTS:
            parts = {part: cells.get(f"{name}_{part}", "") for part in _PARTS[kind]}
            stated = {part: _cell(text, kind, findings.at(f"{name}_{part}")) for part, text in parts.items() if text}
            values[name] = stated or None
        elif name in cells:
            values[name] = _value(cells[name], field, findings.at(name))
    return {
        name: value for name, value in values.items() if value is not None or model.model_fields[name].is_required()
    }


def _value(text: str, field: FieldInfo, findings: Findings) -> Any:
    kinds = _kinds(field.annotation)
    if tuple in kinds:
        return [item.strip() for item in text.split(SEPARATOR) if item.strip()]
    if not text:
        return "" if field.is_required() and str in kinds and NoneType not in kinds else None
    if bool in kinds:
        return {"true": True, "false": False}.get(text, text)
    number = float in kinds or int in kinds
    literals = {arg for kind in kinds if not isinstance(kind, type) for arg in get_args(kind)}
    return text if text in literals else _cell(text, Range if number else Text, findings)


def _cell(text: str, kind: Any, findings: Findings) -> Any:
    return cell_number(text, findings) if kind is Range else text


def cell_number(text: str, findings: Findings) -> float | int | None:
    """Return the number in a cell, or None after noting that it is none (a decimal comma, text, infinity).

    Examples
    --------
    >>> cell_number("0.5", Findings("a.csv")), cell_number("0,5", Findings("a.csv"))
    (0.5, None)
    """
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text or "e" in text.casefold() else int(text)
    findings.add(shown(text), _("a number"), _("write digits, with a point before decimals"))
    return None


def _kind(field: FieldInfo) -> Any:
    return next((kind for kind in _kinds(field.annotation) if kind in _PARTS), None)


def _kinds(annotation: Any) -> set[Any]:
    """Return the plain kinds in a field's annotation: of a union each, of a generic its origin."""
    origin = get_origin(annotation)
    if origin is None:
        return {annotation}
    if origin is tuple:
        return {tuple}
    parts = get_args(annotation)
    if str(origin) == "typing.Literal":
        return {annotation}
    return {kind for part in parts for kind in _kinds(part)}
