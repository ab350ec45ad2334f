"""Laws that every single result keeps, whatever the study and the scenario."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse import assess
from landuse.engine.remaining import MODELS
from landuse.model.scenario import Establishment
from landuse.model.study import Study
from tests import tiny_study as tiny
from tests.properties import worlds
from tests.properties.worlds import close

SLACK = 1e-9


@given(worlds.studies(), worlds.parts(), st.sampled_from(MODELS))
def test_every_result_is_consistent(study: Study, parts: tuple[Establishment, ...], model: str) -> None:
    document = assess(study, worlds.scenario(*parts), model=model).document
    for row in document["losses"]:
        if row["available"] is not None:
            _within(row)
            _between_profiles(row)
            _shares(row)
            _undisturbed(row)
    _contributions_sum(document)
    _villages_are_sums_of_classes(document["losses"])
    checks = document["checks"]
    assert checks["largest_relative_difference"] is None or checks["largest_relative_difference"] < 1e-9
    assert checks["add_and_remove_restores_baseline"]
    assert {(r["unit"], r["season"]) for r in document["losses"] if r["unit_kind"] == "herding_community"} >= set(
        itertools.product("AB", tiny.SEASONS)
    )


def _within(row: Mapping[str, Any]) -> None:
    most = row["available"] + SLACK
    built, permitted, planned = (row["baseline"][name] for name in ("built", "with_permitted", "with_planned"))
    assert -SLACK <= built <= permitted + SLACK <= planned + 2 * SLACK <= most + 2 * SLACK
    added = row["added"]
    for name in ("value", "alone", "after_permitted", "after_planned", "low", "high"):
        assert -SLACK <= added[name] <= most
    assert row["cumulative"] <= most
    assert close(row["cumulative"], built + added["value"])
    assert -SLACK <= row["taken"] <= most + 1e3  # ground of unknown value is taken too
    assert row["baseline"]["upper"] >= built - SLACK
    assert added["upper"] >= added["value"] - SLACK


def _between_profiles(row: Mapping[str, Any]) -> None:
    assert row["added"]["low"] <= row["added"]["value"] <= row["added"]["high"]


def _shares(row: Mapping[str, Any]) -> None:
    remaining = row["available"] - row["baseline"]["built"]
    share = row["added"]["share_of_remaining"]
    assert share is None or close(share, row["added"]["value"] / remaining)
    assert share is None or -SLACK <= share <= 1 + SLACK
    known = row["coverage_share"]
    assert known is None or 0.0 <= known <= 1.0
    at_least = known is not None and known < 1.0
    assert row["bounds"]["added"] == ("at_least" if at_least else "exact")
    if not at_least:
        assert close(row["added"]["upper"], row["added"]["value"])


def _undisturbed(row: Mapping[str, Any]) -> None:
    land = row["undisturbed"]
    assert land["after"] <= land["before"] + SLACK
    assert land["largest_after"] <= land["largest_before"] + SLACK
    assert land["largest_before"] <= land["before"] + SLACK
    assert land["largest_after"] <= land["after"] + SLACK
    assert row["zone"]["before"] <= row["zone"]["after"] + SLACK


def _contributions_sum(document: Mapping[str, Any]) -> None:
    found: dict[tuple[Any, ...], list[float]] = {}
    for row in document["contributions"]:
        sums = found.setdefault((row["receptor"], row["season"], row["unit_kind"], row["unit"]), [0.0, 0.0])
        sums[0] += row["added"]
        sums[1] += row["cumulative"]
        assert row["added"] >= -SLACK
    for key, row in worlds.rows(document).items():
        if row["unit_kind"] != "membership" and row["available"] is not None:
            added, cumulative = found.get(key, [0.0, 0.0])
            assert close(added, row["added"]["value"]), key
            assert close(cumulative, row["cumulative"]), key


def _villages_are_sums_of_classes(losses: Sequence[Mapping[str, Any]]) -> None:
    """The land of a village is the sum over the classes that hold it; the classes sum to the whole area."""
    for season in tiny.SEASONS:
        rows = [row for row in losses if row["season"] == season and row["receptor"].endswith("_land")]
        classes = [row for row in rows if row["unit_kind"] == "membership"]
        whole = next(row for row in rows if row["unit_kind"] == "area")
        for name in ("value", "alone", "after_planned"):
            assert close(sum(row["added"][name] for row in classes), whole["added"][name] or 0.0)
        assert close(sum(row["available"] for row in classes), whole["available"] or 0.0)


@given(worlds.studies(quality=False), worlds.parts())
def test_villages_reconcile_with_classes(study: Study, parts: tuple[Establishment, ...]) -> None:
    losses = assess(study, worlds.scenario(*parts)).losses
    for village, season in itertools.product("AB", tiny.SEASONS):
        rows = [row for row in losses if row["season"] == season and row["receptor"].endswith("_land")]
        own = next(row for row in rows if row["unit"] == village and row["unit_kind"] == "herding_community")
        held = [r for r in rows if r["unit_kind"] == "membership" and village in r["unit"].split(" + ")]
        for name in ("available", "taken", "cumulative"):
            assert close(sum(row[name] for row in held), own[name]), name
        assert close(sum(row["added"]["value"] for row in held), own["added"]["value"])
        assert close(sum(row["zone"]["after"] for row in held), own["zone"]["after"])


@given(worlds.studies(), worlds.parts())
def test_models_stand_in_order(study: Study, parts: tuple[Establishment, ...]) -> None:
    """Dominant ≤ multiplicative ≤ additive, cell by cell and so in every total."""
    scenario = worlds.scenario(*parts)
    found = [worlds.rows(assess(study, scenario, model=m).document) for m in ("dominant", "multiplicative", "additive")]
    for key, row in found[0].items():
        if row["cumulative"] is not None:
            values = [rows[key]["cumulative"] for rows in found]
            assert values[0] <= values[1] + SLACK <= values[2] + 2 * SLACK


@given(worlds.studies(), worlds.parts(most=2))
def test_low_and_high_are_the_results_of_the_profiles(study: Study, parts: tuple[Establishment, ...]) -> None:
    scenario = worlds.scenario(*parts)
    found = {name: worlds.rows(assess(study, scenario, profile=name).document) for name in ("low", "likely", "high")}
    for key, row in found["likely"].items():
        values = {name: rows[key]["added"]["value"] for name, rows in found.items()}
        if row["available"] is None:
            assert set(values.values()) == {None}
            continue
        assert row["added"]["low"] == min(values.values())
        assert row["added"]["high"] == max(values.values())
        assert values[row["added"]["low_profile"]] == row["added"]["low"]
        assert values[row["added"]["high_profile"]] == row["added"]["high"]


@pytest.mark.parametrize("missing", ["vag", "avverkat"])
@given(worlds.studies(), worlds.parts(most=1))
def test_bounds_when_a_source_layer_is_missing(missing: str, study: Study, parts: tuple[Establishment, ...]) -> None:
    losses = assess(worlds.without_layer(study, missing), worlds.scenario(*parts)).losses
    for row in losses:
        if row["available"] is None:
            assert set(row["bounds"].values()) == {"none"}
        elif row["coverage_share"] is not None and row["coverage_share"] < 1.0:
            assert row["bounds"] == {"baseline": "at_least", "added": "none", "undisturbed": "none"}
        else:
            assert row["bounds"] == {"baseline": "at_least", "added": "at_most", "undisturbed": "at_most"}
