"""The catalogue loaded for one area: layers from the workspace or the shipped data, on one grid."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import psutil
import shapely

from landuse.engine.margin import endless, largest_reach_m
from landuse.errors import LanduseError, LayerError, TooLarge, problem
from landuse.io.clock import today as the_day
from landuse.io.content import file_hash
from landuse.io.embedded import read_embedded, read_stored
from landuse.io.village_dates import with_village_dates
from landuse.language import _
from landuse.model.catalogue import Area, Catalogue, LayerSpec, Quality
from landuse.model.grid import Grid
from landuse.model.profile import Profile
from landuse.model.profiled import change_problems
from landuse.model.study import Layer, Study
from landuse.store.origin import LayerState, Origin, layer_states, of_embedded, of_snapshot
from landuse.store.workspace import Workspace

RESOLUTION_M = 100.0
FINEST_M, COARSEST_M = 10.0, 1000.0
BYTES_PER_CELL = 60
VILLAGE_DATES = "village_seasons.csv"
"""File of the workspace with a user's own dates of herding communities."""


def load_study(
    catalogue: Catalogue,
    area: str,
    *,
    resolution_m: float | None = None,
    workspace: Workspace | Path | str | None = None,
    today: dt.date | None = None,
    profiles: Iterable[Profile] = (),
) -> Study:
    """Return an area with every layer that the catalogue declares for it, also the missing ones.

    Parameters
    ----------
    area : str
        Id of an area in ``areas.yaml``.
    resolution_m : float, optional
        Side of a cell, 10–1000 m; default 100.
    workspace : Workspace, Path or str, optional
        Imported layers; default the one of ``LANDUSE_WORKSPACE`` or the platform, if it exists. A fictional area uses
        embedded layers only.
    today : date, optional
        Day on which the age of layers is judged; default today (``SOURCE_DATE_EPOCH`` if set).
    profiles : iterable of Profile, optional
        Profiles of one's own that the study is to be assessed under, beside those of the catalogue: one that reaches
        farther widens the margin, so that what stands there is loaded too.

    Raises
    ------
    LanduseError
        Unknown area, a resolution outside 10–1000 m, or a profile that names what is not in the catalogue.
    LayerError
        No outline of the area, or synthetic features in a real area.
    TooLarge
        If the grid needs more memory than the machine has.

    Examples
    --------
    >>> from landuse.io.catalogue import read_catalogue
    >>> study = load_study(read_catalogue(), "exempellandet", resolution_m=1000)
    >>> study.area.fictional, study.grid.resolution_m
    (True, 1000.0)
    """
    place = _area(catalogue, area)
    workspace = _workspace(workspace)
    if workspace is not None and not place.fictional:
        catalogue = with_village_dates(workspace.extended(catalogue), workspace.folder / VILLAGE_DATES)
    outline = area_outline(place, workspace)
    metres = RESOLUTION_M if resolution_m is None else float(resolution_m)
    grid = study_grid(outline.bounds, metres, _margin_m(catalogue, tuple(profiles)))
    states = layer_states(catalogue, place, workspace, today or the_day())
    layers = {state.spec.id: _layer(state, grid, outline.bounds) for state in states}
    _refuse_synthetic(place, layers)
    return Study(
        catalogue=catalogue,
        area=place,
        grid=grid,
        outline=outline,
        layers=layers,
        digest=_digest(catalogue, place, grid, outline, layers),
        memory=(workspace or Workspace()).memory(),
    )


def _area(catalogue: Catalogue, area: str) -> Area:
    if area not in catalogue.areas:
        raise LanduseError(problem("area", repr(area), ", ".join(sorted(catalogue.areas)), _("choose one of these")))
    return catalogue.areas[area]


def _margin_m(catalogue: Catalogue, profiles: tuple[Profile, ...]) -> float:
    problems = [p for profile in profiles for p in change_problems(catalogue, profile, f"profile {profile.name}")]
    problems += [endless(profile) for profile in profiles if profile.cutoff == 0.0]
    if problems:
        raise LanduseError(problems)
    return largest_reach_m(catalogue, profiles)


def _workspace(given: Workspace | Path | str | None) -> Workspace | None:
    if isinstance(given, Workspace):
        return given
    found = Workspace(given)
    return found if given is not None or found.exists else None


def area_outline(area: Area, workspace: Workspace | None = None) -> Any:
    """Return the outline of an area, EPSG:3006: its layer as shipped, so that no import moves it, else as imported.

    Raises
    ------
    LayerError
        If there are no such features.
    """
    origin = of_embedded(area.outline_layer, area)
    if origin is None and workspace is not None and (snapshot := workspace.layer(area.outline_layer)):
        origin = of_snapshot(snapshot)
    features = None if origin is None else _matching(read_stored(origin.path, area.bounds), area)
    if features is None or not len(features):
        raise LayerError(
            problem(
                f"areas.yaml: {area.id}.outline_layer",
                area.outline_layer,
                _("a layer with features"),
                _("embed or import the layer"),
            )
        )
    outline = shapely.union_all(features.geometry.to_numpy())
    shapely.prepare(outline)
    return outline


