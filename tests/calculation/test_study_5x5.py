"""The study of 5 × 5 cells, step by step against two independent programs, to 1e-9.

Worked by hand, cell (row 1, column 1), centre (700150, 7400350):

* Before: the road R runs along y = 7400100, 250 m away, beyond its 200 m: U₀ = 1.
* The road S passes the centre: 0.4 · (1 − 0/200) = 0.4. Turbine T1 stands on it: 0.5 · (1 − 0/250) = 0.5. T2 is 200 m
  away, 0.5 · (1 − 200/250) = 0.1, but T1 and T2 are one project: the stronger, 0.5, counts.
* Ground: S covers 20 × 50 m and T1 50 × 50 m of the cell, 20 × 25 m of it twice: 0.1 + 0.25 − 0.05 = 0.3.
* After: U₁ = (1 − 0.3) · (1 − 0.5) · (1 − 0.4) = 0.21, the 0.21 of ``U_cum``. Loss 0.79.
* Whose: −ln of each factor: wind −ln 0.5 to T1, road −ln 0.6 to S, ground −ln 0.7, of which S has its own 0.05 and half
  of the shared 0.05, T1 its own 0.2 and the other half: 0.075 to 0.225.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from landuse.calculation.added import Added, added_to, restored
from landuse.calculation.baseline import Baseline, baseline_of, use_of
from landuse.calculation.case import Case
from landuse.calculation.place import Place
from landuse.calculation.units import ledgers
from landuse.engine import footprint
from landuse.engine.ledger import Ledger
from landuse.engine.zone_length import length_within
from tests import tiny_study as tiny

pytestmark = pytest.mark.usefixtures("square_pads")
UNITS = {"A": "A", "B": "B", "union": "tiny"}


@pytest.fixture
def square_pads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw pads as squares of the same area, as in the worked example."""

    def square(points: Any, area_ha: Any) -> Any:
        x, y, half = shapely.get_x(points), shapely.get_y(points), np.sqrt(area_ha * 10_000.0) / 2
        return shapely.box(x - half, y - half, x + half, y + half)

    monkeypatch.setattr(footprint, "circle", square)


@pytest.fixture
def expected(shared_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_data / "oracles" / "fixture_5x5.json").read_text())
    return found


@pytest.fixture
def case() -> Case:
    study = tiny.study()
    return Case(study, tiny.scenario(), 2030, study.catalogue.profiles["likely"], "multiplicative")


def _winter(case: Case) -> Ledger:
    return dict(ledgers(case, case.study.catalogue.receptors["winter_land"]))["winter"]


def _results(case: Case) -> tuple[Ledger, Baseline, Added]:
    receptor, ledger = case.study.catalogue.receptors["winter_land"], _winter(case)
    places = {name: Place(case, p) for name, p in case.study.catalogue.profiles.items()}
    return ledger, baseline_of(case, receptor, "winter", ledger), added_to(places, "likely", receptor, "winter", ledger)


def _unit(ledger: Ledger, name: str) -> int:
    return next(
        i
        for i, c in enumerate(ledger.columns)
        if c.unit == UNITS[name] and c.season == "vinter" and c.unit_kind in ("herding_community", "area")
    )


@pytest.mark.parametrize("when", ["base", "cum"])
def test_remaining_use_and_cover_of_every_cell(case: Case, expected: dict[str, Any], when: str) -> None:
    receptor = case.study.catalogue.receptors["winter_land"]
    sources = case.before(0) if when == "base" else case.after(0)
    index = np.arange(25)
    use = use_of(case, case.county, sources, receptor, "winter", index)
    np.testing.assert_allclose(use.reshape(5, 5), expected[f"U_{when}"], rtol=0, atol=1e-11)
    take = case.county.take(sources, receptor, "winter").dense(tiny.GRID)
    np.testing.assert_allclose(take, expected[f"cover_{when}"], rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["A", "B", "union"])
