"""The state of every segment of a route, given which sources stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import Point

from landuse.calculation.route_meetings import Measure
from landuse.calculation.route_plan import Strip, VillageRoutes
from landuse.engine.free_width import Narrows, free_width
from landuse.engine.route_meetings import Across, Meeting
from landuse.engine.route_network import Segment
from landuse.engine.route_states import (
    BUILT,
    DRIVEN,
    ROAMING,
    Crossing,
    Facts,
    State,
    crossing,
    width_state,
    worst,
)
from landuse.engine.widest import strip_width
from landuse.model.catalogue import Catalogue

PASSAGE_M = 2000.0
"""The distance of "no passage within 2 km" in ``barrier_permeability.csv``."""


@dataclass(frozen=True, slots=True)
class Met:
    """A barrier across a route, judged, and where.

    Parameters
    ----------
    from_m, to_m : float
        Along the stretch.
    measure : Measure or None
        The measure for routes that was counted for.
    """

    crossing: Crossing
    from_m: float
    to_m: float
    uncertain: bool = False
    measure: Measure | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StripState:
    """What is left of one line of a route.

    Parameters
    ----------
    driven, roaming : Narrows
        Free width between hard edges; the same where zones count as edges too.
    met : tuple of Met
        Barriers on the middle line.
    nearest_edge_m : float or None
        Distance from the middle line to the nearest hard edge in the corridor.
    """

    driven: Narrows
    roaming: Narrows
    met: tuple[Met, ...]
    nearest_edge_m: float | None
    lost_in_position: bool


@dataclass(frozen=True, slots=True)
class SegmentState:
    """What is left of a segment.

    Parameters
    ----------
    state : str
        For a herd that is driven.
    share : float or None
        Share of a driven herd that passes its barriers; 0 if cut, None if not known.
    width_m, roaming_width_m : float
        Free widths.
    roaming : str
        State for a herd that roams free.
    met : tuple of Met
    """

    segment: Segment
    state: State
    share: float | None
    width_m: float | None
    roaming: State
    roaming_width_m: float | None
    met: tuple[Met, ...]


def strip_state(
    strip: Strip, meetings: Iterable[Meeting], measures: Iterable[Measure], catalogue: Catalogue, level: str
) -> StripState:  # fmt: skip
    """Return what is left of one line of a route; the order of the meetings decides nothing."""
    everything = [*strip.standing, *meetings]
    hard = [piece for one in everything for piece in one.hard]
    zones = [piece for one in everything for piece in one.zone]
    strip_ = strip.corridor
    driven = _narrows(strip, hard)
    barriers = chain.from_iterable(one.across for one in everything)
    met = [found for across in barriers for found in _judged(strip, across, list(measures), catalogue, level)]
    met.sort(key=_order)
    nearest = float(np.min(shapely.distance(strip_.line, hard))) if hard else None
    return StripState(
        driven,
        _narrows(strip, hard + zones) if zones else driven,
        tuple(met),
        nearest,
        strip.route.error_m > strip_.width_m / 2.0,
    )


def _order(one: Met) -> tuple[float, float, str, str, str]:
    return one.from_m, one.to_m, one.crossing.barrier, one.crossing.source, str(one.crossing.share)


def _narrows(strip: Strip, obstacles: list[object]) -> Narrows:
    """Return the free widths of a strip; from a grid where it meets itself."""
    found = free_width(strip.corridor, obstacles)
    if found is not None:
        return found
    width, length = strip_width(strip.corridor, obstacles), strip.corridor.line.length
    middle = shapely.get_coordinates(shapely.line_interpolate_point(strip.corridor.line, 0.5, normalized=True))
    return Narrows(np.array([width]), np.array([0.0]), np.array([length]), middle, strip.corridor.width_m)


def _judged(
    strip: Strip, across: Across, measures: list[Measure], catalogue: Catalogue, level: str
) -> Iterator[Met]:  # fmt: skip
    """Yield each place where a barrier crosses, with what it leaves."""
    for start, end in across.intervals:
        if across.uncertain:
            yield Met(Crossing(across.barrier, across.source, "unknown", None), start, end, uncertain=True)
            continue
        place = shapely.line_interpolate_point(strip.corridor.line, (start + end) / 2.0)
        here, passage = _passage(strip, place, across, measures)
        opening = here is not None and here.kind == "opening"
        ice = strip.evidence == ("winter",) and across.ice != "open"
        facts = Facts(across.fenced, "yes" if opening else across.gate, passage, ice)
        found = crossing(catalogue.permeabilities, across.barrier, across.source, facts, level)
        yield Met(_through(found, here, catalogue, level), start, end, measure=here)


def _passage(
    strip: Strip, place: Point, across: Across, measures: list[Measure]
) -> tuple[Measure | None, Literal["on", "near", "none"]]:
    """Return the measure across a barrier at a place, and whether a passage lies on the route, near it, or not at all.

    A passage that does not state what it leads across is as one near the route: it is not known whether it helps.
    """
    half = strip.corridor.width_m / 2.0
    built = [(measure, measure.across(across.barrier, across.part)) for measure in measures if measure.kind in BUILT]
    near = sorted(
        (float(shapely.distance(place, measure.place)), measure.part, number)
        for number, (measure, leads) in enumerate(built)
        if leads is not False
    )
    sure = [row for row in near if built[row[2]][1] and row[0] <= half]
    if sure:
        return built[sure[0][2]][0], "on"
    here = [one for one in strip.passages if across.part is None and shapely.covers(one.ground, place)]
    if any(one.of(across.barrier) for one in here):
        return None, "on"
    unsaid = any(one.obstacle is None for one in here)
    return None, "near" if unsaid or (near and near[0][0] <= PASSAGE_M) else "none"


def _through(found: Crossing, measure: Measure | None, catalogue: Catalogue, level: str) -> Crossing:
    """Return a crossing whose measure is too narrow as what that leaves."""
    if measure is None or measure.width_m is None:
        return found
    state = worst([found.state, width_state(measure.width_m, BUILT[measure.kind], catalogue.free_widths, level)])
    share = 0.0 if state == "cut" else found.share
    return Crossing(found.barrier, found.source, state, share, found.condition, found.mark)


def segment_states(
    village: VillageRoutes, strips: Mapping[int, StripState], catalogue: Catalogue, level: str
) -> list[SegmentState]:  # fmt: skip
    """Return the state of every segment of a village's routes, in the order of its network."""
    place = {(s.route, s.part): number for number, s in enumerate(village.network.stretches)}
    return [
        _segment(segment, strips[place[segment.route, segment.part]], catalogue, level)
        for segment in village.network.segments
    ]


