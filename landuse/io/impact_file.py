"""The impact raster as a cloud-optimised GeoTIFF."""

from __future__ import annotations

import numpy as np
from rasterio.io import MemoryFile
from rasterio.shutil import copy

from landuse.model.assessment import Impact

NODATA = -1.0


def impact_tif(impact: Impact) -> bytes:
    """Return 1 − U as a GeoTIFF: bands named ``group season before|after``, float32, EPSG:3006, unknown = nodata.

    Values are shares of use lost, without any value of the land in them.
    """
    grid = impact.grid
    profile = {
        "driver": "GTiff", "height": grid.height, "width": grid.width, "count": len(impact.bands), "dtype": "float32",
        "crs": f"EPSG:{grid.epsg}", "transform": grid.transform, "nodata": NODATA,
    }  # fmt: skip
    with MemoryFile() as plain, MemoryFile() as packed:
        with plain.open(**profile) as raster:
            for number, (name, values) in enumerate(impact.bands.items(), start=1):
                raster.write(np.where(np.isnan(values), NODATA, values).astype("float32"), number)
                raster.set_band_description(number, " ".join(name))
            raster.update_tags(quantity="share of use lost, 1 - U, without value", source="landuse")
        _copy(plain, packed)
        return bytes(packed.read())


def _copy(plain: MemoryFile, packed: MemoryFile) -> None:
    copy(
        plain.name, packed.name, driver="COG", compress="DEFLATE", predictor="YES", overview_resampling="nearest",
        BIGTIFF="IF_SAFER",
    )  # fmt: skip
