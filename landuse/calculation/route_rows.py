"""The ``routes`` of the assessment: one row for each migration route and difficult passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landuse.calculation.case import Case
from landuse.calculation.losses import figure
from landuse.calculation.route_notes import notes
from landuse.calculation.route_pairs import Answer, Ends, said_node
from landuse.calculation.route_plan import Route, RoutePlan, VillageRoutes
from landuse.calculation.route_states import Met, SegmentState
from landuse.calculation.route_ways import Round
from landuse.calculation.routes import RoutesAfter, RoutesBefore, VillageState, routes_after
from landuse.calculation.withheld import withheld
from landuse.engine.route_states import PASSAGE, State, width_state, worst

Row = dict[str, Any]
VillageStates = tuple[VillageState, VillageState]
OwnSegments = tuple[Mapping[str, list[SegmentState]], Mapping[str, list[SegmentState]]]
"""Segments by route, and by the passage that they lead through."""
"""Before and after."""


def route_rows(case: Case, plan: RoutePlan | None = None, before: RoutesBefore | None = None) -> list[Row]:
    """Return one row for each migration route and each difficult passage; null is unknown.

    Parameters
    ----------
    plan : RoutePlan, optional
        From ``prepare_routes``; worked out if not given.
    before : RoutesBefore, optional
        From ``routes_before`` for the same study, year, profile and baseline; worked out if not given.
    """
    return rows_of(case, routes_after(case, plan, before))


def rows_of(case: Case, after: RoutesAfter) -> list[Row]:
    """Return the rows of a case whose routes were worked out."""
    found = []
    for number, village in enumerate(after.plan.villages):
        states = after.before.villages[number], after.villages[number]
        segments = tuple(own_segments(state) for state in states)
        found += [_row(case, after, village, route, states, segments) for route in village.routes.values()]
    rows = withheld(case.study, found)
    return sorted(rows, key=lambda row: (row["kind"] != "route", row["route"]))


def own_segments(state: VillageState) -> OwnSegments:
    """Return the segments of each route, and those that lead through each passage."""
    routes: dict[str, list[SegmentState]] = {}
    passages: dict[str, list[SegmentState]] = {}
    for one in state.segments:
        routes.setdefault(one.segment.route, []).append(one)
        if one.segment.passage is not None:
            passages.setdefault(one.segment.passage, []).append(one)
    return routes, passages


def _own(segments: OwnSegments, route: Route) -> list[SegmentState]:
    through = route.kind == "passage" and not route.linear
    return segments[through].get(route.key, [])


def route_state(case: Case, segments: Sequence[SegmentState], route: Route) -> State:
    """Return the state of a route from its segments; unknown where it has none."""
    if not segments:
        return "unknown"
    states = [segment.state for segment in segments]
    if route.kind == "passage":
        # Where a position is too uncertain for a width, what is drawn there meets nothing for certain.
        known = [segment for segment in segments if segment.width_m is not None]
        widths = [segment.width_m for segment in known if segment.width_m is not None]
        states = [worst(one.crossing.state for segment in known for one in segment.met)]
        states += ["unknown"] if len(known) < len(segments) else []
        catalogue = case.study.catalogue
        states.append(width_state(min(widths, default=None), PASSAGE, catalogue.free_widths, case.profile.level))
    return worst(states)


def _row(
    case: Case, after: RoutesAfter, village: VillageRoutes, route: Route, states: VillageStates,
    segments: tuple[OwnSegments, ...],
) -> Row:  # fmt: skip
    old, new = (_own(each, route) for each in segments)
    ends_before, ends_after = (state.answers.get(route.key) if new else None for state in states)
    state = route_state(case, new, route)
    row: Row = {
        "route": route.key,
        "kind": route.kind,
        "name": route.name,
        "unit": route.village,
        "season_from": route.season_from,
        "widest_season": route.season_from is None,
        "season_to": route.season_to,
        "state": state,
        "state_before": route_state(case, old, route),
        "state_roaming": worst(s.roaming for s in new) if new and route.kind == "route" else "unknown",
        "km": figure(route.km) if route.linear else None,
        "km_in_zone_before": figure(after.km_in_zone[route.key][0]),
        "km_in_zone_after": figure(after.km_in_zone[route.key][1]),
        "free_width_m": _least([s.width_m for s in new]),
        "free_width_before_m": _least([s.width_m for s in old]),
        "free_width_with_zones_m": _least([s.roaming_width_m for s in new]),
        "corridor_m": _corridor(village, route),
        "corridor_assumed": route.width_m is None,
    }
    row["capacity_per_day"] = _capacity(village, route, new)
    row |= _between(village, ends_before, ends_after)
    row |= {"severed_pairs": severed(states), "way_round": _round(after.rounds.get(route.key))}
    row["changed"] = [_changed(*pair) for pair in zip(old, new, strict=True) if pair[0].state != pair[1].state]
    row |= {"crossings": [_crossing(one) for one in _met(new)], "measures": _measures(new)}
    row["note"] = " ".join(notes(case, after, village, route, row, new, ends_after)) or None
    return row


def _between(
    village: VillageRoutes, before: tuple[Ends, Answer] | None, after: tuple[Ends, Answer] | None
) -> Row:  # fmt: skip
    """Return what is left between the lands or ends that a route joins."""
    if before is None or after is None:
        names = ("detour_factor", "detour_factor_if_open", "routes_before", "routes_left", "routes_left_if_open",
                 "eca_loss_share", "unreachable_before_ha", "unreachable_ha", "between")  # fmt: skip
        return {**dict.fromkeys(names), "bridges": [], "weak_points": []}
    ends, old, new = before[0], before[1], after[1]
    return {
        "between": ends.kind,
        "detour_factor": _detour(old, new),
        "detour_factor_if_open": _ratio(old.shortest_m[1], new.shortest_m[1]),
        "routes_before": _same(old.routes),
        "routes_left": _same(new.routes),
        "routes_left_if_open": new.routes[1],
        "eca_loss_share": _eca_loss(ends, old, new),
        "unreachable_before_ha": _unreachable(village, ends, old),
        "unreachable_ha": _unreachable(village, ends, new),
        "bridges": list(
            dict.fromkeys(key.rstrip("<>") for key in new.bridges if not key.startswith(("land ", "stop ")))
        ),
        "weak_points": [said_node(village, node) for node in new.weak_points],
    }


def _detour(old: Answer, new: Answer) -> float | None:
    """Return how many times longer the shortest way is; None if there is none, or if an unknown stretch decides it."""
    certain, possible = (_ratio(old.shortest_m[i], new.shortest_m[i]) for i in (0, 1))
    return certain if certain == possible else None


def _ratio(before_m: float | None, after_m: float | None) -> float | None:
    return None if not before_m or after_m is None else after_m / before_m


def _same(pair: tuple[int, int]) -> int | None:
    return pair[0] if pair[0] == pair[1] else None


def _eca_loss(ends: Ends, old: Answer, new: Answer) -> float | None:
    if ends.adjoin:
        return 0.0
    if old.eca_ha is None or new.eca_ha is None or not old.eca_ha[1]:
        return None
    certain, possible = (1.0 - after / before for before, after in zip(old.eca_ha, new.eca_ha, strict=True))
    return possible if abs(certain - possible) < 1e-12 else None


def _unreachable(village: VillageRoutes, ends: Ends, found: Answer) -> float | None:
    """Return the hectares of the land that no route reaches; 0 if one does or the lands adjoin, None if not known."""
    if ends.adjoin:
        return 0.0
    if ends.kind != "lands" or ends.pair is None:
        return None
    certain, possible = (shortest is not None for shortest in found.shortest_m)
    if certain != possible:
        return None
    return 0.0 if possible else float(village.lands[ends.pair[1]].area / 10_000.0)


def severed(states: VillageStates) -> list[list[str]]:
    """Return the pairs of following seasons between which a way was possible before, and none is any more."""
    before, after = (state.ways for state in states)
    return [list(pair) for pair, (_certain, possible) in before.items() if possible and not after[pair][1]]


def _least(widths: Sequence[float | None]) -> float | None:
    known = [width for width in widths if width is not None]
    return figure(min(known)) if known and len(known) == len(widths) else None


def _corridor(village: VillageRoutes, route: Route) -> float | None:
    strips = [strip.corridor.width_m for strip in village.strips if strip.route.key == route.key]
    return figure(strips[0]) if strips and strips[0] > 0.0 else None


def _capacity(village: VillageRoutes, route: Route, segments: Sequence[SegmentState]) -> float | None:
    """Return the reindeer a day that the narrowest passage takes; None if no passage states any."""
    through = [route.key, *(s.segment.passage for s in segments if s.segment.passage is not None)]
    stated = [village.routes[key].capacity for key in through]
    return min((capacity for capacity in stated if capacity is not None), default=None)


def _met(segments: Sequence[SegmentState]) -> list[Met]:
    """Return every barrier across a route once, in the order along it."""
    return list(dict.fromkeys(one for segment in segments for one in segment.met))


def _changed(old: SegmentState, new: SegmentState) -> Row:
    """Return a stretch whose state the proposal changes."""
    return {
        "segment": new.segment.id,
        "km": figure(new.segment.length_m / 1000.0),
        "state_before": old.state,
        "state": new.state,
        "free_width_m": figure(new.width_m),
    }


def _crossing(one: Met) -> Row:
    return {
        "barrier": one.crossing.barrier,
        "source": one.crossing.source,
        "state": one.crossing.state,
        "share": one.crossing.share,
        "condition": one.crossing.condition or None,
        "mark": one.crossing.mark or None,
        "at_km": figure(one.from_m / 1000.0),
        "measure": one.measure.part if one.measure else None,
    }


def _measures(segments: Sequence[SegmentState]) -> list[Row]:
    """Return the measures that were counted for a route, with what is known of their effect."""
    used = {one.measure.part: one.measure for one in _met(segments) if one.measure is not None}
    return [
        {
            "part": m.part,
            "kind": m.kind,
            "evidence": m.evidence,
            "mark": m.mark,
            "width_m": None if m.width_m is None else figure(m.width_m),
        }
        for m in used.values()
    ]


def _round(found: Round | None) -> Row | None:
    """Return the way round beside the way before: kilometres, and cost in kilometres of undisturbed ground."""
    if found is None:
        return None
    before, after = found.before, found.after
    return {
        "from": [round(value, 1) for value in found.start],
        "to": [round(value, 1) for value in found.end],
        "km_before": figure(before.length_m / 1000.0) if before else None,
        "km_after": figure(after.length_m / 1000.0) if after else None,
        "cost_km_before": figure(before.cost / 1000.0) if before else None,
        "cost_km_after": figure(after.cost / 1000.0) if after else None,
        "cell_m": found.grid.resolution_m,
    }
