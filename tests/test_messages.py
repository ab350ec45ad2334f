"""The texts: each has a Swedish one, none is left over, none says how a case ends; Sámi terms are the glossary's."""

from __future__ import annotations

import ast
import csv
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from landuse import language
from landuse.model.frozen import Text
from tools import messages

# Words of a verdict; and words of loss for what is a calculated reduction of use.
VERDICT = re.compile(
    r"\b(o?tillåt(s|et|en|na|er|lig\w*)?|avslå(s|r)?|avslag|förbjud(en|et|na|er|s)|förbud|godkän(d|t|na|ns)"
    r"|påtaglig skada|(inga|ingen) (konflikt|beröring)\w*|konfliktfri\w*|förlust\w*|förlora\w*)\b",
    re.IGNORECASE,
)
CATALOGUE = messages.texts_of_catalogue()
TRANSLATED = {text: swedish for text, swedish in CATALOGUE.items() if swedish}


@pytest.fixture(scope="module")
def code() -> set[str]:
    return messages.texts_of_code()


def test_every_text_of_the_code_is_translated(code: set[str]):
    assert messages.missing(code, CATALOGUE) == []


def test_no_translation_is_left_over(code: set[str]):
    assert messages.unused(code, CATALOGUE) == []


def test_fields_are_those_of_the_text():
    assert messages.other_fields(CATALOGUE) == []


