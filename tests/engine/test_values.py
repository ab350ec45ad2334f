"""What is at stake: land, quality, memberships, persons."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.cells import Cells
from landuse.engine.column import Column
from landuse.engine.membership import layered
from landuse.engine.values import area_columns, chosen_features
from landuse.engine.village_land import village_columns
from landuse.model.catalogue import Receptor, ReceptorLayer
from landuse.model.study import Study
from tests.properties import worlds

EVIDENCE = {("A", "vinter"): "winter", ("B", "vinter"): "winter", ("A", "sommar"): "summer", ("B", "sommar"): "summer"}


def study(**layers: Any) -> Study:
    return worlds.study(layers)


def winter(made: Study) -> dict[str, Column]:
    return {c.unit: c for c in village_columns(made, made.catalogue.receptors["winter_land"], EVIDENCE)}


def test_a_village_without_a_polygon_is_unknown_not_zero() -> None:
    made = study(ren_arstidsland=worlds.lands({"A": {worlds.box(0, 0, 250, 100): 1.0}}, ["vinter"]))
    columns = winter(made)
    assert columns["A"].land is not None
    assert columns["A"].land.value.tolist() == [1.0, 1.0, 0.5]
    assert columns["B"].land is None


def test_land_beyond_the_area_is_not_counted() -> None:
    made = study(ren_arstidsland=worlds.lands({"A": {worlds.box(1100, 0, 400, 100): 1.0}}, ["vinter"]))
    assert winter(made)["A"].land.value.tolist() == [1.0]  # type: ignore[union-attr]


def test_quality_is_weighted_by_ground_and_unknown_stays_unknown() -> None:
    halves = {worlds.box(0, 0, 50, 100): 1.0, worlds.box(50, 0, 50, 100): 0.5, worlds.box(100, 0, 100, 100): None}
    found = winter(study(ren_arstidsland=worlds.lands({"A": halves}, ["vinter"])))["A"]
    assert found.quality is not None
    assert found.quality[0] == pytest.approx(0.75)
    assert np.isnan(found.quality[1])


def test_overlapping_polygons_of_a_season_count_once() -> None:
    both = {worlds.box(0, 0, 100, 100): 1.0, worlds.box(50, 0, 100, 100): 1.0}
    found = winter(study(ren_arstidsland=worlds.lands({"A": both}, ["vinter"])))["A"]
    assert found.land is not None
    assert found.land.value.tolist() == [1.0, 0.5]


def test_without_any_quality_nothing_is_weighted() -> None:
    found = winter(study(ren_arstidsland=worlds.lands({"A": {worlds.box(0, 0, 50, 100): None}}, ["vinter"])))["A"]
    assert found.quality is None
    assert found.worth().tolist() == [0.5]


def test_of_which_lies_inside_the_land_of_the_same_village_and_season() -> None:
    made = study(
        ren_arstidsland=worlds.lands({"A": {worlds.box(0, 0, 300, 100): 1.0}}, ["vinter"]),
        reservat=worlds.frame([{"key": "k", "geometry": worlds.box(200, 0, 500, 100)}]),
    )
    core = Receptor(
        id="core", title=made.area.title, group="reindeer", layers=(ReceptorLayer(layer="reservat"),), quantity="ha",
        by_village=True, of_which=True, value_rule="",
    )  # fmt: skip
    found = {(c.unit, c.season): c for c in village_columns(made, core, EVIDENCE)}
    assert set(found) == {("A", "vinter")}
    assert found["A", "vinter"].land.value.tolist() == [1.0]  # type: ignore[union-attr]


def test_persons_are_spread_over_the_ground_of_each_place() -> None:
    rows = [
        {"key": "a", "geometry": worlds.box(0, 0, 200, 100), "population": 30, "area_ha": None},
        {"key": "b", "geometry": worlds.point(550, 550), "population": 70, "area_ha": 4.0},
        {"key": "c", "geometry": worlds.point(850, 850), "population": None, "area_ha": 4.0},
    ]
    made = study(tatort=worlds.frame(rows))
    (whole,) = area_columns(made, made.catalogue.receptors["dwellings"], [])
    assert whole.land is not None
    dense = whole.land.dense(worlds.GRID)
    assert dense.sum() == pytest.approx(100.0)
    assert dense[0, :2].tolist() == pytest.approx([15.0, 15.0])
    assert dense[4:7, 4:7].sum() == pytest.approx(70.0)
    assert dense[8, 8] == 0.0


def test_a_receptor_without_features_is_unknown() -> None:
    made = study()
    for name in ("reserve", "dwellings"):
        (whole,) = area_columns(made, made.catalogue.receptors[name], [])
        assert whole.land is None


def test_municipalities_hold_the_whole_between_them() -> None:
    """By covered shares; what none covers goes to the one with the most of the cell, else to the nearest."""
    made = study(reservat=worlds.frame([{"key": "r", "geometry": worlds.box(0, 0, 600, 100)}]))
    shares = [
        ("East", Cells(np.array([2, 3]), np.array([0.75, 1.0]))),
        ("West", Cells(np.array([0, 1, 2]), np.array([1.0, 0.6, 0.25]))),
    ]
    whole, east, west = area_columns(made, made.catalogue.receptors["reserve"], shares)
    assert [(c.unit_kind, c.unit) for c in (whole, east, west)] == [
        ("area", "tiny"), ("municipality", "East"), ("municipality", "West")
    ]  # fmt: skip
    dense = [c.land.dense(worlds.GRID)[0, :6].tolist() for c in (whole, east, west)]  # type: ignore[union-attr]
    assert dense[1] == pytest.approx([0.0, 0.0, 0.75, 1.0, 1.0, 1.0])
    assert dense[2] == pytest.approx([1.0, 1.0, 0.25, 0.0, 0.0, 0.0])
    assert np.add(dense[1], dense[2]) == pytest.approx(np.array(dense[0]))


def test_features_are_chosen_without_case_and_the_empty_word_takes_what_states_nothing() -> None:
    rows = [
        {"key": k, "kind": kind, "geometry": shapely.Point(0, 0)} for k, kind in (("a", "X"), ("b", None), ("c", "y"))
    ]
    layer = study(reservat=worlds.frame(rows)).layers["reservat"]
    assert chosen_features(layer, {"kind": ("x",)})["key"].tolist() == ["a"]
    assert chosen_features(layer, {"kind": ("x", "")})["key"].tolist() == ["a", "b"]
    assert chosen_features(layer, {"village": ("A",)})["key"].tolist() == []
    assert chosen_features(layer, {"village": ("A", "")})["key"].tolist() == ["a", "b", "c"]


_shares = st.dictionaries(st.integers(0, 6), st.sampled_from([0.25, 0.5, 0.5, 1.0]), min_size=1)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(_shares, min_size=1, max_size=4))
def test_memberships_are_disjoint_and_reconcile(held: list[dict[int, float]]) -> None:
    """They sum to the largest share of each cell; those that hold a village sum to its own share of each cell."""
    columns = [
        Column("r", "herding_community", name, "vinter", "winter",
               Cells(np.array(sorted(shares), np.int64), np.array([shares[i] for i in sorted(shares)])))
        for name, shares in zip("ABCD", held, strict=False)
    ]  # fmt: skip
    whole, *classes = layered(columns, "area")
    names = [c.unit for c in classes]
    assert len(names) == len(set(names))
    for cell in range(7):
        index = np.array([cell])
        shares = [c.land.at(index)[0] for c in columns]  # type: ignore[union-attr]
        assert whole.land.at(index)[0] == max(shares)  # type: ignore[union-attr]
        assert sum(c.land.at(index)[0] for c in classes) == pytest.approx(max(shares))  # type: ignore[union-attr]
        for column, share in zip(columns, shares, strict=True):
            own = [c.land.at(index)[0] for c in classes if column.unit in c.unit.split(" + ")]  # type: ignore[union-attr]
            assert sum(own) == pytest.approx(share)


def test_the_quality_of_the_whole_is_the_best_of_the_villages() -> None:
    land = Cells(np.array([0, 1]), np.array([1.0, 1.0]))
    one, other = (
        Column("r", "herding_community", name, "vinter", "winter", land, np.array(quality))
        for name, quality in (("A", [0.2, np.nan]), ("B", [0.7, 1.0]))
    )
    for pair in itertools.permutations((one, other)):
        whole = layered(pair, "area")[0]
        assert whole.quality is not None
        assert whole.quality[0] == pytest.approx(0.7)
        assert np.isnan(whole.quality[1])


def test_nothing_known_is_unknown_for_the_whole_too() -> None:
    nothing = Column("r", "herding_community", "A", "vinter", "winter", None)
    (whole,) = layered([nothing], "area")
    assert whole.land is None


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([None, 0, 0, 1, 1, 2]), min_size=144, max_size=144))
def test_what_no_municipality_covers_goes_to_the_nearest(owners: list[int | None]) -> None:
    made = study(reservat=worlds.frame([{"key": "r", "geometry": worlds.box(0, 0, 1200, 1200)}]))
    held = {k: np.array([i for i, o in enumerate(owners) if o == k], np.int64) for k in range(3)}
    shares = [(f"m{k}", Cells(cells, np.ones(len(cells)))) for k, cells in held.items()]
    whole, *rest = area_columns(made, made.catalogue.receptors["reserve"], shares)
    parts = np.array([c.land.dense(worlds.GRID).ravel() for c in rest])  # type: ignore[union-attr]
    np.testing.assert_allclose(parts.sum(axis=0), whole.land.dense(worlds.GRID).ravel())  # type: ignore[union-attr]
    row, column = np.divmod(np.arange(144), 12)
    for cell, owner in enumerate(owners):
        if owner is None:
            away = [min(np.hypot(row[c] - row[cell], column[c] - column[cell]), default=np.inf) for c in held.values()]
            assert away[int(parts[:, cell].argmax())] == min(away)
