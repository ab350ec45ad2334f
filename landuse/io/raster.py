"""Rasters as inputs and results of commands: GeoTIFF files and the place of their cells."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError

from landuse.errors import OutputError, Problem, RasterError, TooLarge, problem
from landuse.language import _
from landuse.model.grid import Grid

_ENV = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
_BLOCK = 512
_SAME = 1e-6
"""Part of a cell by which two grids, or the sides of a cell, may differ through rounding."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the cells of a raster lie.

    Parameters
    ----------
    crs : rasterio CRS or None
        Reference system; None if the file states none.
    transform : Affine
        From (column, row) to (x, y).
    height, width : int
        Rows and columns.
    """

    crs: CRS | None
    transform: Affine
    height: int
    width: int

    @property
    def resolution_m(self) -> float:
        """Side of a cell in the unit of the reference system."""
        return float(self.transform.a)

    @property
    def grid(self) -> Grid:
        """The same cells as a grid; its code is 0 where the reference system has none."""
        code = (self.crs.to_epsg() if self.crs else None) or 0
        return Grid(code, self.transform.c, self.transform.f, self.resolution_m, self.height, self.width)

    @classmethod
    def of_grid(cls, grid: Grid, crs: CRS) -> Frame:
        """Return the frame of a grid."""
        return cls(crs, grid.transform, grid.height, grid.width)


@contextmanager
def opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF; every fault in reading it becomes a message.

    Raises
    ------
    RasterError
        If it is missing, damaged or of another kind.
    """
    try:
        with rasterio.Env(**_ENV), rasterio.open(path, driver="GTiff") as source:
            yield source
    except (RasterioError, OSError, ValueError) as error:
        found = _("no such file") if not path.exists() else _("a file that cannot be read: {error}").format(error=error)
        todo = _("check the name, or fetch the file again")
        raise RasterError(problem(path.name, found, _("a whole GeoTIFF file"), todo)) from error


def frame_of(source: rasterio.DatasetReader) -> Frame:
    """Return where the cells of an open raster lie."""
    return Frame(source.crs, source.transform, source.height, source.width)


def metric_frame(path: Path) -> Frame:
    """Return the place of a raster with square cells, north up, in metres.

    Raises
    ------
    RasterError
        With everything that is otherwise.
    """
    with opened(path) as source:
        frame = frame_of(source)
    found = [*_cell_problems(path.name, frame.transform), *_unit_problems(path.name, frame.crs)]
    if found:
        raise RasterError(found)
    return frame


def _cell_problems(where: str, transform: Affine) -> Iterator[Problem]:
    warp = _("warp it to a plain grid: gdalwarp -tr 100 100")
    a, b, _c, d, e = tuple(transform)[:5]
    if b or d:
        yield problem(where, _("a rotated grid"), _("rows that run west to east"), warp)
    elif a <= 0 or e >= 0:
        yield problem(where, _("a grid with south or east first"), _("row 0 in the north, column 0 in the west"), warp)
    elif abs(a + e) > _SAME * a:
        yield problem(where, _("cells of {a:g} × {b:g}").format(a=a, b=-e), _("square cells"), warp)


def _unit_problems(where: str, crs: CRS | None) -> Iterator[Problem]:
    todo = _("reproject it, for example to EPSG:3006: gdalwarp -t_srs EPSG:3006")
    if crs is None:
        yield problem(
            where, _("no reference system (CRS)"), _("a reference system in metres"), _("state it: gdal_edit -a_srs")
        )
    elif crs.is_geographic:
        yield problem(where, _("coordinates in degrees"), _("a reference system in metres"), todo)
    elif _metres(crs) != 1:
        yield problem(where, _("coordinates in {unit}").format(unit=crs.linear_units), _("metres"), todo)


def _metres(crs: CRS) -> float:
    try:
        return float(crs.linear_units_factor[1])
    except CRSError:
        return 0.0


