"""Distances to sources, measured once where a proposal reaches, for all radii, shapes and profiles asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells
from landuse.engine.distance import distances
from landuse.engine.landtake import Cuts
from landuse.model.grid import Grid, Window

Key = tuple[int, ...]
Drawn = Sequence[NDArray[np.object_]]


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """Distances as far as `end` metres in a window; `drawn` keeps the arrays alive that the key is made of."""

    drawn: Drawn
    window: Window
    end: float
    cells: Cells


class Distances:
    """Distances to the nearest of some geometries, remembered by the arrays that hold them.

    Parameters
    ----------
    grid : Grid
        Cells to measure from; the centre of each counts.
    far_m : float
        How far to measure at least, metres, so that a wider zone asked for later is there already.
    wide : Window
        Cells to measure from at least.
    often : sequence of object arrays
        Arrays of single sources of which many zones are asked for; those of others are better measured one by one.
    """

    def __init__(self, grid: Grid, far_m: float, wide: Window, often: Drawn = ()) -> None:
        self._grid, self._far_m, self._wide = grid, far_m, wide
        self._often = {id(array): array for array in often}
        self._known: dict[Key, _Measured] = {}
        self._lock = threading.Lock()

    def serves(self, array: NDArray[np.object_]) -> bool:
        """Tell whether distances to the geometries of one array are worth keeping."""
        return id(array) in self._often

    def of(
        self, drawn: Drawn, near: Callable[[float, Window], list[BaseGeometry]], end: float, window: Window
    ) -> Cells:
        """Return the cells of a window within `end` metres (and perhaps others farther away) with their distances.

        Parameters
        ----------
        drawn : sequence of object arrays
            All geometries, known again by being the same arrays.
        near : callable
            Gives those that lie within some metres of a window.
        """
        key = tuple(map(id, drawn))
        with self._lock:
            known = self._known.get(key)
            if known is None or known.end < end or not known.window.holds(window):
                known = self._known[key] = self._measure(drawn, near, end, window)
        return known.cells if known.window == window else _cut(known.cells, window, self._grid)

    def _measure(
        self, drawn: Drawn, near: Callable[[float, Window], list[BaseGeometry]], end: float, window: Window
    ) -> _Measured:
        end, window = max(end, self._far_m), window.joined(self._wide)
        return _Measured(drawn, window, end, distances(near(end, window), self._grid, end, window=window))


def _cut(cells: Cells, window: Window, grid: Grid) -> Cells:
    row, column = np.divmod(cells.index, grid.width)
    inside = (row >= window.row) & (row < window.row + window.height)
    inside &= (column >= window.column) & (column < window.column + window.width)
    return Cells(cells.index[inside], cells.unscaled[inside])


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """What is measured once for several profiles.

    Parameters
    ----------
    cuts : Cuts
        Footprints cut out by cells.
    distances : Distances, optional
        Zones of one centre a cell are made of them; without, each zone is measured by itself.
    """

    cuts: Cuts = field(default_factory=Cuts)
    distances: Distances | None = None
