"""Weighing rows: pairs only where the law knows of a pair, everything else for itself."""

from __future__ import annotations

from typing import Any

from landuse.register import register
from tests.register.world import FARM, PROFILE, box, dots, part, path, proposal, study


def weighings(data: dict[str, Any], *parts: Any) -> list[dict[str, Any]]:
    return register(study(data), proposal(*(parts or (FARM,))), profile=PROFILE).weighings


OTHER_DEFENCE = {"ri_defence": [(box(0, 0, 9, 9), {"kind": "area"})]}
"""Defence without an installation: otherwise its row, which a tall type always gets, would be in every answer."""


def kinds(data: dict[str, Any], *parts: Any) -> list[str]:
    return [row["kind"] for row in weighings(data, *parts)]


WIND = (box(0, 0, 2000, 600), {"kind": "vindbruk", "key": "W"})
MOSS = (box(500, 0, 2000, 2000), {"key": "N"})


def test_a_pair_needs_the_proposals_own_interest_and_common_ground() -> None:
    row = weighings({"ri_wind": [WIND], "ri_nature": [MOSS]})[0]
    assert (row["kind"], row["part"], row["overlap_ha"]) == ("same_ground_3_10", "park", 30.0)  # 500 m × 600 m
    assert [(each["layer"], each["feature"], each["purpose"]) for each in row["interests"]] == [
        ("ri_wind", "W", "wind"),
        ("ri_nature", "N", "nature"),
    ]
    assert [rule["id"] for rule in row["provisions"]] == ["r310", "r38", "r36"]
    assert row["question"] == "Question of same_ground_3_10"


def test_no_pair_without_the_own_interest() -> None:
    assert "same_ground_3_10" not in kinds({"ri_nature": [MOSS]})
    assert "protection_only" in kinds({"ri_nature": [MOSS]})
    other_kind = (box(0, 0, 2000, 600), {"kind": "vattenkraft"})
    assert "same_ground_3_10" not in kinds({"ri_wind": [other_kind], "ri_nature": [MOSS]})
    assert kinds({"ri_wind": [other_kind]})[0] == "protection_only"
    assert "same_ground_3_10" not in kinds(
        {"ri_wind": [WIND], "ri_nature": [MOSS]}, part("pit", "quarry", box(0, 0, 1000, 1000))
    )


def test_no_pair_where_the_two_do_not_meet_on_the_ground_of_the_part() -> None:
    apart = {"ri_wind": [(box(0, 0, 400, 1000), {"kind": "vindbruk"})], "ri_nature": [MOSS]}
    assert [kind for kind in kinds(apart) if kind != "total_defence"] == ["protection_only"]
    beyond = {"ri_wind": [(box(0, 0, 3000, 400), {"kind": "vindbruk"})], "ri_nature": [(box(0, 400, 900, 900), {})]}
    assert "same_ground_3_10" not in kinds(beyond)


def test_the_own_interest_alone_asks_nothing() -> None:
    assert [kind for kind in kinds({"ri_wind": [WIND]}) if kind != "total_defence"] == []


def test_neighbouring_interests_are_for_themselves() -> None:
    found = weighings(OTHER_DEFENCE | {"ri_nature": [(box(2000, 0, 2500, 500), {})]})
    assert [(row["kind"], row["overlap_ha"]) for row in found] == [("neighbouring_interests", 0.0)]


def test_works_of_a_host_serve_its_purpose() -> None:
    road = part("road", "road", path((0, 300), (1000, 300)), part_of="park")
    found = [row for row in weighings({"ri_wind": [WIND], "ri_nature": [MOSS]}, FARM, road) if row["part"] == "road"]
    assert (found[0]["kind"], found[0]["overlap_km"], found[0]["overlap_ha"]) == ("same_ground_3_10", 0.5, None)


def test_turbines_on_common_ground_are_counted() -> None:
    turbines = part("park", "wind_farm", dots((100, 100), (600, 100), (700, 100), (600, 900)))
    row = weighings({"ri_wind": [WIND], "ri_nature": [MOSS]}, turbines)[0]
    assert (row["kind"], row["overlap_count"], row["overlap_ha"]) == ("same_ground_3_10", 2.0, None)


def test_chapter_4_natura_2000_and_defence_are_never_pairs() -> None:
    everywhere = box(-100, -100, 1100, 1100)
    data = {
        "ri_wind": [WIND],
        "chapter4": [(everywhere, {"kind": "fjall"})],
        "n2000": [(everywhere, {})],
        "ri_defence": [(everywhere, {"kind": "installation"})],
        "farms": [(box(1500, 0, 1600, 100), {"status": "built", "project": "Next"})],
    }
    other = part("other", "quarry", box(5000, 5000, 5100, 5100))
    found = [row for row in weighings(data, FARM, other) if row["part"] == "park"]
    assert [row["kind"] for row in found] == ["chapter_4", "natura_2000", "total_defence"]
    assert [row["overlap_ha"] for row in found] == [100.0] * 3
    assert {len(row["interests"]) for row in found} == {1}
    assert [row["acting_together"] for row in found] == [[], ["other", "farms/Next"], []]


def test_defence_is_asked_of_a_tall_type_only_where_the_installation_rule_can_be_told() -> None:
    assert kinds({"ri_defence": [(box(0, 0, 9, 9), {"kind": "area"})]}) == []
    for features in ([(box(0, 0, 9, 9), {"kind": "installation"})], [], None):
        data = {} if features is None else {"ri_defence": features}
        assert kinds(data) == ["total_defence"]
    assert kinds({}, part("pit", "quarry", box(0, 0, 9, 9))) == []


def test_rights_stand_above_all_interests() -> None:
    data = {
        "village": [(box(3000, 0, 4000, 1000), {"village": "A", "key": "V"})],
        "ri_wind": [WIND],
        "ri_nature": [MOSS],
    }
    found = weighings(OTHER_DEFENCE | data)
    assert [row["kind"] for row in found] == ["rights", "same_ground_3_10"]
    assert found[0]["interests"][0]["feature"] == "V"
    assert [rule["id"] for rule in found[0]["provisions"]] == ["right"]


def test_an_own_interest_that_is_not_loaded_leaves_the_pair_unknown() -> None:
    result = register(study({"ri_nature": [MOSS]}), proposal(FARM), profile=PROFILE)
    assert any("ri_wind not loaded" in text for text in result.warnings)
    result = register(study({"ri_nature": [MOSS], "ri_wind": [WIND]}), proposal(FARM), profile=PROFILE)
    assert not any("own purpose" in text for text in result.warnings)
