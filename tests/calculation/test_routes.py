"""Migration routes of a village: two parallel routes worked out on paper, measures, and all that is not known."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.calculation.prepare_routes import prepare_routes
from landuse.calculation.route_features import segment_features
from landuse.calculation.route_rows import route_rows, rows_of
from landuse.calculation.routes import routes_after, routes_before
from landuse.language import set_language
from tests.calculation import route_world as w

WORLD = w.study()


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def pairwise(share: float) -> float:
    """Return the loss of equivalent connected area of the two lands when a share passes instead of all."""
    a, b = (land.area / 1e4 for land in w.LANDS.values())
    return 1 - math.sqrt((a * a + b * b + 2 * a * b * share) / (a + b) ** 2)


def test_nothing_proposed_nothing_changed() -> None:
    for row in w.rows(WORLD).values():
        assert row["state"] == row["state_before"] == "clear"
        assert row["detour_factor"] == 1.0 and row["routes_left"] == row["routes_before"] == 2
        assert row["eca_loss_share"] == 0.0 and row["unreachable_ha"] == 0.0
        assert row["free_width_m"] == 1000.0 and row["severed_pairs"] == [] and row["way_round"] is None
        assert row["bridges"] == [] and row["weak_points"] == [] and row["changed"] == []


def test_one_of_two_parallel_routes_cut_as_on_paper() -> None:
    found = w.rows(WORLD, w.mine("pit", 15, 30))
    assert (found["north"]["state"], found["south"]["state"]) == ("cut", "clear")
    assert found["north"]["free_width_m"] == 0.0 and found["south"]["free_width_m"] == 1000.0
    for row in found.values():
        assert row["detour_factor"] == pytest.approx(1.5, rel=1e-6)
        assert (row["routes_before"], row["routes_left"]) == (2, 1)
        assert row["eca_loss_share"] == 0.0 and row["unreachable_ha"] == 0.0 and row["severed_pairs"] == []
        assert row["bridges"] == ["ren_flyttled/south#0.1"]
    assert [change["segment"] for change in found["north"]["changed"]] == ["ren_flyttled/north#0.1"]
    assert "Cut by open-pit mine" in found["north"]["note"]


def test_both_cut_leave_the_winter_land_unreachable() -> None:
    found = w.rows(WORLD, w.mine("pit", 15, 30), w.mine("other", 8, 10 + (w.BEND - 10) * 4 / 11, half_km=1.6))
    for row in found.values():
        assert row["state"] == "cut" and row["routes_left"] == 0 and row["detour_factor"] is None
        assert row["unreachable_ha"] == pytest.approx(w.LANDS["vinter"].area / 1e4)
        assert row["unreachable_before_ha"] == 0.0
        assert row["severed_pairs"] == [["hostvinter", "vinter"]] and row["bridges"] == []
        assert row["eca_loss_share"] == pytest.approx(pairwise(0.0))
        assert "No way is left." in row["note"]


def test_land_that_was_unreachable_before_is_said_to_be_so() -> None:
    mines = w.mine("pit", 15, 30), w.mine("other", 8, 10 + (w.BEND - 10) * 4 / 11, half_km=1.6)
    built = [mine.model_copy(update={"status": "built"}) for mine in mines]
    for row in w.rows(WORLD, *built).values():
        assert row["unreachable_before_ha"] == row["unreachable_ha"] == pytest.approx(w.LANDS["vinter"].area / 1e4)
    for row in w.rows(WORLD, built[0], mines[1]).values():
        assert (row["unreachable_before_ha"], row["unreachable_ha"] > 0.0) == (0.0, True)


def test_a_mine_beside_the_line_narrows_the_corridor() -> None:
    beside = w.part("pit", "mine_open_pit", w.block(14, 30.06, 15, 32))
    row = w.rows(WORLD, beside)["north"]
    assert row["free_width_m"] == pytest.approx(560.0) and row["state"] == "weakened"
    assert row["routes_left"] == 2 and row["detour_factor"] == 1.0
    assert "narrowed to 560 m" in row["note"]


@pytest.mark.parametrize(
    ("fenced", "state", "share"), [("yes", "cut", 0.0), ("no", "weakened", 0.6), ("unknown", "unknown", None)]
)
def test_a_railway_by_what_is_known_of_its_fence(fenced, state, share) -> None:
    found = w.rows(WORLD, w.railway(fenced))
    for row in found.values():
        assert row["state"] == state
        assert [crossing["share"] for crossing in row["crossings"]] == [0.5 if share is None else share]
    loss = found["north"]["eca_loss_share"]
    assert loss is None if share is None else loss == pytest.approx(pairwise(share))
    left, if_open = (found["north"][key] for key in ("routes_left", "routes_left_if_open"))
    assert (left, if_open) == {"yes": (0, 0), "no": (2, 2), "unknown": (None, 2)}[fenced]


def test_an_overpass_on_one_route_opens_it_with_its_evidence() -> None:
    bridge = w.part("bridge", "reindeer_overpass", shapely.Point(w.at(15, 30.1)), parameters={"width_m": 60})
    found = w.rows(WORLD, w.railway("yes"), bridge)
    assert (found["north"]["state"], found["south"]["state"]) == ("weakened", "cut")
    assert found["north"]["routes_left"] == 1
    assert found["north"]["eca_loss_share"] == pytest.approx(pairwise(0.7))
    (measure,) = found["north"]["measures"]
    assert measure["part"] == "bridge" and measure["mark"] == "assumption until read" and measure["evidence"]
    assert found["south"]["measures"] == []


@pytest.mark.parametrize(
    ("place", "width", "state"), [((15, 30), 10, "cut"), ((15, 31), 60, "unknown"), ((15, 33), 60, "cut")]
)
def test_an_overpass_too_narrow_or_beside_the_route_does_not(place, width, state) -> None:
    bridge = w.part("bridge", "reindeer_overpass", shapely.Point(w.at(*place)), parameters={"width_m": width})
    assert w.rows(WORLD, w.railway("yes"), bridge)["north"]["state"] == state


ROAD = {"key": "e", "name": "E", "kind": "road_major", "fenced": "yes", "geometry": w.line((15, 1), (15, 39))}
PORT = {"key": "port", "name": "Port", "kind": "underpass", "width_m": 60.0, "obstacle": "road_major",
        "status": "built", "from_year": 2000, "geometry": shapely.Point(w.at(15, 30.1))}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "weakened"),
        ({"width_m": 9.0}, "cut"),
        ({"width_m": None}, "weakened"),
        ({"obstacle": "railway"}, "cut"),
        ({"obstacle": None}, "unknown"),
        ({"status": "planned"}, "cut"),
        ({"from_year": 2031}, "cut"),
        ({"to_year": 2030}, "cut"),
        ({"geometry": shapely.Point(w.at(15, 31))}, "unknown"),
    ],
)
def test_a_built_crossing_counts_for_its_own_obstacle_where_and_when_it_stands(changes, state) -> None:
    found = w.rows(w.study(vag=[ROAD], faunapassage=[{**PORT, **changes}]))
    assert (found["north"]["state"], found["south"]["state"]) == (state, "cut")
    assert [one["part"] for one in found["north"]["measures"]] == (
        ["faunapassage/port"] if state == "weakened" or changes.get("width_m") else []
    )
    if {"status", "from_year", "to_year"} & set(changes):
        assert "Not built in 2030, not counted: Port." in found["north"]["note"]


def test_a_built_crossing_does_not_open_what_is_proposed_nor_a_measure_what_it_does_not_belong_to() -> None:
    world = w.study(vag=[{**ROAD, "geometry": w.line((15.2, 1), (15.2, 39))}], faunapassage=[PORT])
    proposed = w.part("new", "road_major", w.line((15, 1), (15, 39)), parameters={"fenced": "yes"})
    assert w.rows(world)["north"]["state"] == "weakened"
    assert w.rows(world, proposed)["north"]["state"] == "cut"
    bridge = w.part("bridge", "reindeer_overpass", shapely.Point(w.at(15, 30)), parameters={"width_m": 60})
    assert w.rows(world, proposed, bridge.model_copy(update={"part_of": "new"}))["north"]["state"] == "weakened"
    other = w.railway("no", 5, "other")
    assert w.rows(world, proposed, other, bridge.model_copy(update={"part_of": "other"}))["north"]["state"] == "cut"


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ({"obstacle": "river", "ice": "natural"}, "clear"),
        ({"obstacle": "river", "ice": "regulated"}, "unknown"),
        ({"obstacle": "river", "ice": "open"}, "unknown"),
        ({"obstacle": "terrain", "ice": None}, "clear"),
    ],
)
def test_a_passage_says_what_its_ice_is(stated, state) -> None:
    place = {"key": "pass", "name": "P", "village": w.VILLAGE, "geometry": w.block(13, 29, 17, 31), **stated}
    river = {"key": "r", "name": None, "geometry": w.line((15, 25), (15, 35))}
    found = w.rows(w.study(ren_passage=[place], viss=[river]))
    assert found["north"]["state"] == found["pass"]["state"] == state
    waters = [one["source"] for one in found["north"]["crossings"]]
    assert waters == (["viss"] if stated["obstacle"] == "terrain" else ["ren_passage"])


@pytest.mark.parametrize(
    ("obstacle", "state"), [("road_major", "weakened"), ("river", "cut"), ("terrain", "cut"), (None, "unknown")]
)
def test_a_passage_helps_across_its_own_obstacle(obstacle, state) -> None:
    place = {"key": "p", "name": "P", "village": w.VILLAGE, "geometry": w.block(13, 29, 17, 31), "obstacle": obstacle}
    world = w.study(vag=[ROAD], ren_passage=[place])
    assert w.rows(world)["north"]["state"] == state
    assert w.rows(w.study(ren_passage=[place]), w.railway("yes"))["north"]["state"] == "cut"  # it is new


def test_parts_that_stand_already_are_as_if_they_were_worked_out_from_nothing() -> None:
    standing = [part.model_copy(update={"status": "built"}) for part in (w.mine("pit", 15, 30.6), w.railway("no", 10))]
    made = w.case(WORLD, *standing, w.mine("new", 20, 30))
    assert rows_of(made, routes_after(made)) == rows_of(made, routes_after(made, PLAN, routes_before(made, PLAN)))


def test_trucking_is_never_a_route() -> None:
    cut = w.mine("pit", 15, 30), w.mine("other", 8, 10 + (w.BEND - 10) * 4 / 11, half_km=1.6)
    lorry = w.part("lorry", "reindeer_trucking", shapely.Point(w.at(15, 30)))
    without, having = w.rows(WORLD, *cut), w.rows(WORLD, *cut, lorry)
    for key in without:
        assert (
            having[key].pop("note")
            == without[key].pop("note") + " Trucking replaces the move, never the route: no figure changes."
        )
    assert having == without


def test_a_stop_during_the_move_takes_the_zone_away_but_not_the_ground() -> None:
    towers = shapely.MultiPoint([w.at(15, 30.4), w.at(15.4, 30.4)])
    park = w.part("park", "wind_farm", towers, construction_years=(2029, 2031))
    stop = w.part(
        "stop", "seasonal_stop", shapely.Point(w.at(15, 30.4)), part_of="park", parameters={"season": "hostvinter"}
    )
    running, stopped = (w.rows(WORLD, *parts)["north"] for parts in ((park,), (park, stop)))
    assert stopped["free_width_m"] == running["free_width_m"] < 1000.0
    assert running["free_width_with_zones_m"] <= stopped["free_width_with_zones_m"] == stopped["free_width_m"]
    other = w.part(
        "stop", "seasonal_stop", shapely.Point(w.at(15, 30.4)), part_of="park", parameters={"season": "sommar"}
    )
    assert w.rows(WORLD, park, other)["north"]["free_width_with_zones_m"] == running["free_width_with_zones_m"]


def test_a_fence_by_its_gate() -> None:
    def with_gate(**gate):
        fence = {"key": "f", "name": None, "village": None, "geometry": w.line((15, 29), (15, 31)), **gate}
        return w.rows(w.study(ren_stangsel=[fence]))["north"]

    assert with_gate(gate="yes")["state"] == "clear"
    assert with_gate(gate="no")["state"] == "cut"
    assert with_gate()["state"] == "unknown"
    missing = w.rows(w.study(ren_stangsel=[]))["north"]
    assert missing["state"] == "clear" and "No layer of fences" in missing["note"]


def test_a_fence_along_the_corridor_is_an_edge() -> None:
    fence = {"key": "f", "name": None, "village": None, "gate": None, "geometry": w.line((10, 30.2), (16, 30.2))}
    assert w.rows(w.study(ren_stangsel=[fence]))["north"]["free_width_m"] == pytest.approx(700.0)


def test_two_routes_through_one_passage_are_one() -> None:
    crossed = [*w.routes(), {**w.routes()[0], "key": "third", "geometry": w.line((2, 30.3), (28, 29.7))}]
    place = {"key": "pass", "name": "The narrow", "village": w.VILLAGE, "kind": None, "capacity": None,
             "geometry": w.block(13, 29, 17, 31)}  # fmt: skip
    found = w.rows(w.study(ren_flyttled=crossed, ren_passage=[place]))
    assert found["north"]["routes_left"] == 2  # north and third share the passage; south is the other
    assert found["pass"]["kind"] == "passage" and found["pass"]["state"] == "clear"
    stated = w.rows(w.study(ren_flyttled=crossed, ren_passage=[{**place, "capacity": 1500.0}]))
    assert stated["north"]["routes_left"] == 2  # reindeer a day: the passage is one place all the same
    assert stated["north"]["capacity_per_day"] == stated["pass"]["capacity_per_day"] == 1500.0
    assert stated["south"]["capacity_per_day"] is None
    alone = w.rows(w.study(ren_flyttled=crossed[:1], ren_passage=[place]))
    assert "The narrow" in alone["north"]["weak_points"]


def test_a_cut_inside_a_passage_cuts_the_way_through_it() -> None:
    place = {"key": "pass", "name": "P", "village": w.VILLAGE, "capacity": None, "geometry": w.block(13, 29, 17, 31)}
    inner = {
        "key": "x",
        "name": None,
        "village": w.VILLAGE,
        "season": "var",
        "kind": "arstidsland",
        "geometry": w.block(14, 28, 16, 32),
    }
    world = w.study(ren_flyttled=w.routes()[:1], ren_passage=[place], ren_arstidsland=[*w.lands(), inner])
    found = w.rows(world, w.mine("pit", 15, 30))
    assert found["pass"]["state"] == found["north"]["state"] == "cut" and found["north"]["routes_left"] == 0


def test_a_route_of_another_season_is_no_alternative() -> None:
    other = w.routes()[1] | {"season_from": "varvinter", "season_to": "var"}
    found = w.rows(w.study(ren_flyttled=[w.routes()[0], other]))
    assert found["north"]["routes_left"] == 1
    unstated = w.routes()[1] | {"season_from": None, "season_to": None}
    assert w.rows(w.study(ren_flyttled=[w.routes()[0], unstated]))["north"]["routes_left"] == 2


def test_what_is_not_known_is_said() -> None:
    lost = w.rows(w.study(ren_flyttled=w.routes(position_error_m=501.0)))["north"]
    assert lost["state"] == "unknown" and lost["free_width_m"] is None and "uncertain" in lost["note"]
    near = w.rows(
        w.study(ren_flyttled=w.routes(position_error_m=501.0)), w.part("p", "quarry", w.block(14, 30.3, 15, 31))
    )
    assert "300 m from the line" in near["north"]["note"]
    assumed = w.rows(w.study(ren_flyttled=w.routes(width_m=None)))["north"]
    assert assumed["corridor_m"] == 1000.0 and assumed["corridor_assumed"] and "assumed" in assumed["note"]
    bare = w.rows(w.study(ren_arstidsland=[]))["north"]
    assert bare["between"] == "route" and bare["eca_loss_share"] is None and bare["unreachable_ha"] is None
    assert "not mapped" in bare["note"]
    drawn = w.routes()[0] | {"geometry": w.block(3, 29, 27, 31)}
    area = w.rows(w.study(ren_flyttled=[drawn]))["north"]
    assert area["state"] == "unknown" and area["km"] is None and area["routes_left"] is None


def test_a_source_of_uncertain_place_leaves_the_state_unknown() -> None:
    pit = w.part("pit", "mine_open_pit", w.block(14, 31, 15, 32), position_error_m=900.0)
    assert w.rows(WORLD, pit)["north"]["state"] == "unknown"
    far = w.part("pit", "mine_open_pit", w.block(14, 32, 15, 33), position_error_m=900.0)
    assert w.rows(WORLD, far)["north"]["state"] == "clear"


def test_the_way_round_goes_round_and_is_compared_with_the_way_before() -> None:
    way = w.rows(WORLD, w.mine("pit", 15, 30, half_km=3))["north"]["way_round"]
    assert way["km_before"] == pytest.approx(22.0, abs=1.1)
    assert way["km_after"] > way["km_before"] + 1.0 and way["cost_km_after"] > way["cost_km_before"]
    assert way["from"] == [w.at(4, 30)[0], w.at(4, 30)[1]]


def test_rows_are_fit_for_the_document() -> None:
    found = route_rows(w.case(WORLD, w.mine("pit", 15, 30), w.railway("unknown", 10)))
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found


def test_a_line_that_the_table_does_not_know_leaves_the_state_unknown() -> None:
    kept = tuple(row for row in w.CATALOGUE.permeabilities if row.barrier != "power_line_130kV")
    world = replace(WORLD, catalogue=w.CATALOGUE.model_copy(update={"permeabilities": kept}))
    wire = w.part("wire", "power_line_130kV", w.line((15, 25), (15, 35)))
    assert w.rows(world, wire)["north"]["state"] == "unknown"
    assert w.rows(WORLD, wire)["north"]["state"] == "clear"


def test_features_carry_states() -> None:
    after = routes_after(w.case(WORLD, w.mine("pit", 15, 30)))
    (feature,) = segment_features(after, {"cut", "weakened"})
    assert feature["properties"]["state"] == "cut" and feature["properties"]["state_before"] == "clear"
    assert shapely.geometry.shape(feature["geometry"]).length == pytest.approx(22_000)
    assert len(segment_features(after)) == 6


def test_kept_parts_give_the_same_rows() -> None:
    plan = prepare_routes(WORLD)
    parts = (w.mine("pit", 15, 30), w.railway("no", 10))
    before = routes_before(w.case(WORLD), plan)
    assert route_rows(w.case(WORLD, *parts), plan, before) == route_rows(w.case(WORLD, *parts))
    assert route_rows(w.case(WORLD), plan, before) == route_rows(w.case(WORLD))


RANK = {"clear": 0, "weakened": 1, "unknown": 2, "cut": 3}
PLAN = prepare_routes(WORLD)
BEFORE = routes_before(w.case(WORLD), PLAN)


@st.composite
def proposals(draw):
    number = draw(st.integers(0, 10**6))
    x, y = draw(st.floats(1, 28)), draw(st.sampled_from([30.0, 29.6, 30.3, 10.0, 12.0, 16.0, 21.0]))
    kind = draw(st.sampled_from(["mine", "railway", "road", "towers", "quarry"]))
    if kind == "mine":
        return w.mine(f"p{number}", x, y, draw(st.floats(0.05, 1.5)))
    if kind == "railway":
        return w.railway(draw(st.sampled_from(["yes", "no", "unknown"])), x, f"p{number}")
    if kind == "road":
        return w.part(f"p{number}", "road_secondary", w.line((x, y - 2), (x + 1, y + 2)))
    if kind == "towers":
        return w.part(f"p{number}", "wind_farm", shapely.MultiPoint([w.at(x + i * 0.5, y) for i in range(4)]))
    return w.part(f"p{number}", "quarry", shapely.Point(w.at(x, y)))


def of(*parts):
    made = w.case(WORLD, *parts)
    return {row["route"]: row for row in rows_of(made, routes_after(made, PLAN, BEFORE))}


@pytest.mark.slow
@given(st.lists(proposals(), min_size=1, max_size=4, unique_by=lambda part: part.id))
@settings(max_examples=25, deadline=None)
def test_one_more_source_never_helps_and_order_decides_nothing(parts) -> None:
    fewer, more = of(*parts[:-1]), of(*parts)
    assert of(*parts[::-1]) == more
    for key, row in more.items():
        old = fewer[key]
        assert RANK[row["state"]] >= RANK[old["state"]]
        assert row["routes_left_if_open"] <= old["routes_left_if_open"]
        assert row["free_width_m"] <= old["free_width_m"]
        assert row["free_width_with_zones_m"] <= old["free_width_with_zones_m"]
        assert row["km_in_zone_after"] >= old["km_in_zone_after"] - 1e-9  # what is added is measured, then summed
        if row["routes_left"] is not None and old["routes_left"] is not None:
            assert row["routes_left"] <= old["routes_left"]
        if row["detour_factor_if_open"] is not None:
            assert row["detour_factor_if_open"] >= old["detour_factor_if_open"]
        if row["eca_loss_share"] is not None and old["eca_loss_share"] is not None:
            assert row["eca_loss_share"] >= old["eca_loss_share"]
        if (
            row["way_round"]
            and old["way_round"]
            and row["way_round"]["from"] == old["way_round"]["from"]
            and row["way_round"]["to"] == old["way_round"]["to"]
        ):
            ways = [way["way_round"]["cost_km_after"] for way in (old, row)]
            assert ways[1] is None or ways[1] >= ways[0] - 1e-9


@given(st.lists(proposals(), min_size=1, max_size=3, unique_by=lambda part: part.id))
@settings(max_examples=8, deadline=None)
def test_what_is_proposed_and_taken_back_leaves_the_same_bits(parts) -> None:
    with_it = of(*parts)
    assert of() == {row["route"]: row for row in route_rows(w.case(WORLD), PLAN, BEFORE)}
    for key, row in of().items():
        assert with_it[key]["state_before"] == row["state"]
        assert with_it[key]["free_width_before_m"] == row["free_width_m"]
        assert np.array_equal(with_it[key]["km_in_zone_before"], row["km_in_zone_after"])


def test_between_adjoining_lands_a_cut_route_is_cut_though_the_land_goes_round_it() -> None:
    wide = [{**land, "geometry": w.block(0, 0, 30, 40)} for land in w.lands()]
    row = w.rows(w.study(ren_arstidsland=wide, ren_flyttled=w.routes()[:1]), w.mine("pit", 15, 30))["north"]
    assert row["between"] == "route" and row["state"] == "cut" and row["routes_left"] == 0
    assert row["unreachable_ha"] == 0.0 and row["eca_loss_share"] == 0.0 and "adjoin" in row["note"]
    assert w.rows(w.study(ren_arstidsland=wide, ren_flyttled=w.routes()[:1]))["north"]["routes_left"] == 1
