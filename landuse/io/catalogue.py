"""The catalogue: every file of ``layers/`` read, checked by itself and against the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from landuse.errors import CatalogueError, Problem
from landuse.io.catalogue_files import digest_of, file_contents
from landuse.io.catalogue_reading import Reading
from landuse.io.catalogue_schema import json_schemas
from landuse.io.findings import Findings
from landuse.io.places import catalogue_folder
from landuse.io.yaml_file import line_of
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.check_catalogue import check

__all__ = ["check_catalogue", "json_schemas", "read_catalogue"]

_known: dict[str, Catalogue] = {}
_KEPT = 4


def read_catalogue(folder: Path | None = None) -> Catalogue:
    """Return the catalogue of a folder; the same files give the same object.

    Parameters
    ----------
    folder : Path, optional
        Default: the catalogue that ships with the program.

    Raises
    ------
    CatalogueError
        With every problem: files, entries, and what does not fit together.

    Examples
    --------
    >>> catalogue = read_catalogue()
    >>> catalogue.types["wind_farm"].title.en
    'wind farm'
    """
    contents, problems = _contents(folder)
    digest = digest_of(contents)
    if not problems and digest in _known:
        return _known[digest]
    catalogue, problems = _read(contents, problems, digest)
    if catalogue is None or problems:
        raise CatalogueError(problems)
    while len(_known) >= _KEPT:
        _known.pop(next(iter(_known)))
    _known[digest] = catalogue
    return catalogue


def check_catalogue(folder: Path | None = None) -> list[Problem]:
    """Return everything that is wrong with the catalogue of a folder; empty if nothing is."""
    contents, problems = _contents(folder)
    return _read(contents, problems, digest_of(contents))[1]


def _contents(folder: Path | None) -> tuple[dict[str, bytes], list[Problem]]:
    findings = Findings("layers")
    return file_contents(folder or catalogue_folder(), findings), findings.problems


def _read(
    contents: Mapping[str, bytes], problems: list[Problem], digest: str
) -> tuple[Catalogue | None, list[Problem]]:
    reading = Reading(contents, problems)
    catalogue = reading.catalogue(digest)
    found = check(catalogue, place=reading.place, broken=reading.broken) if reading.complete else []
    return catalogue, _numbered([*problems, *found], contents)


def _numbered(problems: list[Problem], contents: Mapping[str, bytes]) -> list[Problem]:
    """Return problems with the line of their entry, where the file is YAML and the place can be found."""
    return [replace(item, where=_with_line(item.where, contents)) for item in problems]


def _with_line(where: str, contents: Mapping[str, bytes]) -> str:
    name, _colon, path = where.partition(": ")
    if not name.endswith(".yaml") or not path or name not in contents:
        return where
    try:
        line = line_of(contents[name], tuple(path.split(".")))
    except Exception as error:  # a file that cannot be parsed has no lines to find
        if type(error).__module__.startswith("ruamel"):
            return where
        raise
    return where if line is None else _("{name} line {n}: {path}").format(name=name, n=line, path=path)
