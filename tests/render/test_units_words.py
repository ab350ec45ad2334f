"""Numbers and words: the form of the language, unknown as a word, and no verdict anywhere."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from landuse.language import set_language
from landuse.render import units, words

RENDER = Path(units.__file__).parent
APP = RENDER.parent / "app"
VERDICTS = re.compile(
    r"\b(allowed|forbidden|permissible|no conflict|acceptable|unacceptable|significant damage)\b", re.I
)


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_unknown_is_a_word_never_zero_or_empty(value: float | None) -> None:
    for written in (units.number, units.percent, units.metres):
        assert written(value) == units.unknown() == "unknown"
    assert units.interval(1.0, None) == "unknown"
    assert units.quantity(None, "ha") == "unknown"


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0.0, "0", "0"),
        (1234567.0, "1 234 567", "1,234,567"),
        (99.96, "100", "100"),
        (12.34, "12,3", "12.3"),
        (0.5, "0,50", "0.50"),
        (-3.0, "-3,00", "-3.00"),
        (0.001, "< 0,01", "< 0.01"),
    ],
)
def test_numbers_have_the_form_of_the_language(value: float, sv: str, en: str) -> None:
    for code, expected in (("sv", sv), ("en", en)):
        set_language(code)
        assert units.number(value).replace("\xa0", " ") == expected.replace("-", units.MINUS)


@pytest.mark.parametrize("code", ["sv", "se"])
def test_signs_between_digits_keep_a_number_on_one_line(code: str) -> None:
    set_language(code)
    assert units.number(-1234567.0, 1) == "\N{MINUS SIGN}1\xa0234\xa0567,0"
    assert units.percent(-0.1234) == "\N{MINUS SIGN}12,3\xa0%"
    assert units.quantity(12345.6, "ha") == "12\xa0346\xa0ha"


def test_half_a_person_is_not_nobody() -> None:
    assert units.number(0.5, 0) == "< 1"
    assert units.number(-0.5, 0) == "> \N{MINUS SIGN}1"


def test_a_share_never_reads_as_a_whole_it_is_not() -> None:
    assert units.percent(0.9994) == "99.9%"
    assert units.percent(1.0) == "100%"
    assert units.percent(0.00001) == "< 0.01%"


def test_every_token_of_a_result_has_words() -> None:
    for say, tokens in (
        (words.conflict_status_word, ("overlap", "within_zone", "no_overlap", "unknown", "failed")),
        (words.layer_status_word, ("loaded", "missing", "stale", "failed")),
        (words.bound_word, ("exact", "at_least", "at_most", "none")),
        (words.season_word, ("varvinter", "var", "varsommar", "sommar", "hostsommar", "host", "hostvinter", "vinter")),
        (words.state_word, ("cut", "weakened", "clear", "unknown")),
        (words.weighing_word, ("same_ground_3_10", "protection_only", "neighbouring_interests", "chapter_4", "rights")),
        (words.model_word, ("multiplicative", "additive", "dominant", "diminishing")),
    ):
        said = [say(token) for token in tokens]
        assert all(said)
        assert len(set(said)) == len(tokens)
        assert not any("_" in text for text in said)


def test_no_word_of_verdict_stands_in_a_text_of_the_screen() -> None:
    for path in [*RENDER.rglob("*.py"), *APP.rglob("*.py")]:
        found = [text for text in re.findall(r'"([^"\n]*)"', path.read_text("utf-8")) if VERDICTS.search(text)]
        assert not found, (path.name, found)
