"""What the shipped scenarios give, small, at 500 m: read in review whatever changes it.

``pytest tests/golden --update-golden`` writes the files anew. Norrbotten is assessed on embedded data alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landuse import assess, load_study, read_catalogue, read_scenario
from landuse.model.catalogue import Catalogue
from landuse.model.study import Study

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
FIGURES = (
    "available, taken, built, added low, added, added high, share, in zone after, undisturbed after, largest after"
)
ROUTES = "state before, after, roaming, km in zone before, after, free width before, after, detour, routes before, left"
TOLERANCE = 1e-6
"""Relative: another machine may round otherwise (METHOD §10)."""


class Kept(dict):  # type: ignore[type-arg]
    """Baselines of the session."""

    def put(self, key: str, arrays: Mapping[str, Any]) -> None:
        self[key] = arrays


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Study]:
    workspace = tmp_path_factory.mktemp("workspace")
    return {
        area: replace(
            load_study(catalogue, area, resolution_m=500, workspace=workspace, today=dt.date(2026, 7, 1)), memory=Kept()
        )
        for area in ("exempellandet", "norrbotten")
    }


def summary(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the totals of the whole area and of each village, and how many conflicts of each status."""
    losses: dict[str, Any] = {}
    unknown = 0
    for row in document["losses"]:
        if row["unit_kind"] not in ("area", "herding_community"):
            continue
        if row["available"] is None:
            unknown += 1
            continue
        figures = (
            row["available"], row["taken"], row["baseline"]["built"],
            *(row["added"][name] for name in ("low", "value", "high", "share_of_remaining")),
            row["zone"]["after"], row["undisturbed"]["after"], row["undisturbed"]["largest_after"],
        )  # fmt: skip
        name = " | ".join(filter(None, (row["receptor"], row["season"], row["unit"])))
        losses[name] = [_rounded(value) for value in figures]
    status = Counter(row["status"] for row in document["conflicts"])
    overlaps = Counter(row["layer"] for row in document["conflicts"] if row["status"] == "overlap")
    routes = {}
    for row in document["routes"]:
        figures = (
            row["km_in_zone_before"], row["km_in_zone_after"], row["free_width_before_m"], row["free_width_m"],
            row["detour_factor"], row["routes_before"], row["routes_left"],
        )  # fmt: skip
        states = [row["state_before"], row["state"], row["state_roaming"]]
        routes[row["route"]] = [*states, *(_rounded(value) for value in figures)]
    return {
        "figures": FIGURES,
        "losses": losses,
        "figures_of_routes": ROUTES,
        "routes": routes,
        "unknown_rows": unknown,
        "conflicts": dict(sorted(status.items())),
        "overlaps": dict(sorted(overlaps.items())),
        "weighings": dict(sorted(Counter(row["kind"] for row in document["weighings"]).items())),
    }


def _rounded(value: float | None) -> float | None:
    """Return a number with eight figures; dust of rounding is 0."""
    return None if value is None else 0.0 if abs(value) < 1e-9 else float(f"{value:.8g}")


def _text(found: Mapping[str, Any]) -> str:
    """Return JSON with one line for each row."""
    tables = ("routes", "losses")
    parts = [f" {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items() if k not in tables]
    for name in tables:
        lines = [f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(v)}" for k, v in found[name].items()]
        parts.append(f' "{name}": {{\n' + ",\n".join(lines) + "}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def differences(expected: Any, found: Any, where: str = "") -> list[str]:
    """Return every path at which two summaries differ by more than the tolerance."""
    if isinstance(expected, dict) and isinstance(found, dict):
        names = list(dict.fromkeys([*expected, *found]))
        return [d for n in names for d in differences(expected.get(n), found.get(n), f"{where} › {n}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [d for i, (a, b) in pairs for d in differences(a, b, f"{where} › {i}")]
    if isinstance(expected, float) and isinstance(found, float):
        return (
            [] if found == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE) else [f"{where}: {expected} → {found}"]
        )
    return [] if expected == found else [f"{where}: {expected} → {found}"]


@pytest.mark.parametrize("stem", SCENARIOS)
def test_golden(stem: str, catalogue: Catalogue, studies: dict[str, Study], update_golden: bool) -> None:
    scenario = read_scenario(ROOT / "scenarios" / f"{stem}.yaml", catalogue)
    document = assess(studies[scenario.area], scenario).document
    checks = document["checks"]
    assert checks["largest_relative_difference"] is None or checks["largest_relative_difference"] < 1e-9
    assert checks["add_and_remove_restores_baseline"]
    found = json.loads(json.dumps(summary(document)))
    path = DATA / f"{stem}.json"
    if update_golden:
        DATA.mkdir(exist_ok=True)
        path.write_text(_text(found), encoding="utf-8")
    expected = json.loads(path.read_text(encoding="utf-8"))
    assert not differences(expected, found)


def test_no_golden_file_is_left_over() -> None:
    assert sorted(path.stem for path in DATA.glob("*.json")) == SCENARIOS


def test_each_scenario_of_the_fictional_land_adds_some_loss() -> None:
    for stem in SCENARIOS:
        losses = json.loads((DATA / f"{stem}.json").read_text(encoding="utf-8"))["losses"]
        fictional = any("Exempel" in name for name in losses)
        if fictional and stem != "nollalternativ":
            assert any(row[4] for row in losses.values()), stem


def test_a_difference_is_found() -> None:
    assert differences({"a": [1.0, {"b": 2.0}]}, {"a": [1.0, {"b": 2.1}]}) == [" › a › 1 › b: 2.0 → 2.1"]
    assert differences({"a": 0.0}, {"a": None}) == [" › a: 0.0 → None"]
    assert not differences({"a": 1.0}, {"a": 1.0 + 1e-9})
