"""A fresh workspace with the real layers of Norrbotten, imported with the command as a user would."""

from __future__ import annotations

from pathlib import Path

import pytest

from landuse.cli import main

IMPORTS = {
    "skydd_nvr": ("protected_areas_nvr", "official"),
    "vbk": ("wind_turbines_vbk2020", "official"),
    "jarnvag": ("rail_lines_threaded", "schematic"),
    "stamnat": ("grid_entsoe_lines", "schematic"),
    "tatort": ("places_tatorter_scb2020", "official"),
    "vattenkraft": ("power_plants_wri", "compiled"),
    "industri": ("industry_hotmaps", "compiled"),
}


@pytest.fixture(scope="session")
def workspace(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the workspace after the imports named in the issue."""
    folder = tmp_path_factory.mktemp("workspace")
    for layer, (stem, quality) in IMPORTS.items():
        file = next((shared_data / "norrbotten").glob(f"{stem}.*"))
        code = main(["layers", "import", str(file), "--as", layer, "--quality", quality, "--workspace", str(folder)])
        assert code == 0, layer
    return folder
