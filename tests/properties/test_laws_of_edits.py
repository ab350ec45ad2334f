"""Laws of edits: what an edit gives does not depend on the edits before it, and equals what the slow way gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate

from landuse import assess
from landuse.calculation.added import added_to
from landuse.calculation.baseline import baseline_of
from landuse.calculation.case import Case
from landuse.calculation.effects import everywhere
from landuse.calculation.impact import shown
from landuse.calculation.lines import Reached
from landuse.calculation.options import levels_beside
from landuse.calculation.pieces import largest_after
from landuse.calculation.place import Place
from landuse.calculation.receptors import modelled
from landuse.calculation.units import ledgers
from landuse.engine.remaining import MODELS
from landuse.engine.sources import removable_keys
from landuse.model.catalogue import Band
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.sketch import sketch
from tests.calculation.slow_twin import Direct, impact_bands, metres_in_zone
from tests.properties import worlds

LAND = shapely.box(*worlds.GRID.bounds)
Parts = tuple[Establishment, ...]


def said(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document without the moment it was made."""
    return {**document, "provenance": {k: v for k, v in document["provenance"].items() if k != "created"}}


@st.composite
def edits(draw: st.DrawFn, study: Study) -> Scenario:
    """Draw a scenario on a study: parts, some of them standing already, and features that are removed."""
    parts = tuple(
        part.model_copy(update={"status": draw(st.sampled_from([Band.PROPOSED, Band.PROPOSED, Band.BUILT]))})
        for part in draw(worlds.parts(least=0))
    )
    keys = sorted(removable_keys(study))
    without = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True)) if keys else []
    return worlds.scenario(*parts, without=without)


def case_of(study: Study, scenario: Scenario, model: str = "multiplicative", **changes: Any) -> Case:
    return Case(study, scenario, 2030, study.catalogue.profiles["likely"], model, **changes)


def agree(found: Mapping[Any, Any], expected: Mapping[Any, Any], what: str) -> None:
    """Check two mappings of figures of units; what only one of them has must be nothing."""
    for key in {*found, *expected}:
        np.testing.assert_allclose(
            found.get(key, 0.0), expected.get(key, 0.0), rtol=1e-9, atol=1e-11, err_msg=f"{what} {key}"
        )


@given(worlds.studies(), st.data(), st.sampled_from(MODELS))
def test_what_is_added_equals_what_the_slow_way_gives(study: Study, data: st.DataObject, model: str) -> None:
    case = case_of(study, data.draw(edits(study)), model)
    places = {name: Place(case, profile) for name, profile in levels_beside(case).items()}
    for receptor in modelled(study):
        for evidence, ledger in ledgers(case, receptor):
            if all(column.land is None for column in ledger.columns):
                continue
            found = added_to(places, "likely", receptor, evidence, ledger)
            direct = Direct(case, receptor, evidence, ledger)
            expected = direct.added()
            for name in ("loss", "alone", "unknown_use", "zone", "undisturbed", "taken"):
                np.testing.assert_allclose(getattr(found, name), expected[name], rtol=1e-9, atol=1e-11, err_msg=name)
            for name in ("levels", "parts", "without", "cumulative"):
                agree(getattr(found, name), expected[name], name)
            baseline = baseline_of(case, receptor, evidence, ledger)
            at, quiet = found.quiet
            after = baseline.quiet.copy()
            after[at] = quiet
            assert np.array_equal(after, expected["quiet"])
            largest = largest_after(case, receptor, evidence, ledger, baseline=baseline, added=found)
            np.testing.assert_allclose(largest, ledger.largest_pieces(after, study.grid), rtol=1e-12)


@given(worlds.studies(), st.data())
def test_the_impact_is_that_of_the_whole_land_and_nothing_changes_outside(study: Study, data: st.DataObject) -> None:
    case = case_of(study, data.draw(edits(study)))
    place, whole = Place(case, case.profile), impact_bands(case)
    rows = slice(place.window.row, place.window.row + place.window.height)
    columns = slice(place.window.column, place.window.column + place.window.width)
    for group, season, name in shown(study.catalogue):
        evidence = None if season == "all" else season
        found = everywhere(place, study.catalogue.receptors[name], evidence)
        for when, values in zip(("before", "after"), found, strict=True):
            band = whole[group, season, when]
            assert np.array_equal(values.reshape(place.window.height, place.window.width), band[rows, columns])
        outside = np.ones(study.grid.shape, dtype=bool)
        outside[rows, columns] = False
        assert np.array_equal(whole[group, season, "before"][outside], whole[group, season, "after"][outside])


@given(worlds.studies(), st.data(), worlds.lines())
def test_a_line_in_reach_is_as_long_as_the_slow_way_says(study: Study, data: st.DataObject, line: Any) -> None:
    case = case_of(study, data.draw(edits(study)))
    receptor = study.catalogue.receptors["winter_land"].model_copy(update={"quantity": "km"})
    reached = Reached(case, receptor, "winter")
    for found, sources in ((reached.before(line), case.before(0)), (reached.after(line), case.after(0))):
        assert found == pytest.approx(metres_in_zone(case, receptor, "winter", line, sources), rel=1e-9, abs=1e-6)


@st.composite
def studies_with_routes(draw: st.DrawFn) -> Study:
    """Draw a study with up to two migration routes and a difficult passage."""
    routes = draw(st.lists(worlds.lines(), min_size=1, max_size=2))
    return worlds.with_routes(draw(worlds.studies()), routes, draw(st.lists(worlds.boxes(200), max_size=1)))


@given(studies_with_routes(), st.data())
def test_a_row_of_edits_gives_what_each_gives_alone(study: Study, data: st.DataObject) -> None:
    """Draw, move, remove and add back on one study; each result equals that of a calculation that keeps nothing."""
    empty = sketch(study, worlds.scenario())
    scenario = data.draw(edits(study))
    step = data.draw(st.integers(-150, 150))
    moved = [
        part.model_copy(update={"geometry": shapely.intersection(translate(part.geometry, step, -step), LAND)})
        for part in scenario.establishments
    ]
    moved = [part for part in moved if not part.geometry.is_empty]
    row = [
        scenario,
        data.draw(edits(study)),
        worlds.scenario(*moved[:1], without=scenario.without),
        scenario,
    ]
    for each in row:
        found, alone = sketch(study, each), assess(study, each)
        assert said(found.document) == said(alone.document)
        assert (found.impact is None) == (alone.impact is None)
        if found.impact is not None and alone.impact is not None:
            assert found.impact.grid == alone.impact.grid
            for key, band in alone.impact.bands.items():
                assert np.array_equal(found.impact.bands[key], band)
        assert found.document["checks"]["add_and_remove_restores_baseline"]
    assert said(sketch(study, worlds.scenario()).document) == said(empty.document)


@given(studies_with_routes(), worlds.parts(least=2))
def test_the_order_in_which_parts_are_drawn_is_irrelevant(study: Study, parts: Parts) -> None:
    free = tuple(part.model_copy(update={"part_of": None}) for part in parts)
    for part in free:
        sketch(study, worlds.scenario(part))
    forward = sketch(study, worlds.scenario(*free))
    for part in reversed(free):
        sketch(study, worlds.scenario(part))
    assert said(sketch(study, worlds.scenario(*reversed(free))).document) == said(forward.document)
