"""Reference systems: read by EPSG code, always in the order x, y."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from landuse.io.findings import Findings, shown
from landuse.io.projecting import projecting
from landuse.language import _

SWEREF = "EPSG:3006"
"""SWEREF 99 TM: the reference system inside."""

_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:1\.3:)?:?CRS84", re.IGNORECASE)


def read_crs(value: object, findings: Findings) -> CRS | None:
    """Return the reference system that a text such as ``EPSG:3006`` names; None after noting that it names none."""
    text = f"EPSG:{value}" if isinstance(value, int) and not isinstance(value, bool) else value
    match = _EPSG.fullmatch(text.strip()) if isinstance(text, str) else None
    if isinstance(text, str) and _CRS84.fullmatch(text.strip()):
        return _crs("EPSG:4326")
    found = _crs(f"EPSG:{match[1]}") if match else None
    if found is None:
        findings.add(
            shown(value),
            _("a code such as EPSG:3006 (SWEREF 99 TM) or EPSG:4326 (longitude, latitude)"),
            _("write the EPSG code of the coordinates"),
        )
    return found


@cache
def _crs(code: str) -> CRS | None:
    try:
        crs = CRS.from_user_input(code)
    except CRSError:
        return None
    return crs if len(crs.axis_info) in (2, 3) and (crs.is_geographic or crs.is_projected) else None


@cache
def _transformer(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_sweref(geometry: BaseGeometry, crs: CRS) -> BaseGeometry:
    """Return a geometry in EPSG:3006; vertices that cannot be placed there become infinite."""
    return _moved(geometry, crs, _sweref())


def from_sweref(geometry: BaseGeometry, code: str) -> BaseGeometry:
    """Return a geometry in another reference system, x before y."""
    return _moved(geometry, _sweref(), CRS.from_user_input(code))


@cache
def _sweref() -> CRS:
    return CRS.from_user_input(SWEREF)


def _moved(geometry: BaseGeometry, source: CRS, target: CRS) -> BaseGeometry:
    flat = shapely.force_2d(geometry)
    return projecting(lambda: flat if source == target else _transformed(flat, _transformer(source, target)))


def _transformed(geometry: BaseGeometry, step: Transformer) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(geometry, lambda xy: np.column_stack(step.transform(xy[:, 0], xy[:, 1])))
    return moved
