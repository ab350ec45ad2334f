"""``landuse influence``: zones of vector files and rasters, and a message for whatever is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import psutil
import pytest
import rasterio
import shapely
from affine import Affine
from shapely import LineString, Point

from landuse.cli import main
from landuse.engine.distance import zone
from landuse.engine.influence import influence
from landuse.model.grid import Grid

TURBINES = [Point(701_234.5, 7_402_345.6), Point(703_000, 7_401_000), Point(703_000, 7_401_000)]


def run(*arguments: object) -> int:
    return main(["influence", "--lang", "en", *map(str, arguments)])


def linear(given: Path, out: Path, *more: object) -> int:
    return run(given, "--shape", "linear", "--radius", 1000, "--out", out, *more)


@pytest.fixture
def turbines(tmp_path: Path) -> Path:
    path = tmp_path / "turbines.gpkg"
    gpd.GeoDataFrame(geometry=[*TURBINES, None], crs=3006).to_file(path)
    return path


@pytest.fixture
def raster(tmp_path: Path):
    def write(name: str = "counts.tif", values=((0, 3.0), (0, 0)), **changes: object) -> Path:
        array = np.atleast_3d(np.asarray(values, float).T).T
        size = dict(zip(("count", "height", "width"), array.shape, strict=True))
        place = {"crs": "EPSG:3006", "transform": Affine(100, 0, 7e5, 0, -100, 74e5)}
        profile = {"driver": "GTiff", "dtype": "float64", **size, **place}
        with rasterio.open(tmp_path / name, "w", **{**profile, **changes}) as target:
            target.write(array)
        return tmp_path / name

    return write


def read(path: Path) -> tuple[np.ndarray, Affine]:
    with rasterio.open(path) as source:
        return source.read(1), source.transform


def test_features_each_add_their_zone(turbines: Path, tmp_path: Path, capsys):
    assert linear(turbines, tmp_path / "zone.tif", "--resolution", 50) == 0
    found, transform = read(tmp_path / "zone.tif")
    grid = Grid(3006, transform.c, transform.f, 50, *found.shape)
    alone = [zone([each], grid, shape="linear", radius_m=1000).dense(grid) for each in TURBINES]
    np.testing.assert_allclose(found, sum(alone), rtol=1e-12)
    assert transform.c % 50 == transform.f % 50 == 0
    assert transform.c <= 701_234.5 - 1000
    assert transform.f - 50 * found.shape[0] <= 7_401_000 - 1000
    shown = capsys.readouterr()
    assert float(shown.out.splitlines()[0].removeprefix("Sum: ")) == pytest.approx(found.sum(), rel=1e-12)
    assert "1 features without geometry" in shown.err


def test_nearest_of_features_on_the_grid_of_another_raster(turbines: Path, raster, tmp_path: Path):
    like = raster("like.tif", np.zeros((30, 40)), transform=Affine(100, 0, 700_020, 0, -100, 7_403_070))
    assert linear(turbines, tmp_path / "zone.tif", "--like", like, "--combine", "nearest") == 0
    found, transform = read(tmp_path / "zone.tif")
    assert transform == Affine(100, 0, 700_020, 0, -100, 7_403_070)
    x, y = np.meshgrid(700_070 + 100 * np.arange(40), 7_403_020 - 100 * np.arange(30))
    distance = shapely.distance(shapely.points(x, y), shapely.union_all(TURBINES))
    np.testing.assert_allclose(found, influence(distance, "linear", 1000), atol=1e-12)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "parquet", "fgb", "shp"])
def test_reads_any_vector_file(suffix: str, tmp_path: Path):
    path = tmp_path / f"road.{suffix}"
    road = gpd.GeoDataFrame(geometry=[LineString([(0, 0), (5000, 3000)])], crs=25833)
    road.to_parquet(path) if suffix == "parquet" else road.to_file(path)
    assert linear(path, tmp_path / "zone.tif", "--resolution", 100) == 0
    with rasterio.open(tmp_path / "zone.tif") as source:
        assert source.crs.to_epsg() == 25833
        assert source.read(1).max() > 0.9


def test_counts_keep_their_grid_and_no_data_means_none(raster, tmp_path: Path):
    given = raster(values=((-9, 3.0), (0, np.nan)), nodata=-9)
    assert linear(given, tmp_path / "zone.tif") == 0
    found, transform = read(tmp_path / "zone.tif")
    np.testing.assert_allclose(found, 3 * np.array([[0.9, 1], [1 - 0.1 * 2**0.5, 0.9]]))
    assert transform == Affine(100, 0, 7e5, 0, -100, 74e5)


def test_no_end_on_a_raster(raster, tmp_path: Path):
    given = raster(values=np.eye(1, 200))
    more = ("--shape", "exponential", "--radius", 300, "--cutoff", 0)
    assert run(given, *more, "--out", tmp_path / "zone.tif") == 0
    expected = influence(np.arange(200) * 100.0, "exponential", 300, cutoff=0)
    np.testing.assert_allclose(read(tmp_path / "zone.tif")[0][0], expected, rtol=1e-12)


RASTERS = [
    ({"crs": None}, "no reference system"),
    ({"crs": "EPSG:4326", "transform": Affine(0.1, 0, 20, 0, -0.1, 66)}, "coordinates in degrees"),
    ({"crs": "EPSG:2263"}, "coordinates in US survey foot"),
    ({"transform": Affine(100, 0, 7e5, 0, -50, 74e5)}, "cells of 100 × 50"),
    ({"transform": Affine(100, 0, 7e5, 0, 100, 74e5)}, "south or east first"),
    ({"transform": Affine(94, 34, 7e5, 34, -94, 74e5)}, "rotated"),
    ({"values": ((0, -1), (0, 0))}, "1 cells below 0 or infinite, the first in row 1, column 2: -1"),
    ({"values": ((0, 0), (np.inf, 0))}, "row 2, column 1: inf"),
    ({"values": np.ones((2, 3, 3))}, "2 bands"),
]


@pytest.mark.parametrize(("changes", "message"), RASTERS)
def test_a_raster_that_cannot_be_used_is_refused(changes, message, raster, tmp_path: Path, capsys):
    assert linear(raster(**changes), tmp_path / "zone.tif") == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "zone.tif").exists()


def test_all_that_is_wrong_is_said_at_once(raster, tmp_path: Path, capsys):
    given = raster(crs=None, transform=Affine(100, 0, 7e5, 0, -50, 74e5))
    assert linear(given, tmp_path / "zone.tif") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert run(given, "--shape", "cone", "--radius", 0, "--cutoff", 1, "--resolution", 9, "--out", "x.tif") == 2
    assert len(capsys.readouterr().err.splitlines()) == 4


ARGUMENTS = [
    (("--radius", -5), "--radius › found: -5"),
    (("--radius", "nan"), "--radius › found: nan"),
    (("--radius", 0), "--radius › found: 0"),
    (("--radius", "far"), "'--radius': Input should be a valid number"),
    (("--shape", "cone"), "threshold, linear, exponential, gaussian"),
    (("--cutoff", 1.5), "--cutoff › found: 1.5"),
    (("--combine", "both"), "both"),
    (("--resolution", 0), "--resolution › found: 0"),
    (("--resolution", 10, "--like", "x.tif"), "found: both"),
    ((), "found: neither"),
    (("--like", "missing.tif"), "missing.tif › found: no such file"),
    (("--resolution", 100, "--shape", "gaussian", "--cutoff", 0), "a zone without end"),
    (("--resolution", 0.001), "GiB"),
]


@pytest.mark.parametrize(("arguments", "message"), ARGUMENTS)
def test_arguments_that_cannot_be_used_are_refused(arguments, message, turbines: Path, tmp_path: Path, capsys):
    assert linear(turbines, tmp_path / "zone.tif", *arguments) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "zone.tif").exists()


def test_vector_files_that_cannot_be_used_are_refused(tmp_path: Path, raster, turbines: Path, capsys):
    def refused(frame: gpd.GeoDataFrame, *more: object) -> str:
        frame.to_parquet(tmp_path / "given.parquet")
        assert linear(tmp_path / "given.parquet", tmp_path / "zone.tif", *more) == 2
        return capsys.readouterr().err

    metres = ("--resolution", 100)
    assert "no reference system" in refused(gpd.GeoDataFrame(geometry=TURBINES), *metres)
    assert "coordinates in degrees" in refused(gpd.GeoDataFrame(geometry=[Point(20, 66)], crs=4326), *metres)
    assert "none with a geometry" in refused(gpd.GeoDataFrame(geometry=[None], crs=3006), *metres)
    assert "not a number" in refused(gpd.GeoDataFrame(geometry=[Point(1, np.inf)], crs=3006), *metres)
    other = gpd.GeoDataFrame(geometry=TURBINES, crs=25833)
    assert "reference system of like.tif" in refused(other, "--like", raster("like.tif"))
    (tmp_path / "given.tif").write_bytes(b"II*\x00 and then nothing")
    assert linear(tmp_path / "given.tif", tmp_path / "zone.tif") == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_refused_before_work(raster, tmp_path: Path, capsys, monkeypatch):
    given = raster()
    before = given.read_bytes()
    monkeypatch.setattr("landuse.cli.influence._of_raster", None)
    for out in (tmp_path / "nowhere" / "zone.tif", tmp_path, given):
        assert linear(given, out) == 2
        assert str(out) in capsys.readouterr().err
    assert given.read_bytes() == before


def test_more_than_the_memory_is_refused(raster, tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 100}))
    assert linear(raster(), tmp_path / "zone.tif") == 2
    assert "GiB" in capsys.readouterr().err


def test_nothing_is_left_when_writing_fails(raster, tmp_path: Path, monkeypatch):
    given, out = raster(), tmp_path / "zone.tif"
    out.write_text("an older result")
    monkeypatch.setattr("rasterio.io.DatasetWriter.update_tags", lambda *_given, **_more: 1 / 0)
    assert linear(given, out) == 1
    assert out.read_text() == "an older result"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.tif", "zone.tif"]


def test_as_a_program(turbines: Path, tmp_path: Path):
    arguments = [turbines, "--shape", "linear", "--radius", "500", "--resolution", "100", "--out", tmp_path / "z.tif"]
    ended = subprocess.run([sys.executable, "-m", "landuse", "influence", *map(str, arguments)], capture_output=True,
                           text=True, check=False)  # fmt: skip
    assert (ended.returncode, (tmp_path / "z.tif").exists()) == (0, True), ended.stderr
