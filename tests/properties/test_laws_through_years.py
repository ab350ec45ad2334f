"""Laws of the load through the years: each year is that of an assessment, and steps lead from first to last."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse import assess, load_through_years
from landuse.engine.existing import Existing
from landuse.engine.sources import existing_sources
from landuse.model.catalogue import Band
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.model.through_years import TRACKS, LoadThroughYears
from tests.properties import worlds

BASELINES = ("built", "with_permitted", "with_planned")
YEARS = st.one_of(st.none(), st.integers(1985, 2045))


@st.composite
def studies_with_years(draw: st.DrawFn, *, permanent: bool = False) -> Study:
    """Draw a study whose sources begin, and unless they are permanent end, in drawn years."""
    made = draw(worlds.studies())
    layers = {}
    for name, layer in made.layers.items():
        features = layer.features
        if name in worlds.SOURCE_LAYERS and features is not None and len(features):
            starts = [draw(YEARS) for _ in range(len(features))]
            ends = [None if permanent else draw(YEARS) for _ in starts]
            ends = [
                None if end is None or (start or 0) >= end else end for start, end in zip(starts, ends, strict=True)
            ]
            features = features.assign(from_year=starts, to_year=ends)
            if permanent and name == "avverkat":
                features = features.iloc[:0]
            layers[name] = features
        elif features is not None:
            layers[name] = features
    return worlds.study(layers)


@st.composite
def parts_with_years(draw: st.DrawFn) -> tuple[Establishment, ...]:
    made = []
    for part in draw(worlds.parts()):
        start = draw(st.integers(2020, 2035))
        made.append(
            part.model_copy(
                update={
                    "years": (start, start + draw(st.integers(1, 15))),
                    "construction_years": (start - 2, start) if draw(st.booleans()) else None,
                    "status": draw(st.sampled_from([Band.PROPOSED, Band.PROPOSED, Band.PERMITTED])),
                }
            )
        )
    return tuple(made)


def villages(document: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the rows of the villages' main seasonal land by village and season."""
    rows = document["losses"]
    return {(r["unit"], r["season"]): r for r in rows if r["unit_kind"] == "herding_community" and r["available"]}


def check(found: LoadThroughYears, study: Study, scenario: Scenario, year: int) -> None:
    """The figures of a year are those of an assessment of that year."""
    for unit, row in villages(assess(study, scenario, year=year).document).items():
        held = found.at(*unit, year)
        assert held is not None and held.available == row["available"]
        assert [held.value[name] for name in BASELINES] == [row["baseline"][name] for name in BASELINES]
        proposed = row["baseline"]["with_planned"] + row["added"]["after_planned"]
        assert held.value["built_and_proposed"] == pytest.approx(row["cumulative"], rel=1e-12, abs=1e-12)
        assert held.value["with_proposed"] == pytest.approx(proposed, rel=1e-12, abs=1e-12)


@settings(max_examples=4)
@given(studies_with_years(), parts_with_years(), st.lists(st.integers(1980, 2050), min_size=3, max_size=4, unique=True))
def test_every_year_is_that_of_an_assessment(study: Study, parts: tuple[Establishment, ...], years: list[int]) -> None:
    scenario = worlds.scenario(*parts)
    found = load_through_years(study, scenario, first=1980, last=2050)
    for year in [*years, 2030]:
        check(found, study, scenario, year)


@settings(max_examples=5)
@given(studies_with_years(), st.lists(st.integers(1940, 2100), min_size=6, max_size=6))
def test_sources_of_a_year_are_those_that_count_then(study: Study, years: list[int]) -> None:
    existing = Existing(study)
    for year in years:
        found = sorted(existing.sources(existing.masks(year), year), key=lambda source: source.id)
        wanted = existing_sources(study, year)
        assert [(s.id, s.age, s.flags) for s in found] == [(s.id, s.age, s.flags) for s in wanted]
        assert all(list(a.geometries) == list(b.geometries) for a, b in zip(found, wanted, strict=True))


@settings(max_examples=6)
@given(studies_with_years(permanent=True), worlds.parts())
def test_with_permanent_sources_the_curve_never_falls(study: Study, parts: tuple[Establishment, ...]) -> None:
    lasting = tuple(part.model_copy(update={"years": (2025, 2200)}) for part in parts)
    found = load_through_years(study, worlds.scenario(*lasting), first=1980, last=2060)
    for unit in found.units():
        rows = found.curve(*unit)
        for before, after in itertools.pairwise(rows):
            assert all(after.value[name] >= before.value[name] - 1e-9 for name in TRACKS)
        for row in rows:
            ordered = [row.value[name] for name in TRACKS[:4]]
            assert ordered == sorted(ordered) or ordered == pytest.approx(sorted(ordered), abs=1e-9)
            assert row.value["built"] >= 0 and row.value["with_proposed"] <= row.available + 1e-9


@settings(max_examples=5)
@given(studies_with_years(), parts_with_years())
def test_the_steps_lead_from_the_first_year_to_the_last(study: Study, parts: tuple[Establishment, ...]) -> None:
    found = load_through_years(study, worlds.scenario(*parts), first=1980, last=2060)
    for unit in found.units():
        rows = found.curve(*unit)
        total = sum(step.added[unit] for step in found.steps)
        assert rows[-1].value["with_proposed"] - rows[0].value["with_proposed"] == pytest.approx(total, abs=1e-8)
        assert len({row.year for row in rows}) == len(rows) == len(found.years)
    numbers = [step.n for step in found.steps if step.n is not None]
    assert numbers == list(range(1, len(numbers) + 1)) == [each.n for each in found.carried]
    assert [step.year for step in found.steps] == sorted(step.year for step in found.steps)


@settings(max_examples=3)
@given(studies_with_years(), parts_with_years())
def test_the_interval_holds_the_three_profiles(study: Study, parts: tuple[Establishment, ...]) -> None:
    scenario = worlds.scenario(*parts)
    found = load_through_years(study, scenario, first=1980, last=2050, interval=True)
    alone = [load_through_years(study, scenario, first=1980, last=2050, profile=p) for p in ("low", "likely", "high")]
    for row in found.rows[::7]:
        held = [each.at(row.community, row.season, row.year) for each in alone]
        for name in TRACKS:
            values = [each.value[name] for each in held if each is not None]
            assert row.low is not None and row.high is not None
            assert (row.low[name], row.high[name]) == (min(values), max(values))
    assert alone[1].rows[0].low is None and alone[1].rows[0].share("built", "low") is None
