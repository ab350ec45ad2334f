"""All footprints cell by cell, so that the ground of a few cells is found without looking at the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells, summed
from landuse.engine.coverage import Shares
from landuse.engine.exposure import Exposure
from landuse.engine.landtake import Covering, union_share
from landuse.engine.rules import Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import Receptor

Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Which footprint covers how much of which cell; one row a footprint and cell, sorted by cell, source, footprint.

    Parameters
    ----------
    sources : tuple of Source
        Those that cover any ground.
    polygons : tuple of object arrays
        Footprints of each source.
    """

    sources: Sources
    polygons: tuple[NDArray[np.object_], ...]
    cell: Index
    source: NDArray[np.int32]
    polygon: NDArray[np.int32]
    share: NDArray[np.float64]

    @classmethod
    def of(cls, exposure: Exposure, sources: Sources) -> Ground:
        """Return the ground of some sources, which stand in the order of their ids."""
        coverings = [exposure.covering(source) for source in sources]
        cell = np.concatenate([np.empty(0, np.int64), *(c.shares.cell for c in coverings)])
        number = np.repeat(np.arange(len(coverings), dtype=np.int32), [len(c.shares.cell) for c in coverings])
        polygon = np.concatenate([np.empty(0, np.int32), *(c.shares.polygon.astype(np.int32) for c in coverings)])
        share = np.concatenate([np.empty(0), *(c.shares.share for c in coverings)])
        order = np.argsort(cell, kind="stable")
        drawn = tuple(covering.polygons for covering in coverings)
        return cls(tuple(sources), drawn, cell[order], number[order], polygon[order], share[order])

    def at(self, cells: Index) -> dict[Source, Covering]:
        """Return the footprints that touch some sorted cells, with their shares of these cells alone."""
        first, last = np.searchsorted(self.cell, cells), np.searchsorted(self.cell, cells, side="right")
        count = last - first
        before = np.cumsum(count) - count
        rows = np.repeat(first - before, count) + np.arange(count.sum())
        found = {}
        for number in np.unique(self.source[rows]).tolist():
            own = rows[self.source[rows] == number]
            shares = Shares(self.polygon[own].astype(np.int64), self.cell[own], self.share[own])
            found[self.sources[number]] = Covering(self.polygons[number], shares)
        return found


def covered_by(exposure: Exposure, sources: Sources, receptor: Receptor, season: str | None) -> dict[str, Cells]:
    """Return owner → ground that its sources take, times intensity."""
    held = {source: exposure.covering(source) for source in sources}
    return covered_of(held, exposure.levels(sources, receptor, season), exposure)


def covered_of(
    held: Mapping[Source, Covering], levels: tuple[tuple[Source, float], ...], exposure: Exposure
) -> dict[str, Cells]:
    """Return owner → ground that its sources take, times intensity, from coverings at hand."""
    owners: dict[str, dict[float, list[Source]]] = {}
    for source, intensity in levels:
        owners.setdefault(source.owner, {}).setdefault(intensity, []).append(source)
    return {
        owner: summed(
            [
                union_share([held[s] for s in members if s in held], exposure.grid, exposure.cuts).scaled(level)
                for level, members in by_level.items()
            ]
        )
        for owner, by_level in owners.items()
    }
