"""Reindeer land of each village and season: main seasonal land, and what is "of which" inside it."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, summed
from landuse.engine.column import Column
from landuse.engine.coverage import covered_share
from landuse.engine.values import chosen_features, inside, layers_of
from landuse.model.catalogue import Receptor
from landuse.model.study import Study


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
            if receptor.met_in and evidence_season not in receptor.met_in:
                continue
            ground = _of_which(study, receptor, village, season, ground)
        land, quality = _shares(study, ground, within_area)
        if land is None and receptor.of_which and not receptor.bad_winter:
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
            weighted = "value" in features.columns and bool(features["value"].notna().any())
            for (village, season), members in features.groupby(["village", "season"], sort=True):
                found.setdefault((str(village), str(season)), []).extend(_by_quality(members, weighted=weighted))
    return found


def _by_quality(members: gpd.GeoDataFrame, *, weighted: bool) -> Ground:
    """Return polygons by quality; in a layer that states any, a feature without one is of unknown quality."""
    if not weighted:
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
