"""Geometry made flat, valid and of the kind that a layer takes; what changed is counted."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse.io.layer_findings import LayerFindings, listed
from landuse.language import _

KIND_OF = {
    "Point": "Point",
    "MultiPoint": "Point",
    "LineString": "LineString",
    "LinearRing": "LineString",
    "MultiLineString": "LineString",
    "Polygon": "Polygon",
    "MultiPolygon": "Polygon",
}
_DIMENSION = {"Point": 0, "LineString": 1, "Polygon": 2}
_COLLECT = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
LARGE_SHARE_OF_LAYER = 0.01
LARGE_SHARE_OF_FEATURE = 0.10


def with_geometry(features: gpd.GeoDataFrame, findings: LayerFindings) -> gpd.GeoDataFrame:
    """Return the features that have a geometry; how many have none is reported, a file without any is refused."""
    missing = (features.geometry.isna() | features.geometry.is_empty).to_numpy()
    if not len(features):
        findings.refuse(
            _("0 features"),
            _("at least one feature"),
            _("fetch or export the file again; an empty file never means that there is nothing"),
        )
    elif missing.all():
        findings.refuse(
            _("{n} features, none with a geometry").format(n=len(features)),
            _("at least one geometry"),
            _("export the file with its geometry"),
        )
    elif missing.any():
        findings.note(
            _("{n} of {m} features have no position and were left out").format(n=int(missing.sum()), m=len(features))
        )
    findings.stop_if_refused()
    return features[~missing].reset_index(drop=True)


def repaired(features: gpd.GeoDataFrame, kinds: Collection[str], findings: LayerFindings) -> gpd.GeoDataFrame:
    """Return flat, valid features of the kinds a layer takes.

    Parameters
    ----------
    kinds : collection of str
        ``Point``, ``LineString``, ``Polygon``: what the layer takes; multi-part forms included.

    Notes
    -----
    Refuses a file with no feature of these kinds; asks if some features are of other kinds, or if mending changed the
    area by more than 1 % of the layer or 10 % of a feature.
    """
    geometries = features.geometry.to_numpy()
    tall = shapely.has_z(geometries) | shapely.has_m(geometries)
    if tall.any():
        findings.note(_("{n} features had heights or measures, which were left out").format(n=int(tall.sum())))
    flat = shapely.force_2d(geometries)
    flat, fits = _of_kinds(_mended(flat, findings), kinds, findings)
    return features.set_geometry(gpd.GeoSeries(flat, index=features.index, crs=features.crs))[fits].reset_index(
        drop=True
    )


def _mended(geometries: NDArray[np.object_], findings: LayerFindings) -> NDArray[np.object_]:
    """Return valid geometries; only those that are not valid are touched."""
    broken = np.flatnonzero(~shapely.is_valid(geometries))
    if not len(broken):
        return geometries
    mended = geometries.copy()
    mended[broken] = shapely.make_valid(geometries[broken], method="structure", keep_collapsed=False)
    mended[broken] = [
        _of_dimension(new, int(shapely.get_dimensions(old)))
        for old, new in zip(geometries[broken], mended[broken], strict=True)
    ]
    _report_change(shapely.area(geometries), shapely.area(mended), broken, findings)
    return mended


def _of_dimension(geometry: shapely.Geometry, dimension: int) -> shapely.Geometry | None:
    """Return the parts of a geometry that have a dimension, as one; None if there are none."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) >= 4).any():
        parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    return None if not len(parts) else parts[0] if len(parts) == 1 else _COLLECT[dimension](parts)


def _report_change(
    before: NDArray[np.float64], after: NDArray[np.float64], broken: NDArray[np.intp], findings: LayerFindings
) -> None:
    after = np.nan_to_num(after)
    change = after[broken] - before[broken]
    text = _("{n} geometries mended; their area changed by {change:+.4f} ha").format(
        n=len(broken), change=float(change.sum()) / 10_000
    )
    of_layer = abs(change).sum() / max(float(before.sum()), 1e-9)
    of_feature = abs(change) / np.maximum(before[broken], 1e-9)
    if (before[broken] + after[broken]).any() and (
        of_layer > LARGE_SHARE_OF_LAYER or of_feature.max() > LARGE_SHARE_OF_FEATURE
    ):
        rows = listed(int(row) + 1 for row in broken[of_feature > LARGE_SHARE_OF_FEATURE]) or "–"
        findings.ask(
            _("{text} (rows {rows})").format(text=text, rows=rows),
            _("geometries without crossing edges"),
            _("look at these features"),
        )
    else:
        findings.note(text)


def _of_kinds(
    geometries: NDArray[np.object_], kinds: Collection[str], findings: LayerFindings
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Return the geometries and which of them a layer takes; parts of collections that fit are kept."""
    types = np.array([None if g is None else g.geom_type for g in geometries], dtype=object)
    for at in np.flatnonzero(types == "GeometryCollection"):
        wanted = max((_DIMENSION[kind] for kind in kinds if kind in _DIMENSION), default=2)
        geometries[at] = _of_dimension(geometries[at], wanted)
        types[at] = None if geometries[at] is None else geometries[at].geom_type
    found = pd.Series(types).map(KIND_OF)
    fits = found.isin(list(kinds)).to_numpy()
    if not fits.any():
        findings.refuse(
            listed(found.dropna().unique()) or _("nothing left"),
            ", ".join(kinds),
            _("import it as a layer that takes this kind of geometry"),
        )
    elif not fits.all():
        counts = found.where(~fits).fillna(_("collapsed")).where(~pd.Series(fits)).value_counts()
        findings.ask(
            _("features of other kinds: {counts}").format(counts=listed(f"{n} {k}" for k, n in counts.items())),
            ", ".join(kinds),
            _("import them as a layer of their own; they would be left out"),
        )
    return geometries, fits
