"""Ground that sources cover: half the width each side of a line, a circle round a point, else the polygon."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from landuse.engine.sources import Source
from landuse.model.catalogue import DisturbanceType, Footprint

_QUADRANT = 16
_CIRCLE_AREA = 2 * _QUADRANT * math.sin(math.pi / (2 * _QUADRANT))
"""Area of the inscribed polygon of a unit circle with 4 · 16 corners."""


def circle(points: NDArray[np.object_], area_ha: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return round polygons of exactly the given areas.

    Examples
    --------
    >>> round(circle(np.array([shapely.Point(0, 0)]), np.array([2.0]))[0].area, 6)
    20000.0
    """
    radius = np.sqrt(area_ha * 10_000.0 / _CIRCLE_AREA)
    return np.asarray(shapely.buffer(points, radius, quad_segs=_QUADRANT))


def strip(lines: NDArray[np.object_], width_m: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return lines widened by half their width on each side, cut square at the ends."""
    return np.asarray(shapely.buffer(lines, width_m / 2.0, cap_style="flat", quad_segs=_QUADRANT))


def footprints(source: Source, kind: DisturbanceType, level: str) -> NDArray[np.object_]:
    """Return the ground that each geometry of a source covers.

    Parameters
    ----------
    level : {"low", "likely", "high"}
        Level of the type's default footprint, where no measure is stated.

    Returns
    -------
    object array of polygons, EPSG:3006; empty polygons where a line or point has no footprint declared.
    """
    out = np.array(source.geometries, dtype=object)
    dimension = shapely.get_dimensions(out)
    for size, rule, draw in ((0, kind.footprint_point, circle), (1, kind.footprint_line, strip)):
        chosen = dimension == size
        if chosen.any():
            times = max(1.0, source.sites / chosen.sum()) if size == 0 and source.sites == source.sites else 1.0
            out[chosen] = draw(out[chosen], times * _measure(source.measure[chosen], rule, level))
    return out


def stretch_m(source: Source, kind: DisturbanceType, level: str) -> float:
    """Return how far the ground of a source stretches at most from what is drawn, metres."""
    dimension = shapely.get_dimensions(source.geometries)
    farthest = 0.0
    for size, rule in ((0, kind.footprint_point), (1, kind.footprint_line)):
        chosen = dimension == size
        if chosen.any():
            measure = float(_measure(source.measure[chosen], rule, level).max())
            sites = max(1.0, source.sites) if source.sites == source.sites else 1.0
            far = math.sqrt(sites * measure * 10_000.0 / _CIRCLE_AREA) if size == 0 else measure / 2.0
            farthest = max(farthest, far)
    return farthest


def density(source: Source, kind: DisturbanceType, level: str) -> float:
    """Return the share of an outline's ground that its sites cover; 1 where what is drawn is the ground itself.

    The sites of a box (turbines whose positions are not known) are spread evenly over its outline.
    """
    outline = shapely.get_dimensions(source.geometries) == 2
    if kind.box is None or not outline.any():
        return 1.0
    ground_ha = float(shapely.area(source.geometries[outline]).sum()) / 10_000.0
    sites = source.sites if source.sites == source.sites else ground_ha / kind.box.ground_per_site_ha
    each = float(_measure(source.measure[outline][:1], kind.footprint_point, level)[0])
    return min(1.0, sites * each / ground_ha)


def _measure(stated: NDArray[np.float64], rule: Footprint | None, level: str) -> NDArray[np.float64]:
    default = rule.measure.at(level) if rule is not None and rule.measure is not None else 0.0
    return np.where(np.isnan(stated), default, stated)


def uses_default(source: Source, kind: DisturbanceType) -> bool:
    """Tell whether a default footprint stands for a stated one, and has to be said."""
    dimension = shapely.get_dimensions(source.geometries)
    unstated = np.isnan(source.measure)
    for size, rule in ((0, kind.footprint_point), (1, kind.footprint_line)):
        if rule is not None and rule.flagged and bool((unstated & (dimension == size)).any()):
            return True
    return is_box(source, kind)


def is_box(source: Source, kind: DisturbanceType) -> bool:
    """Tell whether one outline or one point stands for many sites whose positions are not known."""
    if kind.box is None:
        return False
    dimension = shapely.get_dimensions(source.geometries)
    return bool((dimension == 2).any() or source.sites > (dimension == 0).sum())
