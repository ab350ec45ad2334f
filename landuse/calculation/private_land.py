"""What a proposal means for land that only its owner may see: answers for whole seasonal lands, nothing kept.

The land is no layer of the study and part of no key: it meets the shares of use in its own cells, and is let go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.calculation.case import Case
from landuse.calculation.effects import Effects
from landuse.calculation.options import case_of
from landuse.calculation.place import Place
from landuse.calculation.units import evidence_seasons, main_lands
from landuse.engine.cells import Cells, union_of
from landuse.engine.coverage import covered_share
from landuse.engine.ledger import UNDISTURBED
from landuse.engine.remaining import Floats
from landuse.engine.values import inside
from landuse.model.catalogue import HERDING_SEASONS, Receptor
from landuse.model.private_land import PrivateAnswer
from landuse.model.scenario import Scenario
from landuse.model.study import Study

FEWEST_CELLS, LEAST_HA = 25, 100.0
"""Of smaller land nothing is said: its figures would show where it is."""
STEP_HA = 10.0
Pair = tuple[float, float]


def private_answers(
    study: Study, scenario: Scenario, village: str, lands: Mapping[str, BaseGeometry], *,
    year: int | None = None, profile: str = "likely", model: str = "multiplicative",
) -> tuple[PrivateAnswer, ...]:  # fmt: skip
    """Return rounded answers for whole seasonal lands, in the order of the year.

    Parameters
    ----------
    village : str
        Herding community by whose dates a season is looked up in the evidence.
    lands : mapping
        Herding season → its land, EPSG:3006.
    year, profile, model
        As for :func:`landuse.assess.assess`.

    Raises
    ------
    ScenarioError
        If the scenario does not fit the study.
    """
    found = whole_answers(study, scenario, village, lands, year=year, profile=profile, model=model)
    return tuple(rounded(answer, study.grid.cell_ha) for answer in found)


def whole_answers(
    study: Study, scenario: Scenario, village: str, lands: Mapping[str, BaseGeometry], *,
    year: int | None = None, profile: str = "likely", model: str = "multiplicative",
) -> tuple[PrivateAnswer, ...]:  # fmt: skip
    """Return the same answers before rounding; they are never shown."""
    case = case_of(study, scenario, year=year, profile=profile, model=model, keeping=study.kept)
    return tuple(_answer(case, village, season, lands[season]) for season in HERDING_SEASONS if season in lands)


def _answer(case: Case, village: str, season: str, land: BaseGeometry) -> PrivateAnswer:
    grid = case.study.grid
    within = shapely.intersection(land, inside(case.study))
    cells = covered_share(within, grid).scaled(grid.cell_ha)
    hectares = float(cells.value.sum())
    # A sliver along the outline is the outline's own vagueness.
    outside = bool(shapely.area(land) - shapely.area(within) > 1e-6 * shapely.area(land))
    evidence = evidence_seasons(case.study).get((village, season))
    receptor = _receptor(case.study, evidence)
    if receptor is None or not len(cells):
        return PrivateAnswer(season, hectares, outside=outside)
    lost, reached = _before_and_after(case, receptor, evidence, cells)
    held = cells.value
    return PrivateAnswer(
        season,
        hectares,
        within_reach=_sums(held, reached),
        reduced=_sums(held / hectares, lost),
        quiet=_sums(held / hectares, [(each < UNDISTURBED).astype(float) for each in lost]),
        outside=outside,
    )


def _receptor(study: Study, evidence: str | None) -> Receptor | None:
    """Return the seasonal land that is looked up in a season of the evidence."""
    lands = main_lands(study)
    receptors = (r for r in study.catalogue.receptors.values() if r.id in lands and r.by_village)
    return next((r for r in receptors if evidence in r.evidence_seasons), None)


def _before_and_after(
    case: Case, receptor: Receptor, evidence: str | None, cells: Cells
) -> tuple[list[Floats], list[Floats]]:
    """Return the share of use lost, and 1 within reach of any source, before and after, in some cells."""
    grid = case.study.grid
    row, column = np.divmod(cells.index, grid.width)
    west, north = grid.west + column * grid.resolution_m, grid.north - row * grid.resolution_m
    box = (west.min(), north.min() - grid.resolution_m, west.max() + grid.resolution_m, north.max())
    exposure = case.exposure(case.profile, grid.window(box))
    place = Place(case, case.profile, exposure, beside=True)
    index = union_of([cells.index, place.ground])
    effects = Effects(place, receptor, exposure.aim(receptor, evidence), index)
    at = np.searchsorted(index, cells.index)
    sides = place.before(0), place.after(0)
    lost = [1.0 - effects.use(side, receptor)[at] for side in sides]
    return lost, [each[at].astype(float) for each in effects.zones()]


def _sums(held: Floats, sides: list[Floats]) -> Pair:
    before, after = (float(np.dot(held, side)) for side in sides)
    return before, after


def rounded(answer: PrivateAnswer, cell_ha: float) -> PrivateAnswer:
    """Return an answer as it may be shown: hectares to two digits or 10, whole percent; of small land nothing.

    Examples
    --------
    >>> said = rounded(PrivateAnswer("vinter", 12_345.0, (4.0, 118.0), (0.1234, 0.5), None), 1.0)
    >>> said.hectares, said.within_reach, said.reduced
    (12000.0, (0.0, 120.0), (0.12, 0.5))
    """
    if answer.hectares is None or answer.hectares < max(FEWEST_CELLS * cell_ha, LEAST_HA):
        return PrivateAnswer(answer.season, None, too_small=True)
    hectares = answer.hectares
    return PrivateAnswer(
        answer.season,
        _hectares(hectares),
        _each(
            answer.within_reach,
            lambda value: _stepped(value, max(STEP_HA, cell_ha * FEWEST_CELLS, _hectares(hectares / 100))),
        ),
        _each(answer.reduced, _percent),
        _each(answer.quiet, _percent),
        outside=answer.outside,
    )


def _each(pair: Pair | None, rule: Callable[[float], float]) -> Pair | None:
    return None if pair is None else (rule(pair[0]), rule(pair[1]))


def _hectares(value: float) -> float:
    digits = 10.0 ** (math.floor(math.log10(value)) - 1) if value > 0.0 else STEP_HA
    return _stepped(value, max(STEP_HA, digits))


def _stepped(value: float, step: float) -> float:
    return round(value / step) * step


def _percent(value: float) -> float:
    return round(value, 2)