def test_what_stands_around_a_text_stands_around_its_translation():
    def around(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text.rstrip().endswith(("…", ":", "?"))

    assert [text for text, swedish in TRANSLATED.items() if around(text) != around(swedish)] == []


def test_no_word_of_a_verdict():
    assert [swedish for swedish in CATALOGUE.values() if VERDICT.search(swedish)] == []


@pytest.mark.parametrize("word", ["tillåts", "otillåtet", "förbjuden", "avslås", "inga konflikter", "förlusten"])
def test_a_word_of_a_verdict_would_be_found(word: str):
    assert VERDICT.search(f"Detta är {word}.")


def test_file_is_as_it_is_written(code: set[str]):
    assert messages.SWEDISH.read_text(encoding="utf-8") == messages.written(code, CATALOGUE)


def test_northern_sami_is_what_the_glossary_gives():
    assert messages.SAMI.read_text(encoding="utf-8") == messages.sami_written(CATALOGUE)


def test_no_term_in_northern_sami_is_invented():
    with messages.GLOSSARY.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    given = {row["se"].casefold() for row in rows if row["status"] == "verified"}
    marked = {f"{row['se']}{language.UNREVIEWED}".casefold() for row in rows if row["status"] != "verified"}
    found = messages.texts_of_catalogue(messages.SAMI)
    assert len(found) > 20
    assert {term.casefold() for term in found.values()} <= given | marked
    assert "Čearru°" in found.values()


def test_a_changed_glossary_makes_the_file_stale(tmp_path: Path):
    glossary = tmp_path / "glossary.csv"
    glossary.write_text(
        messages.GLOSSARY.read_text(encoding="utf-8").replace("jahkodat,verified", "jahkodat,GK-check"), "utf-8"
    )
    changed = messages.sami_written(CATALOGUE, glossary)
    assert "Jahkodat°" in changed
    assert changed != messages.SAMI.read_text(encoding="utf-8")


def test_what_has_no_term_falls_back_to_swedish():
    expected = {"sv": ("hittat", "Årstid"), "en": ("found", "Season"), "se": ("hittat", "Jahkodat")}
    for code, words in expected.items():
        language.set_language(code)
        assert (language._("found"), language._("Season")) == words


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_unreviewed_terms_are_explained_where_there_are_any(code: str):
    language.set_language(code)
    assert (language.terms_note() is not None) == (code == "se")
    said = language._("Herding community") + Text(sv="sameby", en="herding community", se="čearru").said()
    assert said.count(language.UNREVIEWED) == (2 if code == "se" else 0)
    assert Text(sv="årstid", en="season", se="jahkodat", se_reviewed=True).said()[-1] != language.UNREVIEWED


def test_a_page_is_in_the_language_most_of_it_is_in():
    found = {}
    for code in language.LANGUAGES:
        language.set_language(code)
        found[code] = language.page_language()
    assert found == {"sv": "sv", "en": "en", "se": "sv"}


def test_catalogue_is_read_at_once():
    def seconds() -> float:
        language._messages.cache_clear()
        start = time.perf_counter()
        language._messages("sv")
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < 0.05


def test_texts_inside_f_strings_are_found(tmp_path: Path):
    module = tmp_path / "one.py"
    module.write_text('a = f"{_(\'inside\')}: {b}"\nc = _("two "\n      "lines")\n', encoding="utf-8")
    assert messages.texts_of_code(tmp_path) == {"inside", "two lines"}


@pytest.mark.parametrize("call", ['_(f"{n} rows")', "_(text)", '_("a", "b")'])
def test_what_cannot_be_translated_is_refused(tmp_path: Path, call: str):
    module = tmp_path / "one.py"
    module.write_text(call, encoding="utf-8")
    with pytest.raises(ValueError, match="one text"):
        messages.texts_of_module(module)


class Told(NamedTuple):
    """What the tool ended with and said."""

    code: int
    lines: list[str]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Run the tool on catalogues of its own, with the texts ``kept`` and ``new {n}`` in the code."""
    swedish, northern = tmp_path / "sv.po", tmp_path / "se.po"
    monkeypatch.setattr(messages, "SWEDISH", swedish)
    monkeypatch.setattr(messages, "SAMI", northern)
    monkeypatch.setattr(messages, "texts_of_code", lambda: {"kept", "new {n}"})
    monkeypatch.setattr(messages.texts_of_catalogue, "__defaults__", (swedish,))

    def run(*arguments: str, **texts: str) -> Told:
        if texts:
            swedish.write_text(messages.written(texts, texts), encoding="utf-8")
        return Told(messages.main(list(arguments)), capsys.readouterr().out.splitlines())

    return run


def test_check_tells_of_what_is_missing_and_unused(tool: Callable[..., Told]):
    told = tool("--check", kept="kvar", old="gammal")
    assert told.code == 1
    assert told.lines[:2] == ["missing: 'new {n}'", "unused: 'old'"]
    assert tool().code == 0
    assert messages.texts_of_catalogue() == {"kept": "kvar", "new {n}": ""}


def test_check_passes_only_when_all_is_in_step(tool: Callable[..., Told]):
    texts = {"kept": "årstid", "new {n}": "ny {n}"}
    tool(**texts)
    assert tool("--check").code == 0
    assert messages.texts_of_catalogue(messages.SAMI) == {"kept": "jahkodat"}
    messages.SAMI.write_text("", encoding="utf-8")
    assert tool("--check").code == 1
    tool()
    told = tool("--check", **(texts | {"new {n}": "ny {m}"}))
    assert told.code == 1
    assert told.lines[0] == "fields: 'new {n}'"


CALLS = (
    "button", "caption", "checkbox", "download_button", "error", "expander", "file_uploader", "form_submit_button",
    "header", "info", "link_button", "markdown", "metric", "multiselect", "number_input", "pills", "popover", "radio",
    "segmented_control", "selectbox", "slider", "spinner", "subheader", "success", "text", "text_area", "text_input",
    "title", "toggle", "warning", "write",
)  # fmt: skip
IN_EVERY_LANGUAGE = ("Språk / Language",)
"""What must be read by one who does not know the language in use."""
NAMED = ("label", "help", "placeholder", "empty", "alt")


def literals(tree: ast.AST) -> Iterator[str]:
    """Yield texts that a call of Streamlit would show as they stand in the code."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        shown = [keyword.value for keyword in call.keywords if keyword.arg in NAMED]
        if isinstance(call.func, ast.Attribute) and call.func.attr in CALLS:
            shown += call.args[:1]
        for value in shown:
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


@pytest.mark.parametrize("path", sorted((messages.PACKAGE / "app").rglob("*.py")), ids=lambda path: path.stem)
def test_no_text_of_the_app_bypasses_the_catalogue(path: Path):
    found = literals(ast.parse(path.read_text(encoding="utf-8")))
    found = (text for text in found if text not in IN_EVERY_LANGUAGE)
    assert [text for text in found if re.search(r"[^\W\d_]{2}", re.sub(r":material/\w+:", "", text))] == []


@pytest.mark.parametrize("call", ['st.button("Press")', 'st.metric(_("a"), help="Read")', 'left.markdown(f"Sum {x}")'])
def test_a_text_past_the_catalogue_would_be_found(call: str):
    assert list(literals(ast.parse(call)))
