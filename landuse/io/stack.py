"""Two stacks of rasters on one grid, read a strip of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from landuse.errors import LanduseError, Problem, RasterError, problem
from landuse.io.layer_findings import listed
from landuse.io.matrix import Matrix
from landuse.io.raster import Frame, frame_of, opened, read_known
from landuse.language import _

_SAME = 1e-6
_STRIP_NUMBERS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """Values and pressures on one grid, in the order of the bands.

    Parameters
    ----------
    matrix : Matrix
        Rows and columns in the order of the bands.
    """

    values: rasterio.DatasetReader
    pressures: rasterio.DatasetReader
    frame: Frame
    matrix: Matrix

    def strips(self) -> Iterator[tuple[Any, NDArray[np.float64], NDArray[np.float64]]]:
        """Yield the window, the values and the pressures of one strip of rows after the other; NaN = unknown."""
        bands = self.values.count + self.pressures.count
        step = max(1, _STRIP_NUMBERS // (bands * self.frame.width))
        for row in range(0, self.frame.height, step):
            window = Window(0, row, self.frame.width, min(step, self.frame.height - row))
            yield window, _all_bands(self.values, window), _all_bands(self.pressures, window)


def _all_bands(source: rasterio.DatasetReader, window: Any) -> NDArray[np.float64]:
    return np.stack([read_known(source, band, window) for band in range(1, source.count + 1)])


@contextmanager
def opened_stacks(values: Path, pressures: Path, matrix: Matrix) -> Iterator[Stacks]:
    """Open two stacks of rasters and set the matrix in the order of their bands.

    Raises
    ------
    RasterError
        If a file cannot be read.
    LanduseError
        If the grids differ, or names or numbers of bands do not fit the matrix; with everything found.
    """
    with opened(values) as one, opened(pressures) as two:
        rows, row_problems = _order(values, one.descriptions, matrix.values, _("row"))
        columns, column_problems = _order(pressures, two.descriptions, matrix.pressures, _("column"))
        found = [*_grid_problems(pressures.name, frame_of(one), frame_of(two)), *row_problems, *column_problems]
        if found:
            raise LanduseError(found)
        yield Stacks(one, two, frame_of(one), matrix.ordered(rows, columns))


def _grid_problems(where: str, one: Frame, two: Frame) -> Iterator[Problem]:
    todo = _("warp one to the grid of the other")
    if (one.height, one.width) != (two.height, two.width):
        size = _("{rows} rows, {columns} columns")
        found, expected = (size.format(rows=each.height, columns=each.width) for each in (two, one))
        yield problem(where, found, expected, todo)
    elif not one.transform.almost_equals(
        two.transform, precision=_SAME * max(abs(one.transform.a), abs(one.transform.b))
    ):
        yield problem(where, tuple(two.transform)[:6], tuple(one.transform)[:6], todo)
    if one.crs and two.crs and one.crs != two.crs:
        yield problem(where, two.crs, one.crs, todo)


def _order(
    path: Path, described: Sequence[str | None], names: tuple[str, ...], kind: str
) -> tuple[list[int], list[Problem]]:
    """Return, band by band, the place of its name in the matrix; bands without any names come in order."""
    where = f"{path.name}"
    bands = [(text or "").strip() for text in described]
    if len(bands) != len(names) and not any(bands):
        found, expected = _("{n} bands").format(n=len(bands)), _("{n}, as the matrix has").format(n=len(names))
        return [], [problem(where, found, expected, _("give one {kind} for each band").format(kind=kind))]
    if not any(bands):
        return list(range(len(names))), []
    missing, unknown = [b or "?" for b in bands if b not in names], [n for n in names if n not in bands]
    if missing or unknown or len(set(bands)) != len(bands):
        found = _("bands {bands}").format(bands=listed(bands, 20))
        expected = _("each of {names}, once").format(names=listed(names, 20))
        return [], [
            problem(where, found, expected, _("give the matrix the names of the bands, or the bands its names"))
        ]
    return [names.index(band) for band in bands], []


__all__ = ["RasterError", "Stacks", "opened_stacks"]
