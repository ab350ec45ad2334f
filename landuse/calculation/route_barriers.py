"""What waters and fences do to a strip of a route, whatever is proposed."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from landuse.calculation.route_plan import RESERVOIR, RIVER, Passage
from landuse.calculation.route_reading import Barrier
from landuse.engine.corridor import Corridor, clipped
from landuse.engine.route_meetings import Across, Meeting, on_line


def waters(strip: Corridor, passages: tuple[Passage, ...]) -> Iterator[Meeting]:
    """Yield the waters that difficult passages lead across, with what these state of the ice."""
    for passage in passages:
        if passage.of(RIVER) and (met := on_line(strip, passage.ground)):
            barrier = RESERVOIR if passage.ice == "regulated" else RIVER
            yield Meeting((Across(barrier, passage.layer, met, ice=passage.ice),))


def standing_barriers(
    strip: Corridor, evidence: tuple[str, ...], barriers: list[Barrier],
    passages: tuple[Passage, ...],
) -> Iterator[Meeting]:  # fmt: skip
    """Yield what barriers that are no sources do to a strip: a fence beside the way is an edge, so is open water."""
    open_water = evidence != ("winter",)
    for barrier, layer, gate, geometry in barriers:
        if not shapely.intersects(geometry, strip.ground):
            continue
        met = on_line(strip, geometry)
        areal = shapely.get_dimensions(geometry) == 2
        if met and not (areal and open_water):
            met = tuple(each for each in met if not _stated(strip, each, barrier, passages))
            across = () if areal or not met else (Across(barrier, layer, met, gate=gate),)
            yield Meeting(across)
        elif open_water if areal else "fence" in barrier:
            yield Meeting(hard=clipped(geometry, strip))


def _stated(strip: Corridor, where: tuple[float, float], barrier: str, passages: tuple[Passage, ...]) -> bool:
    """Tell whether a water is that of a difficult passage, which says more of it."""
    if barrier != RIVER:
        return False
    place = shapely.line_interpolate_point(strip.line, sum(where) / 2.0)
    return any(passage.of(barrier) and shapely.covers(passage.ground, place) for passage in passages)
