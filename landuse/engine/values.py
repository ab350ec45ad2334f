"""What is at stake: covered share and value of cells for each unit of each receptor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.spatial
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, summed
from landuse.engine.coverage import covered_share
from landuse.engine.footprint import circle
from landuse.model.catalogue import Receptor, ReceptorLayer
from landuse.model.grid import Grid
from landuse.model.study import Layer, Study


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One unit of a receptor on the cells of the study grid.

    Parameters
    ----------
    unit_kind : {"herding_community", "municipality", "membership", "area"}
    season : str or None
        Herding season.
    evidence : str or None
        Season of the evidence that holds then.
    land : Cells or None
        Hectares (or persons) of the unit in each cell; None = unknown: no polygon is loaded.
    quality : float64 array or None
        Value 0–1 of each cell of `land`, NaN = unknown; None = 1 everywhere (not weighted by quality).
    """

    receptor: str
    unit_kind: str
    unit: str
    season: str | None
    evidence: str | None
    land: Cells | None
    quality: NDArray[np.float64] | None = None
    partly: bool = False
    """True if something of it is known to be missing from `land` (a layer not loaded, a place without population)."""

    def held(self) -> Cells:
        """Return the land, no cells where it is unknown."""
        return Cells.none() if self.land is None else self.land

    def worth(self) -> NDArray[np.float64]:
        """Return land × quality of each cell, NaN = unknown."""
        held = self.held().value
        return held if self.quality is None else held * self.quality


def chosen_features(layer: Layer, where: Mapping[str, tuple[str, ...]]) -> gpd.GeoDataFrame:
    """Return the features of a layer whose attributes have one of the given values.

    Values are compared without case; ``""`` among them takes features (or whole layers) that state nothing.
    """
    features = layer.features
    if features is None:
        return gpd.GeoDataFrame({"key": []}, geometry=[], crs=3006)
    keep = pd.Series(True, index=features.index)
    for attribute, values in where.items():
        wanted = {value.casefold() for value in values}
        if attribute in features.columns:
            stated = features[attribute].astype("string").fillna("").str.strip().str.casefold()
            keep &= stated.isin(wanted).astype(bool)
        elif "" not in wanted:
            keep &= False
    return features[keep]


def layers_of(study: Study, receptor: Receptor) -> list[tuple[Layer, ReceptorLayer]]:
    """Return the layers of the study that make a receptor, loaded or not."""
    return [(study.layers[made.layer], made) for made in receptor.layers if made.layer in study.layers]


def known(study: Study, receptor: Receptor) -> bool:
    """Tell whether at least one layer of a receptor is loaded."""
    return any(layer.loaded and layer.covers for layer, _made in layers_of(study, receptor))


def inside(study: Study) -> BaseGeometry:
    """Return the ground that counts: the outline of the area, widened by its stated position error.

    Generalised borders would otherwise cut off real places near them.
    """
    layer = study.layers.get(study.area.outline_layer)
    error = 0.0
    if layer is not None and layer.features is not None and "position_error_m" in layer.features.columns:
        stated = pd.to_numeric(layer.features["position_error_m"], errors="coerce").max()
        error = 0.0 if np.isnan(stated) else float(stated)
    return shapely.buffer(study.outline, error) if error else study.outline


def area_columns(study: Study, receptor: Receptor, shares: Sequence[tuple[str, Cells]]) -> list[Column]:
    """Return a receptor without seasons: the whole area, and each municipality by its covered share of cells.

    Parameters
    ----------
    shares : sequence of (name, Cells)
        From ``municipalities``.
    """
    persons = receptor.quantity == "persons"
    land, all_known = _persons(study, receptor) if persons else (_hectares(study, receptor), True)
    loaded = all(layer.loaded and layer.covers for layer, _made in layers_of(study, receptor))
    whole = Column(receptor.id, "area", study.area.id, None, None, land, partly=not (loaded and all_known))
    if land is None:
        return [whole]
    return [whole, *_by_municipality(whole, shares, study.grid)]


def municipalities(study: Study) -> Iterator[tuple[str, Cells]]:
    """Yield the name and the covered share of cells of each municipality."""
    layer = study.layers.get(study.area.municipality_layer or "")
    if layer is None or layer.features is None:
        return
    for name, members in layer.features.groupby("name", sort=True):
        yield str(name), covered_share(shapely.union_all(members.geometry.to_numpy()), study.grid)


