"""How a load is spread: closed forms, and what may never happen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.engine.distribution import gini, largest, shares, steps
from landuse.errors import LanduseError

loads = st.lists(st.floats(0, 1e6), min_size=1, max_size=12)


@pytest.mark.parametrize("n", [1, 2, 5, 32])
def test_equal_loads_and_one_that_carries_all(n) -> None:
    assert gini([3.5] * n) == pytest.approx(0.0, abs=1e-15)
    assert gini([0.0] * (n - 1) + [7.0]) == pytest.approx((n - 1) / n)


@pytest.mark.parametrize("n", [3, 10, 100])
def test_loads_1_to_n(n) -> None:
    assert gini(list(range(1, n + 1))) == pytest.approx((n - 1) / (3 * n))


@given(loads)
def test_as_defined_by_all_pairs_whatever_order_and_unit(values) -> None:
    total, n = sum(values), len(values)
    found = gini(values)
    if total == 0:
        assert found is None
        return
    slow = sum(abs(a - b) for a, b in itertools.product(values, values)) / (2 * n * total)
    assert found == pytest.approx(slow, abs=1e-9) and 0 <= found <= (n - 1) / n + 1e-12
    assert gini(values[::-1]) == found
    if total > 1e-200:
        assert gini([4 * value for value in values]) == pytest.approx(found, abs=1e-9)


@given(loads)
def test_a_move_from_the_most_to_the_least_loaded_never_concentrates(values) -> None:
    before = gini(values)
    if before is None:
        return
    high, low = max(range(len(values)), key=values.__getitem__), min(range(len(values)), key=values.__getitem__)
    moved = list(values)
    step = (values[high] - values[low]) / 4
    moved[high] -= step
    moved[low] += step
    assert gini(moved) <= before + 1e-12


def test_not_known_is_not_nothing() -> None:
    assert gini([1.0, None, 0.0]) is None
    assert shares({"A": 1.0, "B": None}) == {"A": None, "B": None}
    assert largest({"A": 1.0, "B": None}) == ("A",)
    assert steps({"A": None}, [{"A": 1.0}])[0].gini is None


def test_a_load_below_nothing_is_refused() -> None:
    with pytest.raises(LanduseError):
        gini([1.0, -0.5])


def test_who_carries_the_third_establishment() -> None:
    series = steps({"A": 5.0, "B": 0.0, "C": 0.0}, [{"A": 5.0}, {"A": 2.0, "B": 2.0}, {"C": 1.0, "A": 3.0}, {}])
    assert [step.carried_by for step in series] == [("A",), ("A", "B"), ("A",), ()]
    assert [step.share for step in series] == [1.0, 1.0, 0.75, None]
    assert series[2].gini == pytest.approx(gini([15.0, 2.0, 1.0]))
