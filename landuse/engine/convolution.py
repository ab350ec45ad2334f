"""Cumulative zones of influence of a raster of counts: every source adds its zone."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from landuse.engine.compiled import compiled
from landuse.engine.edt import squared_cells
from landuse.engine.influence import CUTOFF, influence, reach

DIRECT_STEPS = 2e10
"""Additions (sources × cells of a zone) up to which every source is added by itself, some ten seconds."""
_EXACT = 1e-10
"""Relative error above which a cell from the Fourier transform is worked out again by itself."""
_ROWS = 64

Progress = Callable[[float], None]


def cumulative(
    counts: NDArray[np.float64],
    resolution_m: float,
    *,
    shape: str,
    radius_m: float,
    cutoff: float = CUTOFF,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """Return the sum over all sources of count × share left at the distance.

    Parameters
    ----------
    counts : float64 array, shape (rows, columns)
        Number of sources at the centre of each cell, not below 0, no NaN; outside the array there is nothing.
    resolution_m : float
        Side of a cell, metres.
    shape, radius_m, cutoff
        As in :func:`landuse.engine.influence.influence`; distances run between centres of cells.
    progress : callable, optional
        Called now and then with the share done, 0–1.

    Returns
    -------
    float64 array, shape (rows, columns)
        From 0; not limited to 1.

    Examples
    --------
    >>> cumulative(np.array([[0.0, 0.0, 2.0]]), 100, shape="linear", radius_m=200).tolist()
    [[0.0, 1.0, 2.0]]
    """
    ends = reach(shape, radius_m, cutoff)
    last = _last_cell(counts.shape, resolution_m, ends)
    steps = np.sqrt(np.arange(last[0] + 1)[:, None] ** 2 + np.arange(last[1] + 1)[None, :] ** 2)
    return convolved(counts, influence(steps * resolution_m, shape, radius_m, cutoff=cutoff), progress=progress)


def needed_bytes(shape: tuple[int, int], resolution_m: float, ends_m: float) -> float:
    """Return how much memory the zones of a raster need at most: a transform of counts and kernel, and the result."""
    last = _last_cell(shape, resolution_m, ends_m)
    return 60.0 * shape[0] * shape[1] + 40.0 * (shape[0] + last[0]) * (shape[1] + last[1])


def _last_cell(shape: tuple[int, ...], resolution_m: float, ends_m: float) -> tuple[int, int]:
    """Return how many cells a zone reaches up or down, and left or right, at most to the far edge."""
    far = int(min(ends_m / resolution_m + 1, max(shape)))
    return min(far, shape[0] - 1), min(far, shape[1] - 1)


def convolved(
    counts: NDArray[np.float64],
    quarter: NDArray[np.float64],
    *,
    most_steps: float = DIRECT_STEPS,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """Return each count spread by a symmetric kernel, exactly where that is affordable.

    Parameters
    ----------
    counts : float64 array, shape (rows, columns)
        Not below 0, no NaN.
    quarter : float64 array, shape (down + 1, over + 1)
        The kernel from its centre down and right; the other quarters mirror it.
    most_steps : float
        Additions up to which all is added directly; above, a Fourier transform is used and small values are worked
        out again, as far as as many additions allow.
    """
    reached = _widths(quarter)
    spread = 2 * float(reached.sum()) * 2
    if np.count_nonzero(counts) * spread <= most_steps:
        return _direct(counts, quarter, reached, progress)
    out, error = _by_transform(counts, quarter)
    return _mended(out, error, counts, quarter, most_steps)


def _widths(quarter: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each row of a quarter kernel how many cells reach up to its last value above 0."""
    above = quarter > 0
    return np.where(above.any(axis=1), above.shape[1] - np.argmax(above[:, ::-1], axis=1), 0).astype(np.int64)


