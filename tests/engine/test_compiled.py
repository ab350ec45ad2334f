"""What is compiled is kept, and not used again after any module with compiled loops has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

import landuse
from landuse.engine.compiled import compiled, source_digest

PROBE = "from landuse.engine.summed import summed; from landuse.model.grid import Grid; from shapely import Point\n" \
        "print(summed([Point(5, 5)], Grid(3006, 0, 10, 10, 1, 1), shape='linear', radius_m=1000)[0, 0])"  # fmt: skip


def test_a_change_in_a_module_that_is_called_is_seen(tmp_path: Path):
    package = tmp_path / "landuse"
    shutil.copytree(Path(landuse.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__", "share"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_CACHE_DIR": ""}

    def probe() -> float:
        command = [sys.executable, "-c", PROBE]
        return float(subprocess.check_output(command, cwd=tmp_path, env=environment, text=True))

    assert probe() == 1
    assert len(list(package.glob("engine/__pycache__/compiled-*"))) == 1
    source = package / "engine" / "influence.py"
    source.write_text(source.read_text("utf-8").replace("max(0.0, 1.0 - ratio)", "max(0.0, 0.5 - ratio)"), "utf-8")
    assert probe() == 0.5


def test_a_compiled_function_is_the_same_function():
    @compiled
    def double(value):
        return value * 2

    assert double(np.float64(2.5)) == double.py_func(2.5) == 5
    assert len(source_digest()) == 12
