"""A village's year: the bad winter, construction beside operation, unmapped land, corrals, dates, what is unknown."""

from __future__ import annotations

import itertools
import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.calculation.construction import construction_years
from landuse.calculation.village_list import winter_right
from landuse.language import set_language
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Season, VillageSeason
from landuse.model.check_seasons import days_of
from landuse.model.study import Study
from landuse.render.season_table import season_table_html
from landuse.render.village_lines import WIDTH, days, village_lines
from landuse.sketch import sketch
from tests import tiny_study as tiny
from tests.calculation import village_world as world
from tests.calculation.village_world import A_LAND, B_LAND, cells, centre, document, frame, lands, rows, study, turbine

WINTERS = ("hostvinter", "vinter", "varvinter")
CELL_OF_TURBINE = cells([1], [1])
HALF = shapely.box(*CELL_OF_TURBINE.bounds[:2], CELL_OF_TURBINE.centroid.x, CELL_OF_TURBINE.bounds[3])


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


# ---- a bad winter


@pytest.mark.parametrize(("forest", "available", "added"), [(CELL_OF_TURBINE, 1.0, 0.625), (HALF, 0.5, 0.3125)])
def test_a_bad_winter_counts_the_old_forest_alone(forest: shapely.Polygon, available: float, added: float) -> None:
    """In the turbine's cell a quarter is ground and half the use of the rest is gone: 1 − 0.75 · 0.5."""
    found = document(study(ren_lavskog=frame([("A", forest)])), turbine())
    row = rows(found)["lichen_forest", "vinter", "A"]
    assert row["available"] == pytest.approx(available)
    assert row["added"]["value"] == pytest.approx(added)
    assert row["added"]["share_of_remaining"] == pytest.approx(0.625)
    assert row["undisturbed"]["after"] == 0.0
    bad = found["villages"][0]["bad_winter"]
    assert (bad["status"], bad["available"], bad["added"]["value"]) == (
        "known", pytest.approx(available), pytest.approx(added)
    )  # fmt: skip


def test_it_stands_first_and_only_in_winter() -> None:
    found = document(study(ren_lavskog=frame([("A", CELL_OF_TURBINE)])), turbine())
    losses = found["losses"]
    assert losses[0]["receptor"] == "lichen_forest"
    of_a = [row for row in losses if row["unit"] == "A"]
    assert of_a[0]["receptor"] == "lichen_forest"
    assert {row["season"] for row in losses if row["receptor"] == "lichen_forest"} == set(WINTERS)
    assert not any(row["worst"] for row in losses if row["receptor"] == "lichen_forest" and row["season"] == "sommar")


def test_the_worst_winter_is_named_never_a_mean() -> None:
    """The forest is winter land in two seasons; in one of them the turbine stands beside it."""
    seasonal = lands({"A": {"vinter": cells([1], [1]), "hostvinter": cells(range(5), range(3))}})
    found = document(study(seasonal, ren_lavskog=frame([("A", A_LAND)])), turbine())
    bad = found["villages"][0]["bad_winter"]
    assert bad["season"] == "vinter"
    assert bad["added"]["share_of_remaining"] == pytest.approx(0.625)


def test_a_bad_winter_known_in_one_of_two_seasons_is_known_in_part() -> None:
    """Forest of nobody stated is a village's where its seasonal land is mapped: here in one winter season alone."""
    found = document(study(lands({"A": {"vinter": A_LAND}}), ren_lavskog=frame([(None, A_LAND)])), turbine())
    bad = found["villages"][0]["bad_winter"]
    unknown = [season for season in WINTERS if season != "vinter"]
    assert (bad["status"], bad["season"], bad["seasons_known"]) == ("partly", "vinter", ["vinter"])
    assert sorted(bad["seasons_unknown"]) == sorted(unknown) and bad["to_load"] == ["ren_lavskog"]
    assert bad["added"]["value"] == rows(found)["lichen_forest", "vinter", "A"]["added"]["value"]
    said = " ".join(" ".join(village_lines(Assessment(found), study().catalogue)).split())
    assert "Not known in" in said and said.index("Bad winter (") < said.index("Not known in")
    whole = document(study(ren_lavskog=frame([("A", A_LAND)])), turbine())["villages"][0]["bad_winter"]
    assert (whole["status"], whole["seasons_unknown"], whole["to_load"]) == ("known", [], [])


