"""A row of a table points at the map: the feature is drawn over everything and the view goes there."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from landuse.app import state
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.pointed import Pointed, bounds_of, feature_of

POINTED, FLY = "pointed", "fly"


def point_at(study: Study, key: tuple[str, str | None], title: str) -> None:
    """Point at a feature of a layer and fly there; at nothing if it has no place."""
    found = feature_of(study, key[0], key[1], title)
    state.put(POINTED, None if found is None else (study.digest, found))
    if found is not None:
        fly_to(bounds_of(found))


def fly_to(bounds: list[float]) -> None:
    """Move the view of the map, once."""
    before = state.get(FLY) or {"n": 0}
    state.put(FLY, {"n": before["n"] + 1, "bounds": bounds})


def fly_to_parts(scenario: Scenario, parts: Iterable[str] | None = None) -> None:
    """Move the view to some parts of a proposal, by default all; nowhere if there are none."""
    wanted = None if parts is None else set(parts)
    shapes = [part.geometry for part in scenario.establishments if wanted is None or part.id in wanted]
    if shapes:
        fly_to(bounds_of(Pointed("", shapely.union_all(shapes))))


def pointed(study: Study) -> Pointed | None:
    """Return what is pointed at, if it belongs to the area that is shown."""
    found = state.get(POINTED)
    if found is None or found[0] != study.digest:
        return None
    shown: Pointed = found[1]
    return shown


def point_at_nothing() -> None:
    """Take the mark away."""
    state.put(POINTED, None)
    state.put("met", None)
