"""Invented data never reach a result about a real place, whatever way they take."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.cli import main

ROOT = Path(__file__).resolve().parents[2]
MINE = str(ROOT / "scenarios" / "talga-nunasvaara.yaml")
CORNER = shapely.box(765_000, 7_520_000, 775_000, 7_530_000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reserve.gpkg"
    frame = gpd.GeoDataFrame(
        {"key": ["r1"], "kind": ["Naturreservat"], "village": ["Talma"]}, geometry=[CORNER], crs=3006
    )
    frame.to_file(path)
    return path


def _import(file: Path, workspace: Path, quality: str) -> int:
    return main(
        ["--lang", "en", "layers", "import", str(file), "--as", "n2000", "--quality", quality, "--accept",
         "--workspace", str(workspace)]
    )  # fmt: skip


def _assess(workspace: Path, out: Path) -> int:
    return main(
        ["--lang", "en", "assess", MINE, "--resolution", "1000", "--workspace", str(workspace), "--out", str(out)]
    )


def test_it_cannot_be_imported(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _import(file, tmp_path / "workspace", "synthetic") == 2
    assert "synthetic" in capsys.readouterr().err


def test_a_forged_snapshot_is_refused(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The workspace says "official" when the layer comes in; someone then writes "synthetic" into its database."""
    workspace = tmp_path / "workspace"
    assert _import(file, workspace, "official") == 0
    (database,) = [path for path in workspace.iterdir() if path.is_file()]
    changed = 0
    with sqlite3.connect(database) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for column in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if column[1] == "quality":
                    changed += connection.execute(f"UPDATE {table} SET quality = 'synthetic'").rowcount
    connection.close()
    assert changed
    capsys.readouterr()
    assert _assess(workspace, tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert "synthetic" in said
    assert said.count(" › ") >= 3
    assert not (tmp_path / "out").exists()


def test_a_column_that_says_synthetic_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reserve.gpkg"
    gpd.GeoDataFrame({"key": ["r1"], "quality": ["synthetic"]}, geometry=[CORNER], crs=3006).to_file(path)
    workspace = tmp_path / "workspace"
    code = _import(path, workspace, "official")
    if code == 0:
        assert _assess(workspace, tmp_path / "out") == 2
    assert "synthetic" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_fictional_land_takes_nothing_from_a_workspace(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    workspace = tmp_path / "workspace"
    assert _import(file, workspace, "official") == 0
    capsys.readouterr()
    zero = str(ROOT / "scenarios" / "nollalternativ.yaml")
    assert main(["--lang", "en", "assess", zero, "--resolution", "1000", "--workspace", str(workspace), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["study"]["fictional"]
    assert {layer["quality"] for layer in document["layers"]} <= {"synthetic", None}
    assert any("fictional" in warning for warning in document["provenance"]["warnings"])
