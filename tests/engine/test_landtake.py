"""Land take against a twin that unites everything with shapely, the strongest first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.landtake import Covering, land_take, union_share
from landuse.model.grid import Grid, Window
from tests.engine.test_coverage import GRID, SOUTH, WEST, box, by_shapely

Parts = list[tuple[list[Any], float]]


def twin(parts: Parts, grid: Grid = GRID) -> Any:
    """Return Σ L·Δc cell by cell: ground counts once, with the strongest intensity on it."""
    total, held = np.zeros(grid.shape), shapely.Polygon()
    for polygons, intensity in sorted(parts, key=lambda part: -part[1]):
        ground = shapely.union_all(polygons)
        total += intensity * by_shapely(shapely.difference(ground, held), grid)
        held = shapely.union(held, ground)
    return total


def taken(parts: Parts, window: Window | None = None) -> Any:
    made = [(Covering.of(np.array(polygons, dtype=object), GRID, window), level) for polygons, level in parts]
    return land_take(made, GRID).dense(GRID)


A, B, C = box(110, 110, 250, 170), box(240, 190, 330, 230), box(150, 150, 150, 300)


@pytest.mark.parametrize(
    "parts",
    [
        [([A], 1.0)],
        [([A, B], 1.0)],
        [([A], 0.4), ([B], 1.0)],
        [([A], 1.0), ([B], 0.6), ([C], 0.3)],
        [([A, C], 0.5), ([B], 0.5), ([box(200, 200, 50, 50)], 1.0)],
        [([A], 0.7), ([A], 0.7), ([A], 0.2)],
        [([shapely.difference(box(100, 100, 600, 500), C)], 0.8), ([C], 0.1)],
    ],
    ids=["one", "two of one", "two", "three", "four", "the same thrice", "hole and filling"],
)
def test_overlapping_intensities(parts: Parts) -> None:
    np.testing.assert_allclose(taken(parts), twin(parts), rtol=0, atol=1e-9)
    np.testing.assert_allclose(taken(parts[::-1]), taken(parts), rtol=0, atol=1e-12)


_box = st.builds(box, st.integers(-50, 900), st.integers(-50, 700), st.integers(5, 400), st.integers(5, 400))
_circle = st.builds(
    lambda x, y, r: shapely.Point(WEST + x, SOUTH + y).buffer(r, quad_segs=4),
    st.integers(0, 1000), st.integers(0, 800), st.integers(5, 200),
)  # fmt: skip
_parts = st.lists(
    st.tuples(st.lists(st.one_of(_box, _circle), min_size=1, max_size=2), st.sampled_from([0.1, 0.4, 0.4, 1.0])),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_parts, st.randoms(use_true_random=False))
def test_any_footprints(parts: Parts, random: Any) -> None:
    found = taken(parts)
    np.testing.assert_allclose(found, twin(parts), rtol=0, atol=1e-8)
    assert ((found >= 0.0) & (found <= 1.0 + 1e-12)).all()
    fewer = taken(parts[:-1])
    assert (found >= fewer - 1e-12).all()
    reached = by_shapely(shapely.union_all(parts[-1][0]).envelope) > 0.0
    assert np.array_equal(found[~reached], fewer[~reached])


def test_a_window_gives_the_same_bits() -> None:
    parts: Parts = [([A], 1.0), ([B], 0.6), ([C], 0.3)]
    whole, part = taken(parts), taken(parts, Window(2, 1, 4, 4))
    assert np.array_equal(part[2:6, 1:5], whole[2:6, 1:5])


def test_union_counts_ground_once() -> None:
    coverings = [Covering.of(np.array([shape], dtype=object), GRID) for shape in (A, B, C)]
    np.testing.assert_allclose(
        union_share(coverings, GRID).dense(GRID), by_shapely(shapely.union_all([A, B, C])), atol=1e-9
    )


def test_nothing_taken() -> None:
    assert not taken([([A], 0.0)]).any()
    assert len(land_take([], GRID)) == 0
