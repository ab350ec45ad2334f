"""The other pages: what they say, and that nothing is lost between pages and old addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from landuse.language import set_language
from tests.app.conftest import Open, said


def test_swedish_is_the_language_unless_another_is_asked_for(app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANDUSE_LANG")
    set_language("")
    test = app("method").run()
    assert not test.exception
    assert test.session_state["landuse choices"]["lang"] == "sv"


def test_layers_of_norrbotten_are_a_guided_list(app: Open, workspace: Path) -> None:
    test = app("layers").run()
    text = said(test)
    assert "Load these layers" in text
    for part in ("Why", "From where", "ren_arstidsland"):
        assert part in text
    sources = test.dataframe[0].value
    assert {"missing", "loaded"} <= set(sources["State"])


def test_layers_of_the_fictional_area_take_no_import(app: Open) -> None:
    test = app("layers").run()
    test.selectbox(key="layers area.en").set_value("exempellandet").run()
    text = said(test)
    assert "nothing is imported here" in text
    assert "Import a file" not in text


def test_the_method_has_parameters_limits_and_glossary(app: Open) -> None:
    test = app("method").run()
    text = said(test)
    for word in ("Unknown is not zero", "Zone of influence", "idealised normal year"):
        assert word in text
    assert len(test.table) >= 3
