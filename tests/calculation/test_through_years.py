"""The load through the years: small curves worked out by hand, their steps, and who carries what."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely

from landuse import load_through_years
from landuse.calculation.carried import carried
from landuse.errors import LanduseError
from landuse.model.catalogue import Profile, Range, Recovery
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.model.through_years import LoadThroughYears, YearStep
from tests import tiny_study as tiny
from tests.properties import worlds


def _dated_road(**years: int | None) -> gpd.GeoDataFrame:
    return tiny.road().assign(**{name: [year] for name, year in years.items()})


def _curve(study: Study, parts: tuple[Establishment, ...] = (), **options: Any) -> LoadThroughYears:
    scenario = Scenario.of("years", "tiny", 2030, parts)
    return load_through_years(study, scenario, **{"first": 1940, "last": 2060, **options})


def test_a_road_that_comes_and_goes() -> None:
    """Village A loses 1.41 of 11 hectare-equivalents to the road, as docs/method.md works it out."""
    study = tiny.study({"ren_arstidsland": tiny.land(), "vag": _dated_road(from_year=1950, to_year=1990)})
    found = _curve(study)
    assert found.years == (1940, 1950, 1990, 2030, 2060) and found.step_years == (1950, 1990)
    rows = found.curve("A", "vinter")
    assert [row.value["built"] for row in rows] == pytest.approx([0.0, 1.41, 0.0, 0.0, 0.0])
    assert [row.stepped for row in rows] == [False, True, True, False, False]
    assert rows[1].share("built") == pytest.approx(1.41 / 11.0) and rows[1].available == pytest.approx(11.0)
    came, went = found.steps
    assert (came.year, came.what, came.source, came.type) == (1950, "began", "vag/R", "road")
    assert (came.n, came.features) == (1, 1)
    assert (went.year, went.what, went.n) == (1990, "ended", None)
    assert came.added["A", "vinter"] == pytest.approx(1.41) == -went.added["A", "vinter"]
    assert came.added["B", "vinter"] == pytest.approx(1.225)
    assert found.at("A", "vinter", 1975) == rows[1] and found.at("A", "vinter", 1939) is None
    assert ("A", "sommar") in found.unknown and ("A", "sommar") not in found.units()
    assert found.at_least, "a cell of unknown quality is left out"


def test_an_unknown_start_counts_in_every_year_and_is_told() -> None:
    found = _curve(tiny.study())
    assert found.unknown_start == {"vag": 1} and not found.steps
    assert [row.value["built"] for row in found.curve("A", "vinter")] == pytest.approx([1.41, 1.41, 1.41])


def test_construction_is_apart_and_named() -> None:
    parts = (tiny.part("T", "wind", shapely.Point(700150, 7400350), construction_years=(2023, 2025)),)
    found = _curve(tiny.study(), parts)
    rows = {row.year: row for row in found.curve("A", "vinter")}
    assert [(year, rows[year].construction) for year in (2023, 2025, 2060)] == [(2023, ("T",)), (2025, ()), (2060, ())]
    whats = [(step.year, step.what, step.phase) for step in found.steps]
    assert whats == [(2023, "began", "construction"), (2025, "changed", "operation"), (2060, "ended", None)]
    assert [each.source for each in found.carried] == ["T"]


def test_what_a_scenario_removes_goes_when_it_comes() -> None:
    scenario = Scenario.of("swap", "tiny", 2030, (tiny.S,), without=("vag/R",))
    found = load_through_years(tiny.study(), scenario, first=2000, last=2050)
    before, after = found.at("A", "vinter", 2024), found.at("A", "vinter", 2025)
    assert before is not None and after is not None
    assert before.value["with_proposed"] == before.value["built"] == after.value["built"] == pytest.approx(1.41)
    removed = next(step for step in found.steps if step.what == "removed")
    assert (removed.year, removed.source) == (2025, "vag/R") and removed.added["A", "vinter"] == pytest.approx(-1.41)


def test_a_felling_recovers_year_by_year() -> None:
    """One cell of 1 ha felled in 1950, 80 % of its use gone for 20 years, then falling to nothing at 80 years."""
    cell = worlds.box(300, 300, 100, 100)
    fellings = worlds.frame([{"key": "F", "geometry": cell, "felling_year": 1950}])
    land = worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}})
    found = load_through_years(
        worlds.study({"ren_arstidsland": land, "avverkat": fellings}), first=1940, last=2060, profile="likely"
    )
    wanted = {
        year: 0.8 * min(1.0, max(0.0, (80 - (year - 1950)) / 60)) if year >= 1950 else 0.0 for year in range(1940, 2061)
    }
    for year, value in wanted.items():
        held = found.at("A", "vinter", year)
        assert held is not None and held.value["built"] == pytest.approx(value, abs=1e-12), year
    assert found.step_years == (1950,) and set(range(1971, 2031)) <= set(found.years)
    assert 1960 not in found.years, "nothing changes while the effect is full"
    kinds = [(step.what, step.source, step.n) for step in found.steps]
    assert kinds[0] == ("began", "avverkat", None) and set(kinds[1:]) == {("recovery", "", None)}
    summer = found.at("A", "sommar", 2000)
    assert summer is not None and summer.value["built"] == 0.0


def test_ages_at_which_a_level_still_recovers_are_worked_out() -> None:
    slow = Recovery(
        process="clear_cut", title="", group="reindeer", season="winter", full_until=5,
        zero_at=Range(low=10, likely=12, high=40), form="linear", mark="assumption",
    )  # fmt: skip
    fellings = worlds.frame([{"key": "F", "geometry": worlds.box(0, 0, 100, 100), "felling_year": 2000}])
    land = worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}})
    study = worlds.study({"ren_arstidsland": land, "avverkat": fellings}, recoveries=(slow,))
    assert load_through_years(study, first=1990, last=2060).years == (1990, 2000, *range(2006, 2013), 2030, 2060)
    assert 2040 in load_through_years(study, first=1990, last=2060, interval=True).years


def test_who_carries_the_next_establishment() -> None:
    """A has 100 ha in winter and 80 in spring, B 50; 10, 1 and 10 are lost.

    The first adds 30 in A's winter and 5 to B: 0.3 and 0.1 of their land, 3/4 to A. Loads in the worst seasons 0.4 and
    0.3: Gini = 2 · 0.1 / (2 · 4 · 0.35) = 1/14. A year of recovery takes 20 from A's winter. The second adds 24 in A's
    spring, 0.3 of it, and 10 to B, 0.2: A carries 0.6. Loads: A max(20/100, 25/80) = 0.3125, B 25/50 = 0.5;
    Gini = 2 · 0.1875 / (2 · 4 · 0.40625) = 3/26.
    """
    available = {("A", "vinter"): 100.0, ("A", "var"): 80.0, ("B", "var"): 50.0, ("C", "var"): 0.0}
    first = {("A", "vinter"): 10.0, ("A", "var"): 1.0, ("B", "var"): 10.0, ("C", "var"): 0.0}

    def step(year: int, n: int | None, winter: float, spring: float, b: float) -> YearStep:
        added = {("A", "vinter"): winter, ("A", "var"): spring, ("B", "var"): b}
        return YearStep(year, n, "began" if n else "recovery", f"s{n}", None, "wind", "built", 1, None, added)

    steps = [step(1990, 1, 30.0, 0.0, 5.0), step(1995, None, -20.0, 0.0, 0.0), step(2000, 2, 0.0, 24.0, 10.0)]
    one, two = carried(first, steps, available)
    assert one.added == pytest.approx({"A": 0.3, "B": 0.1}) and one.part == pytest.approx({"A": 0.75, "B": 0.25})
    assert (one.carried_by, one.share, one.most_loaded) == (("A",), pytest.approx(0.75), ("A",))
    assert one.gini == pytest.approx(1 / 14) and two.gini == pytest.approx(3 / 26)
    assert (two.n, two.carried_by, two.share, two.most_loaded) == (2, ("A",), pytest.approx(0.6), ("B",))
    assert two.seasons == {"A": "var", "B": "var"} and one.seasons["A"] == "vinter"


def test_another_scenario_on_the_same_study_and_the_same_once_more() -> None:
    study = tiny.study({"ren_arstidsland": tiny.land(), "vag": _dated_road(from_year=1950)})
    first = _curve(study, (tiny.S,))
    other = _curve(study, (tiny.T1,))
    assert _curve(study, (tiny.S,)) is first and other is not first
    fresh = tiny.study({"ren_arstidsland": tiny.land(), "vag": _dated_road(from_year=1950)})
    assert _curve(fresh, (tiny.T1,)) == other


def test_a_line_moved_again_and_again_takes_what_it_takes_where_it_now_lies() -> None:
    """Arrays of scenarios that are gone give their addresses to others: nothing may be remembered by them."""
    study = tiny.study({"ren_arstidsland": tiny.land(), "vag": _dated_road(from_year=1950)})
    fresh = [tiny.study({"ren_arstidsland": tiny.land(), "vag": _dated_road(from_year=1950)}) for _n in range(2)]
    for number in range(24):
        x = tiny.WEST + 20.0 * number
        line = shapely.LineString([(x, tiny.NORTH), (x, tiny.NORTH - 500.0)])
        parts = (tiny.part("line", "road", line),)
        moved = _curve(study, parts)
        if number in (11, 23):
            assert moved == _curve(fresh[number // 12], parts)


def test_a_proposal_that_stands_from_the_first_year_is_no_step() -> None:
    parts = (tiny.part("T", "wind", shapely.Point(700150, 7400350)),)
    whole = _curve(tiny.study(), parts, first=2024, last=2060)
    late = _curve(tiny.study(), parts, first=2040, last=2060)
    for found in (whole, late):
        rows = found.curve("A", "vinter")
        steps = sum(step.added.get(("A", "vinter"), 0.0) for step in found.steps)
        assert steps == pytest.approx(rows[-1].value["with_proposed"] - rows[0].value["with_proposed"])
    assert [each.source for each in whole.carried] == ["T"]
    assert late.carried == ()


def test_what_a_community_without_mapped_land_carries_is_not_known() -> None:
    step = YearStep(1990, 1, "began", "s", None, "wind", "built", 1, None, {("A", "var"): 5.0})
    (one,) = carried({("A", "var"): 0.0}, [step], {("A", "var"): 50.0}, ["A", "B"])
    assert one.added == {"A": pytest.approx(0.1), "B": None}
    assert one.part == {"A": None, "B": None}
    assert one.share is None
    assert one.gini is None


def test_years_of_recovery_are_those_of_the_profile() -> None:
    rule = Recovery(
        process="clear_cut", title="", group="reindeer", season="winter", full_until=5,
        zero_at=Range(low=10, likely=12, high=40), form="linear", mark="assumption",
    )  # fmt: skip
    fellings = worlds.frame([{"key": "F", "geometry": worlds.box(0, 0, 100, 100), "felling_year": 2000}])
    land = worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}})
    study = worlds.study({"ren_arstidsland": land, "avverkat": fellings}, recoveries=(rule,))
    own = Profile.model_validate(
        study.catalogue.profiles["likely"].model_dump()
        | {
            "name": "own",
            "based_on": "likely",
            "author": "A",
            "reason": "seen",
            "changes": [{"process": "clear_cut", "group": "reindeer", "season": "winter", "zero_at": 20}],
        }
    )
    found = load_through_years(study, first=1990, last=2060, profile=own)
    assert set(range(2006, 2021)) <= set(found.years)


@pytest.mark.parametrize(("first", "last"), [(2000, 2000), (2050, 1990), (1000, 2000)])
def test_wrong_years_are_refused(first: int, last: int) -> None:
    with pytest.raises(LanduseError, match="first, last"):
        load_through_years(tiny.study(), first=first, last=last)