def _by_municipality(whole: Column, shares: Sequence[tuple[str, Cells]], grid: Grid) -> Iterator[Column]:
    """Yield what each municipality holds: together all of it.

    A cell is divided by covered shares; what no municipality covers (a coast or a border drawn too generally) goes to
    the one with the nearest covered cell.
    """
    if not shares:
        return
    held = whole.held()
    covered = np.array([share.at(held.index) for _name, share in shares]).reshape(len(shares), len(held))
    total = covered.sum(axis=0)
    rest = np.maximum(1.0 - total, 0.0)
    nearest = np.zeros(len(held), np.int64)
    open_cells = np.flatnonzero((rest > 0.0) & (total == 0.0))
    partial = (total > 0.0) & (rest > 0.0)
    nearest[partial] = covered[:, partial].argmax(axis=0)
    if len(open_cells):
        nearest[open_cells] = _nearest_share(held.index[open_cells], shares, grid)
    for number, (name, _share) in enumerate(shares):
        part = covered[number] / np.maximum(total, 1.0) + np.where(nearest == number, rest, 0.0)
        keep = part > 0.0
        land = Cells(held.index[keep], held.value[keep] * part[keep])
        yield Column(whole.receptor, "municipality", name, whole.season, whole.evidence, land, partly=whole.partly)


def _nearest_share(cells: NDArray[np.int64], shares: Sequence[tuple[str, Cells]], grid: Grid) -> NDArray[np.int64]:
    """Return, for each cell, the place in `shares` of the municipality that covers the nearest cell."""
    distances = []
    places = np.stack(np.divmod(cells, grid.width), axis=1)
    for _name, share in shares:
        there = np.stack(np.divmod(_border(share.index, grid), grid.width), axis=1)
        tree = scipy.spatial.cKDTree(there) if len(there) else None
        distances.append(tree.query(places)[0] if tree else np.full(len(cells), np.inf))
    return np.asarray(np.argmin(np.array(distances), axis=0))


def _border(cells: NDArray[np.int64], grid: Grid) -> NDArray[np.int64]:
    """Return the cells of a sorted set that have an edge neighbour outside it: the nearest to any other cell is one."""
    held = np.zeros(grid.size + 2 * grid.width, dtype=bool)
    held[cells + grid.width] = True
    around = [held[cells + grid.width + step] for step in (-grid.width, -1, 1, grid.width)]
    return np.asarray(cells[~np.logical_and.reduce(around)])


def _hectares(study: Study, receptor: Receptor) -> Cells | None:
    geometries = [
        chosen_features(layer, made.where).geometry.to_numpy()
        for layer, made in layers_of(study, receptor)
        if layer.loaded and layer.covers
    ]
    shapes = np.concatenate(geometries) if geometries else np.empty(0, dtype=object)
    shapes = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(shapes):
        return None
    ground = shapely.intersection(shapely.union_all(shapes), inside(study))
    return covered_share(ground, study.grid).scaled(study.grid.cell_ha)


def _persons(study: Study, receptor: Receptor) -> tuple[Cells | None, bool]:
    """Return persons per cell, and whether every population is known.

    The population of a feature is spread evenly over its ground.
    """
    parts: list[Cells] = []
    all_known = True
    for layer, made in layers_of(study, receptor):
        features = chosen_features(layer, made.where)
        if not len(features) or "population" not in features.columns:
            continue
        people = pd.to_numeric(features["population"], errors="coerce").to_numpy(float)
        all_known &= not bool(np.isnan(people).any())
        for geometry, persons in zip(_ground(study, layer, features), people, strict=True):
            if persons > 0.0 and geometry.area > 0.0:
                share = covered_share(geometry, study.grid)
                if len(share):
                    parts.append(share.scaled(persons * study.grid.resolution_m**2 / geometry.area))
    return (summed(parts) if parts else None), all_known