def _direct(
    counts: NDArray[np.float64], quarter: NDArray[np.float64], reached: NDArray[np.int64], progress: Progress | None
) -> NDArray[np.float64]:
    """Add the zone of every source; each thread owns rows of the result, so the order of adding never changes."""
    kernel = np.ascontiguousarray(np.hstack([quarter[:, :0:-1], quarter]))
    out = np.zeros(counts.shape)
    source, place = np.nonzero(counts)
    first = np.searchsorted(source, np.arange(counts.shape[0] + 1))
    bands = [(row, min(row + _ROWS, counts.shape[0])) for row in range(0, counts.shape[0], _ROWS)]

    def work(band: tuple[int, int]) -> None:
        _add_sources(out, counts, (first, place), kernel, reached, band[0], band[1])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, _nothing in enumerate(pool.map(work, bands), 1):
            if progress:
                progress(done / len(bands))
    return out


@compiled
def _add_sources(out, counts, sources, kernel, reached, row0, row1):  # type: ignore[no-untyped-def]
    first, place = sources
    height, width = out.shape
    down, over = len(reached) - 1, kernel.shape[1] // 2
    for i in range(max(0, row0 - down), min(height, row1 + down)):
        for n in range(first[i], first[i + 1]):
            j = place[n]
            count = counts[i, j]
            for y in range(max(row0, i - down), min(row1, i + down + 1)):
                away = abs(y - i)
                left, right = max(0, j - reached[away] + 1), min(width, j + reached[away])
                line, shares = out[y], kernel[away]
                for x in range(left, right):
                    line[x] += count * shares[x - j + over]


def _by_transform(counts: NDArray[np.float64], quarter: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return the convolution by a real Fourier transform in float64, and a bound of its error."""
    down, over = quarter.shape[0] - 1, quarter.shape[1] - 1
    size = [scipy.fft.next_fast_len(n + k, real=True) for n, k in zip(counts.shape, (down, over), strict=True)]
    kernel = np.zeros(size)
    kernel[: down + 1, : over + 1] = quarter
    kernel[size[0] - down :, : over + 1] = quarter[:0:-1]
    kernel[:, size[1] - over :] = kernel[:, over:0:-1]
    workers = os.cpu_count()
    spectrum = scipy.fft.rfft2(kernel, workers=workers)
    spectrum *= scipy.fft.rfft2(counts, size, workers=workers)
    out = scipy.fft.irfft2(spectrum, size, workers=workers)[: counts.shape[0], : counts.shape[1]]
    norms = np.linalg.norm(counts) * np.linalg.norm(kernel)
    return np.maximum(out, 0.0), float(np.finfo(float).eps * np.log2(size[0] * size[1]) * norms)


def _mended(
    out: NDArray[np.float64],
    error: float,
    counts: NDArray[np.float64],
    quarter: NDArray[np.float64],
    most_steps: float,
) -> NDArray[np.float64]:
    """Return the result with 0 where no source reaches, and small values worked out again by themselves."""
    reached = _widths(quarter)
    longest = np.hypot(np.flatnonzero(reached), reached[reached > 0] - 1).max(initial=0.0)
    squared = squared_cells(counts > 0, float(longest) + 1e-6)
    out[squared < 0] = 0.0
    row, column = np.nonzero((out < error / _EXACT) & (squared >= 0))
    if len(row) * 4.0 * float(reached.sum()) <= most_steps:
        out[row, column] = _gathered(row, column, counts, quarter, reached)
    return out


@compiled
def _gathered(row, column, counts, quarter, reached):  # type: ignore[no-untyped-def]
    height, width = counts.shape
    out = np.zeros(len(row))
    for n in range(len(row)):
        for y in range(max(0, row[n] - len(reached) + 1), min(height, row[n] + len(reached))):
            away = abs(y - row[n])
            for x in range(max(0, column[n] - reached[away] + 1), min(width, column[n] + reached[away])):
                if counts[y, x] != 0.0:
                    out[n] += counts[y, x] * quarter[away, abs(x - column[n])]
    return out