def read_known(source: rasterio.DatasetReader, band: int, window: Any = None) -> NDArray[np.float64]:
    """Return a band as float64, NaN where it has no data; mask bands count, infinite values do not.

    Raises
    ------
    ValueError
        If the values are complex or stored with a scale.
    """
    if source.dtypes[band - 1].startswith("complex"):
        raise ValueError(_("complex numbers"))
    if (source.scales[band - 1], source.offsets[band - 1]) != (1.0, 0.0):
        raise ValueError(_("scaled values: apply the scale with gdal_translate -unscale"))
    values: NDArray[np.float64] = source.read(band, window=window).astype(np.float64)
    values[source.read_masks(band, window=window) == 0] = np.nan
    return values


def read_counts(path: Path) -> NDArray[np.float64]:
    """Return a raster of counts or presences; no data = none.

    Raises
    ------
    RasterError
        If it has several bands, or a count is below 0 or infinite.
    """
    with opened(path) as source:
        if source.count != 1:
            found = _("{n} bands").format(n=source.count)
            raise RasterError(
                problem(path.name, found, _("one band"), _("export the band that is meant: gdal_translate -b"))
            )
        counts = np.nan_to_num(read_known(source, 1), nan=0.0, posinf=np.inf, neginf=-np.inf)
    wrong = (counts < 0) | np.isinf(counts)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        found = _("{n} cells below 0 or infinite, the first in row {row}, column {column}: {value:g}").format(
            n=int(wrong.sum()), row=row + 1, column=column + 1, value=counts[row, column]
        )
        todo = _("set what stands for no data: gdal_edit -a_nodata")
        raise RasterError(problem(path.name, found, _("counts from 0"), todo))
    return counts


@contextmanager
def written(path: Path, frame: Frame, *, name: str, tags: Mapping[str, object]) -> Iterator[Any]:
    """Give a float64 GeoTIFF with NaN as nodata to write to; it takes its place whole, or nothing is left.

    Parameters
    ----------
    path : Path
        File to make or replace.
    frame : Frame
        Place of the cells.
    name : str
        What the band is called.
    tags : mapping
        Said about the file inside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    check_writable(path)
    profile = {"driver": "GTiff", "dtype": "float64", "count": 1, "nodata": np.nan, "crs": frame.crs,
               "transform": frame.transform, "height": frame.height, "width": frame.width,
               "compress": "deflate", "predictor": 3, "bigtiff": "if_safer"}  # fmt: skip
    if min(frame.height, frame.width) > _BLOCK:
        profile |= {"tiled": True, "blockxsize": _BLOCK, "blockysize": _BLOCK}
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
            aside = Path(folder) / "aside.tif"
            with rasterio.Env(**_ENV), rasterio.open(aside, "w", **profile) as target:
                target.set_band_description(1, name)
                target.update_tags(**{key: str(value) for key, value in tags.items()})
                yield target
            aside.replace(path)
    except (RasterioError, OSError) as error:
        raise OutputError(_unwritable(path, str(error))) from error


def check_writable(path: Path, inputs: tuple[Path, ...] = ()) -> None:
    """Raise if a result cannot be written, before any work is done.

    Raises
    ------
    OutputError
        If the folder is missing or locked, the path is a folder, or it is one of the `inputs`.
    """
    if not path.parent.is_dir():
        raise OutputError(_unwritable(path, _("no such folder: {folder}").format(folder=path.parent)))
    if path.is_dir():
        raise OutputError(_unwritable(path, _("a folder")))
    if not os.access(path.parent, os.W_OK):
        raise OutputError(_unwritable(path, _("a folder without the right to write")))
    if any(path.exists() and each.exists() and path.samefile(each) for each in inputs):
        raise OutputError(_unwritable(path, _("a file that is read")))


def _unwritable(path: Path, found: str) -> Problem:
    return problem(str(path), found, _("a file that can be written"), _("choose another folder or name"))


def check_memory(needed_bytes: float, where: str) -> None:
    """Raise if a calculation needs more memory than there is.

    Raises
    ------
    TooLarge
        With the estimate.
    """
    there = psutil.virtual_memory().available
    if needed_bytes > there:
        found = _("about {needed:.1f} GiB").format(needed=needed_bytes / 2**30)
        expected = _("at most {there:.1f} GiB of memory").format(there=there / 2**30)
        raise TooLarge(problem(where, found, expected, _("choose larger cells or a smaller area")))
