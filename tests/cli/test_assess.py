"""``landuse assess``: its files, tables and exit codes, on shipped scenarios with large cells."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pyogrio
import pytest
import rasterio

from landuse.cli import main

ROOT = Path(__file__).resolve().parents[2]
LINE = ROOT / "scenarios" / "kraftledning-letsi-svartbyn.yaml"
MINE = ROOT / "scenarios" / "talga-nunasvaara.yaml"
FILES = ["assessment.json", "conflicts.csv", "conflicts.gpkg", "impact.tif", "losses.csv", "report.html"]


@pytest.fixture(scope="module", autouse=True)
def _own_workspace(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDUSE_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        patch.setenv("SOURCE_DATE_EPOCH", "1782864000")
        yield


def run(*arguments: object) -> int:
    return main(["--lang", "en", "assess", *map(str, arguments), "--resolution", "1000"])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, _own_workspace: None) -> Path:
    """Return the folder that two scenarios were written to."""
    folder = tmp_path_factory.mktemp("out")
    assert run(LINE, MINE, "--out", folder) == 0
    return folder


def test_a_folder_for_each_scenario_and_nothing_else(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == [LINE.stem, MINE.stem]
    for stem in (LINE.stem, MINE.stem):
        assert sorted(path.name for path in (out / stem).iterdir()) == FILES


@pytest.mark.parametrize("stem", [LINE.stem, MINE.stem])
def test_the_document_is_valid_and_knows_no_nan(out: Path, stem: str) -> None:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    text = (out / stem / "assessment.json").read_text(encoding="utf-8")
    document = json.loads(text, parse_constant=refuse)
    schema = json.loads(files("landuse.model").joinpath("assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["scenario"]["year"] == 2035


def test_what_is_not_loaded_is_unknown_and_never_zero(out: Path) -> None:
    document = json.loads((out / LINE.stem / "assessment.json").read_text(encoding="utf-8"))
    layers = {layer["id"]: layer for layer in document["layers"]}
    assert layers["ren_arstidsland"]["status"] == "missing"
    assert layers["ren_arstidsland"]["how_to_get"]
    for row in document["losses"]:
        if row["receptor"] in ("winter_land", "natura_2000", "protected_area", "migration_route"):
            assert row["available"] is row["cumulative"] is row["taken"] is row["added"]["value"] is None
            assert set(row["bounds"].values()) == {"none"}
    missing = {name for name, layer in layers.items() if layer["status"] == "missing"}
    asked = {row["layer"]: row for row in document["conflicts"] if row["layer"] in missing}
    assert "n2000" in asked
    for row in asked.values():
        assert row["status"] == "unknown"
        assert row["overlap_ha"] is row["overlap_km"] is row["overlap_count"] is None


def test_every_village_has_a_row_for_each_of_its_eight_seasons(out: Path) -> None:
    document = json.loads((out / LINE.stem / "assessment.json").read_text(encoding="utf-8"))
    with (ROOT / "layers" / "herding_communities.csv").open(encoding="utf-8") as file:
        listed = {row["name"] for row in csv.DictReader(file) if row["area"] == "norrbotten"}
    found: dict[str, list[str]] = {}
    for row in document["losses"]:
        if row["unit_kind"] == "herding_community" and row["receptor"] in (
            "winter_land", "spring_land", "summer_land", "autumn_land"
        ):  # fmt: skip
            found.setdefault(row["unit"], []).append(row["season"])
    assert listed
    assert set(found) == listed
    seasons = ["host", "hostsommar", "hostvinter", "sommar", "var", "varsommar", "varvinter", "vinter"]
    assert all(sorted(rows) == seasons for rows in found.values())


def test_the_tables_hold_the_same_rows(out: Path) -> None:
    document = json.loads((out / LINE.stem / "assessment.json").read_text(encoding="utf-8"))
    for name in ("losses", "conflicts"):
        with (out / LINE.stem / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(document[name])
        for row, wanted in zip(rows, document[name], strict=True):
            for key, value in wanted.items():
                if key in row and isinstance(value, float):
                    assert float(row[key]) == value
                elif key in row and value is None:
                    assert row[key] == ""


def test_the_map_layers_open(out: Path) -> None:
    path = out / LINE.stem / "conflicts.gpkg"
    layers = {name for name, _kind in pyogrio.list_layers(path)}
    assert layers
    read = [pyogrio.read_dataframe(path, layer=name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    assert any(len(frame) for frame in read)
    assert all(frame.crs.to_epsg() == 3006 for frame in read if len(frame))


def test_the_raster_is_a_cog_with_named_bands(out: Path) -> None:
    with rasterio.open(out / LINE.stem / "impact.tif") as raster:
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.crs.to_epsg() == 3006
        assert raster.nodata is not None
        assert not 0 <= raster.nodata <= 1
        names = raster.descriptions
        assert {"reindeer winter before", "reindeer winter after", "nature all after", "people all before"} <= set(
            names
        )
        for group, season in {(name.split()[0], name.split()[1]) for name in names}:
            before, after = (
                raster.read(names.index(f"{group} {season} {when}") + 1, masked=True) for when in ("before", "after")
            )
            assert ((before >= 0) & (before <= 1)).all()
            assert (after >= before - 1e-6).all()
            assert raster.transform.a == 1000.0
            assert raster.transform.c % 1000 == raster.transform.f % 1000 == 0
        assert (np.ma.filled(after, 0) > 0).any()


def test_the_same_moment_gives_the_same_bytes_and_the_folder_is_replaced_whole(out: Path, tmp_path: Path) -> None:
    assert run(MINE, "--out", tmp_path) == 0
    target = tmp_path / MINE.stem
    first = (target / "assessment.json").read_bytes()
    assert first == (out / MINE.stem / "assessment.json").read_bytes()
    (target / "stale.txt").write_text("from before")
    (target / "losses.csv").write_text("half")
    assert run(MINE, "--out", tmp_path) == 0
    assert (target / "assessment.json").read_bytes() == first
    assert sorted(path.name for path in target.iterdir()) == FILES
    assert [path.name for path in tmp_path.iterdir()] == [MINE.stem]
    assert (target / "losses.csv").read_text(encoding="utf-8-sig") != "half"


def test_one_document_or_a_list_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MINE, "--json") == 0
    one = json.loads(capsys.readouterr().out)
    assert one["schema"] == "landuse/assessment/1"
    assert run(MINE, LINE, "--json") == 0
    both = json.loads(capsys.readouterr().out)
    assert both[0]["scenario"] == one["scenario"]
    assert len(both) == 2


def test_the_table_says_what_is_unknown_and_gives_no_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MINE) == 0
    text = capsys.readouterr().out
    assert "unknown" in text
    assert "ren_arstidsland" in text
    for word in ("allowed", "forbidden", "no conflict"):
        assert word not in text.lower()


def test_model_and_profile_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MINE, "--json", "--model", "dominant", "--profile", "high", "--year", "2040") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["model"], document["profile"]["name"], document["scenario"]["year"]) == ("dominant", "high", 2040)
    assert document["provenance"]["options"]["profile"] == "high"
    assert any("index" in warning for warning in document["provenance"]["warnings"])


def test_a_zero_alternative_has_no_raster(tmp_path: Path) -> None:
    zero = tmp_path / "zero.yaml"
    zero.write_text("title: Zero\narea: norrbotten\nyear: 2035\nalternative: zero\n", encoding="utf-8")
    assert run(zero, "--out", tmp_path / "out") == 0
    assert not (tmp_path / "out" / "zero" / "impact.tif").exists()
    document = json.loads((tmp_path / "out" / "zero" / "assessment.json").read_text(encoding="utf-8"))
    known = [row for row in document["losses"] if row["added"]["value"] is not None]
    assert known
    assert all(row["added"]["value"] == 0.0 and row["cumulative"] == row["baseline"]["built"] for row in known)
