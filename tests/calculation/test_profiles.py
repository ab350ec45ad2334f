"""Profiles: court practice in closed form, copies with changed parameters, and what a result says of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from landuse import assess, read_catalogue
from landuse.engine.exposure import Exposure
from landuse.engine.parks import park_effect
from landuse.engine.proposed import proposed_sources
from landuse.errors import CatalogueError, LanduseError
from landuse.io.profile_file import read_profile, with_profile
from landuse.model.catalogue import Catalogue, ParkRule, Profile, ProfileChange, Range
from landuse.model.grid import Grid, Window
from landuse.model.profiled import differences, profiled
from landuse.model.scenario import Establishment, Scenario
from landuse.sketch import sketch
from tests import tiny_study as tiny
from tests.own_profile import HEAD, own_profile
from tests.properties import worlds

GRID = Grid(3006, 700_000.0, 7_412_000.0, 100.0, 120, 120)
TOWER = shapely.Point(706_050, 7_405_950)
COURTS = ("court_centre", "court_edge")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def rule(measured_from: str, **changes: Any) -> ParkRule:
    values: dict[str, Any] = {
        "type": "wind", "pressure": "disturbance", "group": "reindeer", "inside": 1.0, "around": 0.5,
        "around_m": 3000, "zone_m": 5000, "widened_m": 1000, "narrowed_m": 500, "measured_from": measured_from,
    }  # fmt: skip
    return ParkRule(**(values | changes))


def hectares(radius_m: float) -> float:
    return math.pi * radius_m**2 / 1e4


# ---- court practice


@pytest.mark.parametrize(
    ("measured_from", "wanted"),
    [
        ("centre", hectares(500) + 0.5 * (hectares(3000) - hectares(500))),
        ("edge", hectares(500) + 0.5 * (hectares(3500) - hectares(500))),
    ],
)
def test_one_turbine_in_closed_form(measured_from: str, wanted: float) -> None:
    """Widened 1 km and narrowed 500 m, one turbine is a park of 500 m: all inside it, half to 3 km."""
    found = park_effect([TOWER], rule(measured_from), GRID)
    assert float(found.value.sum()) == pytest.approx(wanted, rel=0.006)
    assert set(np.unique(found.value)) >= {0.5, 1.0} and found.value.max() == 1.0


def test_a_drawn_project_area_is_the_park() -> None:
    area = shapely.box(705_000, 7_405_000, 707_000, 7_406_000)
    edge, centre = (park_effect([area, TOWER], rule(name), GRID) for name in ("edge", "centre"))
    ring = shapely.buffer(area, 3000, quad_segs=64).area - area.area
    assert edge.value.sum() == pytest.approx((area.area + 0.5 * ring) / 1e4, rel=0.006)
    assert centre.value.sum() == pytest.approx(200 + 0.5 * (hectares(3000) - 200), rel=0.006)
    assert (edge.at(centre.index) >= centre.value).all(), "an area as near to the edge as to the middle, or nearer"


def test_a_park_is_the_same_in_a_window() -> None:
    window = Window(40, 30, 25, 41)
    for name in ("edge", "centre"):
        whole, part = park_effect([TOWER], rule(name), GRID), park_effect([TOWER], rule(name), GRID, window)
        assert len(part) and np.array_equal(whole.at(part.index), part.value)


@pytest.mark.parametrize("name", COURTS)
def test_five_kilometres_are_zone_and_never_loss(catalogue: Catalogue, name: str) -> None:
    part = Establishment(id="park", type="wind_farm", geometry=TOWER, years=(2025, 2060))
    road = Establishment(
        id="road", type="road_forest", part_of="park", works="internal", years=(2025, 2060),
        geometry=shapely.LineString([TOWER, (706_050, 7_405_000)]),
    )  # fmt: skip
    scenario = Scenario.of("court", "exempellandet", 2030, [part, road])
    sources = proposed_sources(scenario, catalogue, 2030)
    exposure = Exposure(catalogue, catalogue.profiles[name], GRID)
    receptor = catalogue.receptors["winter_land"]
    (term,) = [t for t in exposure.terms(sources, receptor, "winter") if t.pressure == "disturbance"]
    row, column = np.divmod(term.effect.index, GRID.width)
    x, y = GRID.west + (column + 0.5) * 100, GRID.north - (row + 0.5) * 100
    away = np.hypot(x - TOWER.x, y - TOWER.y)
    assert away.max() < 3600 and set(np.unique(term.effect.value[away > 700])) == {0.5}
    zone = exposure.in_zone(sources, receptor, "winter")
    assert len(zone) == pytest.approx(hectares(5000), rel=0.03) and len(zone) > len(term.effect)
    assert set(term.own) == {"park"}, "its internal road is held by the park"
    nature = [t for t in exposure.terms(sources, catalogue.receptors["natura_2000"], None) if len(t.effect)]
    likely = Exposure(catalogue, catalogue.profiles["likely"], GRID)
    plain = [t for t in likely.terms(sources, catalogue.receptors["natura_2000"], None) if len(t.effect)]
    assert [t.effect.value.sum() for t in nature] == [t.effect.value.sum() for t in plain] != []


@pytest.mark.parametrize("measured_from", ["centre", "edge"])
def test_an_edit_gives_what_an_assessment_gives_under_court_practice(measured_from: str) -> None:
    park = rule(measured_from, around_m=400, zone_m=600, widened_m=200, narrowed_m=100)
    court = Profile(name="court", title=tiny.text("court"), level="likely", subcells=2, park=park)
    turbines = worlds.frame(
        [
            {"key": f"t{i}", "geometry": worlds.point(x, 500), "status": "built", "project": "P"}
            for i, x in enumerate((150.0, 450.0))
        ]
    )
    layers = {"ren_arstidsland": worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}}), "vbk": turbines}
    new = worlds.establishment("new", "wind", shapely.MultiPoint([worlds.point(700, 700), worlds.point(1000, 700)]))
    scenario = worlds.scenario(new, without=("vbk/t1",))
    study = worlds.study(layers)
    plain, edited = (f(study, scenario, profile=court).document for f in (assess, sketch))
    assert plain["losses"] == edited["losses"] and plain["contributions"] == edited["contributions"]
    assert plain["checks"]["add_and_remove_restores_baseline"]
    assert plain["checks"]["largest_relative_difference"] < 1e-9
    row = worlds.rows(plain)["winter_land", "vinter", "herding_community", "A"]
    three = [
        worlds.rows(assess(study, scenario, profile=name).document)["winter_land", "vinter", "herding_community", "A"]
        for name in ("low", "likely", "high")
    ]
    values = [each["added"]["value"] for each in three]
    assert (row["added"]["low"], row["added"]["high"]) == pytest.approx((min(values), max(values)), rel=1e-12)
    assert row["added"]["low_profile"] in ("low", "likely", "high") and row["added"]["value"] not in values


# ---- profiles of one's own


def test_every_kind_of_change_and_its_difference(tmp_path: Path, catalogue: Catalogue) -> None:
    made = read_profile(
        own_profile(
            tmp_path,
            "{type: wind_farm, pressure: disturbance, phase: operation, season: winter, radius_m: 6000, reason: seen}",
            "{type: power_line_400kV, pressure: disturbance, phase: operation, season: winter, intensity: 0.3}",
            "{type: wind_farm, footprint_ha: 1.5}",
            "{type: wind_farm, footprint_width_m: 15, date: '2026-11-01', author: B}",
            "{process: clear_cut, season: winter, group: reindeer, zero_at: 95}",
            "{receptor: winter_land, pressure: dust_emission, sensitivity: 0.25}",
        ),
        catalogue,
    )
    seen = profiled(catalogue, made)
    wind = seen.effect("wind_farm", "disturbance", "operation", "winter", "reindeer")
    assert wind is not None and wind.radius_m == Range(low=500, likely=6000, high=5000)
    line = seen.effect("power_line_400kV", "disturbance", "operation", "winter", "reindeer")
    summer = seen.effect("power_line_400kV", "disturbance", "operation", "summer", "reindeer")
    assert line is not None and summer is not None
    assert (line.season, line.intensity.likely) == ("winter", 0.3), "a row for all seasons gets one of its own"
    assert summer == catalogue.effect("power_line_400kV", "disturbance", "operation", "summer", "reindeer")
    assert seen.sensitivity["winter_land"]["dust_emission"] == 0.25
    assert catalogue.sensitivity["winter_land"]["dust_emission"] != 0.25, "the catalogue stays as it is"
    found = differences(catalogue, made)
    said = [(d.key, d.default, d.value, d.author, d.reason) for d in found]
    assert said == [
        ("radius_m", 3000.0, 6000.0, "A village", "seen"),
        ("intensity", 0.1, 0.3, "A village", "seen for ten years"),
        ("footprint_ha", 0.8, 1.5, "A village", "seen for ten years"),
        ("footprint_width_m", 12.0, 15.0, "B", "seen for ten years"),
        ("zero_at", 80.0, 95.0, "A village", "seen for ten years"),
        ("sensitivity", catalogue.sensitivity["winter_land"]["dust_emission"], 0.25, "A village", "seen for ten years"),
    ]
    assert found[3].date == "2026-11-01"


def test_a_copy_gives_what_the_catalogue_changed_by_hand_gives() -> None:
    change = ProfileChange(type="wind", pressure="disturbance", radius_m=400.0, intensity=0.9)
    copy = Profile(
        name="copy", title=tiny.text("copy"), level="likely", subcells=1, based_on="likely", author="A", reason="B",
        changes=(change,),
    )  # fmt: skip
    effects = tuple(
        row.model_copy(update={"radius_m": tiny.same(400.0), "intensity": tiny.same(0.9)})
        if (row.type, row.pressure) == ("wind", "disturbance")
        else row
        for row in tiny.catalogue().effects
    )
    scenario = tiny.scenario()
    copied = assess(tiny.study(), scenario, profile=copy).document
    by_hand = assess(tiny.study(effects=effects), scenario).document
    plain = assess(tiny.study(), scenario).document
    keys = ("value", "alone", "after_planned")
    for one, other, usual in zip(copied["losses"], by_hand["losses"], plain["losses"], strict=True):
        assert [one["added"][k] for k in keys] == [other["added"][k] for k in keys]
        assert (one["added"]["low"], one["added"]["high"]) == (usual["added"]["low"], usual["added"]["high"])
    assert copied["losses"] != plain["losses"]
    said = copied["profile"]
    assert (said["name"], said["based_on"], said["author"], said["reason"]) == ("copy", "likely", "A", "B")
    assert [(c["key"], c["default"], c["value"]) for c in said["changed"]] == [
        ("radius_m", 250.0, 400.0), ("intensity", 0.5, 0.9),
    ]  # fmt: skip
    assert said["digest"] != plain["profile"]["digest"] and plain["profile"]["changed"] == []


@pytest.mark.parametrize(
    ("change", "where", "expected"),
    [
        ("{type: wind_fram, pressure: disturbance, radius_m: 1}", "changes.0.type", "wind_farm"),
        ("{type: wind_farm, pressure: disturbance, radius_m: -1}", "changes.0.radius_m", "≥ 0"),
        ("{type: wind_farm, pressure: disturbance, intensity: 1.5}", "changes.0.intensity", "≤ 1"),
        ("{type: wind_farm, pressure: disturbance, season: sommar, intensity: 1}", "changes.0.season", "summer"),
        ("{type: wind_farm, pressure: disturbance}", "changes.0", "radius_m"),
        ("{type: wind_farm, radius_m: 100}", "changes.0.pressure", "radius_m"),
        ("{type: clear_cut, footprint_ha: 2}", "changes.0.footprint_ha", "catalogue"),
        ("{process: clear_cut, group: nature, zero_at: 50}", "changes.0.zero_at", "catalogue"),
        ("{pressure: disturbance, receptor: winter_lnd, sensitivity: 1}", "changes.0.receptor", "winter_land"),
        ("{type: wind_farm, colour: red}", "changes.0.colour", "–"),
    ],
)
def test_a_wrong_change_says_where_and_what_to_do(
    tmp_path: Path, catalogue: Catalogue, change: str, where: str, expected: str
) -> None:
    from landuse.language import set_language

    set_language("en")
    with pytest.raises(CatalogueError) as caught:
        read_profile(own_profile(tmp_path, change), catalogue)
    (found,) = caught.value.problems
    assert found.where == f"ours.yaml: {where}" and found.found and found.todo
    assert expected == "–" or expected in found.expected


@pytest.mark.parametrize(
    ("head", "where"),
    [
        (HEAD.replace("name: ours", "name: likely"), "name"),
        (HEAD.replace("based_on: likely", "based_on: usual"), "based_on"),
        (HEAD.replace("based_on: likely\n", ""), "based_on"),
        (HEAD.replace("author: A village\n", ""), "author"),
        (HEAD.replace("reason: seen for ten years\n", ""), "reason"),
    ],
)
def test_a_wrong_head_is_refused(tmp_path: Path, catalogue: Catalogue, head: str, where: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_profile(own_profile(tmp_path, "{type: wind_farm, footprint_ha: 1}", head=head), catalogue)
    assert [problem.where for problem in caught.value.problems] == [f"ours.yaml: {where}"]


def test_a_profile_is_found_by_name_in_a_folder_and_by_path(tmp_path: Path, catalogue: Catalogue) -> None:
    path = own_profile(tmp_path, "{type: wind_farm, footprint_ha: 1}")
    for asked in ("ours", str(path)):
        made, name = with_profile(catalogue, asked, tmp_path)
        assert name == "ours" and made.profiles["ours"].changes and "ours" not in catalogue.profiles
        assert made.effect("wind_farm", "disturbance", "operation", "winter", "reindeer") is not None
    assert with_profile(catalogue, "low", tmp_path) == (catalogue, "low")
    with pytest.raises(LanduseError, match="court_edge"):
        with_profile(catalogue, "lowest", tmp_path)
    with pytest.raises(LanduseError, match=r"missing\.yaml"):
        with_profile(catalogue, "missing.yaml", tmp_path)


def test_copies_of_copies_and_of_court_practice_take_everything_over(tmp_path: Path, catalogue: Catalogue) -> None:
    head = HEAD.replace("based_on: likely", "based_on: court_edge")
    made = read_profile(own_profile(tmp_path, "{type: wind_farm, footprint_ha: 1}", head=head), catalogue)
    assert made.park == catalogue.profiles["court_edge"].park and made.level == "likely"


# ---- evidence


def test_zero_within_the_evidence_and_studies_that_differ(catalogue: Catalogue) -> None:
    def flags(kind: str, season: str) -> tuple[bool, bool]:
        row = catalogue.effect(kind, "disturbance", "operation", season, "reindeer")
        assert row is not None
        return row.zero_possible, row.studies_differ

    assert flags("wind_farm", "calving") == (True, True), "Skarin 2018 and Strand 2018"
    assert flags("wind_farm", "autumn") == (True, False), "interpolated: no study"
    assert flags("power_line_400kV", "winter") == (True, True)
    assert flags("mine_open_pit", "summer") == (False, False)
