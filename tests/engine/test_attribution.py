"""Shares of the loss: they sum to 1 wherever something is lost, and go to whom they belong."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from landuse.engine import attribution
from landuse.engine.cells import Cells
from landuse.engine.exposure import Term
from landuse.engine.new_ground import newly_covered
from landuse.engine.rules import LAND_TAKE
from tests.engine.test_coverage import GRID, box, by_shapely

INDEX = np.arange(4)
ONE = {"disturbance": 1.0, "dust": 0.5}


def cells(*values: float) -> Cells:
    held = np.array(values)
    return Cells(np.flatnonzero(held), held[held != 0.0])


def term(pressure: str = "disturbance", group: str = "g", **own: tuple[float, ...]) -> Term:
    every = {owner: cells(*values) for owner, values in own.items()}
    return Term(pressure, group, cells(*np.max([list(v) for v in own.values()], axis=0)), every)


def shares(weights: attribution.Weights) -> dict[tuple[str, str], list[float]]:
    found = {}
    for pair, (at, share) in weights.shares().items():
        dense = np.zeros(weights.n)
        np.add.at(dense, at, share)
        found[pair] = dense.tolist()
    return found


def test_weights_are_minus_logarithms_of_what_each_leaves() -> None:
    found = shares(
        attribution.of_all(
            INDEX, [term(a=(0.5, 0, 0, 0)), term(group="h", b=(0.4, 0.3, 0, 0))], ONE, cells(0.3, 0, 0.2, 0),
            {"c": cells(0.3, 0, 0.2, 0)},
        )
    )  # fmt: skip
    whole = -math.log(0.5) - math.log(0.6) - math.log(0.7)
    assert found["a", "disturbance"][0] == pytest.approx(-math.log(0.5) / whole)
    assert found["b", "disturbance"][:2] == pytest.approx([-math.log(0.6) / whole, 1.0])
    assert found["c", LAND_TAKE][:3] == pytest.approx([-math.log(0.7) / whole, 0.0, 1.0])
    assert np.sum(list(found.values()), axis=0) == pytest.approx([1, 1, 1, 0])


def test_sensitivity_scales_before_the_logarithm() -> None:
    found = shares(
        attribution.of_all(INDEX, [term(a=(0.5, 0, 0, 0)), term("dust", b=(0.5, 0, 0, 0))], ONE, Cells.none(), {})
    )
    assert found["a", "disturbance"][0] == pytest.approx(math.log(0.5) / (math.log(0.5) + math.log(0.75)))


def test_the_strongest_of_a_group_has_it_and_ties_share_it() -> None:
    found = shares(attribution.of_all(INDEX, [term(a=(0.5, 0.2, 0.3, 0), b=(0.4, 0.2, 0.6, 0))], ONE, Cells.none(), {}))
    assert found["a", "disturbance"] == pytest.approx([1.0, 0.5, 0.0, 0.0])
    assert found["b", "disturbance"] == pytest.approx([0.0, 0.5, 1.0, 0.0])


def test_what_leaves_nothing_has_it_all() -> None:
    found = shares(
        attribution.of_all(INDEX, [term(a=(1.0, 0, 0, 0)), term(group="h", b=(0.9, 0, 0, 0))], ONE, Cells.none(), {})
    )
    assert found["a", "disturbance"][0] == 1.0
    assert found.get(("b", "disturbance"), [0.0])[0] == 0.0


def test_added_belongs_to_parts_only_and_only_for_what_they_add_to_a_group() -> None:
    """Group g: 0.2 before, 0.5 after by p. In the second cell the existing 0.6 stays strongest: p adds nothing."""
    before = [term(old=(0.2, 0.6, 0, 0))]
    after = [term(old=(0.2, 0.6, 0, 0), p=(0.5, 0.5, 0, 0)), term(group="h", q=(0.1, 0.1, 0, 0))]
    found = shares(
        attribution.of_added(
            INDEX, before, after, ONE, take=(Cells.none(), Cells.none()), covered={"p": Cells.none(), "q": Cells.none()}
        )
    )
    mine, other = -math.log(0.5 / 0.8), -math.log(0.9)
    assert found["p", "disturbance"][:2] == pytest.approx([mine / (mine + other), 0.0])
    assert found["q", "disturbance"][:2] == pytest.approx([other / (mine + other), 1.0])
    assert not any(owner == "old" for owner, _pressure in found)


class TestNewlyCovered:
    A, B = box(110, 110, 250, 170), box(240, 190, 330, 230)

    def test_shared_ground_is_shared_equally(self) -> None:
        found = newly_covered({"a": [(1.0, self._of(self.A))], "b": [(1.0, self._of(self.B))]}, {}, GRID)
        both = by_shapely(shapely.intersection(self.A, self.B))
        np.testing.assert_allclose(found["a"].dense(GRID), by_shapely(self.A) - both / 2, atol=1e-9)
        np.testing.assert_allclose(found["b"].dense(GRID), by_shapely(self.B) - both / 2, atol=1e-9)

    def test_the_stronger_has_shared_ground(self) -> None:
        found = newly_covered({"a": [(0.4, self._of(self.A))], "b": [(1.0, self._of(self.B))]}, {}, GRID)
        own = by_shapely(shapely.difference(self.A, self.B))
        np.testing.assert_allclose(found["a"].dense(GRID), 0.4 * own, atol=1e-9)
        np.testing.assert_allclose(found["b"].dense(GRID), by_shapely(self.B), atol=1e-9)

    def test_ground_that_is_taken_as_strongly_already_is_not_new(self) -> None:
        parts = {"a": [(0.5, self._of(self.A))], "nothing": []}
        strong = newly_covered(parts, {0.5: self._of(self.B)}, GRID)
        weak = newly_covered(parts, {0.4: self._of(self.B)}, GRID)
        own = by_shapely(shapely.difference(self.A, self.B))
        np.testing.assert_allclose(strong["a"].dense(GRID), 0.5 * own, atol=1e-9)
        np.testing.assert_allclose(weak["a"].dense(GRID), 0.5 * by_shapely(self.A), atol=1e-9)
        assert len(strong["nothing"]) == 0

    def test_parts_that_touch_along_edges_of_what_is_taken_already_are_divided(self) -> None:
        drawn = {
            "a": box(300, 100, 50, 200),
            "b": shapely.union(box(150, 100, 200, 200), box(400, 250, 100, 100)),
            "c": shapely.union(box(250, 100, 50, 150), box(350, 250, 200, 100)),
        }
        taken = box(350, 250, 200, 100)
        found = newly_covered(
            {part: [(1.0, self._of(shape))] for part, shape in drawn.items()}, {1.0: self._of(taken)}, GRID
        )
        total = sum(cells.dense(GRID) for cells in found.values())
        new = shapely.difference(shapely.union_all(list(drawn.values())), taken)
        np.testing.assert_allclose(total, by_shapely(new), atol=1e-9)

    @staticmethod
    def _of(*shapes: object) -> np.ndarray:
        return np.array(shapes, dtype=object)
