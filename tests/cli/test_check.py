"""``landuse check``: a line for what is right, every problem of what is not, exit 0 or 2, nothing written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.cli import main
from landuse.io.places import catalogue_folder, scenarios_folder
from landuse.io.scenario import read_scenario, write_scenario

PARK = """\
title: Park
area: exempellandet
establishments:
  park:
    type: wind_farm
    geometry: {type: MultiPoint, coordinates: [[374500, 8108000], [375100, 8108300]]}
"""


@pytest.fixture
def park(tmp_path: Path) -> Path:
    path = tmp_path / "park.yaml"
    path.write_text(PARK, encoding="utf-8")
    return path


def check(*arguments: object) -> int:
    return main(["check", "--lang", "en", *map(str, arguments)])


def test_the_catalogue_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 0
    assert capsys.readouterr().out.startswith("OK  ")


def test_the_shipped_scenarios_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(scenarios_folder()) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 12


def test_a_file_of_the_catalogue_is_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(catalogue_folder() / "areas.yaml", catalogue_folder() / "profiles" / "low.yaml") == 0
    assert capsys.readouterr().out.count(" types, ") == 2


def test_a_wrong_catalogue_lists_all_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "layers"
    shutil.copytree(catalogue_folder(), folder, ignore=shutil.ignore_patterns("data"))
    areas = folder / "areas.yaml"
    areas.write_text(
        areas.read_text(encoding="utf-8").replace("fictional: false", "fictional: perhaps\n    colour: red")
    )
    assert check(folder) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "colour" in told.err
    assert "fictional" in told.err


def test_scenarios_in_every_format(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [park.with_suffix(suffix) for suffix in (".geojson", ".gpkg")]
    for path in paths:
        write_scenario(read_scenario(park), path)
    assert check(park, *paths) == 0
    digests = {line.rsplit(" ", 1)[1] for line in capsys.readouterr().out.splitlines()}
    assert len(digests) == 1


def test_a_wrong_scenario_lists_all_problems(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    park.write_text(PARK.replace("wind_farm", "windfarm").replace("title", "titel"), encoding="utf-8")
    before = sorted(park.parent.iterdir())
    assert check(park) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "3 problems" in told.err
    for part in ("park.yaml: titel", "park.yaml: title", "establishments.park.type", "wind_farm", "to do"):
        assert part in told.err
    assert "Traceback" not in told.err
    assert sorted(park.parent.iterdir()) == before


def test_one_wrong_file_does_not_hide_the_others(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(park, park.with_name("none.yaml"), park) == 2
    told = capsys.readouterr()
    assert told.out.count("OK  ") == 2
    assert "no such file" in told.err


def test_as_json(park: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = park.with_name("wrong.yaml")
    wrong.write_text(PARK.replace("area: exempellandet", "area: x"), encoding="utf-8")
    assert check(park, wrong, "--json") == 2
    right, refused = json.loads(capsys.readouterr().out)
    assert (right["ok"], right["kind"], right["problems"]) == (True, "scenario", [])
    assert refused["ok"] is False
    assert set(refused["problems"][0]) == {"where", "found", "expected", "todo"}


def test_a_data_file_is_checked_as_its_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = gpd.GeoDataFrame({"name": ["A"], "status": ["built"]}, geometry=[shapely.Point(700000, 7400000)], crs=3006)
    towns.to_file(tmp_path / "hamn.gpkg", engine="pyogrio")
    towns.to_file(tmp_path / "ports.gpkg", engine="pyogrio")
    assert check(tmp_path / "hamn.gpkg") == 0
    assert "hamn: 1 features" in capsys.readouterr().out
    assert check(tmp_path / "ports.gpkg", "--as", "hamn") == 0
    capsys.readouterr()
    assert check(tmp_path / "ports.gpkg") == 2
    assert "--as ID" in capsys.readouterr().err
    assert check(tmp_path / "ports.gpkg", "--as", "hamnn") == 2
    assert "hamn (nearest" in capsys.readouterr().err


def test_a_data_file_without_reference_system(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = gpd.GeoDataFrame({"name": ["A"], "status": ["built"]}, geometry=[shapely.Point(700000, 7400000)])
    with pytest.warns(UserWarning, match="crs"):
        towns.to_file(tmp_path / "hamn.gpkg", engine="pyogrio")
    assert check(tmp_path / "hamn.gpkg") == 2
    assert "hamn.gpkg" in capsys.readouterr().err


def test_a_folder_with_nothing_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path) == 2
    assert "layers.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["park.geojson", "park.gpkg", "park.csv", "park.shp", "park", "park.zip"])
def test_files_of_rubbish(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01rubbish")
    assert check(tmp_path / name) == 2
    told = capsys.readouterr()
    assert "found" in told.err
    assert "fault" not in told.err
