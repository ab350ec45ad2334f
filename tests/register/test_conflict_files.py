"""The register as files: flat and harmless in a spreadsheet, in place and styled in QGIS."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely

from landuse.io.conflict_files import COLUMNS, write_conflicts_csv, write_conflicts_gpkg
from landuse.io.flat_csv import cell, write_losses_csv
from landuse.model.catalogue import Quality
from landuse.model.study import Layer
from landuse.register import register
from landuse.register.rows import KEYS
from tests.register.world import FARM, PROFILE, SPECS, box, frame, part, path, proposal, study

EVIL = "=cmd|' /C calc'!A0"


def written(folder: Path, data: dict[str, Any], *parts: Any) -> tuple[list[dict[str, Any]], Path]:
    place, scenario = study(data), proposal(*(parts or (FARM,)))
    rows = register(place, scenario, profile=PROFILE).conflicts
    write_conflicts_gpkg(rows, folder / "conflicts.gpkg", scenario, place)
    write_conflicts_csv(rows, folder / "conflicts.csv")
    return rows, folder / "conflicts.gpkg"


def test_columns_of_the_file_are_the_keys_of_a_row() -> None:
    assert COLUMNS == KEYS


def test_csv_is_flat_and_runs_nothing(tmp_path: Path) -> None:
    rows, _ = written(tmp_path, {"ri_nature": [(box(0, 0, 500, 500), {"name": EVIL, "key": "-1"})]})
    with (tmp_path / "conflicts.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert len(table) == len(rows)
    row = next(each for each in table if each["layer"] == "ri_nature")
    assert (row["name"], row["feature"], row["overlap_ha"]) == (f"'{EVIL}", "'-1", "25.0")
    assert (row["provisions"], row["overlap_km"], row["stale"]) == ("Law r36; Law general", "", "false")
    started = [text for each in table for text in each.values() if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert started == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_never_starts_a_formula(start: str) -> None:
    assert cell(f"{start}1") == f"'{start}1"
    assert cell([f"{start}1"]) == f"'{start}1"


def test_an_empty_register_has_its_columns(tmp_path: Path) -> None:
    write_conflicts_csv([], tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").strip().split(",") == list(COLUMNS)


def test_losses_are_flat(tmp_path: Path) -> None:
    row = {"receptor": "winter_land", "season": "vinter", "unit": "Å", "quantity": "ha", "unit_kind": "area"}
    row |= {"zone": {"before": None, "after": 0.0}, "added": {"value": -0.0, "low": 1e-9}}
    write_losses_csv([row], tmp_path / "losses.csv")
    with (tmp_path / "losses.csv").open(encoding="utf-8", newline="") as stream:
        (read,) = csv.DictReader(stream)
    assert (read["zone_before"], read["zone_after"], read["added_low"]) == ("", "0.0", "1e-09")
    assert list(read)[:5] == ["receptor", "season", "unit_kind", "unit", "quantity"]


def test_geopackage_holds_places_every_row_and_styles(tmp_path: Path) -> None:
    data = {
        "ri_nature": [(box(500, 0, 2500, 1000), {"key": "N"}), (box(3000, 0, 3500, 1000), {"key": "M"})],
        "route": [(path((-100, 500), (2000, 500)), {})],
    }
    road = part("road", "road", path((0, 300), (1000, 300)), part_of="park")
    rows, file = written(tmp_path, data, FARM, road)
    tables = dict(pyogrio.list_layers(file))
    assert set(tables) == {
        "conflicts", "overlap_area", "overlap_line", "near_line", "proposal_area", "proposal_line", "layer_styles",
    }  # fmt: skip
    assert len(pyogrio.read_dataframe(file, layer="conflicts")) == len(rows)
    areas = gpd.read_file(file, layer="overlap_area")
    assert areas.crs.to_epsg() == 3006
    assert areas.loc[areas.feature == "N"].geometry.iloc[0].equals(box(500, 0, 1000, 1000))
    near = gpd.read_file(file, layer="near_line")
    assert near.loc[near.feature == "M"].geometry.iloc[0].length == near.loc[near.feature == "M"].distance_m.iloc[0]
    with closing(sqlite3.connect(file)) as connection:
        styles = connection.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
    assert {name for name, *_rest in styles} == set(tables) - {"conflicts", "layer_styles"}
    for _name, column, qml, default in styles:
        assert (column, default) == ("geom", 1)
        assert ET.fromstring(qml).find("renderer-v2/symbols/symbol/layer") is not None


def test_ground_of_layers_that_are_not_open_is_left_out(tmp_path: Path) -> None:
    spec = next(each for each in SPECS if each.id == "land").model_copy(update={"sensitivity": "private"})
    layer = Layer(spec, "loaded", Quality.OFFICIAL, features=frame([(box(0, 0, 500, 500), {})]))
    rows, file = written(tmp_path, {"land": layer})
    assert [row["status"] for row in rows if row["layer"] == "land"] == ["overlap"]
    assert "overlap_area" not in dict(pyogrio.list_layers(file))


def test_nothing_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("landuse.io.conflict_files.write_styles", fails)
    with pytest.raises(OSError, match="disk full"):
        written(tmp_path, {"ri_nature": [(box(0, 0, 9, 9), {})]})
    assert list(tmp_path.iterdir()) == []


def test_a_proposal_of_points_and_a_touch(tmp_path: Path) -> None:
    turbines = part("park", "wind_farm", shapely.MultiPoint([(400_000, 8_100_000), (400_900, 8_100_000)]))
    _rows, file = written(tmp_path, {"ri_nature": [(box(0, 0, 500, 500), {}), (box(900, 0, 990, 9), {})]}, turbines)
    assert len(gpd.read_file(file, layer="overlap_point")) == 2
    assert gpd.read_file(file, layer="proposal_point").geometry.iloc[0].geom_type == "MultiPoint"