def _ground(study: Study, layer: Layer, features: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return polygons of features; a point becomes a circle of its stated area, else of its type's default."""
    geometries = features.geometry.to_numpy().copy()
    points = shapely.get_dimensions(geometries) == 0
    rule = layer.spec.source
    kind = study.catalogue.types.get(rule.type or "") if rule else None
    rule_of_point = kind.footprint_point if kind else None
    default = rule_of_point.measure.likely if rule_of_point and rule_of_point.measure else 0.0
    stated = pd.to_numeric(features.get("area_ha", pd.Series(np.nan, index=features.index)), errors="coerce")
    area = stated.fillna(default).to_numpy(float)
    geometries[points] = circle(geometries[points], area[points])
    return np.asarray(geometries)


def village_columns(study: Study, receptor: Receptor, evidence: Mapping[tuple[str, str], str]) -> list[Column]:
    """Return a receptor of reindeer land for each village and herding season.

    Parameters
    ----------
    evidence : mapping
        (village, herding season) → season of the evidence; its keys are all villages and seasons of the area.
    """
    within_area = inside(study)
    lands = seasonal_land(study)
    found = []
    for (village, season), evidence_season in evidence.items():
        if evidence_season not in receptor.evidence_seasons and not receptor.of_which:
            continue
        ground = lands.get((village, season))
        if receptor.of_which:
            if receptor.evidence_seasons and evidence_season not in receptor.evidence_seasons:
                continue
            ground = _of_which(study, receptor, village, season, ground)
        land, quality = _shares(study, ground, within_area)
        if land is None and receptor.of_which:
            continue
        found.append(Column(receptor.id, "herding_community", village, season, evidence_season, land, quality))
    return found


Ground = list[tuple[BaseGeometry, float]]
"""Polygons with their quality (1 = not weighted, NaN = unknown)."""


def seasonal_land(study: Study) -> dict[tuple[str, str], Ground]:
    """Return the mapped land of each village and season, from the receptors that are main seasonal land."""
    found: dict[tuple[str, str], Ground] = {}
    main = [r for r in study.catalogue.receptors.values() if r.by_village and r.evidence_seasons and not r.of_which]
    seen: set[tuple[str, str]] = set()
    for receptor in main:
        for layer, made in layers_of(study, receptor):
            if (layer.id, str(made.where)) in seen or not layer.loaded:
                continue
            seen.add((layer.id, str(made.where)))
            features = chosen_features(layer, made.where)
            if not {"village", "season"} <= set(features.columns):
                continue
            for (village, season), members in features.groupby(["village", "season"], sort=True):
                found.setdefault((str(village), str(season)), []).extend(_by_quality(members))
    return found


def _by_quality(members: gpd.GeoDataFrame) -> Ground:
    if "value" not in members.columns or members["value"].isna().all():
        return [(shapely.union_all(members.geometry.to_numpy()), 1.0)]
    quality = pd.to_numeric(members["value"], errors="coerce")
    return [
        (shapely.union_all(members.geometry[quality.eq(q) | (quality.isna() & np.isnan(q))].to_numpy()), float(q))
        for q in quality.unique()
    ]


def _of_which(study: Study, receptor: Receptor, village: str, season: str, ground: Ground | None) -> Ground | None:
    """Return the part of a village's seasonal land that is of a kind; kinds without village or season hold for all."""
    shapes: list[BaseGeometry] = []
    own = False
    for layer, made in layers_of(study, receptor):
        features = chosen_features(layer, made.where)
        for attribute, value in (("village", village), ("season", season)):
            if attribute in features.columns:
                stated = features[attribute]
                features = features[stated.isna() | (stated == value)]
                own = own or (attribute == "village" and bool((stated == value).any()))
        polygons = features.geometry.to_numpy()
        shapes.extend(polygons[shapely.get_dimensions(polygons) == 2])
    if not shapes or (ground is None and not own):
        return None
    kind = shapely.union_all(shapes)
    if ground is None:
        return [(kind, 1.0)]
    return [(shapely.intersection(kind, shape), quality) for shape, quality in ground]


def _shares(
    study: Study, ground: Ground | None, within_area: BaseGeometry
) -> tuple[Cells | None, NDArray[np.float64] | None]:
    """Return hectares and quality of cells; (None, None) when nothing is mapped."""
    if ground is None:
        return None, None
    pieces = [(covered_share(shapely.intersection(s, within_area), study.grid), quality) for s, quality in ground]
    pieces = [(cells, quality) for cells, quality in pieces if len(cells)]
    if not pieces:
        return (Cells.none(), None) if ground else (None, None)
    if all(quality == 1.0 for _cells, quality in pieces) and len(pieces) == 1:
        return pieces[0][0].scaled(study.grid.cell_ha), None
    share = summed([cells for cells, _quality in pieces])
    worth = np.zeros(len(share))
    for cells, quality in pieces:
        worth[np.searchsorted(share.index, cells.index)] += cells.value * quality
    capped = np.minimum(share.value, 1.0)
    return Cells(share.index, capped * study.grid.cell_ha), np.minimum(worth / share.value, 1.0)


def ground_cover(study: Study) -> dict[str, Cells]:
    """Return the covered share of cells by each kind of ground that a pressure names, where its layer is loaded."""
    found: dict[str, Cells] = {}
    for kind, made in study.catalogue.grounds.items():
        layer = study.layers.get(made.layer)
        if layer is not None and layer.loaded and layer.covers:
            shapes = chosen_features(layer, made.where).geometry.to_numpy()
            shapes = shapes[shapely.get_dimensions(shapes) == 2]
            found[kind] = covered_share(shapely.union_all(shapes), study.grid) if len(shapes) else Cells.none()
    return found
