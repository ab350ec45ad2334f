"""Land take: the covered share of the union of footprints, tile by tile so that an edit stays local."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.coverage import covered_share
from landuse.model.grid import Grid, Window

TILE = 64
"""Cells along the side of a tile. A tile is always computed whole, from the geometries that meet it in their order,
so its values do not depend on what lies elsewhere."""


def union_share(geometries: NDArray[np.object_], grid: Grid, window: Window | None = None) -> Cells:
    """Return the share of each cell covered by the union of polygons.

    Parameters
    ----------
    geometries : object array of Polygon or MultiPolygon
        In the reference system of the grid; lines and points cover nothing.
    window : Window, optional
        Only the tiles that touch this window.
    """
    geometries = geometries[shapely.area(geometries) > 0.0]
    if not len(geometries):
        return Cells.none()
    corners, boxes = _tiles(grid, window or grid.window(tuple(shapely.total_bounds(geometries))))
    if not len(boxes):
        return Cells.none()
    tile, member = shapely.STRtree(geometries).query(boxes, predicate="intersects")
    order = np.lexsort((member, tile))
    tile, member = tile[order], member[order]
    if not len(tile):
        return Cells.none()
    starts = np.flatnonzero(np.r_[True, tile[1:] != tile[:-1]])
    parts = [
        _tile_share(geometries[member[a:b]], boxes[tile[a]], grid, corners[tile[a]])
        for a, b in zip(starts, [*starts[1:], len(tile)], strict=True)
    ]
    return _joined(parts)


def _tiles(grid: Grid, window: Window) -> tuple[list[Window], NDArray[np.object_]]:
    """Return the tiles of the grid that touch a window, and their outlines."""
    rows = range(window.row // TILE, -(-(window.row + window.height) // TILE))
    columns = range(window.column // TILE, -(-(window.column + window.width) // TILE))
    tiles = [
        Window(r * TILE, c * TILE, min(TILE, grid.height - r * TILE), min(TILE, grid.width - c * TILE))
        for r in rows
        for c in columns
    ]
    bounds = np.array([grid.part(tile).bounds for tile in tiles]).reshape(-1, 4)
    return tiles, np.asarray(shapely.box(bounds[:, 0], bounds[:, 1], bounds[:, 2], bounds[:, 3]))


def _tile_share(members: NDArray[np.object_], box: shapely.Polygon, grid: Grid, tile: Window) -> Cells:
    clipped = shapely.intersection(members, box)
    union = clipped[0] if len(clipped) == 1 else shapely.union_all(clipped)
    return covered_share(union, grid, tile)


def _joined(parts: Sequence[Cells]) -> Cells:
    """Join cells of disjoint tiles."""
    index = np.concatenate([part.index for part in parts])
    order = np.argsort(index, kind="stable")
    return Cells(index[order], np.concatenate([part.value for part in parts])[order])


def land_take(by_intensity: Mapping[float, NDArray[np.object_]], grid: Grid, window: Window | None = None) -> Cells:
    """Return Σ L·Δc: each bit of ground counts once, with the strongest intensity that covers it.

    Parameters
    ----------
    by_intensity : mapping
        Share of use that is gone on the ground (0–1) → footprints.

    References
    ----------
    METHOD §4.
    """
    covered: NDArray[np.object_] = np.empty(0, dtype=object)
    before = Cells.none()
    total = Cells.none()
    for intensity in sorted((i for i in by_intensity if i > 0.0), reverse=True):
        covered = np.concatenate([covered, by_intensity[intensity]])
        after = union_share(covered, grid, window)
        added = np.maximum(after.value - before.at(after.index), 0.0)
        total = Cells(after.index, total.at(after.index) + intensity * added)
        before = after
    return total
