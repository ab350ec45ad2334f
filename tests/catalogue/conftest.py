"""A copy of the catalogue that a test may change, and the tables of the field that it was made from."""

from __future__ import annotations

import copy as copies
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from landuse.errors import Problem
from landuse.io import yaml_file
from landuse.io.catalogue import check_catalogue
from landuse.io.findings import Findings
from landuse.language import set_language


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(autouse=True, scope="session")
def _parsed_once() -> Iterator[None]:
    """Parse a YAML file once for all tests: parsing is most of the time that a reading takes."""
    parsed: dict[str, object] = {}
    load = yaml_file.load_yaml  # type: ignore[attr-defined]

    def remembered(text: str, findings: Findings) -> object:
        before = len(findings.problems)
        content = copies.deepcopy(parsed[text]) if text in parsed else load(text, findings)
        if text not in parsed and len(findings.problems) == before:
            parsed[text] = copies.deepcopy(content)
        return content

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "load_yaml", remembered)
        yield


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the catalogue's own files, without the embedded data."""
    folder = tmp_path / "layers"
    shutil.copytree(root / "layers", folder, ignore=shutil.ignore_patterns("data"))
    return folder


@pytest.fixture
def problems_after(copy: Path) -> Callable[[str, str, str], list[Problem]]:
    """Return what is wrong after one passage of a file was replaced by another."""

    def replaced(file: str, old: str, new: str) -> list[Problem]:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{file} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return check_catalogue(copy)

    return replaced


@pytest.fixture(scope="session")
def domain(root: Path) -> Path:
    """Folder with the tables of the field beside the repository: ``../shared/domain``."""
    folder = root.parent / "shared" / "domain"
    if folder.is_dir():
        return folder
    message = "the tables of ../shared/domain are not beside this repository"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
