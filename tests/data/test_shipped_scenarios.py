"""The shipped scenarios: read without warnings, honest about what is known, and each at work somewhere."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import read_scenario

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
DATA = ROOT / "layers" / "data"
TALGA_HA = 37.916
LACKS_WORKS = "jarnvag-exempelstad-latsasvik"


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


@pytest.fixture(scope="module")
def scenarios(catalogue):
    return {path.stem: read_scenario(path, catalogue) for path in FILES}


def features(area: str, layer: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(DATA / area / f"{layer}.parquet")


def of_area(scenarios, area: str):
    return {name: item for name, item in scenarios.items() if item.area == area and item.alternative is None}


def test_six_of_each_area_and_a_zero_alternative(scenarios):
    assert len(of_area(scenarios, "norrbotten")) == 6
    assert len(of_area(scenarios, "exempellandet")) == 6
    assert scenarios["nollalternativ"].alternative == "zero"


def test_every_part_counts_in_the_reference_year_and_lies_in_the_area(scenarios):
    assert {name: item.warnings for name, item in scenarios.items() if item.warnings} == {}


def test_what_a_scenario_removes_is_in_the_data(scenarios):
    for name, scenario in scenarios.items():
        for source in scenario.without:
            layer, key = source.split("/", 1)
            assert key in set(features(scenario.area, layer)["key"]), (name, source)


def test_talga_has_the_area_of_the_decision(scenarios):
    (concession,) = scenarios["talga-nunasvaara"].establishments
    assert shapely.get_num_coordinates(concession.geometry) == 9
    assert concession.geometry.area / 1e4 == pytest.approx(TALGA_HA, abs=0.001)


def test_a_real_place_gets_only_known_places_and_straight_legs_with_their_error(scenarios):
    for name, scenario in of_area(scenarios, "norrbotten").items():
        for part in scenario.establishments:
            if name == "talga-nunasvaara":
                assert part.position_error_m == 0
                continue
            assert part.position_error_m >= 200, (name, part.id)
            if name == "vindkraft-markbygden":
                # A circle of the public area round the public position: no outline is claimed, and its title says so.
                circle = shapely.minimum_bounding_circle(part.geometry)
                assert part.geometry.area == pytest.approx(45000e4, rel=1e-3)
                assert part.geometry.area / circle.area > 0.99
                assert "schematisk cirkel" in scenario.title
                continue
            assert part.geometry.geom_type in ("Point", "MultiPoint", "LineString"), (name, part.id)
            assert shapely.get_num_coordinates(part.geometry) <= 2, (name, part.id)


def test_required_works_are_parts_except_where_their_lack_is_shown(scenarios, catalogue):
    for name, scenario in of_area(scenarios, "exempellandet").items():
        drawn = {part.type for part in scenario.establishments}
        missing = {
            work.type
            for part in scenario.establishments
            for work in catalogue.types[part.type].associated
            if work.required == "yes" and scenario.host(part).id == part.id
        } - drawn
        assert missing == ({"quarry"} if name == LACKS_WORKS else set()), name


def test_between_them_they_cut_come_near_and_leave_alone(scenarios):
    routes, villages = features("exempellandet", "ren_flyttled"), features("exempellandet", "ren_sameby")
    touched, near, alone = set(), set(), set()
    for name, scenario in of_area(scenarios, "exempellandet").items():
        drawn = shapely.union_all([part.geometry for part in scenario.establishments])
        touched |= {name} if routes.intersects(drawn).any() else set()
        near |= {name} if (routes.distance(drawn).between(1, 5000)).any() else set()
        alone |= {name} if (villages.distance(drawn) > 0).any() else set()
        assert villages.intersects(drawn).any(), name
    assert {"gruva-fiktivgruvan", "vindkraft-exempelberget-a", LACKS_WORKS} <= touched
    assert "vindkraft-exempelberget-b" in near - touched
    assert len(alone) == 6


def test_no_text_foretells_a_decision():
    for path in FILES:
        text = path.read_text(encoding="utf-8").casefold()
        for word in ("tillåts", "förbjud", "avslås", "påtaglig skada", "ingen konflikt", "no conflict", "forbidden"):
            assert word not in text, (path.name, word)
