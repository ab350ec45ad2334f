"""What a herding community's page says: by hand, and unknown as unknown."""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Any

import pytest

from landuse.language import set_language
from landuse.render import village_brief, village_html
from landuse.render.units import NO_BREAK
from landuse.render.village_brief import Village
from landuse.render.year_circle import sentences, year_circle_html
from tests.hostile import HOSTILE

SEASONS = [
    {"season": "varvinter", "start": "03-01", "end": "04-20"},
    {"season": "var", "start": "04-21", "end": "05-25"},
    {"season": "varsommar", "start": "05-26", "end": "06-20"},
    {"season": "sommar", "start": "06-21", "end": "07-31"},
    {"season": "hostsommar", "start": "08-01", "end": "08-31"},
    {"season": "host", "start": "09-01", "end": "10-31"},
    {"season": "hostvinter", "start": "11-01", "end": "11-30"},
    {"season": "vinter", "start": "12-01", "end": "02-29"},
]


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def row(**over: Any) -> dict[str, Any]:
    """Return a row of losses: of 1,000 ha 200 are lost already, 40 are added, 300 of 500 quiet ones are left."""
    return {
        "season": "vinter", "available": 1000.0, "cumulative": 240.0, "baseline": {"built": 200.0},
        "added": {"value": 40.0, "low": 10.0, "high": 90.0, "share_of_remaining": 0.05},
        "undisturbed": {"before": 500.0, "after": 300.0, "largest_before": 400.0, "largest_after": 150.0},
        "bounds": {"baseline": "exact", "added": "exact", "undisturbed": "exact"},
    } | over  # fmt: skip


WINTER = {"season": "vinter", "evidence": "winter", "share_inside": 0.5}


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 2, 28), date(2026, 12, 1), date(2026, 11, 30)])
def test_each_day_of_the_year_lies_in_one_season(day: date) -> None:
    wanted = "hostvinter" if day.month == 11 else "vinter"
    assert village_brief.season_on(SEASONS, day) == wanted


def test_the_quiet_land_as_computed_by_hand() -> None:
    figures = [plain(value) for _label, value in village_brief.quiet_figures(row())]
    assert figures == ["1,000 ha", "300 ha (30.0%)", "150 ha"]
    assert "200 ha of the quiet land" in plain(village_brief.quiet_sentence(row()))
    said = plain(village_brief.use_sentence(row()))
    assert "by 20.0%" in said
    assert "5.0% of what remained" in said


def test_what_is_not_known_is_never_a_number() -> None:
    figures = village_brief.quiet_figures(None)
    assert [value for _label, value in figures] == ["unknown"] * 3
    assert "not known" in village_brief.quiet_sentence(None)
    assert "not known" in village_brief.use_sentence(None)
    winter = {"status": "unknown", "to_load": ["ren_lavskog"], "available": None, "season": None}
    village = Village("A", {"bad_winter": winter, "seasons": [WINTER]}, {}, [])
    (bad, normal) = village_brief.winter_pair(village)
    assert bad[1] == normal[1] == "unknown"
    assert "ren_lavskog" in bad[2]


def test_the_bad_winter_stands_first_and_beside_the_normal_one() -> None:
    winter = {"status": "known", "to_load": [], "available": 100.0, "built": 50.0, "cumulative": 60.0,
              "season": "vinter", "undisturbed": {"after": 7.0}}  # fmt: skip
    village = Village("A", {"bad_winter": winter, "seasons": [WINTER]}, {"vinter": row()}, [])
    bad, normal = (plain(figure) for _heading, figure, _text in village_brief.winter_pair(village))
    assert bad == "50.0% → 60.0%"
    assert normal == "20.0% → 24.0%"
    partly = winter | {"status": "partly", "seasons_unknown": ["hostvinter"], "to_load": ["ren_lavskog"]}
    (_heading, figure, text), _normal = village_brief.winter_pair(
        Village("A", {"bad_winter": partly, "seasons": [WINTER]}, {"vinter": row()}, [])
    )
    assert plain(figure) == bad and "Not known in" in text


