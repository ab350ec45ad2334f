"""A layer file, read whole, checked and brought into the form that the calculation uses.

All reading of files that users bring happens below :func:`read_layer_file`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np

from landuse.errors import LayerError, problem
from landuse.io.attributes import canonical
from landuse.io.columns import matched
from landuse.io.content import content_hash
from landuse.io.file_format import Format, file_format
from landuse.io.geometry_repair import KIND_OF, repaired, with_geometry
from landuse.io.herding_rows import with_name_told
from landuse.io.keys import keyed
from landuse.io.layer_findings import LayerFindings
from landuse.io.layer_position import to_sweref
from landuse.io.raster_file import RasterRecord, inspect_raster
from landuse.io.turbine_list import read_turbine_list
from landuse.io.unpacking import unpacked
from landuse.io.vector import RawFeatures, read_vector
from landuse.language import _
from landuse.model.catalogue import Catalogue, LayerSpec


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What was read, and what was done to it.

    Parameters
    ----------
    n_read, n_features : int
        Features in the file, and those that became the layer.
    columns : mapping
        Attribute → column of the file.
    outside_areas : int
        Features that touch no area of the catalogue (kept); None if that was not asked.
    notes : tuple of str
        Everything a user should know, in the language in use.
    """

    file: str
    format: str
    sublayer: str | None
    crs: str
    n_read: int
    n_features: int
    kinds: tuple[str, ...]
    columns: Mapping[str, str]
    outside_areas: int | None = None
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {**asdict(self), "columns": dict(self.columns)}


@dataclass(frozen=True, slots=True, eq=False)
class LayerFile:
    """A layer as read from a file.

    Parameters
    ----------
    features : GeoDataFrame or None
        EPSG:3006, 2D, valid, canonical columns, unique ``key``, sorted by key; None for a raster layer.
    sha256 : str
        Hash of the content, independent of row order, writer and compression.
    raster : RasterRecord or None
        What the raster is; None for features.
    """

    features: gpd.GeoDataFrame | None
    report: LayerReport
    sha256: str
    bounds: tuple[float, float, float, float]
    raster: RasterRecord | None = field(default=None)


def read_layer_file(
    path: Path | str,
    spec: LayerSpec,
    *,
    crs: str | int | None = None,
    layer: str | None = None,
    accept: bool = False,
    catalogue: Catalogue | None = None,
) -> LayerFile:
    """Return the features of a file as a layer, or say everything that stands in the way.

    Parameters
    ----------
    path : Path or str
        GeoPackage, GeoParquet, GeoJSON, FlatGeobuf, shapefile (.shp or .zip), GeoTIFF, CSV or Excel.
    spec : LayerSpec
        Declaration of the layer: kinds of geometry, attributes and their aliases.
    crs : str or int, optional
        Reference system of a file that states none.
    layer : str, optional
        Table of a file that has several.
    accept : bool
        Take the file although something in it needs a decision.
    catalogue : Catalogue, optional
        With it, statuses, types and village names are checked, and features outside every area are counted.

    Raises
    ------
    LayerError
        The file cannot be used.
    DecisionNeeded
        The file can be used only with `accept`.
    """
    path = Path(path)
    findings = LayerFindings(path.name)
    with _data_set(path, layer) as (source, kind):
        if kind is Format.GEOTIFF:
            if source != path:
                raise LayerError(
                    problem(path.name, _("a GeoTIFF in a zip"), "GeoTIFF", _("unpack it and import the .tif"))
                )
            return _raster(source, spec, crs, findings, accept=accept)
        if spec.geometry == ("raster",):
            raise LayerError(problem(path.name, kind, "GeoTIFF", _("import a raster as {id}").format(id=spec.id)))
        raw = _raw(source, kind, layer, findings, crs=crs)
        names = [name for name in (raw.sublayer, source.stem, path.stem) if name]
        raw = replace(raw, features=with_name_told(raw.features, spec, names, catalogue, findings))
    return as_layer(raw, spec, crs, findings, accept=accept, catalogue=catalogue)


@contextmanager
def _data_set(path: Path, layer: str | None) -> Iterator[tuple[Path, Format]]:
    """Yield the file to read and its kind; the content of a zip file instead of the zip."""
    kind = file_format(path)
    if kind is not Format.ZIP:
        yield path, kind
        return
    with unpacked(path, layer) as inner:
        yield inner, file_format(inner)


def _raw(path: Path, kind: Format, layer: str | None, findings: LayerFindings, *, crs: str | int | None) -> RawFeatures:
    if kind in (Format.TEXT, Format.EXCEL):
        points = read_turbine_list(path)
        return RawFeatures(points if crs is None else points.set_crs(None, allow_override=True), kind)
    return read_vector(path, kind, layer=layer, findings=findings)


def as_layer(
    raw: RawFeatures,
    spec: LayerSpec,
    crs: str | int | None,
    findings: LayerFindings,
    *,
    accept: bool,
    catalogue: Catalogue | None,
) -> LayerFile:
    """Return features as a layer: position first, then attributes, then keys; see :func:`read_layer_file`."""
    stated = raw.features.crs
    features = with_geometry(raw.features, findings)
    columns = matched([c for c in features.columns if c != features.geometry.name], spec, findings)
    features = to_sweref(features, crs, findings, accept=accept)
    features = repaired(features, spec.geometry, findings)
    findings.stop_if_refused()
    features = keyed(canonical(features, columns, spec, findings, catalogue=catalogue), findings)
    outside = _outside(features, catalogue, findings)
    findings.settle(accept)
    report = LayerReport(
        file=findings.where,
        format=str(raw.format),
        sublayer=raw.sublayer,
        crs=str(stated.name if stated is not None else crs),
        n_read=len(raw.features),
        n_features=len(features),
        kinds=tuple(sorted({KIND_OF[kind] for kind in features.geom_type.unique()})),
        columns=columns,
        outside_areas=outside,
        notes=tuple(findings.notes),
    )
    west, south, east, north = map(float, features.total_bounds)
    return LayerFile(features, report, content_hash(features), (west, south, east, north))


def _outside(features: gpd.GeoDataFrame, catalogue: Catalogue | None, findings: LayerFindings) -> int | None:
    """Return how many features lie outside the bounds of every area; they are kept, and said."""
    if catalogue is None or not catalogue.areas:
        return None
    bounds = features.geometry.bounds.to_numpy()
    inside = np.zeros(len(features), dtype=bool)
    for area in catalogue.areas.values():
        west, south, east, north = area.bounds
        inside |= (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    outside = int((~inside).sum())
    if outside:
        findings.note(_("{n} of {m} features lie outside every area; they are kept").format(n=outside, m=len(features)))
    return outside


def _raster(path: Path, spec: LayerSpec, crs: str | int | None, findings: LayerFindings, *, accept: bool) -> LayerFile:
    if "raster" not in spec.geometry:
        raise LayerError(
            problem(
                findings.where, "GeoTIFF", ", ".join(spec.geometry), _("import features as {id}").format(id=spec.id)
            )
        )
    record = inspect_raster(path, crs, findings)
    findings.settle(accept)
    report = LayerReport(
        file=findings.where,
        format=str(Format.GEOTIFF),
        sublayer=None,
        crs="SWEREF99 TM",
        n_read=1,
        n_features=1,
        kinds=("raster",),
        columns={},
        notes=tuple(findings.notes),
    )
    return LayerFile(None, report, record.sha256, record.bounds, record)
