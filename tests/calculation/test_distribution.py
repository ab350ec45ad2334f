"""``distribution`` of an assessment, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from landuse.calculation.distribution import distribution
from landuse.calculation.losses import mark_worst

LANDS = ("winter_land", "spring_land")


def row(unit: str, receptor: str, season: str, available: float | None, built: float, added: float) -> dict[str, Any]:
    """Return what the distribution reads of a row of losses."""
    known = available is not None
    return {
        "receptor": receptor, "season": season, "worst": False, "unit_kind": "herding_community", "unit": unit,
        "available": available, "baseline": {"built": built if known else None},
        "added": {"value": added if known else None}, "cumulative": built + added if known else None,
    }  # fmt: skip


def test_three_villages_by_hand() -> None:
    """A: winter 40 of 100 lost, 0 added; spring 5 of 50, 15 added (0.3). B: 10 of 100, 10 added. C: nothing, nothing.

    Worst seasons: A winter (0.4 = 40/100; spring, (5 + 15)/50 = 0.4, is not larger), B 0.2, C 0. Added in them: 0, 0.1
    and 0; at its largest: 0.3, 0.1, 0, of which A has 3/4. Gini of the cumulative 0.4, 0.2, 0: sum over all pairs of
    differences 2 · (0.2 + 0.4 + 0.2) = 1.6, by 2 · 9 · 0.2 = 3.6: 4/9. Gini of 0.3, 0.1, 0:
    2 · (0.2 + 0.3 + 0.1) / (2 · 9 · 0.4/3) = 1.2 / 2.4 = 1/2. Gini of 0, 0.1, 0: 2/3.
    """
    rows = [
        row("A", "winter_land", "vinter", 100.0, 40.0, 0.0), row("A", "spring_land", "var", 50.0, 5.0, 15.0),
        row("B", "winter_land", "vinter", 100.0, 10.0, 10.0), row("C", "winter_land", "vinter", 100.0, 0.0, 0.0),
        row("A", "core_area", "vinter", 10.0, 10.0, 0.0),
    ]  # fmt: skip
    mark_worst(rows, frozenset(LANDS))
    found = distribution(rows, LANDS)
    a, b, c = found["villages"]
    assert (a["village"], a["season"], a["cumulative"], a["added"]) == ("A", "vinter", 0.4, 0.0)
    assert (a["largest_added"], a["largest_added_season"], a["share_of_added"]) == (0.3, "var", pytest.approx(0.75))
    assert (b["added"], b["largest_added"], b["share_of_added"]) == (0.1, 0.1, pytest.approx(0.25))
    assert (c["cumulative"], c["largest_added"]) == (0.0, 0.0)
    assert found["gini"]["cumulative"] == pytest.approx(4 / 9)
    assert found["gini"]["largest_added"] == pytest.approx(1 / 2) and found["gini"]["added"] == pytest.approx(2 / 3)
    assert (found["carried_by"], found["most_loaded"]) == (["A"], ["A"])


def test_a_village_without_mapped_land_is_unknown_and_so_is_the_concentration() -> None:
    rows = [row("A", "winter_land", "vinter", 100.0, 10.0, 5.0), row("B", "winter_land", "vinter", None, 0.0, 0.0)]
    mark_worst(rows, frozenset(LANDS))
    found = distribution(rows, LANDS)
    assert found["villages"][1] == {
        "village": "B", "season": None, "baseline": None, "added": None, "cumulative": None, "largest_added": None,
        "largest_added_season": None, "share_of_added": None,
    }  # fmt: skip
    assert set(found["gini"].values()) == {None} and found["carried_by"] == ["A"]
