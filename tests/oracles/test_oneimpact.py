"""Zones of influence against the numbers of NINA's `oneimpact`, through the command and the engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from landuse.cli import main
from landuse.engine.convolution import convolved
from landuse.engine.influence import influence

# combine, shape, radius, cut-off, sum, relative tolerance, maximum, cell (180, 240)
TABLE = [
    ("cumulative", "linear", 1000, 0.01, 714389.936005, 1e-9, 192.6281763, 0.4343145751),
    ("cumulative", "threshold", 1000.001, 0.01, 2158345, 1e-9, 399, 1),
    ("cumulative", "exponential", 1000, 0.01, 451294.320405, 1e-9, None, None),
    ("cumulative", "exponential", 1000, 0, 476889.393256, 1e-9, None, None),
    ("nearest", "linear", 1000, 0.01, 66319.1618613, 1e-5, None, None),
    ("nearest", "exponential", 1000, 0, 41361.2035043, 1e-5, None, None),
    ("nearest", "exponential", 1000, 0, 41361.5227, 1e-9, None, None),
    ("nearest", "exponential", 1000, 0.01, 41314.476514, 1e-9, None, None),
    ("nearest", "threshold", 1000, 0.01, 130224, 1e-9, None, None),
]


@pytest.fixture(scope="module")
def counts(shared_data: Path) -> np.ndarray:
    with rasterio.open(shared_data / "oracles" / "oneimpact_sample_area_cabins_count.tif") as source:
        return np.nan_to_num(source.read(1).astype(float))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(map(str, row[:4])))
def test_command_gives_the_numbers(row, shared_data: Path, tmp_path: Path, capsys):
    combine, shape, radius, cutoff, total, tolerance, largest, cell = row
    given = shared_data / "oracles" / "oneimpact_sample_area_cabins_count.tif"
    out = tmp_path / "zone.tif"
    code = main(["influence", str(given), "--shape", shape, "--radius", str(radius), "--combine", combine,
                 "--cutoff", str(cutoff), "--out", str(out), "--lang", "en"])  # fmt: skip
    assert code == 0
    with rasterio.open(out) as written, rasterio.open(given) as source:
        assert (written.dtypes[0], written.shape, written.transform) == ("float64", source.shape, source.transform)
        assert np.isnan(written.nodata)
        assert written.crs == source.crs
        zone = written.read(1)
    assert zone.sum() == pytest.approx(total, rel=tolerance)
    if largest is not None:
        assert zone.max() == pytest.approx(largest, rel=1e-9)
        assert zone[179, 239] == pytest.approx(cell, rel=1e-9)
    said = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert float(said["Sum"]) == pytest.approx(zone.sum(), rel=1e-12)
    assert float(said["Largest cell"]) == pytest.approx(zone.max(), rel=1e-12)


def test_square_window_as_kernel(counts):
    # oneimpact ends its kernels with a square of 35 × 35 cells and keeps the corners.
    step = np.arange(18) * 100.0
    zone = convolved(counts, influence(np.hypot(step[:, None], step), "exponential", 1000, cutoff=0))
    assert zone.sum() == pytest.approx(466959.328632, rel=1e-9)
    assert zone.max() == pytest.approx(112.6539359, rel=1e-9)
    assert zone[179, 239] == pytest.approx(0.2448437358, rel=1e-9)


def test_presence_and_counts_have_the_same_nearest_zone(shared_data: Path, tmp_path: Path):
    zones = []
    for name in ("cabins", "cabins_count"):
        given, out = shared_data / "oracles" / f"oneimpact_sample_area_{name}.tif", tmp_path / f"{name}.tif"
        assert main(["influence", str(given), "--shape", "gaussian", "--radius", "777", "--combine", "nearest",
                     "--out", str(out)]) == 0  # fmt: skip
        with rasterio.open(out) as written:
            zones.append(written.read(1))
    assert (zones[0] == zones[1]).all()
