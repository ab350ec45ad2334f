"""The app without a browser, on coarse cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.visitor import Visitor

MAIN = str(Path(__file__).resolve().parents[2] / "app.py")
PAGE = "from landuse.app import state\nfrom landuse.app.screens import {name}\nstate.start()\n{name}.page()\n"
SLOW_S = 240

Open = Callable[..., Visitor]


@pytest.fixture
def app() -> Open:
    """Open the app as a new session, on cells of 1000 m unless the address says otherwise."""

    def opened(page: str | None = None, **address: str) -> Visitor:
        test = Visitor.of(
            AppTest.from_file(MAIN, default_timeout=SLOW_S)
            if page is None
            else AppTest.from_string(PAGE.format(name=page), default_timeout=SLOW_S)
        )
        for name, value in {"cell": "1000", **address}.items():
            test.query_params[name] = value
        return test

    return opened


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty workspace."""
    folder = tmp_path / "workspace"
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(folder))
    return folder


def said(test: AppTest) -> str:
    """Return every text on the page."""
    assert not test.exception, test.exception
    kinds = (
        test.markdown, test.caption, test.title, test.header, test.subheader, test.info, test.warning, test.error,
        test.success,
    )  # fmt: skip
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*texts, *(element.proto.body for element in test.get("html"))])
