"""The ground of exempellandet: heights, coast, and where the water runs.

Everything is computed on cells of 500 m from fixed random waves; row 0 is in the north.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

WEST, SOUTH, EAST, NORTH = 320_000.0, 8_050_000.0, 470_000.0, 8_170_000.0
CELL_M = 500.0
WIDTH, HEIGHT = int((EAST - WEST) / CELL_M), int((NORTH - SOUTH) / CELL_M)
NEIGHBOURS = ((-1, 0), (0, 1), (1, 0), (0, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
Raster = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """Heights and drainage on the grid of cells.

    Parameters
    ----------
    height_m : ndarray
        Metres above the sea; ≤ 0 at sea.
    land : ndarray of bool
    lake : ndarray of bool
    downstream : ndarray of int
        Flat index of the cell that a cell drains to; −1 at sea.
    area_cells : ndarray
        Number of cells that drain through a cell, itself included.
    """

    height_m: Raster
    land: NDArray[np.bool_]
    lake: NDArray[np.bool_]
    downstream: NDArray[np.int64]
    area_cells: NDArray[np.int64]


def centres() -> tuple[Raster, Raster]:
    """Return easting and northing of the cell centres in km from the south-west corner."""
    x = (np.arange(WIDTH) + 0.5) * CELL_M / 1000
    y = (HEIGHT - np.arange(HEIGHT) - 0.5) * CELL_M / 1000
    east, north = np.meshgrid(x, y)
    return east, north


def waves(x: Raster, y: Raster, *, seed: int, lengths_km: tuple[float, ...], count: int = 7) -> Raster:
    """Return smooth noise of about unit amplitude: sums of plane waves, longer ones stronger."""
    random = np.random.default_rng(seed)
    total = np.zeros_like(x)
    for length in lengths_km:
        for _ in range(count):
            angle, phase = random.uniform(0, 2 * np.pi, 2)
            k = 2 * np.pi / (length * random.uniform(0.75, 1.3))
            total += length / lengths_km[0] * np.sin(k * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    return np.asarray(total / np.sqrt(count / 2))


@cache
def terrain() -> Terrain:
    """Return the ground; computed once."""
    x, y = centres()
    land = _land(x, y)
    height = _height(x, y, land)
    filled, downstream, order = _flood(height, land)
    lake = _lakes(filled - height, land)
    return Terrain(np.where(land, filled, -1.0), land, lake, downstream, _accumulate(downstream, order))


def _land(x: Raster, y: Raster) -> NDArray[np.bool_]:
    ellipse = (np.abs(x - 71) / 62) ** 3.2 + (np.abs(y - 60) / 52) ** 3.2
    rugged = 0.16 * waves(x, y, seed=11, lengths_km=(38, 17, 8, 4))
    islands = 0.30 * waves(x, y, seed=12, lengths_km=(7, 3.5)) * np.clip((x - 112) / 22, 0, 1)
    land = ellipse + rugged + islands < 1
    land &= (x > 3) & (x < 147) & (y > 3) & (y < 117)
    labels, count = ndimage.label(land)
    sizes = ndimage.sum_labels(land, labels, np.arange(count + 1))
    land = np.isin(labels, np.flatnonzero(sizes >= 3)) & land
    sea, count = ndimage.label(~land)
    return np.asarray(sea != sea[0, 0])


def _height(x: Raster, y: Raster, land: NDArray[np.bool_]) -> Raster:
    coast_km = ndimage.distance_transform_edt(land) * CELL_M / 1000
    mountains = 850 * _rise((64 - x - 6 * waves(x, y, seed=21, lengths_km=(45, 20))) / 50)
    plateau = 3.6 * np.clip(134 - x, 0, None)
    rim = 190 * np.exp(-(((np.abs(y - 60) - 43) / 9) ** 2)) * np.clip((122 - x) / 40, 0, 1)
    rough = waves(x, y, seed=22, lengths_km=(24, 11, 5, 2.5))
    base = mountains + plateau + rim + (26 + 0.24 * mountains) * rough
    return np.asarray(np.where(land, 3 + base * np.clip(coast_km / 9, 0, 1) ** 0.8 + 4 * coast_km, -1))


def _rise(share: Raster) -> Raster:
    t = np.clip(share, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _flood(height: Raster, land: NDArray[np.bool_]) -> tuple[Raster, NDArray[np.int64], list[int]]:
    """Fill hollows to their outlets, from the sea inwards: levels, downstream cells, order of filling."""
    filled = height.copy()
    downstream = np.full(height.size, -1, dtype=np.int64)
    done = ~land
    queue = [(float(height[r, c]), int(r), int(c)) for r, c in np.argwhere(done & ndimage.binary_dilation(land))]
    heapq.heapify(queue)
    order: list[int] = []
    while queue:
        level, row, column = heapq.heappop(queue)
        if land[row, column]:
            order.append(row * WIDTH + column)
        for down, right in NEIGHBOURS:
            r, c = row + down, column + right
            if 0 <= r < HEIGHT and 0 <= c < WIDTH and not done[r, c]:
                done[r, c] = True
                downstream[r * WIDTH + c] = row * WIDTH + column
                filled[r, c] = max(height[r, c], level + 1e-4)
                heapq.heappush(queue, (float(filled[r, c]), r, c))
    return filled, downstream.reshape(height.shape), order


def _lakes(depth: Raster, land: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wet = (depth > 9) & land
    labels, count = ndimage.label(wet, structure=np.ones((3, 3)))
    sizes = ndimage.sum_labels(wet, labels, np.arange(count + 1))
    return np.asarray(np.isin(labels, np.flatnonzero(sizes >= 8)) & wet)


def _accumulate(downstream: NDArray[np.int64], order: list[int]) -> NDArray[np.int64]:
    flat = downstream.ravel()
    cells = np.ones(flat.size, dtype=np.int64)
    for cell in reversed(order):
        cells[flat[cell]] += cells[cell]
    return cells.reshape(downstream.shape)
