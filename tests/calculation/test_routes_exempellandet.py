"""Routes of the fictional area: what the shipped scenarios do to them, and how fast an edit is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import shapely

from landuse import load_study, read_catalogue, read_scenario
from landuse.calculation.options import case_of
from landuse.calculation.route_rows import route_rows
from landuse.calculation.routes import kept_before, kept_plan
from landuse.model.scenario import Establishment, Scenario

CATALOGUE = read_catalogue()
STANDS = {
    "clear": {"EX-F01", "EX-F07"},
    "weakened": {"EX-F04", "EX-F05", "EX-F06", *(f"EX-F{number}" for number in range(10, 17))},
    "unknown": {"EX-F02", "EX-F03", "EX-F08", "EX-F09", "EX-F17"},
}
"""Regulated ice on four of them, and the place of the last: the data say so, and nobody but the village knows more."""
CUT = {
    "gruva-fiktivgruvan": {"EX-F05", "EX-F11"},
    "jarnvag-exempelstad-latsasvik": {"EX-F15", "EX-F16"},
    "kraftledning-exempelstad-fiktivhamn": set(),
    "nollalternativ": set(),
    "stalverk-fiktivhamn": set(),
    "vindkraft-exempelberget-a": set(),
    "vindkraft-exempelberget-b": set(),
}


@pytest.fixture(scope="module")
def study():
    return load_study(CATALOGUE, "exempellandet")


def case(study, root: Path, name: str, *more: Establishment):
    scenario = read_scenario(root / "scenarios" / f"{name}.yaml", CATALOGUE)
    if more:
        parts = (*scenario.establishments, *more)
        scenario = Scenario.of("more", scenario.area, scenario.year, parts, without=scenario.without)
    return case_of(study, scenario, year=None, profile="likely", model="multiplicative", keeping=study.kept)


def routes(made) -> dict[str, dict[str, Any]]:
    return {row["route"].split("/")[1]: row for row in route_rows(made) if row["kind"] == "route"}


@pytest.mark.parametrize("name", CUT)
def test_every_scenario_leaves_the_states_that_the_data_say(study, root: Path, name: str) -> None:
    found = routes(case(study, root, name))
    states = {state: {key for key in keys if key not in CUT[name]} for state, keys in STANDS.items()}
    assert {key: row["state_before"] for key, row in found.items()} == {
        key: state for state, keys in STANDS.items() for key in keys
    }
    for state, keys in {**states, "cut": CUT[name]}.items():
        assert {key for key, row in found.items() if row["state"] == state} == keys
    for key in STANDS["unknown"]:
        said = "position of the route is uncertain" if key == "EX-F17" else "regulated ice can be unsafe"
        assert said in found[key]["note"]


def test_a_wind_farm_narrows_the_only_route_of_a_village(study, root: Path) -> None:
    row = routes(case(study, root, "vindkraft-exempelberget-a"))["EX-F06"]
    assert row["state"] == "weakened" and 0 < row["free_width_m"] < row["free_width_before_m"]
    assert "between the turbines" in row["note"]
    assert row["routes_left"] == 1 and row["bridges"]


def test_the_crossing_under_the_road_does_not_open_the_railway(study, root: Path) -> None:
    name, port = "jarnvag-exempelstad-latsasvik", "faunapassage/EX-FP5"
    row = routes(case(study, root, name))["EX-F16"]
    assert {(one["barrier"], one["measure"]) for one in row["crossings"] if one["source"] != "ren_passage"} >= {
        ("road_major", port),
        ("railway", None),
    }
    line = read_scenario(root / "scenarios" / f"{name}.yaml", CATALOGUE).part("railway").geometry
    route = study.layers["ren_flyttled"].features.set_index("key").geometry["EX-F16"]
    bridge = Establishment(
        id="bridge", type="reindeer_overpass", part_of="railway", geometry=shapely.intersection(line, route).centroid,
        years=(2034, 2138), parameters={"width_m": 80},
    )  # fmt: skip
    opened = routes(case(study, root, name, bridge))["EX-F16"]
    assert opened["state"] == "weakened" and {one["part"] for one in opened["measures"]} == {"bridge", port}


def test_an_edit_is_quick_once_the_ground_is_known(study, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = case(study, root, "vindkraft-exempelberget-a")
    rows = route_rows(made)
    assert kept_plan(made) is kept_plan(made) and kept_before(made, kept_plan(made)).strips
    for place in ("prepare_routes", "_of_sources"):
        monkeypatch.setattr(f"landuse.calculation.routes.{place}", None)
    spent = []
    for _turn in range(3):
        again = case(study, root, "vindkraft-exempelberget-a")
        again.after(0), again.changed, again.county  # what every edit works out anyway
        start = time.process_time()
        assert route_rows(again) == rows
        spent.append(time.process_time() - start)
    assert min(spent) < 0.3  # about 0.05 s of processor time on the machine it was written on
