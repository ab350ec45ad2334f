"""GeoTIFF layers: what the file is, checked; the file itself is the snapshot."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from shapely import box

from landuse.errors import LayerError, problem
from landuse.io.layer_findings import LayerFindings
from landuse.io.layer_position import NORTH_OF_EUROPE, SWEREF, parse_crs
from landuse.language import _

_ENV = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}


@dataclass(frozen=True, slots=True)
class RasterRecord:
    """What a raster layer is.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north, EPSG:3006.
    resolution_m : float
        Side of a cell.
    nodata : float or None
        Value of cells without data; None if the file declares none.
    sha256 : str
        Hash of cells, place and nodata, independent of compression and tiling.
    """

    bounds: tuple[float, float, float, float]
    resolution_m: float
    height: int
    width: int
    dtype: str
    nodata: float | None
    sha256: str


def inspect_raster(path: Path, crs: str | int | None, findings: LayerFindings) -> RasterRecord:
    """Return what a GeoTIFF is, after reading every cell once.

    Raises
    ------
    LayerError
        If it cannot be read whole, has several bands, square cells are missing, or it is not in EPSG:3006.
    """
    try:
        with rasterio.Env(**_ENV), rasterio.open(path, driver="GTiff") as source:
            _check(source, crs, findings)
            findings.stop_if_refused()
            return RasterRecord(
                bounds=tuple(source.bounds),
                resolution_m=float(source.res[0]),
                height=source.height,
                width=source.width,
                dtype=source.dtypes[0],
                nodata=None if source.nodata is None else float(source.nodata),
                sha256=_hash(source),
            )
    except (RasterioError, OSError, ValueError) as error:
        raise LayerError(
            problem(
                findings.where,
                _("a file that cannot be read: {error}").format(error=error),
                _("a whole GeoTIFF file"),
                _("fetch the file again"),
            )
        ) from error


def _check(source: rasterio.DatasetReader, crs: str | int | None, findings: LayerFindings) -> None:
    stated = parse_crs(source.crs.to_wkt()) if source.crs else parse_crs(crs) if crs is not None else None
    if stated is None or not (stated.to_epsg() == 3006 or stated.equals(SWEREF, ignore_axis_order=True)):
        findings.refuse(
            _("no reference system (CRS)") if stated is None else stated.name,
            "EPSG:3006",
            _("warp it with nearest neighbour: gdalwarp -t_srs EPSG:3006 -r near"),
        )
    if source.count != 1:
        findings.refuse(_("{n} bands").format(n=source.count), _("one band"), _("export the band that is meant"))
    transform = source.transform
    if transform.b or transform.d or transform.e >= 0 or not np.isclose(transform.a, -transform.e):
        findings.refuse(str(tuple(transform)[:6]), _("square cells, north up"), _("warp it to a plain grid"))
    elif not box(*source.bounds).intersects(box(*NORTH_OF_EUROPE)):
        findings.refuse(str(tuple(source.bounds)), _("a raster in or near Sweden"), _("check the reference system"))
    if source.scales != (1.0,) * source.count or source.offsets != (0.0,) * source.count:
        findings.refuse(
            _("scaled values"), _("values as they are meant"), _("apply scale and offset: gdal_translate -unscale")
        )
    if source.nodata is None:
        findings.ask(
            _("no value for cells without data (nodata)"),
            _("a declared nodata"),
            _("set it with gdal_edit -a_nodata; all cells would count as known"),
        )


def _hash(source: rasterio.DatasetReader) -> str:
    """Return the hash of the cells, row by row in bands of lines, so that memory stays small."""
    digest = hashlib.sha256(repr((tuple(source.transform)[:6], source.shape, source.dtypes[0], source.nodata)).encode())
    lines = max(1, 2**22 // source.width)
    for row in range(0, source.height, lines):
        part = source.read(1, window=((row, min(row + lines, source.height)), (0, source.width)))
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()
