"""The four ways of combining effects."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.engine.cells import Cells
from landuse.engine.exposure import Term
from landuse.engine.remaining import MODELS, places, remaining_use

INDEX = np.arange(3)


def term(name: str, *values: float) -> Term:
    cells = Cells(np.arange(len(values)), np.array(values))
    return Term("disturbance", name, cells, {name: cells})


def lost(effects: list[float], model: str, *, take: float = 0.0, types: int = 3) -> float:
    terms = [term(f"g{i}", effect) for i, effect in enumerate(effects)]
    ground = Cells(np.array([0]), np.array([take])) if take else Cells.none()
    use = remaining_use(INDEX, terms, ground, {"disturbance": 1.0}, model=model, n_types=types)
    assert (use[1:] == 1.0).all()
    return float(1.0 - use[0])


@pytest.mark.parametrize("order", list(itertools.permutations([0.6, 0.3, 0.1])))
@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("multiplicative", 1 - 0.4 * 0.7 * 0.9),
        ("additive", 1.0),
        ("dominant", 0.6),
        ("diminishing", 0.6 + 0.3 * 2 / 3 + 0.1 / 3),
    ],
)
def test_three_effects(order: tuple[float, ...], model: str, expected: float) -> None:
    assert lost(list(order), model) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_land_take_is_an_effect_like_the_others(model: str) -> None:
    assert lost([0.3], model, take=0.6) == pytest.approx(lost([0.3, 0.6], model), abs=1e-12)


def test_weights_of_diminishing_fall_with_the_number_of_types() -> None:
    assert lost([0.5, 0.5], "diminishing", types=2) == pytest.approx(0.75)
    assert lost([0.5, 0.5], "diminishing", types=10) == pytest.approx(0.95)
    assert lost([0.5, 0.1, 0.1], "diminishing", types=2) == pytest.approx(0.55)


def test_sensitivity_scales_and_an_empty_one_takes_nothing() -> None:
    use = remaining_use(INDEX, [term("g", 0.8)], Cells.none(), {"disturbance": 0.5})
    assert use.tolist() == pytest.approx([0.6, 1.0, 1.0])
    assert (remaining_use(INDEX, [term("g", 0.8)], Cells.none(), {"disturbance": None}) == 1.0).all()


_effects = st.lists(st.floats(0, 1), min_size=0, max_size=5)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_effects, st.floats(0, 1), st.floats(0, 1), st.integers(1, 6))
def test_models_stand_in_order_and_more_never_takes_less(
    effects: list[float], one_more: float, take: float, types: int
) -> None:
    found = {model: lost(effects, model, take=take, types=types) for model in MODELS}
    assert found["dominant"] <= found["multiplicative"] + 1e-12
    assert found["multiplicative"] <= found["additive"] + 1e-12
    assert found["dominant"] <= found["diminishing"] + 1e-12
    assert found["diminishing"] <= found["additive"] + 1e-12
    for model in MODELS:
        assert 0.0 <= found[model] <= 1.0
        assert lost([*effects, one_more], model, take=take, types=types) >= found[model] - 1e-12


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_places_are_the_common_cells(cells: set[int], index: set[int]) -> None:
    one, other = (np.array(sorted(found), dtype=np.int64) for found in (cells, index))
    of, at = places(one, other)
    assert one[of].tolist() == other[at].tolist() == sorted(cells & index)
