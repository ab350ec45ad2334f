"""Weeks of construction and the day for an answer: read, written, and refused where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from landuse import read_catalogue, read_scenario
from landuse.errors import ScenarioError
from landuse.io.scenario import write_scenario

TEXT = """title: Weeks
area: exempellandet
year: 2035
answer_by: {day}
establishments:
  park:
    type: wind_farm
    construction_weeks: {weeks}
    geometry: {{type: Point, coordinates: [374500, 8108000]}}
"""


def written(folder: Path, day: str = "2027-01-31", weeks: str = "[40, 14]") -> Path:
    path = folder / "a.yaml"
    path.write_text(TEXT.format(day=day, weeks=weeks), "utf-8")
    return path


@pytest.mark.parametrize("suffix", [".yaml", ".geojson", ".gpkg"])
@pytest.mark.parametrize("day", ["2027-01-31", '"2027-01-31"'])
def test_they_survive_every_format(tmp_path: Path, suffix: str, day: str) -> None:
    scenario = read_scenario(written(tmp_path, day), read_catalogue())
    assert scenario.answer_by == "2027-01-31"
    assert scenario.part("park").construction_weeks == (40, 14)
    write_scenario(scenario, tmp_path / f"b{suffix}")
    assert read_scenario(tmp_path / f"b{suffix}", read_catalogue()).digest == scenario.digest


@pytest.mark.parametrize("weeks", ["[0, 10]", "[10, 54]", "[10]", "[1.5, 3]", "soon", "[10, true]"])
def test_weeks_that_are_none_are_refused(tmp_path: Path, weeks: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(written(tmp_path, weeks=weeks), read_catalogue())
    (problem,) = refused.value.problems
    assert problem.where.endswith("construction_weeks")


@pytest.mark.parametrize("day", ["31/1 2027", '"2027-02-30"', "2027", "true"])
def test_days_that_are_none_are_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(written(tmp_path, day=day), read_catalogue())
    (problem,) = refused.value.problems
    assert problem.where.endswith("answer_by")
