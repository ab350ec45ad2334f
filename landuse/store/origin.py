"""Where the data of each layer of an area come from: an import, else the shipped data, else nowhere yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from landuse.io.clock import last_day
from landuse.io.embedded import embedded_layer
from landuse.language import _
from landuse.model.catalogue import Area, Catalogue, LayerSpec, Quality
from landuse.model.study import LayerStatus
from landuse.store.snapshot import Snapshot
from landuse.store.workspace import Workspace

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Origin:
    """The data of a layer: a snapshot of the workspace or an embedded file.

    Parameters
    ----------
    imported : bool
        True for a snapshot, False for data that ship with the program.
    bounds : tuple of float or None
        Of everything in the file; None for embedded data, which always cover their area.
    file_sha256 : str or None
        Hash that the file's bytes must have; None for embedded data.
    """

    path: Path
    imported: bool
    raster: bool
    quality: Quality
    authority: str
    edition: str | None
    retrieved: str | None
    licence: str | None
    attribution: str | None
    sha256: str
    n_features: int
    bounds: Bounds | None = None
    file_sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LayerState:
    """Whether a layer is there for an area, and if not, why it is needed and how to get it.

    Parameters
    ----------
    age_days : int or None
        Days since the edition, else since it was retrieved; None if neither is known.
    """

    spec: LayerSpec
    status: LayerStatus
    origin: Origin | None
    age_days: int | None


def layer_states(catalogue: Catalogue, area: Area, workspace: Workspace | None, today: dt.date) -> list[LayerState]:
    """Return the state of every layer declared for an area, without reading any features.

    Examples
    --------
    The guided first run lists ``[s for s in layer_states(…) if s.status == "missing"]`` with ``s.spec.why``.
    """
    imported = {} if workspace is None or area.fictional else workspace.current()
    return [_state(spec, area, imported, today) for spec in layers_of(catalogue, area)]


def layers_of(catalogue: Catalogue, area: Area) -> list[LayerSpec]:
    """Return the layers that the catalogue declares for an area, in its order."""
    return [spec for spec in catalogue.layers.values() if not spec.areas or area.id in spec.areas]


def _state(spec: LayerSpec, area: Area, imported: Mapping[str, Snapshot], today: dt.date) -> LayerState:
    snapshot = imported.get(spec.id)
    origin = of_snapshot(snapshot) if snapshot else of_embedded(spec.id, area)
    if origin is None:
        return LayerState(spec, "missing", None, None)
    day = last_day(origin.edition) or last_day(origin.retrieved)
    age = None if day is None else max(0, (today - day).days)
    stale = age is not None and spec.stale_after_days is not None and age > spec.stale_after_days
    return LayerState(spec, "stale" if stale else "loaded", origin, age)


def of_snapshot(snapshot: Snapshot) -> Origin:
    """Return a snapshot as the origin of a layer."""
    return Origin(
        snapshot.path,
        True,
        snapshot.kind == "raster",
        snapshot.quality,
        snapshot.authority,
        snapshot.edition,
        snapshot.retrieved,
        snapshot.licence,
        snapshot.attribution,
        snapshot.sha256,
        snapshot.n_features,
        snapshot.bounds,
        snapshot.file_sha256,
    )


def of_embedded(layer: str, area: Area) -> Origin | None:
    """Return the embedded layer of an area as an origin; None if there is none."""
    found = embedded_layer(area.id, layer)
    return (
        None
        if found is None
        else Origin(
            found.path,
            False,
            False,
            found.quality,
            found.authority,
            found.edition,
            found.retrieved,
            found.licence,
            found.attribution,
            found.sha256,
            found.n_features,
            note=found.note,
        )
    )


def advice(spec: LayerSpec) -> str:
    """Return why a layer is needed and how to get it, in the language in use."""
    return _("{why} {how} Then: landuse layers import FILE --as {id}").format(
        why=spec.why.said(), how=spec.how_to_get.said(), id=spec.id
    )
