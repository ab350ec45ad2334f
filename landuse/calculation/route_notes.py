"""What has to be said beside the figures of a route: why it has its state, what was assumed, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import shapely

from landuse.calculation.case import Case
from landuse.calculation.route_pairs import Answer, Ends
from landuse.calculation.route_plan import RESERVOIR, Route, VillageRoutes
from landuse.calculation.route_states import Met, SegmentState
from landuse.calculation.routes import RoutesAfter
from landuse.language import _


def notes(
    case: Case, after: RoutesAfter, village: VillageRoutes, route: Route, row: Mapping[str, object],
    segments: Sequence[SegmentState], answered: tuple[Ends, Answer] | None,
) -> Iterator[str]:  # fmt: skip
    """Yield sentences about a route, the most important first."""
    if not segments:
        yield _no_segments(route)
        return
    yield from _position(after, village, route)
    yield from _barriers(case, segments)
    yield from _not_counted(case, after, village, route)
    width, corridor = row["free_width_m"], row["corridor_m"]
    if isinstance(width, float) and isinstance(corridor, float) and width < corridor:
        yield _("The corridor of {corridor:.0f} m is narrowed to {width:.0f} m.").format(width=width, corridor=corridor)
    if row["corridor_assumed"] and route.kind == "route":
        yield _("The route is drawn as a line only: the width of its corridor is assumed.")
    if not after.plan.has_barriers:
        yield _("No layer of fences is loaded: a fence across the route is not known of.")
    if route.kind == "route":
        yield from _between(answered)
    yield from _substitutes(after)


def _no_segments(route: Route) -> str:
    if route.kind == "passage":
        return _("No loaded route of the herding community leads through the passage.")
    return _("The route is not drawn as a line.")


def _position(after: RoutesAfter, village: VillageRoutes, route: Route) -> Iterator[str]:
    """Yield that the position is too uncertain, with the distance to the nearest edge."""
    number = after.plan.villages.index(village)
    for place, strip in enumerate(village.strips):
        state = after.strips[number, place]
        if strip.route is route and state.lost_in_position:
            edge = state.nearest_edge_m
            yield (
                _("The position of the route is uncertain by more than half its corridor; no hard edge is in it.")
                if edge is None
                else _(
                    "The position of the route is uncertain by more than half its corridor; "
                    "the nearest edge is {edge:.0f} m from the line."
                ).format(edge=edge)
            )
            return


def _barriers(case: Case, segments: Sequence[SegmentState]) -> Iterator[str]:
    """Yield each kind of barrier that is not clear, once, however often it crosses."""
    said: dict[tuple[str, str, str], None] = {}
    for one in (one for segment in segments for one in segment.met if one.crossing.state != "clear"):
        said.setdefault((one.crossing.state, _barrier_of(case, one), _why(case, one)))
    texts = {
        "cut": _("Cut by {barrier} ({why})."),
        "weakened": _("Weakened by {barrier} ({why})."),
        "unknown": _("Not known how {barrier} is passed ({why})."),
    }
    for state, barrier, why in sorted(said, key=lambda row: (row[0] != "cut", row)):
        yield texts[state].format(barrier=barrier, why=why)


def _not_counted(case: Case, after: RoutesAfter, village: VillageRoutes, route: Route) -> Iterator[str]:
    """Yield the crossings on a route that are not there in the year."""
    corridors = [strip.corridor.ground for strip in village.strips if strip.route is route]
    names = [
        one.name or one.key
        for one in after.plan.built
        if not one.stands(case.year) and any(shapely.intersects(one.place, ground) for ground in corridors)
    ]
    if names:
        yield _("Not built in {year}, not counted: {names}.").format(year=case.year, names=", ".join(names))


def _barrier_of(case: Case, one: Met) -> str:
    layer = case.study.catalogue.layers.get(one.crossing.source)
    if layer is not None and layer.network is not None and one.crossing.barrier == RESERVOIR:
        return _("watercourse with regulated ice")  # a difficult passage says so; no reservoir need be drawn there
    return barrier_word(case, one.crossing.barrier)


def barrier_word(case: Case, barrier: str) -> str:
    """Return a kind of barrier in words."""
    kind = case.study.catalogue.types.get(barrier)
    if kind is not None:
        return kind.title.said()
    return _("fence") if barrier.startswith("fence") else {"river": _("watercourse")}.get(barrier, barrier)


def condition_word(condition: str) -> str:
    """Return a condition of ``barrier_permeability.csv`` in words; one that was added to the table as it stands."""
    known = {
        "fenced, no passage": _("fenced, no passage near the route"),
        "fenced, passage on the route": _("fenced, passage on the route"),
        "unfenced": _("not fenced"),
        "fence unknown": _("not known whether it is fenced"),
        "route between turbines": _("the route leads between the turbines"),
        "route through the fenced area": _("the route leads through the fenced area"),
        "regulated ice": _("regulated ice can be unsafe: the herding community knows"),
        "open water": _("open water at the time of the move"),
        "gate on the route": _("gate on the route"),
    }
    return next((words for beginning, words in known.items() if condition.startswith(beginning)), condition)


def _why(case: Case, one: Met) -> str:
    if one.uncertain:
        return _("its position is uncertain")
    if one.crossing.condition:
        width = one.measure.width_m if one.measure is not None else None
        condition = condition_word(one.crossing.condition)
        return (
            condition
            if width is None
            else _("{condition}, {width:.0f} m wide").format(condition=condition, width=width)
        )
    if one.crossing.state == "unknown":
        return _("no fence or gate stated")
    layer = case.study.catalogue.layers.get(one.crossing.source)
    return layer.title.said() if layer is not None else one.crossing.source


def _between(answered: tuple[Ends, Answer] | None) -> Iterator[str]:
    if answered is None:
        yield _("Neither the lands that the route joins nor its two ends are known.")
        return
    ends, found = answered
    if ends.adjoin:
        yield _("The two lands adjoin: the figures hold between the ends of the route.")
    elif ends.kind == "route":
        yield _("The lands that the route joins are not mapped: the figures hold between its ends.")
    if found.shortest_m[1] is None:
        yield _("No way is left.")
    elif found.shortest_m[0] is None:
        yield _("Whether any way is left depends on stretches of unknown state.")


def _substitutes(after: RoutesAfter) -> Iterator[str]:
    for measure in after.measures:
        if measure.kind == "substitute":
            yield _("Trucking replaces the move, never the route: no figure changes.")
            return
