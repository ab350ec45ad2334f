"""Check what is asked against what there is, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import shapely

from landuse.calculation.case import Case
from landuse.engine.remaining import MODELS
from landuse.engine.sources import removable_keys
from landuse.errors import LanduseError, Problem, ScenarioError, problem
from landuse.language import _
from landuse.model.catalogue import Profile
from landuse.model.kept import Kept
from landuse.model.scenario import Scenario
from landuse.model.study import Study

LEVELS = ("low", "likely", "high")
"""The profiles whose smallest and largest added loss are given beside the result's own."""


def case_of(
    study: Study, scenario: Scenario, *,
    year: int | None, profile: str, model: str, keeping: Kept | None = None, most_checked: int | None = None,
) -> Case:  # fmt: skip
    """Return the case that is asked for.

    Parameters
    ----------
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
    return Case(study, scenario, year, study.catalogue.profiles[profile], model, keeping or Kept(), most_checked)


def _option_problems(study: Study, profile: str, model: str) -> Iterator[Problem]:
    if profile not in study.catalogue.profiles:
        yield problem("profile", profile, ", ".join(study.catalogue.profiles), _("choose one of these"))
    elif study.catalogue.profiles[profile].changes:
        yield problem(
            f"profiles/{profile}.yaml: changes",
            len(study.catalogue.profiles[profile].changes),
            _("none: single parameters cannot be changed in a profile"),
            _("change them in effects.csv of an own catalogue, or use the profiles low, likely and high"),
        )
    if model not in MODELS:
        yield problem("model", model, ", ".join(MODELS), _("choose one of these"))


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
    """Return the profile of the result and those that give low and high, by name."""
    profiles = case.study.catalogue.profiles
    named = {name: profiles[name] for name in LEVELS if name in profiles}
    return {**named, case.profile.name: case.profile}
