"""g(age): 1 to 20 years, then falling, 0 from T = 60 / 80 / 100."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.engine.recovery import factor, recovered
from landuse.engine.sources import NO_AGE, UNKNOWN_AGE
from tests.properties import worlds

CATALOGUE = worlds.catalogue()
(ROW,) = CATALOGUE.recoveries


@pytest.mark.parametrize(
    ("age", "low", "likely", "high"),
    [(0, 1, 1, 1), (20, 1, 1, 1), (21, 39 / 40, 59 / 60, 79 / 80), (50, 10 / 40, 0.5, 50 / 80), (60, 0, 20 / 60, 0.5),
     (80, 0, 0, 0.25), (99, 0, 0, 1 / 80), (100, 0, 0, 0), (500, 0, 0, 0)],
)  # fmt: skip
def test_factor(age: int, low: float, likely: float, high: float) -> None:
    found = [factor(ROW, age, level) for level in ("low", "likely", "high")]
    assert found == pytest.approx([low, likely, high], abs=1e-12)


@given(st.integers(0, 200), st.sampled_from(["low", "likely", "high"]))
def test_it_never_rises_with_age(age: int, level: str) -> None:
    assert 0.0 <= factor(ROW, age + 1, level) <= factor(ROW, age, level) <= 1.0


def _of(age: int, level: str = "likely", season: str = "winter", group: str = "reindeer") -> float:
    return recovered(CATALOGUE, "clear_cut", age, season=season, group=group, level=level)


def test_an_unknown_age_gives_the_interval() -> None:
    assert [_of(UNKNOWN_AGE, level) for level in ("low", "likely", "high")] == [0.0, 1.0, 1.0]


def test_what_has_no_age_or_no_row_does_not_recover() -> None:
    assert _of(NO_AGE) == 1.0
    assert _of(90, season="summer") == 1.0
    assert _of(90, group="nature") == 1.0
    assert _of(90) == 0.0
