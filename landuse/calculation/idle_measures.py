"""Measures of a scenario that change no route where they stand: each is told, with what to do."""

from __future__ import annotations

from collections.abc import Iterator

from landuse.calculation.case import Case
from landuse.calculation.route_meetings import meetings
from landuse.calculation.route_notes import barrier_word
from landuse.calculation.routes import RoutesAfter, receptor_of
from landuse.language import _
from landuse.model.catalogue import Band
from landuse.model.scenario import Establishment


def idle_measures(case: Case, after: RoutesAfter) -> Iterator[str]:
    """Yield a sentence for each measure that no route counts, though it is there in the year.

    A substitute says so itself beside each route.
    """
    there = {measure.part for measure in after.measures}
    used = {one.measure.part for village in after.villages for s in village.segments for one in s.met if one.measure}
    for part in case.scenario.establishments:
        kind = case.study.catalogue.types[part.type].mitigation
        if kind is None or kind.kind == "substitute":
            continue
        if part.id not in there:
            yield from _not_there(part)
        elif kind.kind == "stop":
            yield from _stop(case, after, part)
        elif part.id not in used:
            yield _(
                "{part} is counted for no route: it has to stand within the corridor of a route, where what it leads "
                "across crosses. Move it there, and state in part_of what it leads across, or leave part_of out."
            ).format(part=part.id)


def _not_there(part: Establishment) -> Iterator[str]:
    """Yield why a measure that is neither built nor proposed is not counted; other years are told with the parts."""
    if part.status in (Band.PERMITTED, Band.PLANNED):
        yield _(
            "{part} is counted for no route: its status is {status}, and routes count measures that are built or "
            "proposed. State one of these."
        ).format(part=part.id, status=str(part.status))


def _stop(case: Case, after: RoutesAfter, part: Establishment) -> Iterator[str]:
    season = part.parameters.get("season")
    if part.part_of is None:
        yield _("{part} stops nothing: state in part_of the establishment that stops.").format(part=part.id)
    if season is None:
        yield _("{part} stops nothing: state the season of the stop.").format(part=part.id)
    if part.part_of is not None and season is not None and not _has_zone(case, after, part.part_of, str(season)):
        host = case.scenario.part(part.part_of)
        yield _(
            "{part} changes no route: no zone of {host} ({type}) narrows a route on which herds leave in this season "
            "({season}). Choose the season from which the route leads, and the establishment whose zone is at it."
        ).format(part=part.id, host=host.id, type=barrier_word(case, host.type), season=season)


def _has_zone(case: Case, after: RoutesAfter, host: str, season: str) -> bool:
    """Tell whether the zone of a part, as it runs, is an edge of a route that is left in a season."""
    receptor = receptor_of(case, "route")
    sources = tuple(source for source in case.after(0) if source.part == host)
    met = {} if receptor is None else meetings(case, after.plan, sources, receptor)
    villages = after.plan.villages
    return any(
        villages[v].strips[s].route.season_from == season and any(len(one.zone) for one in found.values())
        for (v, s), found in met.items()
    )
