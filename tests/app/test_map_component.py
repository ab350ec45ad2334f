"""The map component: what it declares, what it is sent, and that no message is handled twice or lost."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from landuse.app.map_component import _outbox, unhandled
from landuse.app.map_words import map_words
from landuse.language import set_language

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "landuse/app/frontend"
BUNDLE = ROOT / "landuse/app/bundle"
SOURCES = sorted((FRONTEND / "src").glob("*.js"))


def script() -> None:
    import streamlit as st

    from landuse.app.map_component import heard, landuse_map

    log = st.session_state.setdefault("log", [])
    landuse_map({"height": 300, "heard": 99}, key="map", on_messages=log.extend)
    st.text(f"heard {heard('map')}")


def says(test: AppTest, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Let the browser send its outbox; return what was handed over until now."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    component = mounted(test)
    state = WidgetState(id=component.id)
    state.json_value = json.dumps({"outbox": {"messages": list(messages)}})
    states = test._tree.get_widget_states()
    del states.widgets[:]
    states.widgets.append(state)
    test._run(states)
    assert not test.exception
    return list(test.session_state["log"])


def mounted(test: AppTest) -> Any:
    return test.get("bidi_component")[0].proto


def sent(test: AppTest) -> dict[str, Any]:
    """What the browser is sent."""
    return dict(json.loads(mounted(test).json or mounted(test).mixed.json))


@pytest.fixture
def page() -> AppTest:
    test = AppTest.from_function(script).run()
    assert not test.exception
    return test


@pytest.mark.skipif(not BUNDLE.is_dir(), reason="the map is not bundled: make frontend")
class TestMounted:
    def test_it_is_the_bundled_file(self, page: AppTest) -> None:
        proto = mounted(page)
        assert proto.component_name == "landuse.map"
        assert re.search(r"map-[A-Z0-9]+\.js", proto.js_source_path)
        assert proto.js_content == ""
        assert proto.isolate_styles is False

    def test_what_was_heard_is_the_component_s_own_count(self, page: AppTest) -> None:
        assert sent(page)["heard"] == 0
        assert sent(page)["key"] == "map"

    def test_messages_are_handed_over_once_in_their_order(self, page: AppTest) -> None:
        one, two, three = ({"n": n, "kind": "undo"} for n in (1, 2, 3))
        assert says(page, two, one) == [one, two]
        assert sent(page)["heard"] == 2
        assert says(page, one, two, three) == [one, two, three]
        assert says(page, three) == [one, two, three]
        assert page.text[0].value == "heard 3"

    def test_an_empty_or_broken_outbox_is_nothing(self, page: AppTest) -> None:
        assert says(page) == []
        assert says(page, {"n": "1", "kind": "undo"}, {"kind": "undo"}, {"n": 1}, {"n": True, "kind": "undo"}) == []
        assert sent(page)["heard"] == 0


@pytest.mark.parametrize("state", [None, {}, {"outbox": None}, {"outbox": []}, {"outbox": {"messages": {}}}, "x", 7])
def test_a_strange_state_has_no_messages(state: object) -> None:
    assert _outbox(state) == []


def test_only_later_messages_are_left() -> None:
    assert unhandled([{"n": 1, "kind": "undo"}, {"n": 2, "kind": "redo"}], 1) == [{"n": 2, "kind": "redo"}]
    assert unhandled([{"n": 1, "kind": "undo"}], 5) == []


def test_the_declaration_names_the_bundle() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (component,) = declared["tool"]["streamlit"]["component"]["components"]
    assert component == {"name": "map", "asset_dir": "app/bundle"}
    assert declared["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"] == ["landuse/app/bundle"]


def keys_in_use() -> set[str]:
    """Return every key that the JavaScript asks for; those that it puts together are spelled out from their parts."""
    code = "\n".join(path.read_text() for path in SOURCES)
    found = set(re.findall(r"""['`]([a-z]+\.[a-z_-]+)['`]""", code))
    return found | {key for key in map_words() if re.search(rf"`{re.escape(key.split('.')[0])}\.\$\{{", code)}


def test_every_word_that_the_map_asks_for_is_there_and_no_other() -> None:
    set_language("en")
    named = {key for key in keys_in_use() if key.split(".")[0] in {word.split(".")[0] for word in map_words()}}
    bare = {key for key in map_words() if "." not in key}
    assert named - set(map_words()) == set()
    assert set(map_words()) - named - bare == set()
    code = "\n".join(path.read_text() for path in SOURCES)
    assert {key for key in bare if f"'{key}'" not in code} == set()


def test_tools_have_names_and_help() -> None:
    toolbar = (FRONTEND / "src/toolbar.js").read_text()
    tools = re.findall(r"'([a-z-]+)'", re.search(r"const TOOLS = \[(.*?)\]", toolbar)[1])  # type: ignore[index]
    assert len(tools) == 10
    for tool in tools:
        assert f"tool.{tool}" in map_words()
        assert f"help.{tool}" in map_words()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_javascript_has_no_markup_evaluation_or_outside_address(path: Path) -> None:
    code = path.read_text()
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML|createContextualFragment"
    )
    assert not re.search(forbidden, code)
    addresses = set(re.findall(r"https?://[^\s'\"`)]+", code)) - {"http://www.w3.org/2000/svg"}
    assert addresses == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_module_of_the_map_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_npm_packages_are_pinned_and_the_lock_names_no_registry() -> None:
    package = json.loads((FRONTEND / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert not [name for name, entry in lock["packages"].items() if name and "integrity" not in entry]
