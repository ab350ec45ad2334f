"""The whole calculation: what a scenario adds to what already stands."""

from __future__ import annotations

from collections.abc import Callable

from landuse.calculation.added import added_to, restored
from landuse.calculation.baseline import baseline_of
from landuse.calculation.beside import Beside
from landuse.calculation.case import Case, modelled
from landuse.calculation.checks import Checks
from landuse.calculation.construction import construction_document
from landuse.calculation.contributions import contribution_rows
from landuse.calculation.distribution import distribution
from landuse.calculation.document import head, provenance
from landuse.calculation.effects import forget
from landuse.calculation.idle_measures import idle_measures
from landuse.calculation.impact import Drawn, shown
from landuse.calculation.lines import counted_receptors, counted_rows
from landuse.calculation.losses import Flaws, loss_rows, mark_worst, unknown_row
from landuse.calculation.options import case_of, levels_beside
from landuse.calculation.pieces import largest_after
from landuse.calculation.place import Place
from landuse.calculation.route_rows import rows_of
from landuse.calculation.routes import routes_after
from landuse.calculation.units import ledgers, left_out, main_lands, missing_sources
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
    study, scenario, profile = case.study, case.scenario, case.profile.name
    places = {name: Place(case, other) for name, other in levels_beside(case).items()}
    step = _Steps(progress, len(modelled(study)) + 3)
    step(scenario.title)
    impact = Drawn(places[profile])
    checks, losses, contributions = Checks(), [], []
    drawn = {(name, season): (group, season) for group, season, name in shown(study.catalogue)}
    missing, lands = bool(missing_sources(study)), main_lands(study)
    beside = Beside(case, places[profile], construction=construction)
    receptors = modelled(study)
    for number, receptor in enumerate(receptors):
        step(receptor.title.said())
        impact.draw(receptor)
        flaws = Flaws(missing, left_out(case, receptor))
        for evidence, ledger in ledgers(case, receptor):
            if all(column.land is None for column in ledger.columns):
                rows = [unknown_row(receptor, column) for column in ledger.columns]
                beside.mark(receptor, evidence, ledger, rows)
                losses += rows
                continue
            baseline = baseline_of(case, receptor, evidence, ledger)
            added = added_to(places, profile, receptor, evidence, ledger)
            largest = largest_after(case, receptor, evidence, ledger, baseline=baseline, added=added)
            rows = loss_rows(receptor, ledger, baseline, added, largest=largest, flaws=flaws)
            beside.mark(receptor, evidence, ledger, rows, (baseline, added))
            losses += rows
            contributions += contribution_rows(receptor, ledger, baseline, added)
            if receptor.quantity == "ha" and (receptor.id, evidence or "all") in drawn:
                shown_as = drawn[receptor.id, evidence or "all"]
                checks.add(receptor, ledger, added, impact.added(*shown_as), places[profile])
                checks.restored &= restored(places[profile], receptor, evidence)
        for place in (*places.values(), *beside.places):
            forget(place, receptors[number + 1 :])
    for receptor in counted_receptors(study):
        losses += counted_rows(case, receptor, missing=missing)
    beside.finish(losses)
    mark_worst(losses, lands)
    step(_("conflict register"))
    conflicts = register(study, scenario, profile=case.profile, year=case.year, keeping=case.keeping)
    routes = routes_after(case)
    document = {
        **head(case),
        "construction": construction_document(case),
        "villages": village_list(study, losses, lands),
        "losses": losses,
        "distribution": distribution(losses, lands),
        "contributions": contributions,
        "conflicts": conflicts.conflicts,
        "weighings": conflicts.weighings,
        "routes": rows_of(case, routes),
        "checks": checks.document(),
        "provenance": provenance(case, [*warnings(case), *idle_measures(case, routes), *conflicts.warnings]),
    }
    drawing = impact.whole() if case.changed else None
    forget(places[profile], ())
    step("")
    return Assessment(document, drawing)


class _Steps:
    """Count steps for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, what: str) -> None:
        if self.progress is not None:
            self.progress(what, self.done, self.total)
        self.done += 1
