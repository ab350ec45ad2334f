"""The calculation after an edit: the figures of ``assess``, with all that does not depend on the proposal kept."""

from __future__ import annotations

import os
from threading import BoundedSemaphore

from landuse.assess import Progress, assess_case
from landuse.calculation.options import case_of
from landuse.calculation.prepare import prepare
from landuse.model.assessment import Assessment
from landuse.model.profile import Profile
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.register.shelf import shelves

MOST_CHECKED = 32
"""Side in cells of the square in which each edit works the baseline out afresh and compares it with what is kept."""

_AT_ONCE = BoundedSemaphore(max(2, os.cpu_count() or 1))
"""More edits at once than processors would not come sooner, only hold more memory."""


def sketch(
    study: Study,
    scenario: Scenario,
    *,
    year: int | None = None,
    profile: str | Profile = "likely",
    model: str = "multiplicative",
    progress: Progress | None = None,
    construction: bool = True,
) -> Assessment:
    """Return what ``assess`` returns, figure for figure; what does not depend on the proposal is kept with the study.

    Parameters
    ----------
    study, scenario, year, profile, model, progress
        As for :func:`landuse.assess.assess`.
    construction : bool
        False leaves out ``added.construction`` of the rows: an edit comes sooner without it.

    Raises
    ------
    ScenarioError
        If the scenario does not fit the study.
    """
    case = case_of(
        study, scenario, year=year, profile=profile, model=model, keeping=study.kept, most_checked=MOST_CHECKED
    )
    prepare(case)
    with _AT_ONCE:
        return assess_case(case, progress, construction=construction)


def warm(
    study: Study, *, year: int | None = None, profile: str | Profile = "likely", model: str = "multiplicative"
) -> None:
    """Prepare what a first edit needs, so that it is as fast as the next.

    Parameters
    ----------
    year : int, optional
        Reference year; by default the area's.
    profile, model
        As for :func:`landuse.assess.assess`.
    """
    year = study.area.reference_year if year is None else year
    nothing = Scenario.of("", study.area.id, year, ())
    for shelf in shelves(study, keeping=study.kept).values():
        shelf.ready()
    sketch(study, nothing, profile=profile, model=model)
