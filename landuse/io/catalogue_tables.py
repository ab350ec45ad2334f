"""CSV files of the catalogue → tuples of models, with the line of every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeVar

from landuse.errors import Problem
from landuse.io.catalogue_files import OPTIONAL, TABLES
from landuse.io.csv_table import cell_number, check_header, columns_of, nested, read_rows
from landuse.io.declaration import declared, with_reviews
from landuse.io.findings import Findings
from landuse.language import _
from landuse.model.frozen import Frozen

Model = TypeVar("Model", bound=Frozen)
MATRIX = "sensitivity.csv"


class Tables:
    """The CSV files of one reading.

    Parameters
    ----------
    contents : mapping
        Name → content of the files.
    problems : list of Problem
        Everything that is wrong is added here.
    """

    def __init__(self, contents: Mapping[str, bytes], problems: list[Problem]) -> None:
        self._contents = contents
        self._problems = problems
        self.lines: dict[str, list[int]] = defaultdict(list)
        """File → line of each row that was used."""
        self.faulty: set[str] = set()
        """Files of which a row, or all, could not be used."""
        self.reviewed: dict[str, bool] = {}
        """Term of the glossary → whether it is reviewed."""

    def read(self, file: str, form: type[Model]) -> tuple[Model, ...]:
        """Return the rows of a file; two rows with the same key are noted."""
        if file in OPTIONAL and file not in self._contents:
            return ()
        findings = Findings(file, problems=self._problems)
        before = len(self._problems)
        header, rows = read_rows(self._contents.get(file, b""), findings)
        if file not in self._contents or not check_header(header, columns_of(form), findings):
            self.faulty.add(file)
            return ()
        found: dict[tuple[str, ...], Model] = {}
        for line, cells in rows:
            place = findings.at(_("line {n}").format(n=line))
            raw = nested(cells, form, place)
            row = declared(form, {name: with_reviews(raw[name], self.reviewed, place) for name in raw}, place)
            key = tuple(cells[name].casefold() for name in TABLES[file].key)
            if key in found:
                place.add(" / ".join(key), _("each once"), _("remove one of the rows"))
            elif row is not None:
                found[key] = row
                self.lines[file].append(line)
        if len(self._problems) > before:
            self.faulty.add(file)
        return tuple(found.values())

    def sensitivity(self) -> dict[str, dict[str, float | None]]:
        """Return receptor → pressure → share 0–1, None for an empty cell (does not apply)."""
        findings = Findings(MATRIX, problems=self._problems)
        header, rows = read_rows(self._contents.get(MATRIX, b""), findings)
        pressures = {name: True for name in header if name not in {"receptor", "mark"}}
        found: dict[str, dict[str, float | None]] = {}
        if MATRIX not in self._contents or not check_header(
            header, {"receptor": True, **pressures, "mark": True}, findings
        ):
            self.faulty.add(MATRIX)
            return found
        for line, cells in rows:
            place = findings.at(_("line {n}").format(n=line))
            if cells["receptor"] in found:
                place.add(cells["receptor"], _("each once"), _("remove one of the rows"))
                continue
            found[cells["receptor"]] = {name: _share(cells[name], place.at(name)) for name in pressures}
            self.lines[MATRIX].append(line)
        return found


def _share(text: str, findings: Findings) -> float | None:
    number: Any = cell_number(text, findings) if text else None
    if number is not None and not 0 <= number <= 1:
        findings.add(text, _("a share 0–1"), _("correct the value"))
        return None
    return None if number is None else float(number)
