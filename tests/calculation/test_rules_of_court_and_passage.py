"""Where courts counted and where they only looked; a passage whose position is not known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from landuse import assess, load_study, read_catalogue
from landuse.calculation.private_land import PrivateAnswer, rounded
from landuse.calculation.route_meetings import ways_of
from landuse.calculation.route_rows import route_state
from landuse.engine.exposure import Exposure
from landuse.engine.parks import park_area
from landuse.engine.proposed import sources_of_part
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study

GRID = Grid(3006, 400000.0, 8120000.0, 100.0, 100, 100)


@pytest.mark.parametrize(("profile", "wanted"), [("court_centre", 3000.0), ("court_edge", 3000.0)])
def test_a_route_is_narrowed_as_far_as_use_is_lost_and_not_as_far_as_courts_looked(profile: str, wanted: float) -> None:
    catalogue = read_catalogue()
    park = Establishment(id="park", type="wind_farm", geometry=shapely.Point(405000, 8115000), years=(2030, 2060))
    scenario = Scenario.of("park", "exempellandet", 2035, [park])
    (source,) = sources_of_part(scenario, catalogue, scenario.part("park"), "operation", 2035)
    exposure = Exposure(catalogue, catalogue.profiles[profile], GRID)
    strip: Any = SimpleNamespace(evidence=("winter",))
    ways = ways_of(exposure, source, catalogue.receptors["migration_route"], strip, set())
    assert ways.edge_m == wanted


def test_turbines_outside_the_outline_of_a_park_are_part_of_it() -> None:
    rule = read_catalogue().profiles["court_edge"].park
    assert rule is not None
    outline = shapely.box(0, 0, 2000, 2000)
    inside, outside = shapely.Point(500, 500), shapely.Point(9000, 0)
    assert park_area([outline, inside], rule).area == pytest.approx(4e6)
    alone = park_area([outside], rule).area
    assert alone > 0.0
    assert park_area([outline, inside, outside], rule).area == pytest.approx(4e6 + alone)


def segment(state: str, width_m: float | None, *crossings: str) -> Any:
    met = [SimpleNamespace(crossing=SimpleNamespace(state=each)) for each in crossings]
    return SimpleNamespace(state=state, width_m=width_m, met=met)


@pytest.mark.parametrize(
    ("segments", "wanted"),
    [
        ([segment("clear", 5000.0)], "clear"),
        ([segment("unknown", None), segment("clear", 5000.0)], "unknown"),
        ([segment("unknown", None, "cut")], "unknown"),
        ([segment("cut", 5000.0, "cut"), segment("unknown", None)], "cut"),
    ],
)
def test_a_passage_whose_position_is_uncertain_is_not_known(segments: list[Any], wanted: str) -> None:
    catalogue = read_catalogue()
    case: Any = SimpleNamespace(study=SimpleNamespace(catalogue=catalogue), profile=catalogue.profiles["likely"])
    route: Any = SimpleNamespace(kind="passage")
    assert route_state(case, segments, route) == wanted


def test_ground_within_reach_is_told_no_finer_than_shares_are() -> None:
    answers = [
        rounded(PrivateAnswer("vinter", 12_345.0, (0.0, reach), (0.1, 0.2), (0.5, 0.4)), 1.0).within_reach
        for reach in range(0, 1200, 10)
    ]
    told = {pair[1] for pair in answers if pair is not None}
    assert min(b - a for a, b in zip(sorted(told), sorted(told)[1:], strict=False)) >= 100.0


def test_a_turbine_far_from_its_park_changes_all_of_the_park(study: Study) -> None:
    """Counted from the middle of the park: with the new turbines the middle moves, also far from where they stand."""
    old = [(374_500, 8_108_000), (373_500, 8_108_300), (374_000, 8_109_000)]
    far = [(x + 15_000, y) for x, y in old]

    def rows(status: str) -> dict[tuple[str, ...], Any]:
        parts = [
            Establishment(
                id=name, type="wind_farm", geometry=shapely.MultiPoint(places), years=(2010, 2065), status=band,
                phase="operation", part_of=host, parameters={"turbines": 3},
            )
            for name, places, band, host in (("park", old, "built", None), ("more", far, status, "park"))
        ]  # fmt: skip
        scenario = Scenario.of("park", study.area.id, 2035, parts)
        found = assess(study, scenario, profile="court_centre")
        assert found.document["checks"]["largest_relative_difference"] < 1e-9
        return {(r["receptor"], r["season"], r["unit_kind"], r["unit"]): r for r in found.losses}

    proposed, built = rows("proposed"), rows("built")
    for key, row in proposed.items():
        if row["cumulative"] is not None:
            assert row["cumulative"] == pytest.approx(built[key]["baseline"]["built"], rel=1e-9, abs=1e-6), key


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(read_catalogue(), "exempellandet", resolution_m=1000)
