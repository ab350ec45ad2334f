"""What an area holds, divided among its municipalities: together all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import scipy.spatial
import shapely
from numpy.typing import NDArray

from landuse.engine.cells import Cells
from landuse.engine.column import Column
from landuse.engine.coverage import covered_share
from landuse.model.grid import Grid
from landuse.model.study import Study


def municipalities(study: Study) -> Iterator[tuple[str, Cells]]:
    """Yield the name and the covered share of cells of each municipality."""
    layer = study.layers.get(study.area.municipality_layer or "")
    if layer is None or layer.features is None:
        return
    for name, members in layer.features.groupby("name", sort=True):
        yield str(name), covered_share(shapely.union_all(members.geometry.to_numpy()), study.grid)


def by_municipality(whole: Column, shares: Sequence[tuple[str, Cells]], grid: Grid) -> Iterator[Column]:
    """Yield what each municipality holds: together all of it.

    A cell is divided by covered shares; what no municipality covers (a coast or a border drawn too generally) goes to
    the one with the nearest covered cell.
    """
    if not shares:
        return
    held = whole.held()
    covered = np.array([share.at(held.index) for _name, share in shares]).reshape(len(shares), len(held))
    total = covered.sum(axis=0)
    rest = np.maximum(1.0 - total, 0.0)
    nearest = np.zeros(len(held), np.int64)
    open_cells = np.flatnonzero((rest > 0.0) & (total == 0.0))
    partial = (total > 0.0) & (rest > 0.0)
    nearest[partial] = covered[:, partial].argmax(axis=0)
    if len(open_cells):
        nearest[open_cells] = _nearest_share(held.index[open_cells], shares, grid)
    for number, (name, _share) in enumerate(shares):
        part = covered[number] / np.maximum(total, 1.0) + np.where(nearest == number, rest, 0.0)
        keep = part > 0.0
        land = Cells(held.index[keep], held.value[keep] * part[keep])
        yield Column(whole.receptor, "municipality", name, whole.season, whole.evidence, land, partly=whole.partly)


def _nearest_share(cells: NDArray[np.int64], shares: Sequence[tuple[str, Cells]], grid: Grid) -> NDArray[np.int64]:
    """Return, for each cell, the place in `shares` of the municipality that covers the nearest cell."""
    distances = []
    places = np.stack(np.divmod(cells, grid.width), axis=1)
    for _name, share in shares:
        there = np.stack(np.divmod(_border(share.index, grid), grid.width), axis=1)
        tree = scipy.spatial.cKDTree(there) if len(there) else None
        distances.append(tree.query(places)[0] if tree else np.full(len(cells), np.inf))
    return np.asarray(np.argmin(np.array(distances), axis=0))


def _border(cells: NDArray[np.int64], grid: Grid) -> NDArray[np.int64]:
    """Return the cells of a sorted set that have an edge neighbour outside it: the nearest to any other cell is one."""
    held = np.zeros(grid.size + 2 * grid.width, dtype=bool)
    held[cells + grid.width] = True
    around = [held[cells + grid.width + step] for step in (-grid.width, -1, 1, grid.width)]
    return np.asarray(cells[~np.logical_and.reduce(around)])
