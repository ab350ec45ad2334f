"""The additive index against the numbers of HaV's MSP-Symphony."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rasterio

from landuse.cli import main

CASES = [
    ("unit100-2x2", ",p\nv,1\n", [[10000, 0], [0, 10000]], [20000]),
    ("unit100-2x2x2", "anything;p;q\nv;1;0\nw;0;1,0\n", [[20000, 0], [0, 20000]], [20000, 0, 0, 20000]),
]


@pytest.mark.parametrize(("name", "matrix", "cells", "pairs"), CASES)
def test_index(name, matrix, cells, pairs, shared_data: Path, tmp_path: Path, capsys):
    stack, csv, out = shared_data / "oracles" / f"symphony_{name}.tif", tmp_path / "m.csv", tmp_path / "i.tif"
    csv.write_text(matrix, encoding="utf-8")
    arguments = ["--values", stack, "--pressures", stack, "--matrix", csv, "--out", out, "--json"]
    assert main(["index", *map(str, arguments)]) == 0
    with rasterio.open(out) as written:
        assert written.dtypes[0] == "float64"
        assert written.read(1).tolist() == cells
    said = json.loads(capsys.readouterr().out)
    assert [pair["total"] for pair in said["pairs"]] == pairs
    assert (said["total"], said["cells"], said["maximum"]) == (sum(pairs), 4, max(map(max, cells)))