def test_forest_of_nobody_stated_is_of_every_village_on_whose_land_it_lies_and_counted_once() -> None:
    """The cell beside the turbine: 100 m of 250 m, half of it: 0.5 · 0.6."""
    found = rows(document(study(ren_lavskog=frame([(None, cells([1], [2]))])), turbine()))
    for unit in ("A", "B", "tiny"):
        assert found["lichen_forest", "vinter", unit]["added"]["value"] == pytest.approx(0.3), unit


def test_a_village_without_a_map_of_its_forest_is_unknown_not_zero() -> None:
    found = document(study(ren_lavskog=frame([("A", CELL_OF_TURBINE)])), turbine())
    a, b = (village["bad_winter"] for village in found["villages"])
    assert (a["status"], b["status"]) == ("known", "unknown")
    assert b["to_load"] == ["ren_lavskog"]
    row = rows(found)["lichen_forest", "vinter", "B"]
    assert row["available"] is row["added"]["value"] is row["undisturbed"]["after"] is None


def test_without_the_layer_it_is_unknown_with_what_to_load() -> None:
    found = document(study(), turbine())
    for village, season in itertools.product("AB", WINTERS):
        assert rows(found)["lichen_forest", season, village]["available"] is None
    assert all(v["bad_winter"] == {**v["bad_winter"], "status": "unknown", "added": None} for v in found["villages"])
    assert all(v["bad_winter"]["to_load"] == ["ren_lavskog"] for v in found["villages"])


# ---- construction beside operation


BUILT_LATER = {"construction_years": (2020, 2025)}


def test_construction_stands_beside_operation_and_is_what_its_own_year_gives() -> None:
    made = study(ren_lavskog=frame([("A", CELL_OF_TURBINE)]))
    found, building = document(made, turbine(**BUILT_LATER)), document(made, turbine(**BUILT_LATER), year=2020)
    assert found["construction"] == {"years": [2020, 2025], "year": 2020, "parts": ["T"]}
    beside = rows(building)
    for key, row in rows(found).items():
        if row["quantity"] == "ha" and row["available"] is not None:
            said = row["added"]["construction"]
            assert said["value"] == beside[key]["added"]["value"], key
            for name in ("low", "high", "low_profile", "high_profile"):
                assert said[name] == beside[key]["added"][name], (key, name)
            assert said["share_of_remaining"] == beside[key]["added"]["share_of_remaining"], key
            assert row["cumulative"] == row["baseline"]["built"] + row["added"]["value"], key
    row = rows(found)["lichen_forest", "vinter", "A"]
    assert row["added"]["value"] == pytest.approx(0.625)
    assert row["added"]["construction"]["value"] == pytest.approx(1 - 0.75 * 0.1)


def test_in_a_year_of_construction_both_figures_are_the_same() -> None:
    for row in document(study(), turbine(**BUILT_LATER), year=2022)["losses"]:
        if row["available"] is not None:
            for name in ("value", "low", "high", "low_profile", "high_profile"):
                assert row["added"]["construction"][name] == row["added"][name]


def test_without_construction_years_nothing_is_said_of_construction() -> None:
    found = document(study(), turbine())
    assert found["construction"] is None
    assert not any("construction" in row["added"] for row in found["losses"])


