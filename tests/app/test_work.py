"""The scenario that is worked on: edits are copies, untouched parts stay bit for bit, every change can be undone."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from landuse.app.coordinates import geometry_of, rows_of
from landuse.app.drawing import in_degrees
from landuse.app.part_titles import drawing
from landuse.app.work import MOST_STEPS, NewPart, Work, empty
from landuse.errors import ScenarioError
from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import scenario_from_document
from landuse.model.catalogue import Catalogue

PLACE = shapely.Point(404000.123, 8124000.456)
NEW = NewPart()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def start(catalogue: Catalogue) -> Work:
    return Work.of(empty("Nytt", "exempellandet", catalogue), catalogue)


@pytest.fixture
def park(start: Work) -> Work:
    points = shapely.MultiPoint([(404000.123, 8124000.456), (405000.777, 8124500.001), (406000, 8125000)])
    line = shapely.LineString([(404000.123, 8124000.456), (406000.5, 8120000.25), (407000, 8119000)])
    work = start.with_part(points, NewPart("wind_farm"))
    return work.with_part(line, NewPart("road_forest", part_of="wind_farm"))


def sent(work: Work) -> list[dict[str, Any]]:
    """Return what the map has, as it comes over the wire."""
    return list(json.loads(json.dumps(drawing(work.scenario, work.catalogue))))


def entries(work: Work) -> dict[str, Any]:
    return dict(work.scenario.document["establishments"])


def test_a_new_proposal_is_a_zero_alternative_until_something_is_drawn(start: Work) -> None:
    assert start.scenario.alternative == "zero"
    drawn = start.with_part(PLACE, NewPart("wind_farm"))
    assert drawn.scenario.alternative is None
    assert drawn.without_part("wind_farm").scenario.alternative == "zero"


def test_the_value_that_was_edited_is_not_changed(start: Work) -> None:
    drawn = start.with_part(PLACE, NEW)
    assert start.scenario.establishments == ()
    assert start.revision == 0
    assert drawn.revision == 1


def test_what_the_map_sends_back_untouched_changes_nothing(park: Work) -> None:
    same, became = park.with_drawing(sent(park), NEW, {})
    assert same is park
    assert became == {}


def test_moving_one_vertex_leaves_every_other_bit_for_bit(park: Work) -> None:
    features = sent(park)
    road = next(feature for feature in features if feature["id"] == "road_forest")
    road["geometry"]["coordinates"][1][0] += 0.01
    moved, _became = park.with_drawing(features, NEW, {})
    before, after = entries(park)["road_forest"], entries(moved)["road_forest"]
    assert after["geometry"]["coordinates"][0] == before["geometry"]["coordinates"][0]
    assert after["geometry"]["coordinates"][2] == before["geometry"]["coordinates"][2]
    assert after["geometry"]["coordinates"][1] != before["geometry"]["coordinates"][1]
    assert entries(moved)["wind_farm"] == entries(park)["wind_farm"]


def test_a_part_whose_points_come_as_features_of_their_own_is_the_same_part(park: Work) -> None:
    features = [feature for feature in sent(park) if feature["id"] != "wind_farm"]
    turbines = next(feature for feature in sent(park) if feature["id"] == "wind_farm")
    places = reversed(turbines["geometry"]["coordinates"])
    features += [{"id": "wind_farm", "geometry": {"type": "Point", "coordinates": place}} for place in places]
    same, _became = park.with_drawing(features, NEW, {})
    assert entries(same) == entries(park)


def test_a_part_without_a_feature_is_gone_and_its_works_stand_alone(park: Work) -> None:
    left = [feature for feature in sent(park) if feature["id"] != "wind_farm"]
    gone, _became = park.with_drawing(left, NEW, {})
    assert list(entries(gone)) == ["road_forest"]
    assert "part_of" not in entries(gone)["road_forest"]
    assert gone.undo().scenario.digest == park.scenario.digest


def test_points_drawn_one_after_another_become_one_park_even_if_the_map_has_not_heard(start: Work) -> None:
    first, second = (
        {"id": f"new-{n}", "geometry": in_degrees(shapely.Point(404000 + 700 * n, 8124000)), "properties": {}}
        for n in (1, 2)
    )
    once, became = start.with_drawing([first], NewPart("wind_farm"), {})
    assert became == {"new-1": "wind_farm"}
    twice, more = once.with_drawing([first, second], NewPart("wind_farm", into="wind_farm"), became)
    assert more == {"new-2": "wind_farm"}
    assert list(entries(twice)) == ["wind_farm"]
    third, _none = twice.with_drawing([first, second], NEW, became | more)
    assert third is twice


@pytest.mark.parametrize("kind", ["Point", "LineString", "Polygon"])
def test_a_drawing_takes_a_type_that_can_be_drawn_so(start: Work, kind: str, catalogue: Catalogue) -> None:
    shapes = {"Point": PLACE, "LineString": shapely.LineString([(400000, 8120000), (401000, 8120000)])}
    geometry = shapes.get(kind, shapely.box(400000, 8120000, 401000, 8121000))
    work = start.with_part(geometry, NewPart("no_such_type"))
    (part,) = work.scenario.establishments
    assert kind in catalogue.types[part.type].geometry


def test_a_refused_drawing_changes_nothing_and_names_the_fault(park: Work) -> None:
    bow = {"type": "Polygon", "coordinates": [[[20, 73], [20.1, 73], [20, 73.1], [20.1, 73.1], [20, 73]]]}
    features = [*sent(park), {"id": "new-1", "geometry": bow}]
    with pytest.raises(ScenarioError) as refused:
        park.with_drawing(features, NEW, {})
    assert refused.value.problems
    told = park.refused()
    assert told.scenario is park.scenario
    assert told.revision == park.revision + 1


@pytest.mark.parametrize("geometry", [None, {}, {"type": "Point"}, {"type": "Point", "coordinates": ["x", 1]}, 5])
def test_what_is_no_geometry_is_a_problem_not_a_fault(park: Work, geometry: Any) -> None:
    with pytest.raises(ScenarioError):
        park.with_drawing([{"id": "new-1", "geometry": geometry}], NEW, {})


def test_undo_and_redo_give_back_what_was(park: Work) -> None:
    titled = park.with_title("Annat")
    assert titled.undo().scenario.digest == park.scenario.digest
    assert titled.undo().redo().scenario.digest == titled.scenario.digest
    assert titled.undo().revision > titled.revision
    branch = titled.undo().with_title("Tredje")
    assert not branch.can_redo
    assert titled.redo() is titled


def test_at_most_a_hundred_steps_are_kept(start: Work) -> None:
    work = start
    for n in range(MOST_STEPS + 20):
        work = work.with_title(f"Titel {n}")
    assert len(work.steps) == MOST_STEPS
    for _n in range(2 * MOST_STEPS):
        work = work.undo()
    assert work.scenario.title == "Titel 20"
    assert not work.can_undo


def test_values_are_checked_like_a_file(park: Work) -> None:
    named = park.with_values("wind_farm", {"name": "<b>Berg</b>", "years": [2030, 2060], "parameters": {"turbines": 3}})
    assert entries(named)["wind_farm"]["parameters"] == {"turbines": 3}
    assert "name" not in entries(named.with_values("wind_farm", {"name": None}))["wind_farm"]
    with pytest.raises(ScenarioError):
        park.with_values("wind_farm", {"parameters": {"turbines": -1}})
    with pytest.raises(ScenarioError):
        park.with_values("wind_farm", {"years": [2060, 2030]})


def test_a_new_type_keeps_the_parameters_that_it_has_too(park: Work) -> None:
    valued = park.with_values("road_forest", {"parameters": {"width_m": 9.0}})
    other = valued.with_values("road_forest", {"type": "railway"})
    assert entries(other)["road_forest"]["type"] == "railway"
    assert set(entries(other)["road_forest"]["parameters"]) <= {
        parameter.id for parameter in park.catalogue.types["railway"].parameters
    }


def test_opening_another_scenario_can_be_undone(park: Work, catalogue: Catalogue) -> None:
    other = park.opened(empty("Annan", "norrbotten", catalogue))
    assert other.scenario.area == "norrbotten"
    assert other.undo().scenario.digest == park.scenario.digest


def test_another_area_refuses_parts_that_lie_outside_it(park: Work, start: Work) -> None:
    assert start.with_area("norrbotten").scenario.area == "norrbotten"
    with pytest.raises(ScenarioError):
        park.with_area("norrbotten")


def test_a_document_from_a_draft_gives_the_same_scenario(park: Work, catalogue: Catalogue) -> None:
    draft = json.loads(json.dumps(dict(park.scenario.document)))
    assert scenario_from_document(draft, catalogue).digest == park.scenario.digest


@pytest.mark.parametrize(
    ("kind", "geometry"),
    [
        ("Point", shapely.MultiPoint([(400000, 8120000), (400700.5, 8120000)])),
        ("LineString", shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6), (7, 9)]])),
        ("Polygon", shapely.Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (8, 1), (8, 4)]])),
    ],
)
def test_a_table_of_vertices_gives_the_geometry_back(kind: str, geometry: Any) -> None:
    assert shapely.normalize(geometry_of(rows_of(geometry), kind)).equals(shapely.normalize(geometry))


def test_a_table_says_which_row_is_wrong() -> None:
    rows = [{"e": 1, "n": 2}, {"e": "fem", "n": 2}, {"e": None, "n": None}]
    with pytest.raises(ScenarioError) as refused:
        geometry_of(rows, "LineString")
    assert any("row 2" in each.where for each in refused.value.problems)
    assert any("1 positions" in each.found for each in refused.value.problems)
    with pytest.raises(ScenarioError):
        geometry_of([], "Point")


def test_a_table_reads_figures_as_people_write_them() -> None:
    assert geometry_of([{"e": "404 000,5", "n": "8 124 000"}], "Point").wkt == "POINT (404000.5 8124000)"


HOLED = shapely.box(404_000, 8_124_000, 408_000, 8_128_000).difference(
    shapely.box(405_000, 8_125_000, 406_000, 8_126_000)
)


def _holed(start: Work, hole: list[tuple[float, float]]) -> Work:
    """Return the work after the map has sent an area back with its hole elsewhere."""
    work = start.with_part(HOLED, NEW)
    features = sent(work)
    ring = in_degrees(shapely.Polygon(hole))["coordinates"][0]
    features[0]["geometry"]["coordinates"][1] = ring
    return work.with_drawing(features, NEW, {})[0]


def test_a_moved_corner_of_a_hole_leaves_every_other_corner_bit_for_bit(start: Work) -> None:
    work = start.with_part(HOLED, NEW)
    features = sent(work)
    hole = features[0]["geometry"]["coordinates"][1]
    hole[1] = [hole[1][0] + 0.001, hole[1][1]]
    after, _became = work.with_drawing(features, NEW, {})
    before, now = (set(shape.interiors[0].coords) for shape in (HOLED, after.scenario.establishments[0].geometry))
    assert len(before & now) == 3
    assert len(now) == 4
    assert after.scenario.establishments[0].geometry.exterior.equals(HOLED.exterior)
    assert after.undo().scenario is work.scenario
    again = scenario_from_document(after.scenario.document, after.catalogue, name="draft")
    assert again.establishments[0].geometry.equals_exact(after.scenario.establishments[0].geometry, 0.0)


def test_the_area_is_less_the_hole(start: Work) -> None:
    inside = [(405_000.0, 8_125_000.0), (405_000.0, 8_127_000.0), (407_000.0, 8_127_000.0), (407_000.0, 8_125_000.0)]
    found = _holed(start, inside).scenario.establishments[0].geometry
    assert found.area == pytest.approx(16e6 - 4e6, rel=1e-6)


def test_a_hole_that_leaves_its_area_is_refused(start: Work) -> None:
    with pytest.raises(ScenarioError):
        _holed(start, [(403_000, 8_125_000), (403_000, 8_126_000), (405_000, 8_126_000), (405_000, 8_125_000)])
