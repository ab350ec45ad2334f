"""How far the farthest source of any profile acts: the margin that a study needs round its area (METHOD §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely

from landuse.engine.footprint import circle
from landuse.engine.influence import CUTOFF, reach
from landuse.errors import Problem, problem
from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.model.profile import Profile
from landuse.model.profiled import profiled


def largest_reach_m(catalogue: Catalogue, profiles: Iterable[Profile] = ()) -> float:
    """Return how far the farthest zone of any type, shape and profile reaches, metres.

    Parameters
    ----------
    profiles : iterable of Profile, optional
        Profiles beside those of the catalogue.
    """
    every = catalogue.profiles.values()
    cutoff = min((profile.cutoff for profile in every if profile.cutoff > 0), default=CUTOFF)
    others = {profile.shape for profile in every if profile.shape is not None}
    reaches = [
        reach(shape, max(effect.radius_m.low, effect.radius_m.likely, effect.radius_m.high), cutoff)
        for effect in catalogue.effects
        for shape in {effect.shape, *others}
    ]
    changed = [
        reach(shape, change.radius_m, cutoff)
        for profile in every
        for change in profile.changes
        if change.radius_m is not None
        for shape in {change.shape or "exponential", "exponential", *others}
    ]
    ground = [distance for profile in every for distance in _ground_m(profile)]
    parks = [profile.park.zone_m for profile in every if profile.park is not None]
    own = [profile_reach_m(catalogue, profile) for profile in profiles]
    return max([*reaches, *changed, *ground, *parks, *own], default=0.0)


def profile_reach_m(catalogue: Catalogue, profile: Profile) -> float:
    """Return how far any type reaches under one profile, metres: by zones, by changed ground, by its rule for parks.

    Tails that are never cut (``cutoff`` 0) reach beyond any study: infinity.
    """
    level, cutoff = profile.level, profile.cutoff
    zones = [
        reach(profile.shape or effect.shape, effect.radius_m.at(level), cutoff)
        for effect in profiled(catalogue, profile).effects
    ]
    park = 0.0 if profile.park is None else profile.park.zone_m
    return max([*zones, *_ground_m(profile), park], default=0.0)


def endless(profile: Profile) -> Problem:
    """Return what is wrong with a profile whose tails are never cut, where a study has to end."""
    return problem(
        f"profile {profile.name}: cutoff", 0, _("above 0: a study ends somewhere"), _("give for example 0.001")
    )


def _ground_m(profile: Profile) -> Iterator[float]:
    """Yield how far the ground of a point or a line, as a profile changes it, stretches from what is drawn."""
    for change in profile.changes:
        if change.footprint_ha is not None:
            ground = circle(np.array([shapely.Point(0, 0)]), np.array([change.footprint_ha]))
            yield float(shapely.total_bounds(ground)[2])
        if change.footprint_width_m is not None:
            yield change.footprint_width_m / 2.0
