"""``landuse assess`` on the fictional wind farm: what a herder reads, and the same in the files."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from landuse.cli import main

ROOT = Path(__file__).resolve().parents[2]
WIND = ROOT / "scenarios" / "vindkraft-exempelberget-a.yaml"
SEASONS = ["varvinter", "var", "varsommar", "sommar", "hostsommar", "host", "hostvinter", "vinter"]
TOKENS = ("unknown", "None", "nan", "losses", "lichen_forest")


@pytest.fixture(scope="module", autouse=True)
def _own_workspace(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDUSE_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        yield


def printed(capsys: pytest.CaptureFixture[str], language: str, *more: object) -> list[str]:
    capsys.readouterr()
    assert main(["--lang", language, "assess", str(WIND), "--resolution", "1000", *map(str, more)]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


def test_a_line_a_season_that_can_be_read(capsys: pytest.CaptureFixture[str], out: Path) -> None:
    lines = printed(capsys, "sv", "--out", out)
    start = lines.index("Norra Exempelsamebyn (fjällsameby)")
    first = lines[start + 1]
    assert first.startswith("  Svår vinter (")
    assert "% av gammal lavskog (" in first
    assert "under bygget" in first
    words = [line.split()[0] for line in lines[start + 2 : start + 10]]
    assert words == [
        "Vårvinter", "Vår", "Vårsommar", "Sommar", "Höstsommar", "Höst", "Höstvinter", "Vinter",
    ]  # fmt: skip
    end = next(n for n, line in enumerate(lines) if line.startswith("Annan mark och andra intressen"))
    of_villages = lines[:end]
    assert all(len(line) <= 120 for line in of_villages)
    assert not any(token in line for line in of_villages for token in TOKENS)
    assert "inget tillkommer" in "\n".join(of_villages)


def test_the_same_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "en")
    start = lines.index("Norra Exempelsamebyn (mountain community)")
    assert lines[start + 1].startswith("  Bad winter (")
    assert any(line.startswith("  Most is added in: ") for line in lines[start:])
    assert any(line.startswith("Nothing is added in any season: ") for line in lines)


def test_the_files_hold_it_and_are_valid(out: Path) -> None:
    folder = out / WIND.stem
    document = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    schema = json.loads(files("landuse.model").joinpath("assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["losses"][0]["receptor"] == "lichen_forest"
    assert document["construction"]["years"] == [2030, 2032]
    assert len(document["villages"]) == 7
    for village in document["villages"]:
        assert [season["season"] for season in village["seasons"]] == SEASONS
        rights = {season["winter_right"] for season in village["seasons"]}
        assert rights == ({"decision"} if village["type"] == "koncession" else {"all", "part", "none"})
    east = next(v for v in document["villages"] if v["village"] == "Skogsexempel östra")
    assert (east["seasons"][-1]["start"], east["seasons"][-1]["end"]) == ("12-16", "02-28")


def test_losses_csv_says_dates_right_and_what_is_added_in_construction(out: Path) -> None:
    with (out / WIND.stem / "losses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["receptor"] == "lichen_forest"
    row = next(r for r in rows if (r["receptor"], r["season"], r["unit"], r["unit_kind"])
               == ("winter_land", "varvinter", "Norra Exempelsamebyn", "herding_community"))  # fmt: skip
    assert (row["season_start"], row["season_end"], row["winter_right"]) == ("03-01", "04-20", "all")
    assert float(row["added_construction_value"]) > float(row["added_value"]) > 0.0
    assert row["added_construction_years"] == "2030; 2032"
    assert float(row["zone_unmapped_ha"]) >= float(row["zone_unmapped"]) > 0.0
    assert row["to_load"] == ""


def test_the_report_shows_the_bad_winter_first(out: Path) -> None:
    page = (out / WIND.stem / "report.html").read_text(encoding="utf-8")
    assert page.index("svår vinter (") < page.index("<td>vårvinter")


def test_without_layers_the_answer_is_unknown_with_what_to_load(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    scenario = ROOT / "scenarios" / "talga-nunasvaara.yaml"
    assert main(["--lang", "en", "assess", str(scenario), "--resolution", "1000", "--out", str(tmp_path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Unknown in all seasons, a bad winter too: Könkämä, Lainiovuoma" in text
    assert "ren_arstidsland" in text
    assert "ren_lavskog" in text
    document = json.loads((tmp_path / scenario.stem / "assessment.json").read_text(encoding="utf-8"))
    assert len(document["villages"]) == 32
    for village in document["villages"]:
        assert (village["known"], village["to_load"]) == (False, ["ren_arstidsland"])
        assert (village["bad_winter"]["status"], village["bad_winter"]["to_load"]) == ("unknown", ["ren_lavskog"])
        assert village["share_inside"] is None
    with (tmp_path / scenario.stem / "losses.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_kind"] == "herding_community"]
    assert {row["to_load"] for row in rows if row["receptor"] == "winter_land"} == {"ren_arstidsland"}
    assert {row["to_load"] for row in rows if row["receptor"] == "lichen_forest"} == {"ren_lavskog"}
    assert all(row["added_value"] == "" for row in rows)
