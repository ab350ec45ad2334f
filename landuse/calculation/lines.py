"""Routes, passages and corrals: kilometres and counts in zone, by village and season; no hectare-equivalents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.calculation.bands import of_bands
from landuse.calculation.case import Case
from landuse.calculation.losses import Row, figure, unknown_row
from landuse.calculation.standing import measure_in, standing_of, zones_of
from landuse.calculation.units import evidence_seasons
from landuse.engine.column import Column
from landuse.engine.rules import Sources
from landuse.engine.values import chosen_features, known, layers_of
from landuse.engine.zone_length import Zones
from landuse.model.catalogue import Receptor
from landuse.model.frozen import HERDING_SEASONS
from landuse.model.kept import Scope
from landuse.model.study import Study


def counted_receptors(study: Study) -> list[Receptor]:
    """Return the receptors measured in kilometres or numbers."""
    receptors = study.catalogue.receptors.values()
    return [r for r in receptors if r.quantity in ("km", "count") and r.group in study.catalogue.groups]


def counted_rows(case: Case, receptor: Receptor, *, missing: bool) -> list[Row]:
    """Return one row for each village and herding season with features of the receptor."""
    units = _units_of(case, receptor)
    if units is None:
        return [unknown_row(receptor, Column(receptor.id, "area", case.study.area.id, None, None, None))]
    reached = {evidence: reached_of(case, receptor, evidence) for evidence in {unit.evidence for unit in units}}
    return [_row(case, receptor, unit, reached[unit.evidence], missing=missing) for unit in units]


def features_in_use(case: Case, receptor: Receptor) -> Mapping[tuple[str, str], NDArray[np.object_]]:
    """Return (village, season) → geometries of its features in use; empty if they are not mapped by village."""
    return {(unit.village, unit.season): unit.geometries for unit in _units_of(case, receptor) or ()}


def _units_of(case: Case, receptor: Receptor) -> list[_Unit] | None:
    return case.keeping.always.once(("counted", receptor.id), lambda: _units(case.study, receptor))


@dataclass(frozen=True, eq=False)
class _Unit:
    """Features of a village that are in use in a herding season."""

    village: str
    season: str
    evidence: str
    geometries: NDArray[np.object_]

    @cached_property
    def boxes(self) -> NDArray[np.float64]:
        """West, south, east, north of each geometry."""
        return np.asarray(shapely.bounds(self.geometries), np.float64).reshape(-1, 4)

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """West, south, east, north of all geometries; NaN without one."""
        return np.asarray(shapely.total_bounds(self.geometries), np.float64)

    @cached_property
    def lines(self) -> bool:
        """True if all of them are lines."""
        return bool((shapely.get_dimensions(self.geometries) == 1).all())

    @cached_property
    def metres(self) -> float:
        """Length of all geometries."""
        return float(shapely.length(self.geometries).sum())


def _units(study: Study, receptor: Receptor) -> list[_Unit] | None:
    """Return the villages and seasons with features; None if the receptor is not mapped by village."""
    if not known(study, receptor):
        return None
    features = pd.concat([chosen_features(layer, made.where) for layer, made in layers_of(study, receptor)])
    if "village" not in features.columns:
        return None
    found = []
    for (village, season), evidence in evidence_seasons(study).items():
        own = _of_village(features, village, season)
        if own is not None:
            found.append(_Unit(village, season, evidence, own.geometry.to_numpy()))
    return found


class Reached:
    """What of a line or which points lie within reach, before and after; only what is near the proposal is measured."""

    def __init__(self, case: Case, receptor: Receptor, evidence: str) -> None:
        self.case, self.receptor = case, receptor
        self.standing = standing_of(case, case.profile)
        self.aim = self.standing.exposure.aim(receptor, evidence)
        self._measured = Scope()

    def zones(self, sources: Sources) -> Zones:
        """Return sources with their reach."""
        return zones_of(self.standing.exposure, sources, self.receptor, self.aim.season)

    @cached_property
    def _own(self) -> Zones:
        return self.zones(of_bands(self.case.own, 0))

    @cached_property
    def _proposed(self) -> Zones:
        return self.zones(self.case.proposed)

    @cached_property
    def _removed(self) -> Zones:
        return self.zones((*self.case.removed, *self.case.reduced))

    @cached_property
    def _left(self) -> Zones:
        """What is built and not removed."""
        return self.zones(of_bands(self.case.kept, 0))

    def both(self, unit: _Unit) -> tuple[float, float]:
        """Return the metres or points of a unit within reach before and after; what nothing new is near is kept."""
        own, changed = self._own.near_boxes(unit.boxes), self._changed.near_boxes(unit.boxes)
        before = [self.before(each, near=bool(near)) for each, near in zip(unit.geometries, own, strict=True)]
        if not changed.any():
            return sum(before), sum(before)
        found = zip(unit.geometries, before, changed, strict=True)
        return sum(before), sum(self.after(each) if near else same for each, same, near in found)

    def before(self, geometry: BaseGeometry, *, near: bool = True) -> float:
        """Return the metres, or 1 for a point, within reach of what is built; parts that stand may be `near` it."""
        if not near or not len(self._own.near(geometry)):
            return self.standing.in_reach(self.receptor, self.aim, geometry)
        return measure_in(geometry, self._before, self.receptor.quantity)

    def after(self, geometry: BaseGeometry) -> float:
        """Return the same with the proposal; measured once for an object, however often it is asked for."""
        return self._measured.once(id(geometry), lambda: (self._with_proposal(geometry), geometry))[0]

    def _with_proposal(self, geometry: BaseGeometry) -> float:
        """Of a line only the stretch that the proposal can reach is measured."""
        changed = self._changed.near(geometry)
        if not len(changed):
            return self.before(geometry)
        if self.receptor.quantity != "km":
            return measure_in(geometry, self._after, self.receptor.quantity)
        near = geometry if np.isinf(changed.reach_m).any() else shapely.intersection(geometry, changed.ground)
        step = measure_in(near, self._after, "km") - measure_in(near, self._before, "km")
        return min(max(self.before(geometry) + step, 0.0), float(geometry.length))

    @cached_property
    def _before(self) -> Zones:
        return self.standing.zones(self.receptor, self.aim).with_others(self._own)

    @cached_property
    def _changed(self) -> Zones:
        return self._proposed.with_others(self._removed)

    @cached_property
    def _after(self) -> Zones:
        left = self._left if self.case.removed else self._before
        return left.with_others(self._proposed)


def reached_of(case: Case, receptor: Receptor, evidence: str) -> Reached:
    """Return what lies within reach in a case; the same object for whoever asks."""
    return case.measured.once((receptor.id, evidence), lambda: Reached(case, receptor, evidence))


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


def _row(case: Case, receptor: Receptor, unit: _Unit, reached: Reached, *, missing: bool) -> Row:
    quantity = receptor.quantity
    column = Column(receptor.id, "herding_community", unit.village, unit.season, None, None)
    row = unknown_row(receptor, column)
    if quantity == "km" and not unit.lines:
        return row  # what is drawn as an area has no length
    scale = 1.0 if quantity == "count" else 1000.0
    before, after = (each / scale for each in reached.both(unit))
    all_of_it = float(len(unit.geometries)) if quantity == "count" else unit.metres / scale
    row |= {
        "available": figure(all_of_it),
        "taken": figure(_taken(case, unit, quantity)),
        "zone": {"before": figure(before), "after": figure(after)},
        "coverage_share": 1.0,
        "bounds": {"baseline": "at_least" if missing else "exact", "added": "none", "undisturbed": "none"},
    }
    return row


def _taken(case: Case, unit: _Unit, quantity: str) -> float:
    """Return kilometres or number of features on ground that the proposal covers."""
    if not case.proposed or not len(unit.geometries):
        return 0.0
    ground = case.covered_ground
    west, south, east, north = ground.bounds
    if unit.bounds[0] > east or unit.bounds[2] < west or unit.bounds[1] > north or unit.bounds[3] < south:
        return 0.0
    near = unit.geometries[shapely.intersects(shapely.box(west, south, east, north), unit.geometries)]
    if quantity == "km":
        return float(shapely.length(shapely.intersection(near, ground)).sum()) / 1000.0
    return float(shapely.intersects(near, ground).sum())


def _text(value: object) -> str | None:
    return None if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) else str(value)
