"""``landuse layers``: the imports a planner makes on the real files, and what is said when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from landuse.cli import main
from landuse.io.catalogue import read_catalogue
from landuse.load import load_study
from landuse.store.workspace import Workspace

NAMED = [
    ("protected_areas_nvr", "skydd_nvr", ()),
    ("wind_turbines_vbk2020", "vbk", ()),
    ("rail_lines_threaded", "jarnvag", ("--quality", "schematic")),
    ("grid_entsoe_lines", "stamnat", ("--quality", "schematic")),
    ("places_tatorter_scb2020", "tatort", ()),
    ("power_plants_wri", "vattenkraft", ()),
    ("industry_hotmaps", "industri", ("--new", "--role", "source")),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["--lang", "en", "layers", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def rows(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, Any]]:
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_the_named_files_are_imported_and_loaded(
    folder: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file, layer, options in NAMED:
        code, out, err = run(capsys, "import", shared_data / "norrbotten" / f"{file}.parquet", "--as", layer, *options)
        assert code == 0, err
        assert layer in out
    study = load_study(read_catalogue(), "norrbotten", workspace=Workspace(folder))
    for file, layer, options in NAMED:
        original = gpd.read_parquet(shared_data / "norrbotten" / f"{file}.parquet")
        loaded = study.layers[layer]
        assert loaded.features is not None and loaded.n_features == len(original)
        assert loaded.quality == ("schematic" if "schematic" in options else "compiled")
        inside = shapely.intersects(original.geometry.to_numpy(), shapely.box(*study.grid.bounds))
        assert loaded.features.geometry.area.sum() == pytest.approx(original.geometry[inside].area.sum(), rel=1e-12)
        assert loaded.features.geometry.length.sum() == pytest.approx(original.geometry[inside].length.sum(), rel=1e-12)
    turbines = study.layers["vbk"].features
    assert turbines is not None
    assert (turbines["status"] == "Uppfört").sum() == 410


def test_status_says_what_is_missing_why_and_how_to_get_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    states = {row["id"]: row for row in rows(capsys, "status", "--area", "norrbotten")}
    assert states["skydd_nvr"]["status"] == "missing"
    assert "landuse layers import FILE --as skydd_nvr" in states["skydd_nvr"]["todo"]
    assert states["kommun"]["status"] in ("loaded", "stale") and not states["kommun"]["imported"]
    code, out, _err = run(capsys, "status")
    assert code == 0 and "missing" in out and "--as skydd_nvr" in " ".join(out.split())
    assert not folder.exists(), "looking makes nothing"


def test_list_and_show(folder: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = {row["id"] for row in rows(capsys, "list")}
    assert {"skydd_nvr", "vbk", "ren_flyttled"} <= listed
    file = shared_data / "norrbotten" / "places_tatorter_scb2020.parquet"
    run(capsys, "import", file, "--as", "tatort", "--edition", "2020")
    code, out, _err = run(capsys, "show", "tatort", "--json")
    shown = json.loads(out)
    assert code == 0 and shown["layer"]["id"] == "tatort"
    assert [(s["edition"], s["n_features"], s["source"]) for s in shown["snapshots"]] == [("2020", 89, file.name)]
    code, out, _err = run(capsys, "show", "tatort")
    assert code == 0 and shown["snapshots"][0]["sha256"][:8] in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import", "nothing.gpkg", "--as", "vbk"), "no such file"),
        (("import", "{squares}", "--as", "skyd_nvr"), "skydd_nvr"),
        (("import", "{squares}", "--as", "skydd_nvr", "--quality", "synthetic"), "fictional area"),
        (("import", "{squares}", "--as", "vbk"), "no column for status"),
        (("import", "{squares}", "--as", "egna", "--new"), "--role"),
        (("import", "{squares}", "--as", "skydd_nvr", "--crs", "EPSG:1"), "EPSG:1"),
        (("import", "{squares}"), "--as"),
        (("show", "nothing"), "choose one of these"),
        (("status", "--area", "nothing"), "norrbotten"),
    ],
)
def test_wrong_input_is_exit_2_and_nothing_is_written(
    folder: Path, squares: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run(capsys, *(argument.format(squares=squares) for argument in arguments))
    assert code == 2 and message in err and "Traceback" not in err
    assert out == "" and not folder.exists()


def test_a_folder_that_cannot_be_written_is_exit_2(
    tmp_path: Path, squares: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    code, _out, err = run(capsys, "import", squares, "--as", "skydd_nvr", "--workspace", tmp_path / "file")
    assert code == 2 and "LANDUSE_WORKSPACE" in err


def test_ctrl_c_is_exit_130_and_leaves_nothing(
    folder: Path, squares: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gpd.GeoDataFrame, "to_parquet", interrupted)
    code, _out, _err = run(capsys, "import", squares, "--as", "skydd_nvr")
    assert code == 130
    assert list((folder / "snapshots").iterdir()) == []
    assert Workspace(folder).snapshots() == ()


def test_two_imports_of_one_file_say_so(folder: Path, squares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", squares, "--as", "skydd_nvr")
    code, out, _err = run(capsys, "import", squares, "--as", "skydd_nvr")
    assert code == 0 and "the same content was there already" in out
