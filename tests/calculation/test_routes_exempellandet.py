"""Routes of the fictional area: what the shipped scenarios do to them, and how fast an edit is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from landuse import load_study, read_catalogue, read_scenario
from landuse.calculation.options import case_of
from landuse.calculation.route_plan import prepare_routes
from landuse.calculation.route_rows import rows_of
from landuse.calculation.routes import routes_after, routes_before

CATALOGUE = read_catalogue()
STATES = {"cut", "weakened", "clear", "unknown"}


@pytest.fixture(scope="module")
def study():
    return load_study(CATALOGUE, "exempellandet")


def case(study, root: Path, name: str):
    scenario = read_scenario(root / "scenarios" / name, CATALOGUE)
    return case_of(study, scenario, year=None, profile="likely", model="multiplicative")


@pytest.fixture(scope="module")
def plan(study):
    return prepare_routes(study)


def test_a_fenced_railway_cuts_and_a_wind_farm_narrows(study, plan, root: Path) -> None:
    def changed(name):
        made = case(study, root, name)
        return {r["route"].split("/")[1]: r for r in rows_of(made, routes_after(made, plan)) if r["changed"]}

    railway = changed("jarnvag-exempelstad-latsasvik.yaml")
    assert {key for key, row in railway.items() if row["state"] == "cut"} >= {"EX-F10", "EX-F11"}
    park = changed("vindkraft-exempelberget-a.yaml")
    assert set(park) == {"EX-F03"} and 0 < park["EX-F03"]["free_width_m"] < park["EX-F03"]["free_width_before_m"]
    assert park["EX-F03"]["way_round"]["cost_km_after"] > park["EX-F03"]["way_round"]["cost_km_before"]


def test_an_edit_is_quick_once_the_ground_is_known(study, plan, root: Path) -> None:
    first = case(study, root, "vindkraft-exempelberget-a.yaml")
    before = routes_before(first, plan)
    routes_after(first, plan, before)
    spent = []
    for _turn in range(3):
        again = case(study, root, "vindkraft-exempelberget-a.yaml")
        again.after(0), again.changed, again.county  # what every edit works out anyway
        start = time.process_time()
        rows = rows_of(again, routes_after(again, plan, before))
        spent.append(time.process_time() - start)
    assert {row["state"] for row in rows} <= STATES
    assert min(spent) < 0.4  # about 0.09 s of processor time on the machine it was written on