def _matching(features: gpd.GeoDataFrame, area: Area) -> gpd.GeoDataFrame:
    """Return the features that ``outline_where`` asks for."""
    for name, values in area.outline_where.items():
        wanted = {value.casefold() for value in values}
        stated = features[name] if name in features else features["key"].map(lambda _key: "")
        features = features[stated.astype(str).str.casefold().isin(wanted)]
    return features


def study_grid(bounds: tuple[float, float, float, float], resolution_m: float, margin_m: float) -> Grid:
    """Return the grid of an area: its bounds and a margin.

    Raises
    ------
    LanduseError, TooLarge
        A resolution outside 10–1000 m; more memory than the machine has.
    """
    if not (math.isfinite(resolution_m) and FINEST_M <= resolution_m <= COARSEST_M):
        raise LanduseError(
            problem("--resolution", f"{resolution_m:g}", _("10 to 1000 metres"), _("give for example 100"))
        )
    grid = Grid.covering(bounds, resolution_m, margin_m=margin_m)
    needed, there = grid.size * BYTES_PER_CELL, psutil.virtual_memory().available
    if needed > there:
        raise TooLarge(
            problem(
                "--resolution",
                _("{cells} cells, about {needed:.1f} GiB").format(cells=grid.size, needed=needed / 2**30),
                _("at most {there:.1f} GiB of memory").format(there=there / 2**30),
                _("choose larger cells"),
            )
        )
    return grid


def _layer(state: LayerState, grid: Grid, outline: tuple[float, float, float, float]) -> Layer:
    """Return a layer of the study; one whose file is damaged is failed, never empty."""
    origin = state.origin
    if origin is None:
        return Layer(state.spec, "missing")
    said: dict[str, Any] = {
        "quality": origin.quality,
        "authority": origin.authority,
        "edition": origin.edition,
        "retrieved": origin.retrieved,
        "licence": origin.licence,
        "sha256": origin.sha256,
        "n_features": origin.n_features,
        "covers": _reaches(origin, outline),
        "note": origin.note,
        "age_days": state.age_days,
    }
    try:
        _refuse_private(state.spec)
        if origin.file_sha256 is not None and file_hash(origin.path) != origin.file_sha256:
            raise LayerError(
                problem(
                    origin.path.name,
                    _("another content than was kept"),
                    origin.sha256[:12],
                    _("import the layer again"),
                )
            )
        if origin.raster:
            return Layer(state.spec, state.status, raster=origin.path, **said)
        features = (
            read_stored(origin.path, grid.bounds)
            if origin.imported
            else read_embedded(origin.path, state.spec, grid.bounds)
        )
        return Layer(state.spec, state.status, features=features, **said)
    except (LayerError, OSError) as error:
        return Layer(state.spec, "failed", **{**said, "note": str(error)})


def _refuse_private(spec: LayerSpec) -> None:
    """Refuse a layer that was stored before it was declared private."""
    if spec.sensitivity == "private":
        raise LayerError(
            problem(
                spec.id,
                _("a stored file of a private layer"),
                _("nothing stored: it lives in the memory of a session"),
                _("remove it from the workspace, and open the file on the page of the herding community"),
            )
        )


def _reaches(origin: Origin, outline: tuple[float, float, float, float]) -> bool:
    """Tell whether the whole file reaches the area at all."""
    if origin.bounds is None:
        return True
    west, south, east, north = origin.bounds
    return west <= outline[2] and east >= outline[0] and south <= outline[3] and north >= outline[1]


def _refuse_synthetic(area: Area, layers: Mapping[str, Layer]) -> None:
    """Refuse invented features in a real area, whatever way they came there."""
    if area.fictional:
        return
    found = [layer.id for layer in layers.values() if layer.quality is Quality.SYNTHETIC or _any_synthetic(layer)]
    if found:
        raise LayerError(
            problem(
                f"{area.id}: {', '.join(found)}",
                _("synthetic features"),
                _("data about the real place"),
                _("remove them; they belong in a fictional area"),
            )
        )


def _any_synthetic(layer: Layer) -> bool:
    features = layer.features
    return features is not None and "quality" in features and bool((features["quality"] == Quality.SYNTHETIC).any())


def _digest(catalogue: Catalogue, area: Area, grid: Grid, outline: Any, layers: Mapping[str, Layer]) -> str:
    """Return the SHA-256 of all that decides a result of this study, and nothing that depends on the day."""
    parts = {
        "area": area.model_dump(mode="json"),
        "outline": hashlib.sha256(shapely.to_wkb(shapely.normalize(outline), byte_order=1)).hexdigest(),
        "grid": [grid.epsg, grid.west, grid.north, grid.resolution_m, grid.height, grid.width],
        "catalogue": catalogue.digest,
        "layers": {
            layer.id: [
                layer.sha256,
                layer.quality,
                layer.authority,
                layer.edition,
                layer.covers,
                layer.status == "failed",
                layer.spec.model_dump(mode="json"),
            ]
            for layer in layers.values()
        },
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
