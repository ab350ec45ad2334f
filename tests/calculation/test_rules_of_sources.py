"""Which sources count, when, as one or as several, and on what ground (METHOD §3–4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from landuse import assess
from landuse.calculation.baseline import baseline_of, use_of
from landuse.calculation.case import Case
from landuse.calculation.options import case_of
from landuse.calculation.units import ledgers
from landuse.engine.proposed import phase_in, proposed_sources
from landuse.engine.remaining import MODELS
from landuse.engine.sources import existing_sources
from landuse.errors import LanduseError
from landuse.explain import explain
from landuse.model.catalogue import Band
from landuse.model.scenario import Establishment
from landuse.model.study import Study
from tests.properties import worlds

LAND = worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}})
CENTRE = (650.0, 650.0)
CELL = np.array([6 * worlds.SIDE + 6])
"""The cell whose centre is CENTRE."""


def study(**layers: Any) -> Study:
    return worlds.study({"ren_arstidsland": LAND, **layers})


def use(made: Study, *parts: Establishment, year: int = 2030, season: str = "winter", band: int = 0) -> float:
    """Return the remaining use at the centre with some parts, without land take."""
    case = Case(made, worlds.scenario(*parts, year=year), year, made.catalogue.profiles["likely"], "multiplicative")
    receptor = made.catalogue.receptors[f"{season}_land"]
    found = use_of(case, case.county, case.after(band), receptor, season, CELL)[0]
    return float(found / (1.0 - case.county.take(case.after(band), receptor, season).at(CELL)[0]))


def wind(name: str, east: float, **changes: Any) -> Establishment:
    return worlds.establishment(name, "wind", worlds.point(CENTRE[0] + east, CENTRE[1]), **changes)


def pit(name: str, **changes: Any) -> Establishment:
    return worlds.establishment(name, "pit", worlds.box(610, 610, 80, 80), **changes)


def left(*effects: float) -> float:
    return float(np.prod([1.0 - effect for effect in effects]))


# φ with 2 × 2 sub-centres (±25 m): a turbine 100 m east.
NEAR = float(np.mean([1 - np.hypot(100 + dx, dy) / 300 for dx in (-25, 25) for dy in (-25, 25)]))


def test_parts_of_a_project_are_one_source_and_projects_multiply() -> None:
    a, b = wind("a", 100), wind("b", -200)
    one, other = use(study(), a), use(study(), b)
    assert one == pytest.approx(left(0.5 * NEAR), abs=1e-12)
    assert other < 1.0
    assert use(study(), a, b) == pytest.approx(one * other, abs=1e-12)
    assert use(study(), a, b.model_copy(update={"part_of": "a"})) == pytest.approx(one, abs=1e-12)


def test_the_points_of_one_part_are_one_source() -> None:
    both = shapely.MultiPoint([worlds.point(450, 650), worlds.point(750, 650)])
    assert use(study(), worlds.establishment("a", "wind", both)) == pytest.approx(use(study(), wind("a", 100)))


def test_lines_of_a_type_are_one_source_also_over_layers_and_parts() -> None:
    across = worlds.line((0, 650), (1200, 650))
    there = study(vag=worlds.frame([{"key": "r", "geometry": across}]))
    road = worlds.establishment("road", "road", worlds.line((650, 0), (650, 1200)))
    assert use(there, road) == pytest.approx(use(there), abs=0.01)
    assert use(there, road) == pytest.approx(use(study(), road), abs=0.01)


def test_features_of_a_feature_type_multiply() -> None:
    rows = [{"key": key, "geometry": worlds.box(610, 610, 80, 80), "status": "built"} for key in "ab"]
    one, two = (use(study(taekt=worlds.frame(rows[:n]))) for n in (1, 2))
    assert two == pytest.approx(one**2, abs=1e-12)


def test_a_declared_project_of_a_layer_is_one_source() -> None:
    rows = [
        {"key": key, "geometry": worlds.point(east, 650), "status": "built", "project": project}
        for key, east, project in (("a", 750, "P"), ("b", 450, "P"), ("c", 450, "Q"))
    ]
    one, far, same, two = (use(study(vbk=worlds.frame(chosen))) for chosen in (rows[:1], rows[1:2], rows[:2], rows))
    assert same == pytest.approx(one, abs=1e-12)
    assert two == pytest.approx(one * far, abs=1e-12)


def test_internal_works_are_held_by_the_evidence_and_access_works_multiply() -> None:
    farm = wind("farm", 100)
    road = worlds.establishment("road", "road", worlds.line((650, 0), (650, 1200)), part_of="farm", works="internal")
    alone, beside = use(study(), farm), use(study(), road.model_copy(update={"part_of": None}))
    assert use(study(), farm, road) == pytest.approx(min(alone, beside), abs=1e-12)
    assert use(study(), farm, road.model_copy(update={"works": "access"})) == pytest.approx(alone * beside, abs=1e-12)


def test_what_the_evidence_contains_enters_by_maximum_without_being_said() -> None:
    farm = wind("farm", 100)
    pad = worlds.establishment("pad", "pad", worlds.box(610, 610, 80, 80), part_of="farm")
    free = pad.model_copy(update={"part_of": None})
    assert use(study(), farm, pad) == pytest.approx(min(use(study(), farm), use(study(), free)), abs=1e-12)
    assert use(study(), farm, free) == pytest.approx(use(study(), farm) * use(study(), free), abs=1e-12)


@pytest.mark.parametrize(("year", "there"), [(2024, False), (2025, True), (2059, True), (2060, False)])
def test_a_part_counts_from_its_first_year_up_to_but_not_in_its_last(year: int, there: bool) -> None:
    assert (use(study(), pit("p"), year=year) < 1.0) is there


@pytest.mark.parametrize(("year", "there"), [(2019, False), (2020, True), (2039, True), (2040, False)])
def test_an_existing_source_counts_from_its_first_year_up_to_but_not_in_its_last(year: int, there: bool) -> None:
    row = {"key": "r", "geometry": worlds.line((0, 650), (1200, 650)), "from_year": 2020, "to_year": 2040}
    assert (use(study(vag=worlds.frame([row])), year=year) < 1.0) is there


def test_an_unknown_start_counts_and_is_flagged() -> None:
    made = study(vag=worlds.frame([{"key": "r", "geometry": worlds.line((0, 650), (1200, 650)), "from_year": None}]))
    (source,) = existing_sources(made, 1900)
    assert "unknown_start" in source.flags
    assert any(
        "first year" in w and "vag" in w for w in assess(made, worlds.scenario()).document["provenance"]["warnings"]
    )


def test_a_date_gives_its_year() -> None:
    row = {"key": "r", "geometry": worlds.line((0, 650), (1200, 650)), "from_year": "2031-05-17"}
    made = study(vag=worlds.frame([row]))
    assert not existing_sources(made, 2030)
    assert existing_sources(made, 2031)


@pytest.mark.parametrize(
    ("year", "phase"), [(2027, None), (2028, "construction"), (2029, "construction"), (2030, "operation"), (2060, None)]
)
def test_construction_and_operation_are_intervals_of_their_own(year: int, phase: str | None) -> None:
    part = pit("p", years=(2030, 2060), construction_years=(2028, 2030))
    assert phase_in(part, year) == phase
    assert len(proposed_sources(worlds.scenario(part), study().catalogue, year)) == (phase is not None)


def test_construction_uses_its_own_rows() -> None:
    part = wind("w", 100, years=(2030, 2060), construction_years=(2028, 2030))
    assert use(study(), part, year=2029) < use(study(), part, year=2030)
    assert use(study(), part, year=2030) == pytest.approx(left(0.5 * NEAR))


def test_bands_of_the_baseline_hold_each_other() -> None:
    rows = [
        {"key": status, "geometry": worlds.box(610, 610, 80, 80), "status": status}
        for status in ("built", "permitted", "planned")
    ]
    made = study(taekt=worlds.frame(rows))
    one = use(made)
    assert [use(made, band=band) for band in range(3)] == pytest.approx([one, one**2, one**3])


def test_a_part_that_is_permitted_belongs_to_the_baseline() -> None:
    document = assess(study(), worlds.scenario(pit("p", status=Band.PERMITTED))).document
    row = worlds.rows(document)["winter_land", "vinter", "herding_community", "A"]
    assert row["added"]["value"] == row["baseline"]["built"] == 0.0
    assert row["baseline"]["with_permitted"] == row["baseline"]["with_planned"] > 0.0


def test_without_takes_an_existing_source_away_and_only_that() -> None:
    rows = [
        {"key": k, "geometry": worlds.box(x, 600, 100, 100), "status": "built"} for k, x in (("a", 600), ("b", 100))
    ]
    made = study(taekt=worlds.frame(rows))
    key = ("winter_land", "vinter", "herding_community", "A")
    gone = worlds.rows(assess(made, worlds.scenario(without=["taekt/a"])).document)[key]
    only = worlds.rows(assess(study(taekt=worlds.frame(rows[1:])), worlds.scenario()).document)[key]
    assert gone["cumulative"] == pytest.approx(only["baseline"]["built"], abs=1e-9)
    assert gone["added"]["value"] < 0.0


def test_a_summer_source_adds_nothing_to_the_winter() -> None:
    half = worlds.box(0, 0, 600, 1200), worlds.box(600, 0, 600, 1200)
    lands = [worlds.lands({"A": {half[0]: 1.0}}, ["sommar"]), worlds.lands({"A": {half[1]: 1.0}}, ["vinter"])]
    made = worlds.study({"ren_arstidsland": worlds.frame([r for f in lands for r in f.to_dict("records")])})
    part = worlds.establishment("p", "pit", worlds.box(50, 50, 150, 150))
    found = worlds.rows(assess(made, worlds.scenario(part)).document)
    assert found["summer_land", "sommar", "herding_community", "A"]["added"]["value"] > 1.0
    assert found["winter_land", "vinter", "herding_community", "A"]["added"]["value"] == 0.0
    assert found["spring_land", "var", "herding_community", "A"]["added"]["value"] is None


def test_an_effect_of_the_winter_takes_nothing_in_summer_but_its_ground() -> None:
    trail = worlds.establishment("t", "trail", worlds.line((0, 650), (1200, 650)))
    assert use(study(), trail, season="winter") < 1.0
    assert use(study(), trail, season="summer") == 1.0


def test_hydrology_counts_on_mires_only() -> None:
    dry = study(myr=worlds.frame([{"key": "m", "geometry": worlds.box(0, 0, 100, 100)}]))
    wet = study(myr=worlds.frame([{"key": "m", "geometry": worlds.box(600, 600, 50, 100)}]))
    part = pit("p")
    assert use(dry, part) == pytest.approx(use(study(), part))  # not loaded: not counted, and that is said
    assert any("mire" in w for w in assess(study(), worlds.scenario(part)).document["provenance"]["warnings"])
    assert use(wet, part) == pytest.approx(use(dry, part) * left(0.5 * 0.5 * 0.5))


@pytest.mark.parametrize(("felled", "effect"), [(2020, 0.8), (2010, 0.8), (1980, 0.4), (1950, 0.0), (None, 0.8)])
def test_fellings_recover_with_age_and_never_multiply(felled: int | None, effect: float) -> None:
    rows = [
        {"key": key, "geometry": worlds.box(600, 600, 100, 100), "felling_year": year}
        for key, year in (("a", felled), ("b", 1955))
    ]
    made = study(avverkat=worlds.frame(rows))
    assert use(made) == pytest.approx(left(max(effect, 0.8 * 5 / 60)))
    assert use(made, season="summer") == 1.0


def test_a_felling_that_is_not_yet_done_does_not_count() -> None:
    row = {"key": "a", "geometry": worlds.box(600, 600, 100, 100), "felling_year": 2031}
    made = study(avverkat=worlds.frame([row]))
    assert use(made, year=2030) == 1.0
    assert use(made, year=2031) == pytest.approx(0.2)


def test_an_unknown_age_gives_the_interval() -> None:
    felling = worlds.establishment("f", "felling", worlds.box(600, 600, 100, 100))
    row = worlds.rows(assess(study(), worlds.scenario(felling)).document)[
        "winter_land", "vinter", "herding_community", "A"
    ]
    assert (row["added"]["low"], row["added"]["value"]) == (0.0, pytest.approx(0.8))


def test_an_unknown_age_gives_the_interval_of_what_is_built() -> None:
    def rows(*years: int | None, profile: str = "likely") -> dict[str, Any]:
        fellings = [{"key": str(i), "geometry": worlds.box(600 + 100 * i, 600, 100, 100), "felling_year": year}
                    for i, year in enumerate(years)]  # fmt: skip
        made = assess(study(avverkat=worlds.frame(fellings)), worlds.scenario(year=2030), profile=profile)
        return worlds.rows(made.document)["winter_land", "vinter", "herding_community", "A"]["baseline"]

    ends = {"low": rows(1980, 1900)["built"], "high": rows(1980, 2030)["built"]}
    assert ends["low"] == pytest.approx(0.4) and ends["high"] == pytest.approx(0.4 + 0.8)
    found = rows(1980, None)
    assert found["felling_age"] == ends and found["built"] == ends["high"]
    assert "felling_age" not in rows(1980, 1955)
    low = rows(1980, None, profile="low")
    assert low["felling_age"]["low"] == low["built"] == rows(1980, 1900, profile="low")["built"]
    assert low["felling_age"]["high"] == rows(1980, 2030, profile="low")["built"] > low["built"]


def test_the_outline_of_a_farm_is_not_its_ground() -> None:
    outline = worlds.box(300, 300, 600, 600)
    park = worlds.establishment("park", "wind", outline, parameters={"turbines": 5})
    row = worlds.rows(assess(study(), worlds.scenario(park)).document)[
        "winter_land", "vinter", "herding_community", "A"
    ]
    assert row["taken"] == pytest.approx(5 * 0.4, rel=1e-9)
    unsaid = park.model_copy(update={"parameters": {}})
    document = assess(study(), worlds.scenario(unsaid)).document
    row = worlds.rows(document)["winter_land", "vinter", "herding_community", "A"]
    assert row["taken"] == pytest.approx(36.0 / 5.0 * 0.4, rel=1e-9)
    assert any("box" in warning for warning in document["provenance"]["warnings"])
    assert use(study(), park) == pytest.approx(0.5)  # d = 0 inside the outline


def test_one_point_for_many_turbines_takes_the_ground_of_all() -> None:
    park = worlds.establishment("park", "wind", worlds.point(*CENTRE), parameters={"turbines": 8})
    row = worlds.rows(assess(study(), worlds.scenario(park)).document)[
        "winter_land", "vinter", "herding_community", "A"
    ]
    assert row["taken"] == pytest.approx(3.2, rel=1e-9)


class TestUncertainPositions:
    """More than half the radius: in totals, but neither in "why here" nor in the largest undisturbed piece."""

    KEY = ("winter_land", "vinter", "herding_community", "A")

    def _made(self, error: float) -> Study:
        row = {"key": "a", "geometry": worlds.box(600, 600, 100, 100), "status": "built", "position_error_m": error}
        return study(taekt=worlds.frame([row]))

    def _row(self, error: float) -> dict[str, Any]:
        return worlds.rows(assess(self._made(error), worlds.scenario()).document)[self.KEY]

    def _largest(self, error: float) -> float:
        case = case_of(self._made(error), worlds.scenario(), year=None, profile="likely", model="multiplicative")
        receptor = case.study.catalogue.receptors["winter_land"]
        ledger = dict(ledgers(case, receptor))["winter"]
        unit = next(i for i, c in enumerate(ledger.columns) if (c.unit, c.season) == ("A", "vinter"))
        return float(baseline_of(case, receptor, "winter", ledger).largest[unit])

    def test_they_count_in_totals(self) -> None:
        assert self._row(1000.0)["baseline"]["built"] == self._row(0.0)["baseline"]["built"] > 0.0

    def test_they_are_left_out_of_the_largest_piece(self) -> None:
        assert self._largest(1000.0) == 144.0
        assert self._largest(0.0) < 144.0
        quiet = self._row(1000.0)["undisturbed"]  # a piece is never larger than all that is quiet
        assert quiet["largest_before"] == quiet["before"]
        assert self._row(0.0)["undisturbed"]["largest_before"] < 144.0

    def test_they_are_left_out_of_why_here_and_named(self) -> None:
        found = explain(self._made(1000.0), worlds.scenario(), worlds.at(*CENTRE))
        assert all(group["lost_before"] == 0.0 and not group["shares"] for group in found["groups"])
        assert found["left_out"] == ["taekt/a"]

    def test_a_small_error_keeps_the_zone_and_leaves_out_the_ground(self) -> None:
        sure, unsure = (explain(self._made(e), worlds.scenario(), worlds.at(*CENTRE)) for e in (0.0, 20.0))
        winter = [next(g for g in found["groups"] if g["season"] == "winter") for found in (sure, unsure)]
        assert [{row["pressure"] for row in group["shares"]} for group in winter] == [
            {"land_take"},
            {"disturbance", "dust"},
        ]
        assert self._row(20.0)["undisturbed"]["largest_before"] < 144.0

    def test_a_part_whose_place_is_uncertain_is_left_out_too(self) -> None:
        part = pit("p", position_error_m=1000.0)
        found = explain(study(), worlds.scenario(part), worlds.at(*CENTRE))
        assert all(group["lost_after"] == 0.0 for group in found["groups"])
        assert found["left_out"] == ["p"]
        row = worlds.rows(assess(study(), worlds.scenario(part)).document)[self.KEY]
        assert row["added"]["value"] > 0.0
        assert row["undisturbed"]["largest_after"] == row["undisturbed"]["after"]

    def test_large_errors_are_said(self) -> None:
        document = assess(self._made(1000.0), worlds.scenario()).document
        assert any("position error" in w and "taekt" in w for w in document["provenance"]["warnings"])


def test_why_here_sums_to_what_is_lost() -> None:
    made = study(
        vag=worlds.frame([{"key": "r", "geometry": worlds.line((0, 650), (1200, 650))}]),
        myr=worlds.frame([{"key": "m", "geometry": worlds.box(600, 600, 50, 100)}]),
    )
    found = explain(made, worlds.scenario(pit("p"), wind("w", 100)), worlds.at(*CENTRE))
    for group in found["groups"]:
        if group["lost_after"]:
            assert sum(row["share"] for row in group["shares"]) == pytest.approx(1.0, abs=1e-12)
            assert sum(row["lost"] for row in group["shares"]) == pytest.approx(group["lost_after"], abs=1e-12)
    winter = next(group for group in found["groups"] if group["season"] == "winter")
    assert {row["source"] for row in winter["shares"]} == {"p", "w", "vag: road"}
    assert {row["part"] for row in winter["shares"]} == {"p", "w", None}


@pytest.mark.parametrize("model", MODELS)
def test_why_here_agrees_with_the_raster_of_the_model(model: str) -> None:
    made = study(vag=worlds.frame([{"key": "r", "geometry": worlds.line((0, 650), (1200, 650))}]))
    scenario = worlds.scenario(pit("p"), wind("w", 100))
    impact = assess(made, scenario, model=model).impact
    assert impact is not None
    for place in (CENTRE, (350, 650), (450, 950), (850, 250)):
        at = worlds.at(*place)
        row = round((impact.grid.north - at[1] - 50) / 100)
        column = round((at[0] - 50 - impact.grid.west) / 100)
        found = explain(made, scenario, at, model=model)
        assert found["model"] == model
        assert any(group["lost_after"] for group in found["groups"])
        for group in found["groups"]:
            name = group["group"], group["season"]
            assert impact.bands[*name, "after"][row, column] == group["lost_after"]
            assert impact.bands[*name, "before"][row, column] == group["lost_before"]
            if group["lost_after"]:
                assert sum(share["lost"] for share in group["shares"]) == pytest.approx(group["lost_after"], abs=1e-12)


def test_the_models_tell_different_losses_where_several_sources_meet() -> None:
    made = study(vag=worlds.frame([{"key": "r", "geometry": worlds.line((0, 650), (1200, 650))}]))
    scenario, lost = worlds.scenario(pit("p"), wind("w", 100)), {}
    for model in MODELS:
        groups = explain(made, scenario, worlds.at(350, 650), model=model)["groups"]
        lost[model] = next(group["lost_after"] for group in groups if group["season"] == "winter")
    assert lost["dominant"] < lost["multiplicative"] < lost["additive"]
    assert lost["dominant"] < lost["diminishing"] < lost["additive"]


@pytest.mark.parametrize("model", MODELS)
def test_why_here_sums_to_the_contributions_of_the_model(model: str) -> None:
    made, scenario = study(), worlds.scenario(pit("p"), wind("w", 100))
    of = {"receptor": "winter_land", "season": "vinter", "unit_kind": "herding_community", "unit": "A"}
    rows = assess(made, scenario, model=model).document["contributions"]
    whole = [row for row in rows if all(row[name] == value for name, value in of.items())]
    told = {(row["source"], row["pressure"]): row["cumulative"] for row in whole}
    summed: dict[tuple[str, str], float] = {}
    for x in range(50, 1200, 100):
        for y in range(50, 1200, 100):
            groups = explain(made, scenario, worlds.at(x, y), model=model)["groups"]
            for share in next(group["shares"] for group in groups if group["season"] == "winter"):
                key = share["source"], share["pressure"]
                summed[key] = summed.get(key, 0.0) + share["lost"]  # cells of 1 ha, all of the land of A
    assert told
    assert {key: value for key, value in summed.items() if value > 1e-9} == pytest.approx(told, rel=1e-9)


def test_a_model_that_is_not_known_is_refused() -> None:
    with pytest.raises(LanduseError, match="multiplicative"):
        explain(study(), worlds.scenario(), worlds.at(*CENTRE), model="sum")


def test_an_outline_beside_a_turbine_of_the_same_project_leaves_the_turbine_its_ground() -> None:
    rows = [
        {"key": "tower", "geometry": worlds.point(650, 650), "status": "built", "project": "P"},
        {"key": "later", "geometry": worlds.box(100, 100, 100, 100), "status": "built", "project": "P"},
    ]
    ground = []
    for chosen in (rows[:1], rows[1:], rows):
        made = study(vbk=worlds.frame(chosen))
        case = Case(made, worlds.scenario(), 2030, made.catalogue.profiles["likely"], "multiplicative")
        ground.append(case.county.take(case.before(0), made.catalogue.receptors["winter_land"], "winter").value.sum())
    assert ground[0] == pytest.approx(0.4)
    assert ground[1] == pytest.approx(0.4 / 5)
    assert ground[2] == pytest.approx(ground[0] + ground[1])
    assert use(study(vbk=worlds.frame(rows))) == pytest.approx(use(study(vbk=worlds.frame(rows[:1]))))
