"""Migration routes: what is left of each when the proposal stands, and between which lands herds can still move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import shapely

from landuse.calculation.bands import of_bands
from landuse.calculation.case import Case
from landuse.calculation.lines import Reached, counted_receptors, reached_of
from landuse.calculation.prepare_routes import prepare_routes
from landuse.calculation.route_meetings import At, Measure, measures_of, meetings
from landuse.calculation.route_pairs import Answer, Ends, Pair, answer, ends_of, same_way, season_pairs
from landuse.calculation.route_plan import RoutePlan
from landuse.calculation.route_states import PASSAGE_M, SegmentState, StripState, segment_states, strip_state
from landuse.calculation.route_ways import Round, Use, Walk, way_round
from landuse.engine.route_meetings import Meeting
from landuse.engine.route_states import worst
from landuse.engine.rules import Sources
from landuse.model.catalogue import Receptor

Touched = set[At]
Km = Mapping[str, tuple[float | None, float | None]]
"""Route → kilometres in the zone of any source before and after; None where it is not drawn as a line."""


@dataclass(frozen=True, slots=True, eq=False)
class VillageState:
    """What is left of a village's routes.

    Parameters
    ----------
    segments : tuple of SegmentState
        In the order of the network.
    answers : mapping
        Route → between what it leads, and what is left there.
    ways : mapping
        Pair of following seasons whose lands do not touch → whether a way is left for certain, and if every unknown
        stretch can be passed.
    """

    segments: tuple[SegmentState, ...]
    answers: Mapping[str, tuple[Ends, Answer]]
    ways: Mapping[Pair, tuple[bool, bool]]


@dataclass(frozen=True, slots=True, eq=False)
class RoutesBefore:
    """All routes without the proposal; can be kept for one study, year, profile and baseline.

    Parameters
    ----------
    met : mapping
        Strip → source id → what the source does to it.
    """

    met: Mapping[At, Mapping[str, Meeting]]
    strips: Mapping[At, StripState]
    villages: tuple[VillageState, ...]
    measures: tuple[Measure, ...]
    use: Use = field(default_factory=Use)


@dataclass(frozen=True, slots=True, eq=False)
class RoutesAfter:
    """All routes with the proposal: what it does not touch is the very same as before."""

    plan: RoutePlan
    before: RoutesBefore
    strips: Mapping[At, StripState]
    villages: tuple[VillageState, ...]
    measures: tuple[Measure, ...]
    km_in_zone: Km
    rounds: Mapping[str, Round]


def receptor_of(case: Case, kind: str) -> Receptor | None:
    """Return the receptor that the routes, or the passages, of the network are; None if there is none."""
    layers = {
        layer.id for layer in case.study.layers.values() if layer.spec.network and layer.spec.network.part == kind
    }
    found = [r for r in counted_receptors(case.study) if {made.layer for made in r.layers} & layers]
    return found[0] if found else None


def kept_plan(case: Case) -> RoutePlan:
    """Return the routes of the study as prepared for the level of the case's profile."""
    level = case.profile.level
    return case.keeping.always.once(("routes", level), lambda: prepare_routes(case.study, level))


def kept_before(case: Case, plan: RoutePlan) -> RoutesBefore:
    """Return the state of all routes without the proposal: what stands is kept, parts that stand already come to it."""
    year, standing = case.keeping.year(case.year), of_bands(case.existing, 0)
    key = "routes", plan.level, case.profile.model_dump_json()
    found = year.once(key, lambda: _of_sources(case, plan, standing))
    return found if not case.own else _with_own(case, plan, found, standing)


def routes_before(case: Case, plan: RoutePlan) -> RoutesBefore:
    """Return the state of all routes without the proposal, worked out from nothing."""
    return _of_sources(case, plan, case.before(0))


