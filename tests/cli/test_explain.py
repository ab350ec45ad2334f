"""``landuse explain``: why here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from landuse.cli import main

ROOT = Path(__file__).resolve().parents[2]
MINE = ROOT / "scenarios" / "talga-nunasvaara.yaml"
PLACE = "770100,7524500"


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path / "workspace"))


def run(*arguments: str) -> int:
    return main(["--lang", "en", "explain", *arguments, "--resolution", "1000"])


@pytest.fixture
def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(PLACE, str(MINE), "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_shares_sum_to_the_whole(document: dict[str, Any]) -> None:
    lost = [group for group in document["groups"] if group["lost_after"] > 0.0]
    assert lost
    for group in lost:
        assert group["lost_after"] >= group["lost_before"]
        assert sum(row["share"] for row in group["shares"]) == pytest.approx(1.0, abs=1e-12)
        assert sum(row["lost"] for row in group["shares"]) == pytest.approx(group["lost_after"], abs=1e-12)
        assert any(row["part"] == "concession" for row in group["shares"])


def test_the_cell_holds_the_place(document: dict[str, Any]) -> None:
    west, south, east, north = document["cell"]
    assert west <= 770100 < east
    assert south < 7524500 <= north
    assert document["place"] == [770100.0, 7524500.0]


def test_sources_whose_place_is_uncertain_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The mine M01 is known to 5 km only: it says nothing about a single place, and that is said."""
    kiirunavaara = "718442,7534429"
    assert run(kiirunavaara, str(MINE), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert any(name.startswith("gruva") for name in found["left_out"])
    assert not any(row["source"].startswith("gruva") for group in found["groups"] for row in group["shares"])
    assert run(kiirunavaara, str(MINE)) == 0
    assert "Left out" in capsys.readouterr().out


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PLACE, str(MINE)) == 0
    text = capsys.readouterr().out
    assert "Why here: 770100, 7524500" in text
    assert "concession" in text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("770100", "X,Y"),
        ("770100;7524500", "X,Y"),
        ("east,north", "east,north"),
        ("1,2,3", "X,Y"),
        ("7524500,770100", "easting"),
        ("20.5,67.8", "easting"),
        ("nan,7524500", "nan"),
        ("770100,inf", "inf"),
    ],
)
def test_bad_places(place: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, str(MINE)) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count(" › ") >= 3
    assert captured.out == ""


def test_a_place_before_the_scenario_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(PLACE, str(tmp_path / "none.yaml")) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_another_way_of_combining_effects_is_followed_and_named(
    document: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(PLACE, str(MINE), "--model", "dominant", "--json") == 0
    dominant = json.loads(capsys.readouterr().out)
    assert (document["model"], dominant["model"]) == ("multiplicative", "dominant")
    pairs = [(a["lost_after"], b["lost_after"]) for a, b in zip(document["groups"], dominant["groups"], strict=True)]
    assert all(by_product >= by_strongest for by_product, by_strongest in pairs)
    assert any(by_product > by_strongest for by_product, by_strongest in pairs)
    assert run(PLACE, str(MINE), "--model", "dominant") == 0
    assert "strongest effect only" in capsys.readouterr().out
