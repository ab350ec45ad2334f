"""Is a geometry where it says it is? Swapped axes, degrees for metres, a vertex off the grid."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from landuse.io.findings import Findings
from landuse.io.reference_system import read_crs, to_sweref
from landuse.language import _
from landuse.model.catalogue import Area

GRID_MARGIN_M = 20_000.0
"""How far outside an area's bounds its grid is taken to reach while the grid itself is not known."""

Bounds = tuple[float, float, float, float]


def place(
    geometry: BaseGeometry, crs: CRS, area: Area | None, findings: Findings, *, areas: Mapping[str, Area]
) -> tuple[BaseGeometry | None, bool]:
    """Return a geometry in EPSG:3006 and whether it lies inside the area's bounds; None after noting what is wrong.

    Parameters
    ----------
    geometry : shapely geometry
        In `crs`, x before y.
    area : Area or None
        None if the area is not known: only finite coordinates are then asked for.
    areas : mapping
        All areas, to say in which one a lost geometry lies.
    """
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        findings.add(_("a coordinate that is no number"), _("finite numbers"), _("draw or measure that vertex again"))
        return None, False
    moved = to_sweref(geometry, crs)
    xy = shapely.get_coordinates(moved)
    if area is None:
        return (moved, True) if np.isfinite(xy).all() else (None, False)
    off = ~inside(xy, _widened(area.bounds, GRID_MARGIN_M))
    if off.any():
        _note_off_grid(geometry, crs, off, findings, area=area, areas=areas)
        return None, False
    return moved, bool(inside(xy, area.bounds).all())


def inside(xy: NDArray[np.float64], bounds: Bounds) -> NDArray[np.bool_]:
    """Tell for each position, shape (n, 2), whether it lies in the bounds west, south, east, north; NaN never does."""
    west, south, east, north = bounds
    x, y = xy[:, 0], xy[:, 1]
    result: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return result


def _widened(bounds: Bounds, by_m: float) -> Bounds:
    west, south, east, north = bounds
    return west - by_m, south - by_m, east + by_m, north + by_m


def _fits(geometry: BaseGeometry, crs: CRS, bounds: Bounds) -> bool:
    return bool(inside(shapely.get_coordinates(to_sweref(geometry, crs)), _widened(bounds, GRID_MARGIN_M)).all())


def _note_off_grid(
    geometry: BaseGeometry,
    crs: CRS,
    off: NDArray[np.bool_],
    findings: Findings,
    *,
    area: Area,
    areas: Mapping[str, Area],
) -> None:
    first = shapely.get_coordinates(geometry)[int(np.argmax(off))]
    found = _("{n} of {all} vertices outside the area; the first is {x:.10g}, {y:.10g}").format(
        n=int(off.sum()), all=len(off), x=first[0], y=first[1]
    )
    west, south, east, north = _widened(area.bounds, GRID_MARGIN_M)
    expected = _("inside E {west:.0f}–{east:.0f}, N {south:.0f}–{north:.0f} (EPSG:3006; {area} with margin)").format(
        west=west, east=east, south=south, north=north, area=area.id
    )
    findings.add(found, expected, _advice(geometry, crs, area, areas=areas))


def _advice(geometry: BaseGeometry, crs: CRS, area: Area, *, areas: Mapping[str, Area]) -> str:
    swapped = shapely.transform(geometry, lambda xy: xy[:, ::-1])
    if _fits(swapped, crs, area.bounds):
        return (
            _("latitude and longitude are swapped: write longitude first")
            if crs.is_geographic
            else _("north and east are swapped: write E (six digits) first, then N")
        )
    for code in ("EPSG:3006", "EPSG:4326", "EPSG:3021"):
        other = read_crs(code, Findings(""))
        if other is not None and other != crs and _fits(geometry, other, area.bounds):
            return _("the coordinates would fit in {code}: state that reference system").format(code=code)
        if other is not None and other != crs and _fits(swapped, other, area.bounds):
            return _("the coordinates would fit in {code} with the axes swapped: write x first and state it").format(
                code=code
            )
    for other_area in areas.values():
        if other_area.id != area.id and _fits(geometry, crs, other_area.bounds):
            return _("it lies in {area}: write area: {area}, or move it").format(area=other_area.id)
    return _("check coordinates, their order (x, y) and the reference system")
