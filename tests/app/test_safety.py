"""Text from users and files never becomes markup, and only one place touches the session or the cache."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from landuse.app import cache, state
from landuse.app.safe import no_formula, plain
from landuse.app.work import Work
from landuse.io.scenario import read_scenario_bytes
from tests.app.conftest import Open

APP = Path(state.__file__).parent
FILES = sorted(APP.rglob("*.py"))
PAGES = [path for path in FILES if "server" not in path.relative_to(APP).parts]
HOLDERS = ("state.py", "map_component.py")
"""The map counts the messages that it has heard under a key of its own."""
EVIL = "<script>alert(1)</script> ![x](http://outside.example/x.png) $x$ :red[y] {label} @@=1"


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call in a file."""
    yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_no_call_lets_html_through(path: Path) -> None:
    for call in calls(path):
        assert "unsafe_allow_html" not in {keyword.arg for keyword in call.keywords}
        if name_of(call) == "st.html":
            allowed = (
                "figures_html(", "seasons_html(", "page_style(", "LANGUAGE_SCRIPTS[", "village_html.",
                "route_key_html(",
                "year_circle.year_circle_html(", "year_curve.curve_html(",
            )  # fmt: skip
            assert ast.unparse(call.args[0]).startswith(allowed), ast.unparse(call)
        assert name_of(call) not in ("st.iframe", "components.html", "st.components.v1.html")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(APP)))
def test_session_and_cache_are_touched_in_one_place_each(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "session_state" not in text or path.name in HOLDERS
    assert "query_params" not in text or path.name == "state.py"
    assert (
        "st.cache_" not in text.replace("only place with st.cache", "")
        or path.name == "cache.py"
        or "server" in path.parts
    )


def evil_scenario() -> bytes:
    text = EVIL.replace('"', "'")
    part = f'    type: wind_farm\n    name: "{text}"\n    years: [2030, 2060]\n'
    place = "    geometry: {type: Point, coordinates: [404000, 8124000]}\n"
    head = f'title: "{text}"\narea: exempellandet\ncrs: EPSG:3006\nyear: 2035\n'
    return f"{head}establishments:\n  park:\n{part}{place}".encode()


VIEWS = ("overview", "law", "losses", "shares", "unknown", "more", "here")


@pytest.mark.parametrize("view", VIEWS)
def test_a_hostile_title_is_shown_as_text_only(app: Open, view: str) -> None:
    catalogue = cache.catalogue()
    test = app()
    test.session_state["landuse work"] = Work.of(read_scenario_bytes(evil_scenario(), "ont.yaml", catalogue), catalogue)
    choices = {"lang": "en", "cell": 1000, "active part": "park", "place": (404000.0, 8124000.0)}
    test.session_state["landuse choices"] = choices
    test.session_state["result view.en"] = view
    test.session_state["part panel.en"] = "works"
    test.run()
    assert not test.exception
    kinds = (test.markdown, test.caption, test.header, test.subheader, test.error, test.info)
    bodies = [str(each.value) for kind in kinds for each in kind]
    cells = [str(cell) for table in test.table for cell in table.value.to_numpy().ravel()]
    bodies += [str(option) for pills in test.get("button_group") for option in pills.proto.options]
    for body in [*bodies, *cells]:
        assert not re.search(r"(?<!\\)<script|(?<!\\)!\[|(?<!\\):red|(?<!\\)\$x", body), body
    for element in test.get("html"):
        assert "<script>alert(1)" not in element.proto.body
    assert not any(each.allow_html for each in test.markdown)
    names = [each["properties"]["name"] for each in test.map_data["drawing"]["features"]["features"]]
    assert any("alert(1)" in name for name in names)


@pytest.mark.parametrize("text", [EVIL, "a\nb", "# h", "- x", "1. x", "| a |", "`code`", "http://outside.example"])
def test_plain_leaves_no_sign_that_markdown_acts_on(text: str) -> None:
    safe = plain(text)
    assert "\n" not in safe
    assert not re.search(r"(?<!\\)[`*_\[\]()<>#!|~$:]", safe)
    assert re.sub(r"\\(.)", r"\1", safe) == " ".join(text.split())


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_of_a_table_is_no_formula_when_it_is_saved(text: str) -> None:
    safe = no_formula(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.removeprefix("\N{ZERO WIDTH SPACE}") == text


def test_no_folder_beside_the_script_is_taken_for_pages_by_streamlit() -> None:
    # A folder named so beside main.py makes every link to a page open on "Page not found".
    assert (APP / "main.py").is_file()
    assert not (APP / "pages").exists()
    assert not (APP.parents[1] / "pages").exists()
