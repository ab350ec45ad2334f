"""Laws between two results: one more source, another order, the same land elsewhere, another grid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.affinity import translate

from landuse import assess
from landuse.calculation.baseline import use_of
from landuse.calculation.case import Case, cells_of
from landuse.calculation.receptors import evidence_of, modelled
from landuse.errors import ScenarioError
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment
from landuse.model.study import Study
from tests.properties import worlds
from tests.properties.worlds import close

SLACK = 1e-9
FIGURES = ("available", "taken", "cumulative", "coverage_share")


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    """Return every number of a row by its path."""
    found = {name: row[name] for name in FIGURES}
    for group in ("zone", "baseline", "added", "undisturbed"):
        for name, value in row[group].items():
            if isinstance(value, dict):
                found |= {f"{group}.{name}.{part}": each for part, each in value.items()}
            elif not isinstance(value, str):
                found[f"{group}.{name}"] = value
    return found


def _distance(geometry: Any, grid: Grid) -> Any:
    """Return metres from the centre of each cell."""
    row, column = np.mgrid[: grid.height, : grid.width]
    centres = shapely.points(
        grid.west + (column + 0.5) * grid.resolution_m, grid.north - (row + 0.5) * grid.resolution_m
    )
    return shapely.distance(centres, geometry)


def _case(study: Study, parts: tuple[Establishment, ...], **changes: Any) -> Case:
    scenario = worlds.scenario(*parts, **changes)
    return Case(study, scenario, 2030, study.catalogue.profiles["likely"], "multiplicative")


@given(
    worlds.studies(), worlds.parts(least=2), st.sampled_from(["multiplicative", "additive", "dominant", "diminishing"])
)
def test_one_more_part_never_lowers_a_loss(study: Study, parts: tuple[Establishment, ...], model: str) -> None:
    fewer = worlds.rows(assess(study, worlds.scenario(*parts[:-1]), model=model).document)
    more = worlds.rows(assess(study, worlds.scenario(*parts), model=model).document)
    for key, row in fewer.items():
        if row["available"] is None:
            continue
        other = more[key]
        assert other["baseline"] == row["baseline"]
        assert other["cumulative"] >= row["cumulative"] - SLACK, key
        for name in ("value", "low", "high", "alone", "after_permitted", "after_planned"):
            assert other["added"][name] >= row["added"][name] - SLACK, (key, name)
        assert other["taken"] >= row["taken"] - SLACK
        assert other["zone"]["after"] >= row["zone"]["after"] - SLACK
        assert other["undisturbed"]["after"] <= row["undisturbed"]["after"] + SLACK
        assert other["undisturbed"]["largest_after"] <= row["undisturbed"]["largest_after"] + SLACK


@given(worlds.studies(), st.sampled_from(sorted(worlds.SOURCE_LAYERS)), st.data())
def test_one_more_existing_source_never_lowers_a_loss(study: Study, layer: str, data: st.DataObject) -> None:
    assume(layer != "tatort")  # a town brings people who can be disturbed
    row = {"key": "more", "geometry": data.draw(worlds.GEOMETRY[worlds.SOURCE_LAYERS[layer]]), "status": "built"}
    row |= {"felling_year": 2020, "project": "P"}
    features = worlds.frame([*study.layers[layer].features.to_dict("records"), row])
    larger = replace(study, layers={**study.layers, layer: replace(study.layers[layer], features=features)})
    before, after = (worlds.rows(assess(s, worlds.scenario(alternative="zero")).document) for s in (study, larger))
    for key, lost in before.items():
        if lost["available"] is not None:
            for name in ("built", "with_permitted", "with_planned"):
                assert after[key]["baseline"][name] >= lost["baseline"][name] - SLACK, (key, name)
            assert after[key]["undisturbed"]["before"] <= lost["undisturbed"]["before"] + SLACK
            assert after[key]["undisturbed"]["largest_before"] <= lost["undisturbed"]["largest_before"] + SLACK


@given(worlds.studies(), worlds.parts())
def test_an_edit_is_local_bit_for_bit(study: Study, parts: tuple[Establishment, ...]) -> None:
    """What is computed in the window of the proposal equals what the whole land gives, to the last bit."""
    case = _case(study, parts)
    local = case.local(case.profile)
    assert local.window is not None
    index = cells_of(local.window, study.grid.width)
    whole = np.arange(study.grid.size)
    outside = np.setdiff1d(whole, index)
    for receptor in modelled(study):
        for season in evidence_of(study, receptor):
            before, after = (
                use_of(case, case.county, sources, receptor, season, whole)
                for sources in (case.before(0), case.after(0))
            )
            for sources, everywhere in ((case.before(0), before), (case.after(0), after)):
                there = use_of(case, local, sources, receptor, season, index)
                assert np.array_equal(there, everywhere[index])
            assert np.array_equal(before[outside], after[outside])


@given(worlds.studies(), worlds.parts())
def test_adding_and_removing_gives_the_baseline_bit_for_bit(study: Study, parts: tuple[Establishment, ...]) -> None:
    """Sources that are built from their features again, on an exposure that remembers nothing."""
    with_parts, empty = _case(study, parts), _case(study, ())
    whole = np.arange(study.grid.size)
    for receptor in modelled(study):
        for season in evidence_of(study, receptor):
            again = [s for s in with_parts.after(0) if s.part is None]
            one = use_of(with_parts, with_parts.county, tuple(again), receptor, season, whole)
            two = use_of(empty, empty.county, empty.before(0), receptor, season, whole)
            assert np.array_equal(one, two)


@given(worlds.studies(), worlds.parts(), st.data())
def test_removing_a_source_and_putting_it_back(
    study: Study, parts: tuple[Establishment, ...], data: st.DataObject
) -> None:
    keys = [
        f"{layer.id}/{key}"
        for layer in study.layers.values()
        if layer.id in worlds.SOURCE_LAYERS
        for key in layer.features["key"]
    ]
    assume(keys)
    gone = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
    document = assess(study, worlds.scenario(*parts, without=gone)).document
    plain = worlds.rows(assess(study, worlds.scenario(*parts)).document)
    assert document["checks"]["add_and_remove_restores_baseline"]
    sums: dict[tuple[Any, ...], float] = {}
    for row in document["contributions"]:
        key = row["receptor"], row["season"], row["unit_kind"], row["unit"]
        sums[key] = sums.get(key, 0.0) + row["added"]
    for key, row in worlds.rows(document).items():
        if row["available"] is None:
            continue
        assert row["baseline"] == plain[key]["baseline"]
        assert row["cumulative"] <= plain[key]["cumulative"] + SLACK
        if row["unit_kind"] != "membership":
            assert close(sums.get(key, 0.0), row["added"]["value"])


@given(worlds.studies(), worlds.parts(least=2), st.randoms(use_true_random=False))
def test_order_changes_no_bit(study: Study, parts: tuple[Establishment, ...], random: Any) -> None:
    scenario = worlds.scenario(*parts)
    order = list(scenario.establishments)
    random.shuffle(order)
    shuffled = {}
    for name, layer in study.layers.items():
        features = layer.features
        if features is not None and name in worlds.SOURCE_LAYERS and name != "tatort":  # people are summed as filed
            rows = list(range(len(features)))
            random.shuffle(rows)
            layer = replace(layer, features=features.iloc[rows].reset_index(drop=True))
        shuffled[name] = layer
    one = assess(study, scenario)
    two = assess(replace(study, layers=shuffled), scenario.model_copy(update={"establishments": tuple(order)}))
    for name in ("losses", "contributions", "checks"):
        assert one.document[name] == two.document[name], name
    assert one.impact is not None
    assert two.impact is not None
    for band, values in one.impact.bands.items():
        assert np.array_equal(values, two.impact.bands[band])


@given(worlds.studies(), worlds.parts())
def test_nothing_changes_outside_the_zone(study: Study, parts: tuple[Establishment, ...]) -> None:
    """Beyond the farthest reach of a part, and off its ground, no cell changes."""
    impact = assess(study, worlds.scenario(*parts)).impact
    assert impact is not None
    case = _case(study, parts)
    d = _distance(shapely.union_all(np.concatenate([s.geometries for s in case.proposed])), impact.grid)
    diagonal = np.hypot(impact.grid.resolution_m, impact.grid.resolution_m)
    for receptor in modelled(study):
        for season in evidence_of(study, receptor):
            name = (receptor.group, season or "all")
            if (*name, "after") not in impact.bands:
                continue
            farthest = max([end for _s, end in case.county.reaches(case.proposed, receptor, season)], default=0.0)
            off = d > farthest + diagonal + 40.0  # 40 m: the widest footprint of a point
            changed = impact.bands[*name, "before"] != impact.bands[*name, "after"]
            assert not (changed & off).any()


@given(worlds.studies(), worlds.parts(), st.integers(-30, 30), st.integers(-30, 30))
def test_moving_everything_by_whole_cells_moves_the_result(
    study: Study, parts: tuple[Establishment, ...], right: int, down: int
) -> None:
    dx, dy = right * worlds.CELL, -down * worlds.CELL
    grid = replace(study.grid, west=study.grid.west + dx, north=study.grid.north + dy)
    layers = {
        name: layer
        if layer.features is None
        else replace(layer, features=layer.features.set_geometry(layer.features.geometry.translate(dx, dy)))
        for name, layer in study.layers.items()
    }
    moved = replace(study, grid=grid, outline=translate(study.outline, dx, dy), layers=layers)
    shifted = [part.model_copy(update={"geometry": translate(part.geometry, dx, dy)}) for part in parts]
    one = worlds.rows(assess(study, worlds.scenario(*parts)).document)
    two = worlds.rows(assess(moved, worlds.scenario(*shifted)).document)
    assert one.keys() == two.keys()
    for key, row in one.items():
        for name, value in _figures(row).items():
            assert close(value, _figures(two[key])[name], 1e-7), (key, name)


@given(worlds.studies(), worlds.boxes(400), st.floats(0.1, 0.9), st.booleans())
def test_splitting_a_footprint_changes_no_ground(study: Study, ground: Any, share: float, across: bool) -> None:
    west, south, east, north = ground.bounds
    x, y = west + share * (east - west), south + share * (north - south)
    halves = (
        (shapely.box(west, south, x, north), shapely.box(x, south, east, north))
        if across
        else (shapely.box(west, south, east, y), shapely.box(west, y, east, north))
    )
    case = _case(study, (worlds.establishment("a", "pit", ground),))
    split = _case(
        study, tuple(worlds.establishment(name, "pit", half) for name, half in zip("ab", halves, strict=True))
    )
    whole = np.arange(study.grid.size)
    for receptor in modelled(study):
        one, two = (
            each.county.take(each.after(0), receptor, evidence_of(study, receptor)[0]).at(whole)
            for each in (case, split)
        )
        np.testing.assert_allclose(one, two, rtol=0, atol=1e-9)


@pytest.mark.parametrize("turned", [0.0, 30.0])
def test_halving_the_cells_changes_totals_less_than_two_percent(turned: float) -> None:
    shape = shapely.affinity.rotate(worlds.box(150, 150, 900, 850), turned)
    layers = {
        "ren_arstidsland": worlds.lands({"A": {shape: 1.0}, "B": {worlds.box(550, 0, 640, 1130): 1.0}}),
        "vag": worlds.frame([{"key": "r", "geometry": worlds.line((10, 700), (1190, 810))}]),
        "reservat": worlds.frame([{"key": "N", "geometry": worlds.box(310, 290, 480, 530)}]),
    }
    parts = (
        worlds.establishment("w", "wind", shapely.MultiPoint([worlds.point(430, 370), worlds.point(620, 410)])),
        worlds.establishment("p", "pit", worlds.box(640, 530, 210, 160)),
        worlds.establishment("s", "road", worlds.line((430, 370), (770, 760))),
    )
    found = []
    for cell in (50.0, 25.0):
        side = round(worlds.SIDE * worlds.CELL / cell)
        grid = Grid(3006, worlds.WEST, worlds.NORTH, cell, side, side)
        found.append(worlds.rows(assess(worlds.study(layers, grid=grid), worlds.scenario(*parts)).document))
    for key, row in found[0].items():
        if row["available"] is None:
            continue
        fine = found[1][key]
        exact = row["unit_kind"] == "herding_community"  # the whole takes the largest village share of each cell
        assert close(row["available"], fine["available"], 1e-9 if exact else 0.005), key
        assert close(row["taken"], fine["taken"], 0.02), key
        assert close(row["cumulative"], fine["cumulative"], 0.02), key
        for name in ("value", "alone", "low", "high"):
            assert close(row["added"][name], fine["added"][name], 0.02), (key, name)


@given(worlds.studies(), worlds.parts(most=1))
def test_another_area_or_a_place_off_the_grid_always_raises(study: Study, parts: tuple[Establishment, ...]) -> None:
    scenario = worlds.scenario(*parts)
    with pytest.raises(ScenarioError, match="›"):
        assess(study, scenario.model_copy(update={"area": "elsewhere"}))
    away = parts[0].model_copy(update={"geometry": translate(parts[0].geometry, 1300.0, 0.0)})
    with pytest.raises(ScenarioError, match="›"):
        assess(study, worlds.scenario(away))
