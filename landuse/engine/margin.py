"""How far the farthest source of any profile acts: the margin that a study needs round its area (METHOD §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely

from landuse.engine.footprint import circle
from landuse.engine.influence import CUTOFF, reach
from landuse.model.catalogue import Catalogue
from landuse.model.frozen import Shape
from landuse.model.profile import Profile


def largest_reach_m(catalogue: Catalogue, profiles: Iterable[Profile] = ()) -> float:
    """Return how far the farthest zone of any type, shape and profile reaches, metres.

    Parameters
    ----------
    profiles : iterable of Profile, optional
        Profiles beside those of the catalogue.
    """
    every = [*catalogue.profiles.values(), *profiles]
    cutoff = min((profile.cutoff for profile in every if profile.cutoff > 0), default=CUTOFF)
    others = {profile.shape for profile in every if profile.shape is not None}
    reaches = [
        reach(shape, max(effect.radius_m.low, effect.radius_m.likely, effect.radius_m.high), cutoff)
        for effect in catalogue.effects
        for shape in {effect.shape, *others}
    ]
    changed = [distance for profile in every for distance in _changed_m(profile, cutoff, others)]
    parks = [profile.park.zone_m for profile in every if profile.park is not None]
    return max([*reaches, *changed, *parks], default=0.0)


def _changed_m(profile: Profile, cutoff: float, others: Iterable[Shape]) -> Iterator[float]:
    """Yield how far each change of a profile reaches: by its radius, by the ground of a point or a line."""
    for change in profile.changes:
        if change.radius_m is not None:
            for shape in {change.shape or "exponential", "exponential", *others}:
                yield reach(shape, change.radius_m, cutoff)
        if change.footprint_ha is not None:
            ground = circle(np.array([shapely.Point(0, 0)]), np.array([change.footprint_ha]))
            yield float(shapely.total_bounds(ground)[2])
        if change.footprint_width_m is not None:
            yield change.footprint_width_m / 2.0