def _of_sources(case: Case, plan: RoutePlan, sources: Sources) -> RoutesBefore:
    receptor = receptor_of(case, "route")
    measures = measures_of(case, plan, sources)
    met = {} if receptor is None else meetings(case, plan, sources, receptor, _stops(measures))
    where = [(v, s) for v, village in enumerate(plan.villages) for s in range(len(village.strips))]
    strips = {at: _strip(case, plan, at, met.get(at, {}), measures) for at in where}
    villages = tuple(_village(case, plan, v, strips) for v in range(len(plan.villages)))
    return RoutesBefore(met, strips, villages, tuple(measures))


def _with_own(case: Case, plan: RoutePlan, standing: RoutesBefore, sources: Sources) -> RoutesBefore:
    """Return the state of all routes with the parts of the scenario that stand already."""
    sides = Sides(sources, case.before(0), case.own)
    met, strips, villages, measures = _changed(case, plan, standing, sides)
    return RoutesBefore(dict(standing.met) | met, strips, villages, measures)


def routes_after(case: Case, plan: RoutePlan | None = None, before: RoutesBefore | None = None) -> RoutesAfter:
    """Return the state of all routes with the proposal.

    Parameters
    ----------
    plan : RoutePlan, optional
        From :func:`prepare_routes` for the level of the case's profile; by default what is kept.
    before : RoutesBefore, optional
        From :func:`routes_before` for the same study, year, profile and baseline; by default what is kept.
    """
    plan = plan or kept_plan(case)
    before = before or kept_before(case, plan)
    sides = Sides(case.before(0), case.after(0), case.changed)
    _met, strips, villages, measures = _changed(case, plan, before, sides)
    after = RoutesAfter(plan, before, strips, villages, measures, _km(case, plan), {})
    return replace(after, rounds=_rounds(case, after))


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The sources before and after a change, and those that may stand on one side only."""

    before: Sources
    after: Sources
    changed: Sources


def _changed(
    case: Case, plan: RoutePlan, before: RoutesBefore, sides: Sides
) -> tuple[dict[At, dict[str, Meeting]], dict[At, StripState], tuple[VillageState, ...], tuple[Measure, ...]]:
    """Return what a change makes of the routes: what it does not touch is the very same."""
    measures = measures_of(case, plan, sides.after)
    met, touched = _met_after(case, plan, before, sides, measures)
    strips = dict(before.strips) | {at: _strip(case, plan, at, met[at], measures) for at in sorted(touched)}
    changed = {village for village, _strip in touched}
    villages = tuple(
        _village(case, plan, v, strips, state) if v in changed else state for v, state in enumerate(before.villages)
    )
    return met, strips, villages, tuple(measures)


def _stops(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(measure for measure in measures if measure.kind == "stop")


def _strip(case: Case, plan: RoutePlan, at: At, met: Mapping[str, Meeting], measures: Iterable[Measure]) -> StripState:
    strip = plan.villages[at[0]].strips[at[1]]
    return strip_state(strip, met.values(), measures, case.study.catalogue, case.profile.level)


def _village(
    case: Case, plan: RoutePlan, number: int, strips: Mapping[At, StripState], known: VillageState | None = None
) -> VillageState:  # fmt: skip
    """Return the state of a village's routes; between what they lead is taken from the state before."""
    village = plan.villages[number]
    own = {s: strips[number, s] for s in range(len(village.strips))}
    segments = tuple(segment_states(village, own, case.study.catalogue, case.profile.level))
    if known is not None and all(map(same_way, known.segments, segments)):
        return replace(known, segments=segments)
    if known is not None:
        ends = {key: end for key, (end, _answer) in known.answers.items()}
        pairs = list(known.ways)
    else:
        found = {key: ends_of(village, route) for key, route in village.routes.items() if route.kind == "route"}
        ends = {key: end for key, end in found.items() if end is not None}
        pairs = season_pairs(village)
    between = {pair: Ends("lands", ("land", pair[0]), ("land", pair[1]), pair) for pair in pairs}
    answered = {end: answer(village, segments, end) for end in dict.fromkeys([*ends.values(), *between.values()])}
    left = {pair: answered[end].shortest_m for pair, end in between.items()}
    ways = {pair: (certain is not None, possible is not None) for pair, (certain, possible) in left.items()}
    return VillageState(segments, {key: (end, answered[end]) for key, end in ends.items()}, ways)


