"""A user's own dates of herding communities, from a file beside the catalogue's."""

from __future__ import annotations

import hashlib
from pathlib import Path

from landuse.errors import CatalogueError, Problem, problem
from landuse.io.catalogue_tables import Tables
from landuse.language import _
from landuse.model.catalogue import Catalogue, VillageSeason
from landuse.model.check_seasons import VILLAGES_FILE, check_seasons
from landuse.model.checking import Checking


def with_village_dates(catalogue: Catalogue, path: Path) -> Catalogue:
    """Return the catalogue with the dates of a file in the place of its own; the catalogue itself without such a file.

    Parameters
    ----------
    path : Path
        Columns as in ``village_seasons.csv``: village, id, start, end, mark.

    Raises
    ------
    CatalogueError
        If the file cannot be read, or a community's seasons do not share out the year.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return catalogue
    except OSError as error:
        raise CatalogueError(
            problem(str(path), error.strerror or error, _("a file that can be read"), _("correct or remove it"))
        ) from error
    problems: list[Problem] = []
    tables = Tables({VILLAGES_FILE: content}, problems)
    own = tables.read(VILLAGES_FILE, VillageSeason)
    named = {(row.village, row.id) for row in own}
    others = (row for row in catalogue.village_seasons if (row.village, row.id) not in named)
    digest = hashlib.sha256((catalogue.digest + hashlib.sha256(content).hexdigest()).encode()).hexdigest()
    found = catalogue.model_copy(update={"village_seasons": (*own, *others), "digest": digest})

    def place(file: str, entry: int | str) -> str:
        lines = tables.lines[VILLAGES_FILE]
        known = file == VILLAGES_FILE and isinstance(entry, int) and entry < len(lines)
        return f"{path}: {_('line {n}').format(n=lines[int(entry)])}" if known else str(path)

    if not problems:
        checking = Checking(found, place, {})
        check_seasons(checking)
        problems = checking.problems
    if problems:
        raise CatalogueError(problems)
    return found
