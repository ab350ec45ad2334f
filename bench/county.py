"""One whole ``landuse assess`` of each scenario of the county at 100 m, with real layers if they lie in ../shared."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "norrbotten"
SECONDS, GIBIBYTES = 10.0, 1.5
LAYERS = {
    "skydd_nvr": ("protected_areas_nvr", "official"),
    "vbk": ("wind_turbines_vbk2020", "official"),
    "jarnvag": ("rail_lines_threaded", "schematic"),
    "stamnat": ("grid_entsoe_lines", "schematic"),
    "tatort": ("places_tatorter_scb2020", "official"),
    "vattenkraft": ("power_plants_wri", "compiled"),
    "industri": ("industry_hotmaps", "compiled"),
}


@dataclass(frozen=True)
class Row:
    """One measurement beside its goal."""

    what: str
    measured: str
    goal: str
    met: bool


def measure(*, repeats: int = 3) -> Iterator[Row]:
    """Give time (the middle of `repeats` runs) and memory of each scenario, after one run that fills the caches."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        for layer, (name, quality) in LAYERS.items():
            if DATA.is_dir():
                _run("layers", "import", str(DATA / f"{name}.parquet"), "--as", layer, "--quality", quality,
                     workspace=workspace)  # fmt: skip
        for path in sorted((ROOT / "scenarios").glob("*.yaml")):
            if "\narea: norrbotten" not in path.read_text(encoding="utf-8"):
                continue
            _run("assess", str(path), workspace=workspace)
            runs = sorted(_run("assess", str(path), workspace=workspace) for _ in range(repeats))
            seconds, memory = runs[repeats // 2][0], max(run[1] for run in runs)
            yield Row(f"{path.stem}: time", f"{seconds:.1f} s", f"< {SECONDS:g} s", seconds < SECONDS)
            yield Row(f"{path.stem}: memory", f"{memory:.2f} GiB", f"< {GIBIBYTES:g} GiB", memory < GIBIBYTES)


def _run(*arguments: str, workspace: Path) -> tuple[float, float]:
    """Run a command and return its seconds and the most memory it held, in GiB (Linux)."""
    environment = {**os.environ, "LANDUSE_LANG": "en"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "landuse", *arguments, "--workspace", str(workspace)],
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"landuse {' '.join(arguments)} failed")
    return seconds, used.ru_maxrss / 2**20
