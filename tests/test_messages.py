"""The Swedish texts: each text of the code has one, none is left over, and none says how a case ends."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from landuse import language
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
    assert [text for text, swedish in TRANSLATED.items() if messages.fields(text) != messages.fields(swedish)] == []


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


def test_swedish_is_spoken_and_northern_sami_falls_back_to_it():
    assert CATALOGUE["found"] == "hittat"
    for code in ("sv", "se"):
        language.set_language(code)
        assert language._("found") == "hittat"
    language.set_language("en")
    assert language._("found") == "found"


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


def test_check_tells_of_what_is_missing_and_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "landuse.po"
    path.write_text(messages.written(["old", "kept"], {"old": "gammal", "kept": "kvar"}), encoding="utf-8")
    monkeypatch.setattr(messages, "SWEDISH", path)
    monkeypatch.setattr(messages, "texts_of_code", lambda: {"kept", "new"})
    monkeypatch.setattr(messages.texts_of_catalogue, "__defaults__", (path,))
    assert messages.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == ["missing: 'new'", "unused: 'old'"]
    assert messages.main([]) == 0
    assert messages.texts_of_catalogue(path) == {"kept": "kvar", "new": ""}
