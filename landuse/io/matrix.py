"""A sensitivity matrix as CSV: first row the pressures, first column the values, a number in every other cell."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landuse.errors import LanduseError, Problem, problem
from landuse.language import _


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Sensitivity of each value to each pressure.

    Parameters
    ----------
    values, pressures : tuple of str
        Names of rows and columns.
    sensitivity : float64 array, shape (values, pressures)
        Finite.
    """

    values: tuple[str, ...]
    pressures: tuple[str, ...]
    sensitivity: NDArray[np.float64]

    def ordered(self, values: Sequence[int], pressures: Sequence[int]) -> Matrix:
        """Return the matrix with its rows and columns in another order."""
        names = tuple(self.values[i] for i in values), tuple(self.pressures[i] for i in pressures)
        return Matrix(*names, self.sensitivity[np.ix_(values, pressures)])


def read_matrix(path: Path) -> Matrix:
    """Return a sensitivity matrix from a CSV file with commas or semicolons.

    Raises
    ------
    LanduseError
        With every cell that is not a number, every row of another length and every name that is empty or comes twice.
    """
    rows = _rows(path)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise LanduseError(_wrong(path, _("no matrix"), _("pressures in the first row, values in the first column")))
    pressures, values = tuple(rows[0][1:]), tuple(row[0] for row in rows[1:])
    found = [*_name_problems(path, values), *_name_problems(path, pressures), *_row_problems(path, rows)]
    if found:
        raise LanduseError(found)
    sensitivity = np.array([[_number(cell) for cell in row[1:]] for row in rows[1:]], np.float64)
    return Matrix(values, pressures, sensitivity)


def _rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LanduseError(_wrong(path, error, _("a CSV file in UTF-8"))) from error
    mark = ";" if ";" in text.partition("\n")[0] else ","
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=mark) if any(row)]


def _wrong(path: Path, found: object, expected: str) -> Problem:
    return problem(path.name, found, expected, _("save the matrix again as CSV"))


def _name_problems(path: Path, names: tuple[str, ...]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if not name:
            yield problem(path.name, _("a name that is empty"), _("a name for each row and column"), _("name it"))
        elif times > 1:
            found = _("{name} {n} times").format(name=repr(name), n=times)
            yield problem(path.name, found, _("each name once"), _("rename or remove one"))


def _row_problems(path: Path, rows: list[list[str]]) -> Iterator[Problem]:
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(rows[0]):
            where = _("{file}, row {row}").format(file=path.name, row=line)
            expected = _("{n} cells").format(n=len(rows[0]))
            yield problem(where, _("{n} cells").format(n=len(row)), expected, _("fill in or remove cells"))
        for name, cell in zip(rows[0][1:], row[1:], strict=False):
            if not math.isfinite(_number(cell)):
                where = f"{path.name}: {row[0]} × {name}"
                todo = _("write a number; 0 where there is no sensitivity")
                yield problem(where, repr(cell) if cell else _("nothing"), _("a finite number"), todo)


def _number(cell: str) -> float:
    """Return a number written with a decimal point or comma; NaN if it is none.

    Examples
    --------
    >>> _number("0,5"), _number("1e-3"), _number("1_000"), _number("high")
    (0.5, 0.001, nan, nan)
    """
    try:
        return math.nan if "_" in cell else float(cell.replace(",", "."))
    except ValueError:
        return math.nan
