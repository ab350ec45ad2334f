"""Check what is asked against what there is, before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import shapely

from landuse.calculation.case import Case
from landuse.engine.margin import endless, largest_reach_m, profile_reach_m
from landuse.engine.remaining import MODELS
from landuse.engine.sources import removable_keys
from landuse.errors import LanduseError, Problem, ScenarioError, problem
from landuse.language import _
from landuse.model.catalogue import Profile
from landuse.model.kept import Kept
from landuse.model.profile import LEVELS
from landuse.model.profiled import change_problems
from landuse.model.scenario import Scenario
from landuse.model.study import Study


def case_of(
    study: Study, scenario: Scenario, *,
    year: int | None, profile: str | Profile, model: str, keeping: Kept | None = None, most_checked: int | None = None,
) -> Case:  # fmt: skip
    """Return the case that is asked for.

    Parameters
    ----------
    profile : str or Profile
        Name of a profile of the catalogue, or a profile of one's own.
    keeping : Kept, optional
        Where what does not depend on the scenario is kept; nothing is kept if not given.
    most_checked : int, optional
        See :class:`landuse.calculation.case.Case`.

    Raises
    ------
    LanduseError
        If profile or model is unknown.
    ScenarioError
        If the scenario does not fit the study.
    """
    problems = [*_option_problems(study, profile, model)]
    if problems:
        raise LanduseError(problems)
    problems = [*_fit_problems(study, scenario)]
    if problems:
        raise ScenarioError(problems)
    year = scenario.year if year is None else year
    chosen = profile if isinstance(profile, Profile) else study.catalogue.profiles[profile]
    return Case(study, scenario, year, chosen, model, keeping or Kept(), most_checked)


def _option_problems(study: Study, profile: str | Profile, model: str) -> Iterator[Problem]:
    profiles = study.catalogue.profiles
    if isinstance(profile, Profile):
        wrong = [*change_problems(study.catalogue, profile, f"profile {profile.name}")]
        yield from wrong or _reach_problems(study, profile)
        if profile.name in profiles and profiles[profile.name] != profile:
            yield problem("profile", profile.name, _("a name that the catalogue does not use"), _("rename it"))
    elif profile not in profiles:
        yield problem("profile", profile, ", ".join(profiles), _("choose one of these"))
    if model not in MODELS:
        yield problem("model", model, ", ".join(MODELS), _("choose one of these"))


def _reach_problems(study: Study, profile: Profile) -> Iterator[Problem]:
    """Yield what is wrong if a profile reaches beyond the margin: what stands outside the grid was not loaded.

    A study with less than the catalogue's margin was made by hand: it holds all that its maker knows of.
    """
    needed = profile_reach_m(study.catalogue, profile)
    (west, south, east, north), outline = study.grid.bounds, study.outline.bounds
    margin = min(outline[0] - west, outline[1] - south, east - outline[2], north - outline[3])
    if largest_reach_m(study.catalogue) > margin:
        return
    if math.isinf(needed):
        yield endless(profile)
    elif margin < needed:
        yield problem(
            f"profile {profile.name}",
            _("a reach of {metres:.0f} m").format(metres=needed),
            _("at most the margin of the study, {metres:.0f} m").format(metres=max(margin, 0.0)),
            _("load the study with profiles=[profile], so that what stands so far out is loaded"),
        )


def _fit_problems(study: Study, scenario: Scenario) -> Iterator[Problem]:
    if scenario.area != study.area.id:
        yield problem("area", scenario.area, study.area.id, _("load the study of the scenario's area"))
        return
    outside = shapely.box(*study.grid.bounds)
    for part in scenario.establishments:
        if part.type not in study.catalogue.types:
            yield problem(
                f"establishments.{part.id}.type", part.type, ", ".join(study.catalogue.types), _("choose one of these")
            )
        if not outside.covers(part.geometry):
            yield problem(
                f"establishments.{part.id}.geometry",
                tuple(round(value) for value in part.geometry.bounds),
                tuple(round(value) for value in study.grid.bounds),
                _("move it inside the study area, or choose another area"),
            )
    known = study.kept.always.once("removable", lambda: removable_keys(study)) if scenario.without else set()
    for key in scenario.without:
        if key not in known:
            near = sorted(k for k in known if k.split("/")[0] == key.split("/")[0])[:5]
            yield problem(
                "without", key, ", ".join(near) or _("LAYER/KEY of a loaded source"), _("take it from the layer's keys")
            )


def levels_beside(case: Case) -> Mapping[str, Profile]:
    """Return the profiles that give low and high, and the profile of the result, by name."""
    profiles = case.study.catalogue.profiles
    named = {name: profiles[name] for name in LEVELS if name in profiles}
    return {**named, case.profile.name: case.profile}
