"""Where a scenario changes something, and how far that can reach."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

from landuse.calculation.receptors import evidence_of, modelled
from landuse.engine.exposure import Exposure, bounds_of
from landuse.engine.rules import Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import DisturbanceType
from landuse.model.grid import Window
from landuse.model.study import Study


def changed_ground(
    proposed: Sources, removed: Sources, reduced: Sources, types: Mapping[str, DisturbanceType]
) -> Sources:  # fmt: skip
    """Return the changed sources; of one that only loses features, those features alone.

    Parameters
    ----------
    removed, reduced : tuple of Source
        Existing sources that lose features, and what is left of those that do not lose all.
    """
    left = {source.id: source for source in reduced}
    gone = (
        _difference(source, left[source.id]) if source.id in left and types[source.type].box is None else source
        for source in removed
    )
    boxed = (source for source in reduced if types[source.type].box is not None)
    return (*proposed, *gone, *boxed)


def reach_of(study: Study, changed: Sources, exposure: Exposure) -> float:
    """Return how far changed sources reach at most under the profile of an exposure, metres."""
    ends = (
        end
        for receptor in modelled(study)
        for season in evidence_of(study, receptor)
        for _source, end in exposure.reaches(changed, receptor, season)
    )
    return max(ends, default=0.0)


def window_of(study: Study, changed: Sources, exposure: Exposure, margin: float) -> Window:
    """Return the cells that changed sources with a reach in metres can touch; empty without any."""
    bounds = bounds_of(changed)
    if bounds is None:
        return Window(0, 0, 0, 0)
    drawn = _bounds_of_ground(exposure, changed)
    west, south, east, north = bounds
    wide = (
        min(west - margin, drawn[0]),
        min(south - margin, drawn[1]),
        max(east + margin, drawn[2]),
        max(north + margin, drawn[3]),
    )
    return study.grid.window(wide, study.grid.resolution_m)


def _difference(source: Source, less: Source) -> Source:
    """Return the features of a source that another, made of the same features, does not have."""
    held = {id(geometry) for geometry in less.geometries}
    gone = np.array([id(geometry) not in held for geometry in source.geometries], dtype=bool)
    return source.only(gone)


def _bounds_of_ground(exposure: Exposure, sources: Sources) -> tuple[float, float, float, float]:
    """Return the bounds of footprints."""
    west, south, east, north = shapely.total_bounds(exposure.footprints(sources))
    return float(west), float(south), float(east), float(north)
