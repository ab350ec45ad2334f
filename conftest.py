"""For every test, also the examples in docstrings: English texts, and no trace of one test in the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landuse import language

# Scripts: importing them runs them.
collect_ignore = ["app.py", "landuse/app/main.py", "landuse/__main__.py"]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANDUSE_LANG", "en")
    before = language._current.set(None)
    yield
    language._current.reset(before)


@pytest.fixture(autouse=True)
def _own_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    # Never the workspace of whoever runs the tests.
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path_factory.getbasetemp() / "workspace"))
