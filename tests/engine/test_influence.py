"""Shapes of the zone: reference values, closed forms and laws."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.engine.influence import (
    SHAPES,
    influence,
    left_at,
    mean_within,
    radius_from_half_life,
    radius_from_sigma,
    reach,
    rescaled_intensity,
    shape_code,
)
from landuse.errors import LanduseError

DISTANCES = np.array([0, 100, 250, 500, 750, 1000.0])
REFERENCE = {
    "exponential": [1, 0.741134449, 0.472870805, 0.223606798, 0.105737126, 0.05],
    "gaussian": [1, 0.97048695, 0.829250277, 0.472870805, 0.185425999, 0.05],
    "linear": [1, 0.9, 0.75, 0.5, 0.25, 0],
    "threshold": [1, 1, 1, 1, 1, 0],
}
shapes, radii, cutoffs = st.sampled_from(SHAPES), st.floats(0.01, 1e5), st.floats(0, 0.5)


@pytest.mark.parametrize("shape", SHAPES)
def test_reference_values(shape):
    np.testing.assert_allclose(influence(DISTANCES, shape, 1000, cutoff=0), REFERENCE[shape], atol=5e-10)


@given(shapes, radii, cutoffs, st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_between_0_and_1_and_never_rising(shape, radius, cutoff, distances):
    share = influence(np.sort(distances), shape, radius, cutoff=cutoff)
    assert ((share >= 0) & (share <= 1)).all()
    assert (np.diff(share) <= 0).all()
    assert influence(0.0, shape, radius, cutoff=cutoff) == 1


@given(shapes, radii, st.floats(0.001, 0.5))
def test_ends_at_its_reach(shape, radius, cutoff):
    ends = reach(shape, radius, cutoff)
    assert influence(ends * (1 + 1e-9), shape, radius, cutoff=cutoff) == 0
    inside = influence(ends * (1 - 1e-9), shape, radius, cutoff=cutoff)
    assert inside >= cutoff if shape in ("exponential", "gaussian") else inside > 0


@given(shapes, radii, st.floats(0, 1e6))
def test_one_distance_equals_an_array(shape, radius, distance):
    assert influence([distance], shape, radius)[0] == left_at.py_func(distance, shape_code(shape, radius), radius, 0.01)


def test_no_end_without_cutoff():
    assert reach("exponential", 1000, 0) == math.inf
    assert reach("linear", 1000, 0) == 1000
    assert influence(20_000.0, "exponential", 1000, cutoff=0) == pytest.approx(0.05**20, rel=1e-12)


def test_radius_0_holds_where_the_distance_is_0():
    for shape in SHAPES:
        assert influence([0.0, 1e-12], shape, 0).tolist() == [1, 0]
        assert reach(shape, 0, 0) == 0


def test_unknown_distance_stays_unknown():
    for shape in SHAPES:
        assert np.isnan(influence([np.nan], shape, 100)).all()


def test_keeps_the_form_of_the_array():
    assert influence(np.zeros((2, 3)), "linear", 10).shape == (2, 3)
    assert influence(5.0, "linear", 10).shape == ()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("cone", 100, 0.01), ["shape"]),
        (("linear", -1, 0.01), ["radius"]),
        (("linear", math.nan, 0.01), ["radius"]),
        (("linear", math.inf, 0.01), ["radius"]),
        (("linear", 100, 1), ["cutoff"]),
        (("linear", 100, math.nan), ["cutoff"]),
        (("cone", -1, -1), ["shape", "radius", "cutoff"]),
    ],
)
def test_says_everything_that_is_wrong(arguments, what):
    shape, radius, cutoff = arguments
    with pytest.raises(LanduseError) as caught:
        influence([1.0], shape, radius, cutoff=cutoff)
    assert [each.where for each in caught.value.problems] == what


def test_means_of_the_table(shared_data: Path):
    with (shared_data.parent / "domain" / "tables" / "decay_means.csv").open() as stream:
        for row in csv.DictReader(stream):
            shape = row["decay"]
            assert mean_within(shape, "point") == pytest.approx(float(row["mean_within_r_point"]), abs=5e-7)
            assert mean_within(shape, "line") == pytest.approx(float(row["mean_within_r_line"]), abs=5e-7)
            assert reach(shape, 1.0) == pytest.approx(float(row["tail_ends_at_r_times"]), abs=5e-7)


@pytest.mark.parametrize("shape", SHAPES)
def test_means_are_integrals(shape):
    distance = (np.arange(200_000) + 0.5) / 200_000
    share = influence(distance, shape, 1.0)
    assert mean_within(shape, "line") == pytest.approx(share.mean(), rel=1e-6)
    assert mean_within(shape, "point") == pytest.approx((share * 2 * distance).mean(), rel=1e-6)


@given(shapes, shapes, st.sampled_from(["point", "line"]), st.floats(0, 1))
def test_rescaling_keeps_the_mean_or_says_that_it_capped(old, new, geometry, intensity):
    value, capped = rescaled_intensity(intensity, old, new, geometry)
    if capped:
        assert value == 1
    else:
        assert value * mean_within(new, geometry) == pytest.approx(intensity * mean_within(old, geometry))


def test_other_names_of_the_radius():
    assert influence(400.0, "exponential", radius_from_half_life(200)) == pytest.approx(0.25)
    assert influence(200.0, "gaussian", radius_from_sigma(100)) == pytest.approx(math.exp(-2))
