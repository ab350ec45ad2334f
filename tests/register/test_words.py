"""No word of verdict in anything the register says, in any language, for any shipped scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import read_scenario
from landuse.language import set_language
from landuse.load import load_study
from landuse.model.catalogue import Catalogue
from landuse.model.study import Study
from landuse.register import Register, register
from tests.register.world import FARM, PROFILE, proposal, study

VERDICTS = re.compile(
    r"tillåt|otillåt|avslå|avslag|förbjud|inga konflikter|ingen konflikt|ersättningsgrund|påtaglig skada|förlust"
    r"|no conflict|\ballowed\b|\bforbidden\b|\bprohibited\b|\bpermitted\b|\brefused\b|significant harm|compensation",
    re.IGNORECASE,
)
DATA = frozenset(
    {"name", "feature", "feature_kind", "feature_status", "village", "project", "threshold_word", "source"}
)
"""What comes from a layer or is the statute's own word; the register does not say it."""


def sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in DATA:
                yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)


def verdicts(result: Register) -> set[str]:
    said = sentences([result.conflicts, result.weighings, result.warnings])
    return {text for text in said if VERDICTS.search(text)}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue) -> dict[str, Study]:
    return {area: load_study(catalogue, area, resolution_m=1000) for area in ("exempellandet", "norrbotten")}


SCENARIOS = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_no_verdict_about_a_shipped_scenario(
    file: Path, language: str, catalogue: Catalogue, studies: dict[str, Study]
) -> None:
    set_language(language)
    scenario = read_scenario(file, catalogue)
    result = register(studies[scenario.area], scenario, profile=catalogue.profiles["likely"])
    assert verdicts(result) == set()
    assert bool(result.conflicts) == bool(scenario.establishments)


def test_the_check_itself_sees_a_verdict() -> None:
    set_language("en")
    result = register(study({}), proposal(FARM), profile=PROFILE)
    assert verdicts(result) == set()
    result.conflicts[0]["note"] = "There is no conflict here."
    assert verdicts(result) == {"There is no conflict here."}


def test_statutes_words_stand_only_where_the_statute_is_quoted(catalogue: Catalogue) -> None:
    for rule in catalogue.provisions.values():
        for text in (rule.weigh.sv, rule.weigh.en):
            assert not VERDICTS.search(text), rule.id
    for kind in catalogue.weighings.values():
        assert not VERDICTS.search(f"{kind.question.sv} {kind.question.en}"), kind.id
    for question in catalogue.questions:
        assert not VERDICTS.search(f"{question.weigh.sv} {question.weigh.en}"), question.id