def _met_after(
    case: Case, plan: RoutePlan, before: RoutesBefore, sides: Sides, measures: list[Measure]
) -> tuple[dict[At, dict[str, Meeting]], Touched]:  # fmt: skip
    """Return what meets the strips that the proposal touches, and which those are."""
    receptor = receptor_of(case, "route")
    if receptor is None:
        return {}, set()
    hosts = {stop.host for stop in {*_stops(measures)} ^ {*_stops(before.measures)}}
    again = tuple(source for source in sides.after if source.part is not None and source.part in hosts)
    standing, left = set(sides.before), set(sides.after)
    new = tuple({*(source for source in sides.changed if source in left and source not in standing), *again})
    gone = {source.id for source in sides.changed if source in standing} | {source.id for source in again}
    added = meetings(case, plan, tuple(sorted(new, key=lambda source: source.id)), receptor, _stops(measures))
    touched = set(added) | {at for at, met in before.met.items() if gone & set(met)}
    places = [measure.place for measure in {*measures} ^ {*before.measures}]
    touched |= {
        at
        for at in before.strips
        if any(
            shapely.dwithin(place, plan.villages[at[0]].strips[at[1]].corridor.ground, PASSAGE_M) for place in places
        )
    }
    met = {
        at: {key: one for key, one in before.met.get(at, {}).items() if key not in gone} | added.get(at, {})
        for at in touched
    }
    return met, touched


def _km(case: Case, plan: RoutePlan) -> Km:
    """Return kilometres of routes in zone before and after, in the season where most is."""
    reached: dict[tuple[str, str], Reached] = {}
    receptors = {kind: receptor_of(case, kind) for kind in {route.kind for route in plan.routes}}
    found: dict[str, tuple[float | None, float | None]] = {}
    for route in plan.routes:
        receptor = receptors[route.kind]
        if receptor is None or not route.linear:
            found[route.key] = None, None
            continue
        for each in plan.evidence[route.key]:
            if (route.kind, each) not in reached:
                reached[route.kind, each] = reached_of(case, receptor, each)
        seasons = [reached[route.kind, each] for each in plan.evidence[route.key]]
        found[route.key] = (
            max(season.before(route.geometry) for season in seasons) / 1000.0,
            max(season.after(route.geometry) for season in seasons) / 1000.0,
        )
    return found


def _rounds(case: Case, after: RoutesAfter) -> dict[str, Round]:
    """Return the way round for each route that the proposal worsens."""
    receptor = receptor_of(case, "route")
    found: dict[str, Round] = {}
    for number, village in enumerate(after.plan.villages if receptor is not None else ()):
        for key, worse in _worsened(after, number).items():
            ends = _span(worse)
            if ends is None or receptor is None:
                continue
            passages = tuple(route.passage for route in village.routes.values() if route.kind == "passage")
            both = (after.before.measures, after.measures)
            walk = Walk(case, receptor, after.plan.evidence[key][0], (village.village, passages), both)
            way = way_round(walk, after.before.use, ends)
            found |= {} if way is None else {key: way}
    return found


def _worsened(after: RoutesAfter, number: int) -> dict[str, list[SegmentState]]:
    """Return the stretches of each route that the proposal narrows, weakens or cuts."""
    found: dict[str, list[SegmentState]] = {}
    pairs = zip(after.before.villages[number].segments, after.villages[number].segments, strict=True)
    for old, new in pairs:
        if new is not old and new.state in ("cut", "weakened") and worst([old.state, new.state]) != old.state:
            found.setdefault(new.segment.route, []).append(new)
    return found


def _span(worse: list[SegmentState]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the two places, on one line of a route, between which it is worsened."""
    part = worse[0].segment.part
    own = [state.segment for state in worse if state.segment.part == part]
    first, last = min(own, key=lambda s: s.from_m), max(own, key=lambda s: s.to_m)
    start, end = first.line.coords[0], last.line.coords[-1]
    return ((float(start[0]), float(start[1])), (float(end[0]), float(end[1]))) if start != end else None
