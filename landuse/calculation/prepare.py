"""What does not depend on the scenario, made ready for the first edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from landuse.calculation.bands import BANDS
from landuse.calculation.baseline import baseline_of
from landuse.calculation.case import Case
from landuse.calculation.options import levels_beside
from landuse.calculation.pieces import in_largest
from landuse.calculation.receptors import evidence_of, modelled
from landuse.calculation.standing import CERTAIN, Standing, standing_of
from landuse.calculation.units import ledgers
from landuse.engine.rules import Aim
from landuse.model.catalogue import Profile, Receptor
from landuse.model.scenario import Scenario

WORKERS = 2
"""Compiled loops and geometry leave the interpreter free; more workers would only hold more at once."""


def prepare(case: Case) -> None:
    """Work out, once, what stands under every profile, the units, and the baseline of each receptor and season.

    Parameters
    ----------
    case : Case
        What is made is left where it keeps things.
    """
    key = "prepared", case.profile.model_dump_json(), case.model
    case.keeping.year(case.year).once(key, lambda: _prepare(case))


def _prepare(case: Case) -> None:
    nothing = Scenario.of("", case.study.area.id, case.year, ())
    case = Case(case.study, nothing, case.year, case.profile, case.model, case.keeping)
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(step) for step in _first(case)]:
            done.result()
        for done in [pool.submit(step) for step in _then(case)]:
            done.result()
    for profile in levels_beside(case).values():
        standing_of(case, profile).exposure.cuts.clear()
    standing_of(case, case.profile).settle()


def _first(case: Case) -> Iterator[Callable[[], object]]:
    """Yield what each stands alone: existing sources by profile, units by receptor."""
    for profile in levels_beside(case).values():
        yield partial(_stand, case, profile)
    for receptor in modelled(case.study):
        yield partial(ledgers, case, receptor)


def _then(case: Case) -> Iterator[Callable[[], object]]:
    """Yield what rests on both: baselines and their pieces."""
    for receptor in modelled(case.study):
        yield partial(_stand_before, case, receptor)


def _stand(case: Case, profile: Profile) -> None:
    standing = standing_of(case, profile)
    for aim, receptor in aims(case, standing).items():
        for band in (*range(len(BANDS)), CERTAIN):
            standing.terms(band, aim)
            standing.take(band, receptor, aim)
        if profile is case.profile:
            standing.covered(receptor, aim)
            standing.ground_levels(receptor, aim)
            standing.in_zone(receptor, aim)
    if profile is not case.profile:
        standing.settle()


def aims(case: Case, standing: Standing) -> dict[Aim, Receptor]:
    """Return every aim of the receptors that are modelled, with one that has it."""
    found: dict[Aim, Receptor] = {}
    for receptor in modelled(case.study):
        for season in evidence_of(case.study, receptor):
            found.setdefault(standing.exposure.aim(receptor, season), receptor)
    return found


def _stand_before(case: Case, receptor: Receptor) -> None:
    for evidence, ledger in ledgers(case, receptor):
        if any(column.land is not None for column in ledger.columns):
            baseline = baseline_of(case, receptor, evidence, ledger)
            in_largest(case, receptor, evidence, ledger, baseline)