def test_totals_of_units(case: Case, expected: dict[str, Any], name: str) -> None:
    ledger, baseline, added = _results(case)
    unit, want = _unit(ledger, name), expected["units"][name]
    available = float(ledger.worth.sum(axis=0)[0, unit])
    land, unknown = float(ledger.land.sum(axis=0)[0, unit]), float(ledger.unknown.sum(axis=0)[0, unit])
    counted = float(ledger.counted.sum(axis=0)[0, unit])
    zone = baseline.zone[unit], baseline.zone[unit] + added.zone[unit]
    found = {
        "area_ha": land,
        "coverage_share": 1 - unknown / land,
        "available_ha": available,
        "baseline_ha": baseline.loss[0, unit],
        "cumulative_ha": baseline.loss[0, unit] + added.loss[0, unit],
        "added_ha": added.loss[0, unit],
        "added_upper_ha": added.loss[0, unit] + added.unknown_use[unit],
        "remaining_use_ha": available - baseline.loss[0, unit],
        "added_share_of_remaining": added.loss[0, unit] / (available - baseline.loss[0, unit]),
        "alone_ha": added.alone[unit],
        "land_ha": counted,
        "zone_share_before": zone[0] / counted,
        "zone_share_after": zone[1] / counted,
        "undisturbed_before_ha": baseline.undisturbed[unit],
        "undisturbed_after_ha": baseline.undisturbed[unit] + added.undisturbed[unit],
    }
    for key, value in found.items():
        assert value == pytest.approx(want[key], abs=1e-9), key


@pytest.mark.parametrize("name", ["A", "B", "union"])
def test_added_loss_of_parts(case: Case, expected: dict[str, Any], name: str) -> None:
    ledger, _baseline, added = _results(case)
    unit = _unit(ledger, name)
    for owner, want in expected["added_by_part"][name].items():
        found = sum(values[unit] for (part, _pressure), values in added.parts.items() if part == owner)
        assert found == pytest.approx(want, abs=1e-9), owner
    for owner, want in expected["added_without"][name].items():
        assert added.without[owner][unit] == pytest.approx(want, abs=1e-9), owner


def test_leaving_out_the_group_of_turbines(case: Case, expected: dict[str, Any]) -> None:
    alone = Case(case.study, tiny.scenario(tiny.S), 2030, case.profile, "multiplicative")
    ledger, _baseline, added = _results(alone)
    for name, want in expected["added_without"]["_group_T1_T2"].items():
        assert added.loss[0, _unit(ledger, name)] == pytest.approx(want, abs=1e-9), name


def test_classes_and_pairs_sum_to_the_whole(case: Case) -> None:
    ledger, _baseline, added = _results(case)
    classes = [i for i, c in enumerate(ledger.columns) if c.unit_kind == "membership" and c.season == "vinter"]
    assert [ledger.columns[i].unit for i in classes] == ["A", "B", "A + B"]
    whole = added.loss[0, _unit(ledger, "union")]
    assert added.loss[0, classes].sum() == pytest.approx(whole, rel=1e-12)
    assert sum(v[_unit(ledger, "union")] for v in added.parts.values()) == pytest.approx(whole, rel=1e-12)
    receptor = case.study.catalogue.receptors["winter_land"]
    assert restored(Place(case, case.profile), receptor, "winter")


def test_union_of_ground_and_turbines_counted_each(case: Case, expected: dict[str, Any]) -> None:
    covered = case.county.take(case.after(0), case.study.catalogue.receptors["winter_land"], "winter").value.sum()
    assert covered == pytest.approx(expected["contrast"]["covered_union_sum"], abs=1e-12)
    each = Case(
        case.study, tiny.scenario(tiny.S, tiny.T1, tiny.T2.model_copy(update={"part_of": None})), 2030, case.profile,
        "multiplicative",
    )  # fmt: skip
    ledger, _baseline, added = _results(each)
    found = added.loss[0, _unit(ledger, "union")]
    assert found == pytest.approx(expected["contrast"]["added_union_each_turbine_counts"], abs=1e-9)


def test_kilometres_of_a_route_in_zone(expected: dict[str, Any]) -> None:
    route = shapely.LineString([(700000, 7400250), (700500, 7400250)])
    want = expected["route"]
    t1 = length_within(route, [tiny.T1.geometry], 250.0) / 1000
    assert t1 == pytest.approx(want["in_zone_of_T1_km"], abs=1e-12)
