"""``landuse doctor``: what is installed, which data there are, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest
import rasterio

from landuse.cli import doctor as module
from landuse.cli import main


@pytest.fixture
def report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["doctor", "--json", "--workspace", str(tmp_path / "none")]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    assert not (tmp_path / "none").exists()
    return found


def test_versions(report: dict[str, object]) -> None:
    assert report["gdal"] == {"rasterio": rasterio.__gdal_version__, "pyogrio": pyogrio.__gdal_version_string__}
    libraries = report["libraries"]
    assert isinstance(libraries, dict)
    assert {"geopandas", "shapely", "ruamel-yaml", "typer"} <= set(libraries)
    assert None not in libraries.values()


def test_data_of_the_real_area_are_missing_until_imported(report: dict[str, object]) -> None:
    data = report["data"]
    assert isinstance(data, dict)
    assert "ren_arstidsland" in data["norrbotten"]["missing"]
    assert "missing" not in data["exempellandet"]
    assert report["problems"] == []


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--lang", "en", "--workspace", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "pyogrio" in told
    assert "missing (" in told
    assert told.rstrip().endswith("Nothing that is needed is missing.")


def test_a_missing_library_and_catalogue_are_problems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "_libraries", lambda: {"shapely": None})
    monkeypatch.setattr("landuse.io.catalogue.catalogue_folder", lambda: tmp_path)
    monkeypatch.setattr(module, "_browser", lambda: None)
    assert main(["doctor", "--lang", "en", "--workspace", str(tmp_path)]) == 2
    told = capsys.readouterr().out
    assert "PROBLEM  shapely is not installed" in told
    assert "layers.yaml" in told
    assert "no browser" in told
