"""What is at stake: covered share and value of cells for each unit of each receptor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, summed
from landuse.engine.column import Column
from landuse.engine.coverage import covered_share
from landuse.engine.footprint import circle
from landuse.engine.municipality import by_municipality
from landuse.model.catalogue import Receptor, ReceptorLayer
from landuse.model.study import Layer, Study


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
    return [whole, *by_municipality(whole, shares, study.grid)]


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