@pytest.mark.parametrize(
    ("spans", "year", "shown", "parts"),
    [
        ([(2020, 2022), (2021, 2023)], 2030, 2021, ("T0", "T1")),
        ([(2020, 2021), (2023, 2024)], 2030, 2020, ("T0",)),
        ([(2020, 2021), (2023, 2024)], 2023, 2023, ("T1",)),
        ([(2020, 2025), None], 2022, 2022, ("T0",)),
    ],
)
def test_the_year_shown_is_one_in_which_most_is_built(
    spans: list[tuple[int, int] | None], year: int, shown: int, parts: tuple[str, ...]
) -> None:
    made = [turbine(name=f"T{n}", construction_years=span) for n, span in enumerate(spans)]
    found = construction_years(tiny.scenario(*made), year)
    assert found is not None
    assert (found.shown, found.parts) == (shown, parts)


def test_an_edit_gives_the_same_and_less_when_asked() -> None:
    made = study(
        ren_lavskog=frame([("A", A_LAND)]), ren_anlaggning=frame([("A", centre(1, 1))]),
        ren_sameby=frame([("A", cells(range(5), range(5)))]),
    )  # fmt: skip
    scenario = tiny.scenario(turbine(**BUILT_LATER))
    whole, short = sketch(made, scenario).document, sketch(made, scenario, construction=False).document
    direct = document(made, turbine(**BUILT_LATER))
    for name in ("losses", "villages", "construction", "distribution"):
        assert whole[name] == direct[name], name
    assert not any("construction" in row["added"] for row in short["losses"])
    for row, other in zip(whole["losses"], short["losses"], strict=True):
        row["added"].pop("construction", None)
        assert row == other


# ---- land that is not mapped, land outside, corrals


def test_unmapped_land_of_a_village_in_the_zone() -> None:
    """A's area is all 25 cells, its land 15; of the other ten the centres of three lie within 250 m of the turbine."""
    made = study(ren_sameby=frame([("A", cells(range(5), range(5)))]))
    found = rows(document(made, turbine()))
    zone = found["winter_land", "vinter", "A"]["zone"]
    assert zone["unmapped_ha"] == pytest.approx(10.0)
    assert zone["unmapped"] == pytest.approx(3.0)
    assert found["winter_land", "vinter", "B"]["zone"]["unmapped"] is None


def test_a_village_without_any_mapped_land_has_all_of_it_unmapped() -> None:
    made = world.without_layer(study(ren_sameby=frame([("A", cells(range(5), range(3)))])), "ren_arstidsland")
    row = rows(document(made, turbine()))["winter_land", "vinter", "A"]
    assert row["available"] is None
    assert row["zone"]["unmapped_ha"] == pytest.approx(15.0)
    # Within 250 m of the middle of row 1, column 1: four rows of column 1, three and four rows beside it.
    assert row["zone"]["unmapped"] == pytest.approx(4 + 2 * 4)


def test_the_share_inside_the_study_area_is_said() -> None:
    wide = shapely.box(A_LAND.bounds[0] - 300, A_LAND.bounds[1], A_LAND.bounds[2], A_LAND.bounds[3])
    made = study(lands({"A": {"": wide}, "B": {"": B_LAND}}), ren_sameby=frame([("A", wide)]))
    a, b = document(made, turbine())["villages"]
    assert a["share_inside"] == pytest.approx(0.5)
    assert b["share_inside"] is None
    assert [season["share_inside"] for season in a["seasons"]] == [pytest.approx(0.5)] * 8
    assert [season["share_inside"] for season in b["seasons"]] == [1.0] * 8


def test_how_quiet_the_land_around_corrals_is() -> None:
    """Of two corrals one has the turbine beside it, the other lies beyond its reach."""
    made = study(ren_anlaggning=frame([("A", centre(1, 1)), ("A", centre(4, 0))]))
    row = rows(document(made, turbine()))["corral", "vinter", "A"]
    assert (row["available"], row["taken"], row["zone"]) == (2.0, 1.0, {"before": 0.0, "after": 1.0})
    around = row["undisturbed"]["around"]
    assert around["radius_m"] == world.NEAR_M
    assert around["land_ha"] == pytest.approx(2 * math.pi * 0.25, rel=0.01)
    assert (around["share_before"], around["share_after"]) == (1.0, pytest.approx(0.5))


