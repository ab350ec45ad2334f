"""Rows of the register: measures, statuses, law, seasons and the layers that say nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import geopandas as gpd
import jsonschema
import pytest

from landuse.language import set_language
from landuse.model.catalogue import Quality
from landuse.model.study import Layer
from landuse.register import Register, register
from tests.register.world import (
    FARM,
    PROFILE,
    SPECS,
    box,
    catalogue,
    dots,
    frame,
    part,
    path,
    proposal,
    study,
)

SPEC = {each.id: each for each in SPECS}


def made(data: dict[str, Any], *parts: Any, **more: Any) -> Register:
    return register(study(data, **more), proposal(*(parts or (FARM,))), profile=PROFILE)


def rows(result: Register, layer: str) -> list[dict[str, Any]]:
    return [row for row in result.conflicts if row["layer"] == layer]


def only(result: Register, layer: str) -> dict[str, Any]:
    (row,) = rows(result, layer)
    return row


def test_overlap_in_hectares_share_and_law() -> None:
    row = only(made({"ri_nature": [(box(500, 0, 2500, 1000), {"name": "Moss", "key": "N1"})]}), "ri_nature")
    assert (row["part"], row["feature"], row["name"], row["status"]) == ("park", "N1", "Moss", "overlap")
    assert (row["overlap_ha"], row["share_of_feature"], row["distance_m"]) == (50.0, 0.25, 0.0)
    assert (row["overlap_km"], row["overlap_count"], row["season"]) == (None, None, None)
    assert (row["asked_m"], row["asked_reason"]) == (3000.0, "why ri_nature")
    assert (row["provision"], row["url"], row["threshold_word"]) == ("Law r36", "https://example.org/36", None)
    assert [rule["id"] for rule in row["provisions"]] == ["r36", "general"]
    assert row["weigh"] == "Touches what r36 speaks of."
    assert (row["authority"], row["edition"], row["quality"]) == ("Authority of ri_nature", "2026-01-01", "official")
    assert row["layer_title"] == "ri_nature"


def test_texts_follow_the_language_but_ids_do_not() -> None:
    set_language("sv")
    row = only(made({"ri_nature": [(box(500, 0, 2500, 1000), {})]}), "ri_nature")
    assert row["weigh"].endswith("(sv)")
    assert (row["layer"], row["status"], row["provisions"][0]["id"]) == ("ri_nature", "overlap", "r36")


def test_near_and_no_overlap_with_the_distance_to_the_nearest() -> None:
    near = only(made({"ri_nature": [(box(3000, 0, 4000, 1000), {})]}), "ri_nature")
    assert (near["status"], near["distance_m"], near["overlap_ha"]) == ("within_zone", 2000.0, 0.0)
    far = only(made({"ri_nature": [(box(4500, 0, 5000, 1000), {})]}), "ri_nature")
    assert (far["status"], far["feature"], far["distance_m"]) == ("no_overlap", None, 3500.0)
    assert (far["provision"], far["provisions"], far["overlap_ha"]) == (None, [], None)
    assert far["note"].startswith("No overlap in the loaded layer.")


def test_nearest_is_unknown_where_something_beyond_the_grid_could_be_nearer() -> None:
    edge = part("park", "wind_farm", box(9000, 0, 9500, 500))
    row = only(made({"chapter4": [(box(0, 0, 1000, 1000), {})]}, edge), "chapter4")
    assert (row["status"], row["distance_m"], row["searched_m"]) == ("no_overlap", None, 500.0)
    assert "only to 0.5 km" in row["note"]


def test_the_own_asking_distance_of_a_type_goes_before_the_general_one() -> None:
    road = part("road", "road", path((0, 0), (0, 1000)))
    found = made({"ri_nature": [(box(1000, 0, 2000, 1000), {})]}, road)
    assert only(found, "ri_nature")["status"] == "no_overlap"
    assert only(found, "ri_nature")["asked_m"] == 500.0


def test_reach_of_the_pressures_widens_the_zone_of_a_receptor() -> None:
    # land has no asking distance; wind_farm acts 3000 m in winter, and with intensity 0 to 9000 m in summer.
    found = made({"land": [(box(3900, 0, 5000, 1000), {}), (box(4100, 0, 5000, 1000), {})]})
    row = only(found, "land")
    assert (row["feature"], row["status"], row["asked_m"], row["reach_m"]) == ("k0", "within_zone", None, 3000.0)


def test_one_row_a_season() -> None:
    land = [(box(0, 0, 500, 500), {"season": "var, vinter", "village": "A"}), (box(0, 0, 9, 9), {"season": "helår"})]
    found = rows(made({"land": land}), "land")
    assert [(row["feature"], row["season"]) for row in found] == [("k0", "var"), ("k0", "vinter"), ("k1", None)]
    assert {row["overlap_ha"] for row in found[:2]} == {25.0}
    assert found[0]["village"] == "A"


def test_lines_and_points() -> None:
    line = part("line", "line", path((-500, 500), (2500, 500)))
    found = made({"route": [(path((0, 0), (0, 1000), (100, 0)), {})], "land": [(box(0, 0, 1000, 1000), {})]}, line)
    assert only(found, "route")["overlap_count"] == 2.0
    assert only(found, "land")["overlap_km"] == 1.0
    turbines = part("park", "wind_farm", dots((10, 10), (20, 20), (5000, 5000)))
    assert only(made({"land": [(box(0, 0, 1000, 1000), {})]}, turbines), "land")["overlap_count"] == 2.0


def test_missing_and_failed_layers_are_rows_that_say_so() -> None:
    failed = Layer(SPEC["village"], "failed", note="broken file")
    found = made({"village": failed})
    missing, broken = only(found, "ri_nature"), only(found, "village")
    assert (missing["status"], missing["feature"], missing["distance_m"]) == ("unknown", None, None)
    assert "Ask for the file." in missing["note"]
    assert missing["weigh"] == "Unknown: ask Authority of ri_nature."
    assert (missing["provision"], missing["threshold_word"]) == ("Law r36", None)
    assert missing["provisions"][0]["weigh"] is None
    assert (broken["status"], broken["note"]) == ("failed", "The layer could not be read. broken file")
    assert any("could not be asked" in text and "ri_nature" in text for text in found.warnings)


def test_a_stale_layer_counts_its_hits_and_leaves_its_silence_unknown() -> None:
    def stale(*features: Any) -> Layer:
        return Layer(SPEC["ri_nature"], "stale", Quality.OFFICIAL, features=frame(features), age_days=900)

    hit = only(made({"ri_nature": stale((box(0, 0, 500, 500), {}))}), "ri_nature")
    assert (hit["status"], hit["overlap_ha"], hit["layer_age_days"], hit["stale"]) == ("overlap", 25.0, 900, True)
    assert "900 days old" in hit["note"]
    silent = only(made({"ri_nature": stale((box(8000, 0, 8500, 500), {}))}), "ri_nature")
    assert (silent["status"], silent["distance_m"]) == ("unknown", None)


def test_a_layer_that_does_not_cover_the_area_is_unknown_and_an_empty_one_is_not() -> None:
    elsewhere = Layer(SPEC["ri_nature"], "loaded", features=frame([(box(9e5, 0, 9.1e5, 1), {})]), covers=False)
    assert only(made({"ri_nature": elsewhere}), "ri_nature")["status"] == "unknown"
    empty = Layer(SPEC["ri_nature"], "loaded", features=frame([(box(0, 0, 1, 1), {})]).iloc[:0])
    row = only(made({"ri_nature": empty}), "ri_nature")
    assert (row["status"], row["distance_m"]) == ("no_overlap", None)


def test_a_raster_is_not_measured() -> None:
    raster = Layer(SPEC["land"], "loaded", raster="land.tif")  # type: ignore[arg-type]
    row = only(made({"land": raster}), "land")
    assert (row["status"], row["note"]) == ("unknown", "A raster: the register does not measure it.")


def test_context_is_asked_only_by_its_distance() -> None:
    found = made({"soil": [(box(0, 0, 9, 9), {}), (box(1010, 0, 1020, 9), {})], "colour": [(box(0, 0, 9, 9), {})]})
    assert [row["feature"] for row in rows(found, "soil")] == ["k0"]
    assert rows(found, "colour") == []


def test_existing_sources_are_neighbours_unless_refused() -> None:
    farms = [(box(2000, 0, 2100, 100), {"status": "built", "project": "P"}), (box(0, 0, 9, 9), {"status": "Refused"})]
    row = only(made({"farms": farms}), "farms")
    assert (row["feature"], row["status"], row["feature_status"], row["project"]) == ("k0", "within_zone", "built", "P")


def test_a_source_that_the_scenario_removes_is_listed_and_said_to_be_removed() -> None:
    farms = [(box(2000, 0, 2100, 100), {"status": "built"}), (box(2500, 0, 2600, 100), {"status": "built"})]
    scenario = proposal(FARM).model_copy(update={"without": ("farms/k0",)})
    found = rows(register(study({"farms": farms}), scenario, profile=PROFILE), "farms")
    assert [(row["feature"], row["removed"], row["note"]) for row in found] == [
        ("k0", True, "The scenario removes it."),
        ("k1", False, None),
    ]


def test_the_phase_of_the_year_decides_the_reach() -> None:
    built = part("park", "wind_farm", FARM.geometry, years=(2030, 2060), construction_years=(2028, 2030))
    place, scenario = study({"land": [(box(3900, 0, 5000, 1000), {})]}), proposal(built)
    by_year = {
        year: only(register(place, scenario, profile=PROFILE, year=year), "land")["reach_m"] for year in (2029, 2035)
    }
    assert by_year == {2029: 0.0, 2035: 3000.0}


def test_defence_is_asked_whatever_the_map_says() -> None:
    for data in ({}, {"ri_defence": [(box(8000, 0, 8100, 9), {"kind": "installation"})]}):
        row = only(made(data), "ri_defence")
        assert (row["asked_always"], row["asked_m"], row["provision"]) == (True, None, "Law r39a")
        assert row["weigh"] == "Ask Authority of ri_defence whatever the map shows."
        assert (row["provisions"][0]["weigh"], row["may_apply"]) == (None, ["Law r39b"])
    line = part("line", "line", path((0, 0), (0, 1000)))  # tall, without a row of its own
    assert only(made({}, line), "ri_defence")["asked_always"]
    road = part("road", "road", path((0, 0), (0, 1000)))
    assert not only(made({}, road), "ri_defence")["asked_always"]
    near = only(made({"ri_defence": [(box(2500, 0, 2600, 9), {"kind": "installation"})]}), "ri_defence")
    assert (near["status"], near["provision"]) == ("within_zone", "Law r39b")


def test_provisions_depend_on_type_and_place() -> None:
    rivers = {"chapter4": [(box(0, 0, 500, 500), {"kind": "Nationalalv"}), (box(0, 0, 400, 400), {"kind": "fjall"})]}
    assert [row["provision"] for row in rows(made(rivers), "chapter4")] == ["Law r41", "Law r41"]
    dam = part("dam", "hydro", box(0, 0, 1000, 1000))
    assert [row["provision"] for row in rows(made(rivers, dam), "chapter4")] == ["Law r46", "Law general"]


def test_what_cannot_be_told_for_want_of_an_attribute_is_said() -> None:
    row = only(made({"ri_defence": [(box(0, 0, 9, 9), {})]}), "ri_defence")
    assert (row["provision"], row["may_apply"]) == ("Law r39a", ["Law r39b"])
    told = only(made({"ri_defence": [(box(0, 0, 9, 9), {"kind": "area"})]}), "ri_defence")
    assert told["may_apply"] == []


def test_standing_questions() -> None:
    row = only(made({}), "eagles")
    assert (row["status"], row["feature"], row["asked_m"], row["row"]) == ("unknown", None, 5000.0, "question")
    assert (row["weigh"], row["provision"]) == ("Secret data: ask the county board.", "Law species")
    assert rows(made({}, part("road", "road", path((0, 0), (9, 9)))), "eagles") == []


def test_associated_works() -> None:
    found = made({})
    said = [(row["name"], row["row"], row["status"], row["note"]) for row in rows(found, "associated_works")]
    assert said == [
        ("road", "associated_work", "unknown", "access road"),
        ("line", "associated_work", "unknown", "connection"),
        ("quarry", "question", "unknown", "borrow pit"),
        ("road", "question", "unknown", "winter upkeep"),
    ]
    assert "park: associated work missing: road; every total leaves it out." in found.warnings
    road = part("road", "road", path((0, 0), (0, 1000)), part_of="park")
    pit = part("pit", "quarry", box(0, 0, 9, 9), part_of="park")
    other = part("other", "line", path((0, 0), (0, 9)))
    left = [(row["name"], row["row"]) for row in rows(made({}, FARM, road, pit, other), "associated_works")]
    assert left == [("line", "associated_work"), ("road", "question")]


def test_position_errors_are_said() -> None:
    doubtful = part("park", "wind_farm", box(0, 0, 1000, 1000), position_error_m=50.0)
    near = [
        (box(1100, 0, 1200, 9), {}),
        (box(1020, 0, 1080, 9), {}),
        (box(1100, 50, 1200, 90), {"position_error_m": 300.0}),
    ]
    found = rows(made({"ri_nature": near}, doubtful), "ri_nature")
    assert [(row["feature"], row["position_error_m"], row["position_uncertain"]) for row in found] == [
        ("k1", 50.0, True),
        ("k0", 50.0, False),
        ("k2", 300.0, True),
    ]


def test_synthetic_features_never_make_a_row_about_a_real_place() -> None:
    features = [(box(0, 0, 500, 500), {"quality": "synthetic"}), (box(0, 0, 400, 400), {"quality": "official"})]
    assert [row["feature"] for row in rows(made({"ri_nature": features}, fictional=False), "ri_nature")] == ["k1"]
    layer = Layer(SPEC["ri_nature"], "loaded", Quality.SYNTHETIC, edition="1", features=frame(features))
    found = made({"ri_nature": layer}, fictional=False)
    row = only(found, "ri_nature")
    assert (row["status"], row["feature"], row["quality"], row["edition"]) == ("unknown", None, None, None)
    assert not [row for row in found.conflicts if row["quality"] == "synthetic"]
    assert [row["kind"] for row in found.weighings] == ["total_defence"]  # asked of every wind farm
    assert any("Synthetic layers are not used" in text for text in found.warnings)
    assert len(rows(made({"ri_nature": layer}), "ri_nature")) == 2


def test_rows_are_json_and_valid_against_the_schema(root: Any) -> None:
    data = {
        "land": [(box(0, 0, 500, 500), {"season": "vinter", "key": "L1"})],
        "ri_nature": [(box(0, 0, 500, 500), {"name": float("nan")})],
        "route": [(path((-50, 50), (2500, 50)), {"season": None})],
    }
    found = made(data)
    schema = json.loads((root / "landuse" / "model" / "assessment.schema.json").read_text())
    valid = jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/conflict"} | {"required": [], "properties": {}})
    text = json.dumps(found.conflicts, allow_nan=False)
    for row in json.loads(text):
        valid.validate(row)
    json.dumps(found.weighings, allow_nan=False)


def test_order_is_that_of_parts_layers_and_contact_and_never_changes() -> None:
    data = {
        "ri_nature": [(box(1100, 0, 1200, 9), {}), (box(0, 0, 10, 10), {}), (box(0, 0, 100, 100), {})],
        "village": [(box(0, 0, 10, 10), {})],
    }
    first, again = made(data), made(data)
    assert first.conflicts == again.conflicts
    assert [row["feature"] for row in rows(first, "ri_nature")] == ["k2", "k1", "k0"]
    listed = [row["layer"] for row in first.conflicts]
    assert listed.index("village") < listed.index("ri_nature") < listed.index("eagles")


def test_nothing_proposed_makes_no_row() -> None:
    result = register(study({}), proposal(), profile=PROFILE)
    assert (result.conflicts, result.weighings) == ([], [])


def test_names_are_kept_as_they_are() -> None:
    row = only(made({"ri_nature": [(box(0, 0, 9, 9), {"name": "=HYPERLINK(1) & <b>"})]}), "ri_nature")
    assert row["name"] == "=HYPERLINK(1) & <b>"


def test_the_study_is_not_changed() -> None:
    data = study({"ri_nature": [(box(0, 0, 9, 9), {"name": "A"})]})
    before: gpd.GeoDataFrame = data.layers["ri_nature"].features.copy(deep=True)
    register(data, proposal(FARM), profile=PROFILE)
    assert data.layers["ri_nature"].features.equals(before)


def test_a_profile_with_another_shape_reaches_as_far_as_that_shape() -> None:
    wide = PROFILE.model_copy(update={"shape": "exponential"})
    data = study({"land": [(box(5000, 0, 5500, 1000), {})]}, known=catalogue())
    (row,) = [r for r in register(data, proposal(FARM), profile=wide).conflicts if r["layer"] == "land"]
    assert row["reach_m"] == pytest.approx(3000 * 1.5372, rel=1e-3)
    assert row["status"] == "within_zone"
    assert replace(data).digest == "digest"
