"""A measure that changes nothing where it stands is told, never silent."""

import pytest
import shapely

from landuse.calculation.idle_measures import idle_measures
from landuse.calculation.routes import routes_after
from tests.calculation import route_world as w

WORLD = w.study()
TOWERS = shapely.MultiPoint([w.at(15, 30.4), w.at(15.4, 30.4)])
PARK = w.part("park", "wind_farm", TOWERS, construction_years=(2029, 2031))


def told(*parts, world=WORLD) -> list[str]:
    made = w.case(world, *parts)
    return list(idle_measures(made, routes_after(made)))


def stop(season: str | None = "hostvinter", host: str | None = "park", **changes):
    stated = {} if season is None else {"season": season}
    return w.part("stop", "seasonal_stop", shapely.Point(w.at(15, 30.4)), part_of=host, parameters=stated, **changes)


def test_a_stop_that_works_is_not_told_of() -> None:
    assert told(PARK, stop()) == []


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (stop(host=None), "part_of the establishment"),
        (stop(season=None), "state the season"),
        (stop(season="sommar"), "Choose the season"),
        (stop(status="planned"), "its status is planned"),
    ],
)
def test_a_stop_that_stops_nothing_is_told_of(one, said) -> None:
    assert w.rows(WORLD, PARK, one) == w.rows(WORLD, PARK)
    found = told(PARK, one)
    assert len(found) == 1 and found[0].startswith("stop ") and said in found[0]


def test_a_stop_of_something_without_a_zone_at_a_route_is_told_of() -> None:
    far = w.part("far", "wind_farm", shapely.Point(w.at(28, 38)), construction_years=(2029, 2031))
    assert "far" in told(PARK, far, stop(host="far"))[0]


def test_a_stop_without_its_establishment_leaves_existing_parks_running() -> None:
    standing = {"key": "v", "name": None, "type": "wind_farm", "status": "built", "geometry": w.at(15, 30.4)}
    world = w.study(vbk=[{**standing, "geometry": shapely.Point(standing["geometry"])}])
    built = stop(host=None, status="built")
    assert w.rows(world, built) == w.rows(world)
    width = w.rows(world)["north"]["free_width_with_zones_m"]
    assert width < w.rows(WORLD)["north"]["free_width_with_zones_m"]  # the park that stands is an edge


def test_a_passage_is_told_of_where_nothing_crosses() -> None:
    def bridge(x: float, **changes):
        return w.part("bridge", "reindeer_overpass", shapely.Point(w.at(x, 30)), **changes)

    assert told(w.railway("yes"), bridge(15)) == []
    assert told(w.railway("yes"), bridge(15, part_of="railway")) == []
    for one in (bridge(20), bridge(15, part_of="park")):
        found = told(w.railway("yes"), PARK, one)
        assert len(found) == 1 and "bridge" in found[0] and "part_of" in found[0]


def test_trucking_is_told_of_by_the_routes_alone() -> None:
    assert told(w.part("lorry", "reindeer_trucking", shapely.Point(w.at(15, 30)))) == []