def test_around_a_corral_on_land_that_is_not_mapped_nothing_is_known() -> None:
    made = study(ren_anlaggning=frame([("A", centre(1, 4))]))
    around = rows(document(made, turbine()))["corral", "vinter", "A"]["undisturbed"]["around"]
    assert around["share_before"] is around["share_after"] is None


# ---- villages together


def test_overlapping_villages_are_never_added_for_the_county() -> None:
    found = document(study(ren_lavskog=frame([(None, cells(range(5), range(5)))])), turbine(1, 2))
    for receptor, name in itertools.product(("winter_land", "lichen_forest"), ("value", "alone", "after_planned")):
        a, b, whole = (rows(found)[receptor, "vinter", unit]["added"][name] for unit in ("A", "B", "tiny"))
        parts = {unit: row["added"][name] for unit, row in world.classes(found, receptor, "vinter").items()}
        assert max(a, b) < whole < a + b
        assert sum(parts.values()) == pytest.approx(whole)
        assert parts["A"] + parts["A + B"] == pytest.approx(a)
        assert parts["B"] + parts["A + B"] == pytest.approx(b)
    assert found["checks"]["largest_relative_difference"] < 1e-9


def test_a_source_on_summer_land_alone_adds_nothing_to_the_winter() -> None:
    seasonal = lands({"A": {name: cells([0, 1], [0, 1]) if tiny.SEASONS[name][2] == "summer" else cells([4], [4])
                            for name in tiny.SEASONS}})  # fmt: skip
    found = document(study(seasonal, ren_lavskog=frame([("A", cells([4], [4]))])), turbine(0, 0))
    table = rows(found)
    assert table["summer_land", "sommar", "A"]["added"]["value"] > 0.0
    for season in WINTERS:
        for receptor in ("winter_land", "lichen_forest"):
            row = table[receptor, season, "A"]
            assert row["added"]["value"] == row["added"]["high"] == row["taken"] == 0.0
            assert row["zone"]["after"] == row["zone"]["before"]
    assert found["villages"][0]["most_added"] in ("sommar", "hostsommar")


places = st.tuples(st.integers(0, 4), st.integers(0, 4))


@settings(deadline=None, max_examples=8, derandomize=True)
@given(st.lists(places, min_size=1, max_size=3, unique=True), st.lists(places, min_size=1, max_size=6, unique=True))
def test_laws_of_a_bad_winter(turbines: list[tuple[int, int]], forest: list[tuple[int, int]]) -> None:
    """It is never more than the winter land; shares stay within 0–1; one more source never lowers a loss."""
    made = study(road=True, ren_lavskog=frame([(None, shapely.union_all([cells([r], [c]) for r, c in forest]))]))
    parts = [turbine(r, c, f"T{n}", **BUILT_LATER) for n, (r, c) in enumerate(turbines)]
    one, more = document(made, *parts[:1]), document(made, *parts)
    table, before = rows(more), rows(one)
    for (receptor, season, unit), row in table.items():
        if receptor != "lichen_forest" or row["unit_kind"] != "herding_community":
            continue
        land, less = table["winter_land", season, unit], before[receptor, season, unit]
        for value, most in (
            (row["available"], land["available"]), (row["cumulative"], land["cumulative"]),
            (row["added"]["value"], land["added"]["value"]), (row["taken"], land["taken"]),
            (row["undisturbed"]["after"], land["undisturbed"]["after"]),
            (less["added"]["value"], row["added"]["value"]),
            (less["added"]["construction"]["value"], row["added"]["construction"]["value"]),
            (row["undisturbed"]["after"], less["undisturbed"]["after"]), (row["zone"]["after"], land["zone"]["after"]),
        ):  # fmt: skip
            assert value <= most + 1e-9
        for figures in (row["added"], row["added"]["construction"]):
            assert figures["share_of_remaining"] is None or -1e-9 <= figures["share_of_remaining"] <= 1 + 1e-9


# ---- dates