def test_bounds_stand_before_the_figures_and_land_outside_is_said() -> None:
    bounds = {"baseline": "at_least", "added": "exact", "undisturbed": "at_most"}
    figures = [plain(value) for _label, value in village_brief.quiet_figures(row(bounds=bounds))]
    assert figures == ["1,000 ha", "at most 300 ha (30.0%)", "at most 150 ha"]
    village = Village("A", {"seasons": [WINTER]}, {"vinter": row(bounds=bounds)}, [])
    outside, missing = (plain(note) for note in village_brief.limits(village, "vinter"))
    assert "50.0% of the season's land" in outside
    assert "at least" in missing
    assert "at most" in missing


def test_nothing_is_said_to_be_added_only_if_even_the_highest_is_nothing() -> None:
    nothing = {"value": 0.0, "low": 0.0, "high": 0.0, "share_of_remaining": 0.0}
    assert "adds nothing" in village_brief.use_sentence(row(added=nothing))
    assert "adds nothing" not in village_brief.use_sentence(row(added=nothing | {"high": 9.0}))
    less = {"value": -12.0, "low": -20.0, "high": -5.0, "share_of_remaining": -0.01}
    assert "gives back 12" in plain(village_brief.use_sentence(row(added=less)))


def test_an_index_is_no_hectares() -> None:
    assert "hectare" not in village_brief.use_sentence(row(), hectares=False).replace("no hectares", "")


def test_weeks_of_a_whole_year_meet_every_season() -> None:
    said = sentences(SEASONS, [(1, 53)])[0]
    assert said.count(",") == len(SEASONS) - 1


def route(state: str, **over: Any) -> dict[str, Any]:
    return {
        "route": "r/1", "name": "North", "kind": "route", "unit": "A", "state": state, "state_before": "clear",
        "free_width_m": 300.0, "routes_left": 1, "detour_factor": 1.4, "unreachable_ha": 0.0,
    } | over  # fmt: skip


def test_a_route_says_what_it_was_and_what_is_left() -> None:
    said = plain(village_brief.route_sentence(route("weakened")))
    assert (
        said == "before the proposal: open; free width 300 m; separate ways left: 1; the way round is 1.4 times as long"
    )
    assert village_brief.route_sentence(route("unknown", state_before="unknown", free_width_m=None, routes_left=None,
                                              detour_factor=None)) == "as before the proposal"  # fmt: skip


def test_a_state_is_told_without_colour_and_the_worst_first() -> None:
    html = village_html.routes_html([route("cut"), route("clear", name="South")])
    assert html.index("North: cut") < html.index("South: open")
    assert village_html.SIGNS["cut"] in html
    assert len(set(village_html.SIGNS.values())) == len(village_html.SIGNS)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_shown_as_text(text: str) -> None:
    for html in (village_html.routes_html([route("cut", name=text)]), village_html.shares_html([(text, 1.0, True)])):
        assert "<img" not in html
        assert "<script" not in html


def test_construction_weeks_meet_the_seasons_that_they_fall_in() -> None:
    assert sentences(SEASONS, [(18, 20)]) == ["Construction in weeks 18–20 falls in: spring."]
    over_new_year = sentences(SEASONS, [(49, 8)])[0]
    assert "winter" in over_new_year
    assert "summer" not in over_new_year


def test_the_circle_draws_every_season_once_and_the_law_only_where_it_holds() -> None:
    def drawn(*, by_decision: bool) -> str:
        html = year_circle_html(SEASONS, [(18, 20)], by_decision=by_decision, today=date(2027, 5, 1))
        packed = re.search(r"base64,([^\"]+)", html)
        assert packed is not None
        assert "Construction in weeks 18–20" in html  # said to those who do not see it
        return base64.b64decode(packed[1]).decode()

    own, decided = drawn(by_decision=False), drawn(by_decision=True)
    assert own.count("<text") == len(SEASONS)
    assert own.count("<path") == len(SEASONS) + 2
    assert decided.count("<path") == len(SEASONS) + 1