def _segment(segment: Segment, strip: StripState, catalogue: Catalogue, level: str) -> SegmentState:
    met = tuple(one for one in strip.met if one.from_m <= segment.to_m and one.to_m >= segment.from_m)
    if strip.lost_in_position:
        return SegmentState(segment, "unknown", None, None, "unknown", None, met)
    crossed = [one.crossing.state for one in met]
    widths = [narrows.least_between(segment.from_m, segment.to_m) for narrows in (strip.driven, strip.roaming)]
    states = [
        _by_width(width, strip.driven.whole_m, context, catalogue, level)
        for width, context in zip(widths, (DRIVEN, ROAMING), strict=True)
    ]
    state = worst([*crossed, states[0]])
    return SegmentState(
        segment, state, _share(segment, met, state), widths[0], worst([*crossed, *states]), widths[1], met
    )


def _by_width(width_m: float, whole_m: float, context: str, catalogue: Catalogue, level: str) -> State:
    """Return the state by width; a corridor that nothing narrows is clear however narrow it was drawn."""
    if whole_m <= 0.0:
        return "unknown"
    return "clear" if width_m >= whole_m else width_state(width_m, context, catalogue.free_widths, level)


def _share(segment: Segment, met: tuple[Met, ...], state: State) -> float | None:
    """Return the share of a herd that passes; what spans several segments counts once, where its middle lies."""
    if state == "cut":
        return 0.0
    share = 1.0
    for one in met:
        if one.crossing.share is None:
            return None
        middle = (one.from_m + one.to_m) / 2.0
        if segment.from_m <= middle < segment.to_m:
            share *= one.crossing.share
    return share