def test_own_dates_take_the_place_of_those_of_the_kind() -> None:
    own = (VillageSeason(village="A", id="vinter", start="12-05", end="02-28", mark="test"),)
    made = study()
    made = Study(made.catalogue.model_copy(update={"village_seasons": own}), *[
        getattr(made, name) for name in ("area", "grid", "outline", "layers", "digest")
    ])  # fmt: skip
    a, b = document(made, turbine())["villages"]
    winter_a, winter_b = (next(s for s in v["seasons"] if s["season"] == "vinter") for v in (a, b))
    assert (winter_a["start"], winter_a["end"], winter_a["own_dates"]) == ("12-05", "02-28", True)
    assert (winter_b["start"], winter_b["end"], winter_b["own_dates"]) == ("12-01", "02-29", False)
    assert winter_a["evidence"] == "winter"


@pytest.mark.parametrize(
    ("kind", "start", "end", "right"),
    [
        ("fjall", "12-01", "02-29", "all"), ("skog", "10-01", "04-30", "all"), ("fjall", "09-01", "10-31", "part"),
        ("fjall", "04-21", "05-25", "part"), ("skog", "05-01", "09-30", "none"),
        ("koncession", "12-01", "02-29", "decision"),
    ],
)  # fmt: skip
def test_how_a_season_lies_to_the_right_to_winter_land(kind: str, start: str, end: str, right: str) -> None:
    season = tiny.catalogue().seasons[0].model_copy(update={"village_type": kind, "start": start, "end": end})
    assert winter_right(season) == right


def test_a_season_over_new_year_and_the_leap_day() -> None:
    season: Season = tiny.catalogue().seasons[-1]
    assert len(days_of(season)) == 91
    assert {"12-31", "01-01", "02-29"} <= set(days_of(season))
    assert days("11-01", "11-30") == "1–30 Nov"
    assert days("12-01", "02-29") == "1 Dec–29 Feb"


# ---- what is read


def _said(made: Study, *parts: object) -> list[str]:
    return village_lines(Assessment(document(made, *parts)), made.catalogue)  # type: ignore[arg-type]


def test_one_line_a_season_the_bad_winter_first() -> None:
    made = study(ren_lavskog=frame([("A", CELL_OF_TURBINE)]), ren_sameby=frame([("A", cells(range(5), range(5)))]))
    lines = _said(made, turbine(**BUILT_LATER))
    at = lines.index("A (mountain community)")
    assert lines[at + 1].startswith("  Bad winter (")
    assert "62.5% of old lichen forest" in lines[at + 1]
    seasons = lines[at + 2 : at + 10]
    assert [line.split()[0] for line in seasons] == [
        "Late", "Spring", "Early", "Summer", "Late", "Autumn", "Early", "Winter",
    ]  # fmt: skip
    assert all("while built" in line for line in seasons)
    assert all(len(line) <= WIDTH for line in lines)


def test_what_is_unknown_is_said_with_what_to_load_everywhere() -> None:
    made = world.without_layer(study(), "ren_arstidsland")
    found = document(made, turbine())
    assert [v["to_load"] for v in found["villages"]] == [["ren_arstidsland"]] * 2
    assert not any(v["known"] for v in found["villages"])
    lines = village_lines(Assessment(found), made.catalogue)
    (line,) = [line for line in lines if line.startswith("Unknown")]
    assert "A, B" in line
    assert "ren_arstidsland" in line
    assert "ren_lavskog" in line
    page = season_table_html(found["losses"], made.catalogue)
    assert "ren_arstidsland" in page
    assert " 0 " not in line


def test_the_table_of_seasons_begins_with_the_bad_winter() -> None:
    made = study(ren_lavskog=frame([("A", CELL_OF_TURBINE)]))
    page = season_table_html(document(made, turbine())["losses"], made.catalogue)
    heads = page.split("<thead>")[1].split("</thead>")[0]
    assert heads.index("Bad winter") < heads.index("late winter")
    row_b = page.split('<th scope="row">B</th>')[1]
    assert row_b.startswith('<td class="u">unknown')
