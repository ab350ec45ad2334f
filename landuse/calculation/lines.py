"""Routes, passages and corrals: kilometres and counts in zone, by village and season; no hectare-equivalents."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.case import Case
from landuse.calculation.losses import Row, figure, unknown_row
from landuse.calculation.units import evidence_seasons
from landuse.engine.column import Column
from landuse.engine.exposure import Exposure, Sources
from landuse.engine.values import chosen_features, known, layers_of
from landuse.engine.zone_length import length_within_any
from landuse.model.catalogue import Receptor
from landuse.model.frozen import HERDING_SEASONS
from landuse.model.study import Study

Zones = list[tuple[list[BaseGeometry], float]]
"""Geometries with the reach of what they exert, metres."""


def counted_receptors(study: Study) -> list[Receptor]:
    """Return the receptors measured in kilometres or numbers."""
    receptors = study.catalogue.receptors.values()
    return [r for r in receptors if r.quantity in ("km", "count") and r.group in study.catalogue.groups]


def counted_rows(case: Case, receptor: Receptor, *, missing: bool) -> list[Row]:
    """Return one row for each village and herding season with features of the receptor."""
    study = case.study
    if not known(study, receptor):
        return [unknown_row(receptor, Column(receptor.id, "area", study.area.id, None, None, None))]
    features = pd.concat([chosen_features(layer, made.where) for layer, made in layers_of(study, receptor)])
    if "village" not in features.columns:
        return [unknown_row(receptor, Column(receptor.id, "area", study.area.id, None, None, None))]
    zones: dict[str, tuple[Zones, Zones]] = {}
    rows = []
    for (village, season), evidence in evidence_seasons(study).items():
        own = _of_village(features, village, season)
        if own is None:
            continue
        if evidence not in zones:
            zones[evidence] = tuple(  # type: ignore[assignment]
                zones_of(case.county, sources, receptor, evidence) for sources in (case.before(0), case.after(0))
            )
        rows.append(_row(case, receptor, (village, season), own, zones[evidence], missing=missing))
    return rows


def _of_village(features: gpd.GeoDataFrame, village: str, season: str) -> gpd.GeoDataFrame | None:
    """Return the features of a village in use in a season; None if the village has none at all."""
    if "village" not in features.columns:
        return None
    own = features[features["village"] == village]
    if not len(own):
        return None
    if {"season_from", "season_to"} <= set(own.columns):
        windows = zip(own["season_from"], own["season_to"], strict=True)
        return own[np.array([in_window(season, _text(first), _text(last)) for first, last in windows], dtype=bool)]
    if "season" in own.columns:
        own = own[own["season"].isna() | (own["season"] == season)]
    return own


def in_window(season: str, first: str | None, last: str | None) -> bool:
    """Tell whether a herding season lies in a window of the year; a window that is not stated holds every season.

    Examples
    --------
    >>> in_window("vinter", "hostvinter", "varvinter"), in_window("sommar", "hostvinter", "varvinter")
    (True, False)
    """
    if first not in HERDING_SEASONS or last not in HERDING_SEASONS:
        return True
    start, end, here = (HERDING_SEASONS.index(name) for name in (first, last, season))
    return (here - start) % len(HERDING_SEASONS) <= (end - start) % len(HERDING_SEASONS)


def zones_of(exposure: Exposure, sources: Sources, receptor: Receptor, evidence: str | None) -> Zones:
    """Return the geometries of sources by how far they reach a receptor in a season."""
    by_reach: dict[float, list[BaseGeometry]] = {}
    for source, end in exposure.reaches(sources, receptor, evidence):
        by_reach.setdefault(end, []).extend(source.geometries)
    return [(geometries, end) for end, geometries in sorted(by_reach.items())]


def _row(
    case: Case, receptor: Receptor, unit: tuple[str, str], own: gpd.GeoDataFrame, zones: tuple[Zones, Zones],
    *, missing: bool,
) -> Row:  # fmt: skip
    geometries = own.geometry.to_numpy()
    column = Column(receptor.id, "herding_community", unit[0], unit[1], None, None)
    row = unknown_row(receptor, column)
    if receptor.quantity == "km" and (shapely.get_dimensions(geometries) != 1).any():
        return row  # what is drawn as an area has no length
    before, after = (_in_zone(geometries, zone, receptor.quantity) for zone in zones)
    all_of_it = float(len(own)) if receptor.quantity == "count" else float(shapely.length(geometries).sum()) / 1000.0
    row |= {
        "available": figure(all_of_it),
        "taken": figure(_taken(case, geometries, receptor.quantity)),
        "zone": {"before": figure(before), "after": figure(after)},
        "coverage_share": 1.0,
        "bounds": {"baseline": "at_least" if missing else "exact", "added": "none", "undisturbed": "none"},
    }
    return row


def _in_zone(geometries: Any, zones: Zones, quantity: str) -> float:
    """Return kilometres of lines, or number of features, within reach of any source."""
    if not len(geometries):
        return 0.0
    if quantity == "km":
        return sum(length_within_any(geometry, zones) for geometry in geometries) / 1000.0
    hit = np.zeros(len(geometries), dtype=bool)
    for members, end in zones:
        hit |= _near(geometries, members, end)
    return float(hit.sum())


def _near(geometries: Any, members: list[BaseGeometry], end: float) -> np.ndarray[Any, np.dtype[np.bool_]]:
    hit = np.zeros(len(geometries), dtype=bool)
    hit[np.unique(shapely.STRtree(members).query(geometries, predicate="dwithin", distance=end)[0])] = True
    return hit


def _taken(case: Case, geometries: Any, quantity: str) -> float:
    """Return kilometres or number of features on ground that the proposal covers."""
    if not case.proposed or not len(geometries):
        return 0.0
    ground = shapely.union_all(case.county.footprints(case.proposed))
    if quantity == "km":
        return float(shapely.length(shapely.intersection(geometries, ground)).sum()) / 1000.0
    return float(shapely.intersects(geometries, ground).sum())


def _text(value: object) -> str | None:
    return None if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) else str(value)
