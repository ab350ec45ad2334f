"""The stretches of routes with their states, as features for a map or a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from shapely.geometry import mapping

from landuse.calculation.route_states import SegmentState
from landuse.calculation.routes import RoutesAfter

Feature = dict[str, Any]


def segment_features(after: RoutesAfter, states: Collection[str] | None = None) -> list[Feature]:
    """Return the stretches of all routes as GeoJSON features, coordinates in EPSG:3006.

    Parameters
    ----------
    states : collection of str, optional
        Only stretches of these states after the proposal, for example ``{"cut", "weakened"}``.

    Returns
    -------
    list of dict
        ``properties``: segment, route, name, unit, state, state_before, free_width_m, and because (kinds of barriers
        that are not clear).
    """
    found = []
    for number, village in enumerate(after.plan.villages):
        pairs = zip(after.before.villages[number].segments, after.villages[number].segments, strict=True)
        for old, new in pairs:
            if states is None or new.state in states:
                route = village.routes[new.segment.route]
                names = {"route": route.key, "name": route.name, "unit": village.village}
                found.append(_feature(old, new, names))
    return found


def _feature(old: SegmentState, new: SegmentState, names: dict[str, str | None]) -> Feature:
    because = sorted({one.crossing.barrier for one in new.met if one.crossing.state != "clear"})
    return {
        "type": "Feature",
        "id": new.segment.id,
        "geometry": mapping(new.segment.line),
        "properties": {
            "segment": new.segment.id,
            **names,
            "state": new.state,
            "state_before": old.state,
            "free_width_m": new.width_m,
            "because": because,
        },
    }
