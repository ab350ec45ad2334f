"""A wind farm as courts have counted it: all use gone inside the park, a share of it round the park."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, union_of
from landuse.engine.coverage import covered_share
from landuse.engine.distance import zone
from landuse.model.grid import Grid, Window
from landuse.model.profile import ParkRule


def park_area(drawn: Sequence[BaseGeometry], rule: ParkRule) -> BaseGeometry:
    """Return the ground of a park: its outlines, and turbines outside them widened, united and narrowed.

    Examples
    --------
    >>> rule = ParkRule(type="wind_farm", pressure="disturbance", group="reindeer", measured_from="edge", inside=1.0,
    ...                 around=0.5, around_m=3000, zone_m=5000, widened_m=1000, narrowed_m=500)
    >>> round(park_area([shapely.Point(0, 0)], rule).area / 1e4, 1)      # π · 0.5² km²
    78.5
    """
    outlines = shapely.union_all([geometry for geometry in drawn if shapely.get_dimensions(geometry) == 2])
    outside = [geometry for geometry in drawn if not outlines.covers(geometry)]
    wide = shapely.union_all(shapely.buffer(np.array(outside, dtype=object), rule.widened_m, quad_segs=32))
    return shapely.union(outlines, shapely.buffer(wide, -rule.narrowed_m, quad_segs=32))


def park_effect(drawn: Sequence[BaseGeometry], rule: ParkRule, grid: Grid, window: Window | None = None) -> Cells:
    """Return the share of use that is gone in each cell: inside the park, and round it or its middle.

    A cell partly inside counts by the share that is.
    """
    area = park_area(drawn, rule)
    start = shapely.centroid(area) if rule.measured_from == "centre" else area
    around = zone([start], grid, shape="threshold", radius_m=rule.around_m, window=window)
    inside = covered_share(area, grid, window)
    cells = union_of([around.index, inside.index])
    share = inside.at(cells)
    return Cells(cells, share * rule.inside + (1.0 - share) * rule.around * around.at(cells))
