"""From a layer file's own reference system to SWEREF 99 TM (EPSG:3006); refuses rather than guesses."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from landuse.io.layer_findings import LayerFindings
from landuse.language import _

SWEREF = CRS.from_epsg(3006)
NORTH_OF_EUROPE = (-300_000.0, 5_900_000.0, 1_400_000.0, 8_500_000.0)
"""West, south, east, north in EPSG:3006, within which a feature can belong to an area of the catalogue."""
WIDEST_M = 2_500_000.0
WIDEST_DEGREES = 45.0


def to_sweref(
    features: gpd.GeoDataFrame, crs: str | int | None, findings: LayerFindings, *, accept: bool = False
) -> gpd.GeoDataFrame:
    """Return the features in EPSG:3006, x east and y north.

    Parameters
    ----------
    crs : str or int, optional
        Reference system of a file that states none, for example ``EPSG:3006``.

    Raises
    ------
    LayerError
        No or an unknown reference system, NaN coordinates, swapped axes, features as large as the world, or none near
        Sweden.
    DecisionNeeded
        If `crs` differs from what the file states.
    """
    source = _source_crs(features.crs, crs, findings)
    findings.settle(accept)
    geometries = features.geometry.to_numpy()
    _check_numbers(geometries, findings)
    if source.is_geographic:
        _check_size(geometries, WIDEST_DEGREES, findings)
    findings.stop_if_refused()
    _check_axes(geometries, source, findings)
    findings.stop_if_refused()
    features = features.set_crs(source, allow_override=True)
    if not is_sweref(source):
        features = features.to_crs(SWEREF)
    features = features.set_crs(SWEREF, allow_override=True)
    _check_numbers(features.geometry.to_numpy(), findings)
    _check_size(features.geometry.to_numpy(), WIDEST_M, findings)
    findings.stop_if_refused()
    return features


def parse_crs(text: str | int) -> CRS | None:
    """Return a reference system from ``EPSG:3006``, ``3006`` or WKT; None if it is not known.

    Examples
    --------
    >>> parse_crs("3006").to_epsg(), parse_crs("EPSG:999999")
    (3006, None)
    """
    try:
        return CRS.from_epsg(int(text)) if str(text).strip().isdigit() else CRS.from_user_input(text)
    except CRSError:
        return None


def is_sweref(crs: CRS) -> bool:
    """Tell whether a reference system is SWEREF 99 TM, whatever its file calls it."""
    return bool(crs.to_epsg(min_confidence=70) == 3006 or crs.equals(SWEREF, ignore_axis_order=True))


def _source_crs(stated: CRS | None, given: str | int | None, findings: LayerFindings) -> CRS:
    """Return the reference system to read the coordinates in: what the user says, else what the file states."""
    chosen = parse_crs(given) if given is not None else None
    if given is not None and chosen is None:
        findings.refuse(
            f"--crs {given}",
            _("a reference system that is known, such as EPSG:3006"),
            _("give the EPSG code of the file's coordinates"),
        )
    if stated is not None and not (stated.is_projected or stated.is_geographic):
        findings.note(_("the file's reference system has no place on earth: {name}").format(name=stated.name))
        stated = None
    if stated is None and given is None:
        findings.refuse(
            _("no reference system (CRS)"),
            _("a reference system, such as EPSG:3006"),
            _("give it with --crs EPSG:… if you know it, else ask who made the file"),
        )
    if stated is not None and chosen is not None and not stated.equals(chosen, ignore_axis_order=True):
        findings.ask(
            _("the file says {stated}, --crs says {given}").format(stated=stated.name, given=chosen.name),
            _("one reference system"),
            _("leave --crs out"),
        )
    findings.stop_if_refused()
    found = chosen or stated
    return found.to_2d() if found is not None else SWEREF


def _check_numbers(geometries: NDArray[np.object_], findings: LayerFindings) -> None:
    points, owner = shapely.get_coordinates(geometries, return_index=True)
    bad = np.unique(owner[~np.isfinite(points).all(axis=1)])
    if len(bad):
        findings.refuse(
            _("{n} features with a coordinate that is no number (NaN or infinite), the first in row {row}").format(
                n=len(bad), row=int(bad[0]) + 1
            ),
            _("finite coordinates in the stated reference system"),
            _("mend or remove these features"),
        )


def _check_size(geometries: NDArray[np.object_], widest: float, findings: LayerFindings) -> None:
    """Refuse single lines or polygons that are as large as the world."""
    bounds = shapely.bounds(geometries)
    extended = ~np.isin(shapely.get_type_id(geometries), (0, 4))
    with np.errstate(invalid="ignore"):
        large = extended & (np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) > widest)
    if large.any():
        findings.refuse(
            _("{n} features as large as the world, the first in row {row}").format(
                n=int(large.sum()), row=int(np.flatnonzero(large)[0]) + 1
            ),
            _("features of the size of a county"),
            _("remove the frame or background polygon"),
        )


def _check_axes(geometries: NDArray[np.object_], source: CRS, findings: LayerFindings) -> None:
    """Refuse swapped axes: more features near Sweden when the two coordinates change places."""
    bounds = shapely.bounds(geometries)
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    straight, swapped = _share_near(x, y, source), _share_near(y, x, source)
    if swapped > straight:
        findings.refuse(
            _("swapped axes: the first coordinate is {x:.6g}, the second {y:.6g}").format(
                x=float(np.nanmedian(x)), y=float(np.nanmedian(y))
            ),
            _("east before north (in SWEREF 99 TM E < 1 000 000 < N), longitude before latitude"),
            _("export the file again with the axes in that order"),
        )
    elif straight == 0:
        findings.refuse(
            _("no feature near Sweden: the first lies at {x:.6g}, {y:.6g} in {crs}").format(
                x=float(x[0]), y=float(y[0]), crs=source.name
            ),
            _("coordinates in the reference system that the file states"),
            _("check the reference system"),
        )


def _share_near(x: NDArray[np.float64], y: NDArray[np.float64], source: CRS) -> float:
    """Return the share of points near Sweden."""
    if source.is_geographic:
        inside = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        x, y = np.where(inside, x, np.nan), np.where(inside, y, np.nan)
    try:
        east, north = Transformer.from_crs(source, SWEREF, always_xy=True).transform(x, y)
    except ProjError:
        return 0.0
    west, south, limit_east, limit_north = NORTH_OF_EUROPE
    with np.errstate(invalid="ignore"):
        near = (east > west) & (east < limit_east) & (north > south) & (north < limit_north)
    return float(np.mean(near))
