"""The whole calculation: what a scenario adds to what already stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from landuse.calculation.case import Case
from landuse.calculation.construction import construction_document
from landuse.calculation.distribution import distribution
from landuse.calculation.document import head, provenance
from landuse.calculation.findings import Findings
from landuse.calculation.idle_measures import idle_measures
from landuse.calculation.options import case_of
from landuse.calculation.receptors import modelled
from landuse.calculation.route_rows import rows_of
from landuse.calculation.routes import routes_after
from landuse.calculation.units import main_lands
from landuse.calculation.village_list import village_list
from landuse.calculation.warnings import warnings
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.profile import Profile
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.register import register

Progress = Callable[[str, int, int], None]
"""What is being computed, how many steps are done, how many there are."""


def assess(
    study: Study,
    scenario: Scenario,
    *,
    year: int | None = None,
    profile: str | Profile = "likely",
    model: str = "multiplicative",
    progress: Progress | None = None,
) -> Assessment:
    """Return what a scenario touches, what use it takes and how sure that is.

    Parameters
    ----------
    study : Study
        The scenario's area, from ``load_study``.
    scenario : Scenario
        From ``read_scenario``.
    year : int, optional
        Reference year; by default the scenario's.
    profile : str or Profile
        Name of a profile of the catalogue, or a profile of one's own. ``low`` and ``high`` of what is added always
        come from the profiles low, likely and high.
    model : {"multiplicative", "additive", "dominant", "diminishing"}
        How effects combine; all but the first are indices without hectares.
    progress : callable, optional
        Called with what is being computed, steps done and steps in all.

    Returns
    -------
    Assessment

    Raises
    ------
    ScenarioError
        If the scenario does not fit the study: another area, a part outside the grid, an unknown source to remove.
    """
    case = case_of(study, scenario, year=year, profile=profile, model=model)
    return assess_case(case, progress)


def assess_case(case: Case, progress: Progress | None = None, *, construction: bool = True) -> Assessment:
    """Return the assessment of a case; what it finds that does not depend on the scenario it leaves with the case.

    Parameters
    ----------
    construction : bool
        Work out what is added in the construction years as well, in the rows of villages.
    """
    step = _Steps(progress, len(modelled(case.study)) + 3)
    step(case.scenario.title)
    found = Findings(case, construction=construction)
    for receptor in modelled(case.study):
        step(receptor.title.said())
        found.add(receptor)
    found.finish()
    step(_("conflict register"))
    document = _document(case, found)
    drawing = found.impact.whole() if case.changed else None
    found.forget()
    step("")
    return Assessment(document, drawing)


def _document(case: Case, found: Findings) -> dict[str, Any]:
    """Return all that is said of a case: what was used, what was found, the register and the routes."""
    conflicts = register(case.study, case.scenario, profile=case.profile, year=case.year, keeping=case.keeping)
    routes, losses, lands = routes_after(case), found.losses, main_lands(case.study)
    return {
        **head(case),
        "construction": construction_document(case),
        "villages": village_list(case.study, losses, lands),
        "losses": losses,
        "distribution": distribution(losses, lands),
        "contributions": found.contributions,
        "conflicts": conflicts.conflicts,
        "weighings": conflicts.weighings,
        "routes": rows_of(case, routes),
        "checks": found.checks.document(),
        "provenance": provenance(case, [*warnings(case), *idle_measures(case, routes), *conflicts.warnings]),
    }


class _Steps:
    """Count steps for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, what: str) -> None:
        if self.progress is not None:
            self.progress(what, self.done, self.total)
        self.done += 1
