"""Which sources of a case meet which routes, and which measures for routes a scenario holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.case import Case
from landuse.calculation.route_plan import RoutePlan, Strip, same_barrier
from landuse.calculation.route_reading import known_word
from landuse.engine.exposure import Exposure
from landuse.engine.route_meetings import Meeting, Ways, edge_distance, meeting
from landuse.engine.route_states import BUILT, Known
from landuse.engine.rules import Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import Receptor
from landuse.model.frozen import finite

EDGE_EFFECT = 0.5
"""The effect from which a zone counts as an edge: "effect >= 0.5" in ``free_width.csv``."""
_FAR_M = 5000.0

At = tuple[int, int]
"""Place of a strip: number of the village, number of the strip."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure for routes: one that a scenario declares, or a crossing that is there already.

    Parameters
    ----------
    part : str
        Id of the establishment, or ``LAYER/KEY``.
    kind : str
        overpass, underpass, opening, stop or substitute.
    width_m : float or None
        As stated.
    host : str or None
        Establishment that it belongs to.
    season : str or None
        Season of a stop.
    standing : bool
        It is there already: it leads across what is there already, and only across the obstacle that it states.
    """

    part: str
    kind: str
    place: BaseGeometry
    width_m: float | None
    host: str | None
    season: str | None
    evidence: str
    mark: str
    obstacle: str | None = None
    standing: bool = False

    def across(self, barrier: str, part: str | None) -> bool | None:
        """Tell whether it leads across a barrier (its kind, and its part of the scenario); None = not stated."""
        if not self.standing:
            return self.host is None or self.host == part
        if part is not None:
            return False
        return None if self.obstacle is None else same_barrier(self.obstacle, barrier)


def standing_measures(case: Case, plan: RoutePlan) -> list[Measure]:
    """Return the crossings that are there in the year of a case."""
    known = {kind.mitigation.kind: kind.mitigation for kind in case.study.catalogue.types.values() if kind.mitigation}
    return [
        Measure(
            one.key, known[one.kind].kind, one.place, one.width_m, None, None, known[one.kind].evidence.said(),
            known[one.kind].mark, one.obstacle, standing=True,
        )
        for one in plan.built
        if one.stands(case.year) and one.kind in BUILT and one.kind in known
    ]  # fmt: skip


def measures_of(case: Case, plan: RoutePlan, sources: Sources) -> list[Measure]:
    """Return the crossings that are there, and the measures for routes among some sources; sorted by part."""
    found = standing_measures(case, plan)
    for source in sources:
        mitigation = case.study.catalogue.types[source.type].mitigation
        if mitigation is None or source.part is None:
            continue
        part = case.scenario.part(source.part)
        found += [
            Measure(
                part.id, mitigation.kind, place, finite(part.parameters.get("width_m")), part.part_of,
                str(part.parameters["season"]) if "season" in part.parameters else None,
                mitigation.evidence.said(), mitigation.mark,
            )
            for place in source.geometries
        ]  # fmt: skip
    return sorted(found, key=lambda measure: (measure.part, measure.place.wkb))


def meetings(
    case: Case, plan: RoutePlan, sources: Sources, receptor: Receptor, stops: tuple[Measure, ...] = ()
) -> dict[At, dict[str, Meeting]]:  # fmt: skip
    """Return what sources do to strips: strip → source id → meeting; what does nothing is left out."""
    where = [(v, s) for v, village in enumerate(plan.villages) for s in range(len(village.strips))]
    found: dict[At, dict[str, Meeting]] = {}
    if not where:
        return found
    strips = [plan.villages[v].strips[s] for v, s in where]
    tree = shapely.STRtree([strip.corridor.ground for strip in strips])
    judged = {row.barrier for row in case.study.catalogue.permeabilities}
    # A stop that does not state whose it is, or when, stops nothing: what is there already has no part either.
    stopped = {(stop.host, stop.season) for stop in stops if stop.host is not None and stop.season is not None}
    for source in sources:
        if case.study.catalogue.types[source.type].mitigation is not None:
            continue
        bounds = shapely.box(*shapely.total_bounds(source.geometries)).buffer(_FAR_M + source.error_m)
        fenced = fences(case, source)
        lines = bool((shapely.get_dimensions(source.geometries) == 1).any())
        for number in tree.query(bounds).tolist():
            still = (source.part, strips[number].route.season_from) in stopped
            ways = ways_of(case.county, source, receptor, strips[number], judged, stopped=still)
            if not (lines or ways.judged or ways.lost or ways.edge_m >= 0.0):
                continue
            kind = case.catalogue.types[source.type]
            met = meeting(source, kind, strips[number].corridor, ways, fenced)
            if not met.empty:
                found.setdefault(where[number], {})[source.id] = met
    return found


def ways_of(
    exposure: Exposure, source: Source, receptor: Receptor, strip: Strip, judged: set[str], *, stopped: bool = False
) -> Ways:  # fmt: skip
    """Return how a source meets a strip: by its crossing, its ground, and the zone of its strongest effect."""
    catalogue, edge = exposure.catalogue, -1.0
    lost = any((row := exposure.row(source, "land_take", receptor.group, e)) and row.intensity >= 1.0
               for e in strip.evidence)  # fmt: skip
    for pressure in () if stopped else exposure.catalogue.pressures:
        sensitivity = catalogue.sensitivity.get(receptor.id, {}).get(pressure) or 0.0
        for evidence in strip.evidence:
            row = exposure.row(source, pressure, receptor.group, evidence)
            area = catalogue.counts(pressure, receptor.group, evidence) and pressure != "land_take"
            if row is not None and area and receptor.group not in catalogue.pressures[pressure].only_on:
                # In zone as far as courts looked, lost only as far as they counted: an edge is where use is lost.
                park = exposure.park_of(source.type, pressure, receptor.group)
                far = row.radius_m if park is None else park.around_m
                edge = max(edge, edge_distance(row.shape, far, sensitivity * row.intensity, EDGE_EFFECT))
    return Ways(source.type in judged, bool(lost), edge, exposure.profile.level)


def fences(case: Case, source: Source) -> Mapping[bytes, Known] | Known:
    """Return what is known of a source's fences: of a part as a whole, of a layer by the geometry of each feature."""
    if source.part is not None:
        return known_word(case.scenario.part(source.part).parameters.get("fenced"))
    features = case.study.layers[source.layer].features if source.layer else None
    if features is None or "fenced" not in features.columns:
        return "unknown"
    lines = features[shapely.get_dimensions(features.geometry.to_numpy()) == 1]
    return {line.wkb: known_word(word) for line, word in zip(lines.geometry, lines["fenced"], strict=True)}
