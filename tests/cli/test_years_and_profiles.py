"""``landuse assess`` with a profile of one's own and the load through the years, as a user runs it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from landuse.cli import main
from tests.own_profile import own_profile

ROOT = Path(__file__).resolve().parents[2]
WIND = ROOT / "scenarios" / "vindkraft-exempelberget-a.yaml"
REAL = ROOT / "scenarios" / "vindkraft-markbygden.yaml"
NEW = {"years.csv", "year_steps.csv", "establishments.csv"}
CHANGE = "{type: wind_farm, pressure: disturbance, phase: operation, season: winter, radius_m: 6000, reason: tracks}"


@pytest.fixture(scope="module", autouse=True)
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("workspace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDUSE_WORKSPACE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_profile(tmp_path_factory.mktemp("profiles"), CHANGE)


def run(*arguments: object) -> int:
    return main(["--lang", "en", *map(str, arguments)])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_the_curve_of_a_scenario_and_its_own_profile(
    tmp_path: Path, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--resolution", 1000, "--through-years", "--profile", ours, "--out", tmp_path)
    assert run("assess", WIND, *options) == 0
    screen = capsys.readouterr().out
    assert "Load through the years" in screen and "A copy of likely by A village: seen for ten years" in screen
    folder = tmp_path / WIND.stem
    document = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    profile = document["profile"]
    assert (profile["name"], profile["author"], len(profile["changed"])) == ("ours", "A village", 1)
    assert profile["changed"][0]["of"]["type"] == "wind_farm" and profile["digest"][:12] in screen.replace("\n", "")
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "tracks" in report and profile["digest"][:12] in report and "Studies differ" in report
    curve = {(row["community"], row["season"], row["year"]): row for row in rows(folder / "years.csv")}
    losses = [row for row in rows(folder / "losses.csv") if row["unit_kind"] == "herding_community"]
    compared = 0
    for row in losses:
        held = curve.get((row["unit"], row["season"], "2035"))
        if held is not None and held["receptor"] == row["receptor"]:
            compared += 1
            for ours_, theirs in (("built", "baseline_built"), ("with_planned", "baseline_with_planned")):
                assert held[ours_] == row[theirs]
            assert float(held["built_and_proposed"]) == pytest.approx(float(row["cumulative"]), rel=1e-12)
            assert float(held["built_low"]) <= float(held["built"]) <= float(held["built_high"])
    assert compared == 56
    steps = rows(folder / "year_steps.csv")
    assert {"began", "ended", "changed", "recovery"} == {step["what"] for step in steps}
    assert {step["year"] for step in steps if step["source"] == "park"} == {"2030", "2032"}
    carried = rows(folder / "establishments.csv")
    assert [row["n"] for row in carried] == sorted((row["n"] for row in carried), key=int)


def test_without_mapped_land_the_curve_is_unknown_and_never_zero(tmp_path: Path) -> None:
    assert run("assess", REAL, "--resolution", 1000, "--through-years", "--out", tmp_path) == 0
    folder = tmp_path / REAL.stem
    assert {path.name for path in folder.iterdir()} >= NEW
    curve = rows(folder / "years.csv")
    assert len(curve) == 32 * 8 and {row["year"] for row in curve} == {""}, "one row a village and season, nothing said"
    assert rows(folder / "establishments.csv") == []


def test_a_profile_of_the_workspace_and_wrong_ones(
    workspace: Path, ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_profile(workspace / "profiles", CHANGE)
    place = "407000,8124000"
    assert run("explain", place, WIND, "--resolution", 1000, "--profile", "ours", "--json") == 0
    kept = json.loads(capsys.readouterr().out)
    assert run("explain", place, WIND, "--resolution", 1000, "--profile", ours, "--json") == 0
    assert json.loads(capsys.readouterr().out) == kept
    shares = [share for group in kept["groups"] for share in group["shares"] if share["source"] == "park"]
    assert any(share["evidence"]["studies_differ"] for share in shares)
    assert run("explain", place, WIND, "--resolution", 1000, "--profile", "court_edge") == 0
    assert "court practice" in " ".join(capsys.readouterr().out.split())
    bad = own_profile(tmp_path, CHANGE.replace("wind_farm", "wind_fram"), name="bad.yaml")
    assert run("check", ours) == 0 and "a copy of likely, 1 values changed" in capsys.readouterr().out
    assert run("check", bad) == 2 and "changes.0.type" in capsys.readouterr().err
    assert run("assess", WIND, "--profile", bad) == 2
    said = capsys.readouterr()
    assert "bad.yaml: changes.0.type › found: wind_fram › expected: wind_farm" in said.err and not said.out
    assert run("assess", WIND, "--profile", "unlikely") == 2
    assert "ours" in capsys.readouterr().err
