"""Importing a file: the same call as the command, with its report, and its problems as a list."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from landuse.store.workspace import Workspace
from tests.app.conftest import Open, said


def line_file(folder: Path) -> bytes:
    """Return a GeoJSON of one railway in Norrbotten."""
    path = folder / "spår.geojson"
    line = shapely.LineString([(800000, 7300000), (805000, 7301000)])
    gpd.GeoDataFrame({"namn": ["Prov"]}, geometry=[line], crs=3006).to_crs(4326).to_file(path, driver="GeoJSON")
    return path.read_bytes()


def test_an_import_reports_what_it_did_and_counts(app: Open, workspace: Path, tmp_path: Path) -> None:
    test = app("layers").run()
    test.selectbox(key="import layer.en").set_value("jarnvag").run()
    file = ("spår.geojson", line_file(tmp_path), "application/geo+json")
    test.file_uploader(key="import file jarnvag").set_value(file)
    next(button for button in test.button if button.label == "Import").click().run()
    text = said(test)
    assert "is imported" in text
    assert "1 of 1 features" in text
    kept = Workspace(workspace).layer("jarnvag")
    assert kept is not None
    assert kept.n_features == 1


def test_a_file_that_is_refused_leaves_nothing_behind(app: Open, workspace: Path) -> None:
    test = app("layers").run()
    test.file_uploader(key="import file ren_sameby").set_value(("x.geojson", b"{", "application/geo+json"))
    next(button for button in test.button if button.label == "Import").click().run()
    assert not test.exception
    text = " ".join(error.value for error in test.error)
    for word in ("nothing was kept", "found", "expected", "to do"):
        assert word in text
    assert not Workspace(workspace).exists


def test_sending_without_a_file_says_so(app: Open, workspace: Path) -> None:
    test = app("layers").run()
    next(button for button in test.button if button.label == "Import").click().run()
    assert "Choose a file first" in said(test)
