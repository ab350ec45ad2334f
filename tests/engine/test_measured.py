"""Distances measured once serve every zone, bit for bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from landuse.engine.distance import distances, faded, within, zone
from landuse.engine.influence import reach
from landuse.engine.measured import Distances
from landuse.model.grid import Window
from tests.engine.test_distance import GRID, decays, geometries, windows


@settings(max_examples=60, deadline=None)
@given(geometries, decays, windows, st.floats(0, 4000))
def test_zones_of_measured_distances_are_those_measured_for_themselves(sources, decay, window, more):
    shape, radius, cutoff = decay
    end = max(reach(shape, radius, cutoff), radius) + more
    measured = distances(sources, GRID, end, window=window)
    found = faded(measured, shape=shape, radius_m=radius, cutoff=cutoff)
    wanted = zone(sources, GRID, shape=shape, radius_m=radius, cutoff=cutoff, subcells=1, window=window)
    np.testing.assert_array_equal(found.index, wanted.index)
    np.testing.assert_array_equal(found.value, wanted.value)
    near = within(sources, GRID, radius, window=window)
    np.testing.assert_array_equal(measured.index[measured.unscaled <= radius], near)


@settings(max_examples=40, deadline=None)
@given(geometries, st.lists(st.tuples(st.floats(0, 3000), windows), min_size=1, max_size=4), windows)
def test_what_is_kept_grows_and_is_cut_to_what_is_asked_for(sources, asked, wide):
    drawn = [np.array(sources, dtype=object)]
    kept = Distances(GRID, 500.0, wide)
    for end, window in asked:
        found = kept.of(drawn, lambda _end, _window: sources, end, window)
        wanted = distances(sources, GRID, end, window=window)
        chosen = found.unscaled <= end
        np.testing.assert_array_equal(found.index[chosen], wanted.index)
        np.testing.assert_array_equal(found.unscaled[chosen], wanted.unscaled)


def test_the_same_geometries_are_measured_once():
    calls = []
    drawn = [np.array([Point(GRID.west + 300, GRID.north - 500), Point(GRID.west + 400, GRID.north - 500)])]

    def near(end, window):
        calls.append((end, window))
        return list(drawn[0])

    kept = Distances(GRID, 900.0, Window(0, 0, 20, 20))
    for end in (100.0, 800.0, 900.0):
        kept.of(drawn, near, end, Window(2, 2, 10, 10))
    assert len(calls) == 1
    kept.of(drawn, near, 901.0, Window(2, 2, 10, 10))
    assert [end for end, _window in calls] == [900.0, 901.0]
