"""``landuse index``: stacks, matrices, names, unknown cells, and a message for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from landuse.cli import main
from landuse.io import stack as stack_module


@pytest.fixture
def stack(tmp_path: Path):
    def write(name: str, bands, names=(), **changes: object) -> Path:
        array = np.asarray(bands, float)
        profile = {"driver": "GTiff", "dtype": "float64", "count": len(array), "height": array.shape[1],
                   "width": array.shape[2], "nodata": -1, "transform": Affine(100, 0, 7e5, 0, -100, 74e5)}  # fmt: skip
        with rasterio.open(tmp_path / name, "w", **{**profile, **changes}) as target:
            target.write(array)
            for band, text in enumerate(names, 1):
                target.set_band_description(band, text)
        return tmp_path / name

    return write


@pytest.fixture
def index(tmp_path: Path):
    def run(values: Path, pressures: Path, matrix: str, *more: str) -> int:
        (tmp_path / "m.csv").write_text(matrix, encoding="utf-8")
        named = {
            "--values": values,
            "--pressures": pressures,
            "--matrix": tmp_path / "m.csv",
            "--out": tmp_path / "i.tif",
        }
        return main(["index", "--lang", "en", *more, *(str(part) for pair in named.items() for part in pair)])

    return run


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1)


VALUES, PRESSURES = [[[1, 2, 3]], [[4, 5, -1]]], [[[10, 0, 1]], [[0, 20, 1]]]
MATRIX = ",noise,dust\npasture,1,0.5\nforest,0,2\n"


def test_numbers_by_hand_and_unknown_cells(stack, index, tmp_path: Path, capsys):
    assert index(stack("v.tif", VALUES), stack("p.tif", PRESSURES), MATRIX) == 0
    np.testing.assert_array_equal(read(tmp_path / "i.tif"), [[10, 20 + 200, np.nan]])
    out = capsys.readouterr().out
    assert "Total: 230" in out
    assert "Cells: 2 known, 1 unknown" in out
    assert "Maximum: 220" in out
    assert "pasture" in out
    assert "dust" in out


def test_names_of_bands_decide_and_not_their_order(stack, index, tmp_path: Path, capsys):
    values = stack("v.tif", VALUES[::-1], ["forest", "pasture"])
    pressures = stack("p.tif", PRESSURES[::-1], ["dust", "noise"])
    assert index(values, pressures, MATRIX, "--json") == 0
    np.testing.assert_array_equal(read(tmp_path / "i.tif"), [[10, 220, np.nan]])
    pairs = {(pair["value"], pair["pressure"]): pair["total"] for pair in json.loads(capsys.readouterr().out)["pairs"]}
    assert pairs == {("pasture", "noise"): 10, ("pasture", "dust"): 20, ("forest", "noise"): 0, ("forest", "dust"): 200}


def test_strips_give_the_same_as_the_whole(stack, index, tmp_path: Path, capsys, monkeypatch):
    random = np.random.default_rng(0)
    values, pressures = random.uniform(-0.1, 9, (2, 37, 11)), random.uniform(0, 9, (2, 37, 11))
    values[values < 0] = -1
    given = stack("v.tif", values), stack("p.tif", pressures), MATRIX, "--json"
    assert index(*given) == 0
    whole, said = read(tmp_path / "i.tif"), json.loads(capsys.readouterr().out)
    monkeypatch.setattr(stack_module, "_STRIP_NUMBERS", 200)
    assert index(*given) == 0
    np.testing.assert_allclose(read(tmp_path / "i.tif"), whole)
    strips = json.loads(capsys.readouterr().out)
    assert strips["total"] == pytest.approx(said["total"])
    assert (strips["cells"], strips["unknown_cells"]) == (said["cells"], said["unknown_cells"])


def test_nothing_known(stack, index, capsys):
    unknown = stack("v.tif", np.full((1, 2, 2), -1.0))
    assert index(unknown, unknown, "x,p\nv,1\n", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["cells"], said["unknown_cells"], said["maximum"]) == (0, 4, None)


MATRICES = [
    (",noise,dust\npasture,1,high\nforest,0,\n", ["pasture × dust", "forest × dust › found: nothing"]),
    (",noise,dust\npasture,1,nan\nforest,0,inf\n", ["'nan'", "'inf'"]),
    (",noise\npasture,1\nforest,0\n", ["2 bands › expected: 1", "one column for each band"]),
    (",noise,dust\npasture,1,2\n", ["one row for each band"]),
    (",noise,dust\npasture,1,2,3\nforest,0\n", ["row 2 › found: 4 cells", "row 3 › found: 2 cells"]),
    (",noise,noise\npasture,1,2\npasture,0,1\n", ["'noise' 2 times", "'pasture' 2 times"]),
    (",noise,\npasture,1,2\n,0,1\n", ["a name that is empty"]),
    ("", ["no matrix"]),
]


@pytest.mark.parametrize(("matrix", "messages"), MATRICES)
def test_a_matrix_that_does_not_fit_is_refused(matrix, messages, stack, index, tmp_path: Path, capsys):
    assert index(stack("v.tif", VALUES), stack("p.tif", PRESSURES), matrix) == 2
    said = capsys.readouterr().err
    assert all(message in said for message in messages), said
    assert not (tmp_path / "i.tif").exists()


def test_names_that_do_not_fit_are_refused(stack, index, capsys):
    values, pressures = stack("v.tif", VALUES, ["pasture", "mire"]), stack("p.tif", PRESSURES, ["noise", ""])
    assert index(values, pressures, MATRIX) == 2
    said = capsys.readouterr().err
    assert "v.tif › found: bands pasture, mire › expected: each of pasture, forest, once" in said
    assert "p.tif › found: bands noise" in said


GRIDS = [
    ({"transform": Affine(100, 0, 7e5 + 1, 0, -100, 74e5)}, "700001"),
    ({"transform": Affine(50, 0, 7e5, 0, -50, 74e5)}, "50.0"),
    ({"crs": "EPSG:25833"}, "25833"),
]


@pytest.mark.parametrize(("changes", "message"), GRIDS)
def test_other_grids_are_refused(changes, message, stack, index, capsys):
    assert index(stack("v.tif", VALUES, crs="EPSG:3006"), stack("p.tif", PRESSURES, **changes), MATRIX) == 2
    assert message in capsys.readouterr().err


def test_other_sizes_files_and_folders_are_refused(stack, index, tmp_path: Path, capsys):
    values = stack("v.tif", VALUES)
    assert index(values, stack("p.tif", np.ones((2, 2, 3))), MATRIX) == 2
    assert "2 rows, 3 columns › expected: 1 rows, 3 columns" in capsys.readouterr().err
    assert index(values, tmp_path / "missing.tif", MATRIX) == 2
    assert "missing.tif › found: no such file" in capsys.readouterr().err
    (tmp_path / "i.tif").mkdir()
    assert index(values, values, MATRIX) == 2
    assert "a folder" in capsys.readouterr().err
