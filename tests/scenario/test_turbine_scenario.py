"""A list of turbines is a scenario of one wind farm, if it says clearly where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from landuse.errors import Problem
from landuse.io.scenario import read_scenario, read_scenario_bytes
from landuse.model.catalogue import Catalogue

Read = Callable[..., list[Problem]]

LIST = "id;E;N;höjd;MW\nT1;374500,5;8108000;250;6,6\nT2;375100;8108300;260;6,6\n"


def test_a_list_is_a_wind_farm(catalogue: Catalogue) -> None:
    scenario = read_scenario_bytes(LIST.encode(), "Mitt berg.csv", catalogue)
    (park,) = scenario.establishments
    assert (scenario.title, scenario.area, scenario.year, park.id) == ("Mitt berg", "exempellandet", 2025, "Mitt_berg")
    assert park.type == "wind_farm"
    assert park.parameters == {"turbines": 2, "height_m": 260.0, "capacity_mw": 13.2}
    assert park.geometry.geoms[0].coords[0] == (374500.5, 8108000.0)
    assert "exempellandet" in scenario.warnings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str, catalogue: Catalogue) -> None:
    scenario = read_scenario_bytes(LIST.encode(encoding), "a.csv", catalogue)
    assert scenario.establishments[0].parameters["height_m"] == 260


def test_excel_gives_the_same(tmp_path: Path, catalogue: Catalogue) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "E", "N", "höjd", "MW"], ["T1", 374500.5, 8108000, 250, 6.6], ["T2", 375100, 8108300, 260, 6.6]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_scenario(tmp_path / "a.xlsx", catalogue) == read_scenario_bytes(LIST.encode(), "a.csv", catalogue)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("375100;8108300", "8108300;375100", "no area"),
        ("T2;375100;8108300", "T2;;", "no coordinates"),
        ("T2", "T1", "2 turbines with this id"),
        ("375100;8108300", "374500,5;8108000", "1 turbines in the place"),
        ("260", "high", "'high'"),
        ("E;N", "a;b", "a"),
        ("375100", "375x100", "'375x100'"),
        ("374500,5;8108000", "700000;7400000", "no area"),
    ],
)
def test_lists_that_cannot_be_placed(old: str, new: str, found: str, problems: Read) -> None:
    noted = problems(LIST.replace(old, new), "a.csv")
    assert any(found in item.found for item in noted), [str(item) for item in noted]


def test_a_binary_list(problems: Read) -> None:
    assert "binary" in problems(b"PK\x03\x04\x00", "a.csv")[0].found
