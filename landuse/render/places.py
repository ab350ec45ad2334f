"""Places worth looking at, found in a result."""

from __future__ import annotations

import numpy as np
import shapely

from landuse.model.assessment import Impact


def strongest_place(impact: Impact) -> shapely.Point:
    """Return the middle of the cell where the proposal adds most, over all groups and seasons (EPSG of the grid)."""
    pairs = {(group, season) for group, season, _when in impact.bands}
    added = [
        np.nan_to_num(impact.bands[group, season, "after"] - impact.bands[group, season, "before"])
        for group, season in sorted(pairs)
    ]
    row, column = np.unravel_index(int(np.argmax(np.max(added, axis=0))), impact.grid.shape)
    grid = impact.grid
    return shapely.Point(
        grid.west + (float(column) + 0.5) * grid.resolution_m, grid.north - (float(row) + 0.5) * grid.resolution_m
    )


def strongest_season(impact: Impact, group: str) -> str:
    """Return the season in which the proposal adds most to a receptor group, summed over the cells."""
    seasons = sorted({season for of, season, _when in impact.bands if of == group})
    return max(seasons, key=lambda season: _added(impact, group, season))


def _added(impact: Impact, group: str, season: str) -> float:
    return float(np.nansum(impact.bands[group, season, "after"] - impact.bands[group, season, "before"]))
