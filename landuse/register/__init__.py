"""The conflict register: what a proposal touches, with the law that asks a question; no score and no verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landuse.engine.overlay import Probe
from landuse.engine.proposed import phase_in
from landuse.model.catalogue import Profile
from landuse.model.kept import Kept
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.register.absence import absence
from landuse.register.asking import Asking, edge_m
from landuse.register.hits import Hit, hits, rows_of
from landuse.register.questions import associated_works, standing_questions
from landuse.register.rows import Row
from landuse.register.shelf import Shelf, shelves
from landuse.register.surroundings import neighbours, warnings_of
from landuse.register.weighings import Found, weighings_of


@dataclass(frozen=True, slots=True)
class Register:
    """Rows for ``conflicts`` and ``weighings`` of an assessment, and what a reader has to know beside them."""

    conflicts: list[dict[str, Any]] = field(default_factory=list)
    weighings: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def register(
    study: Study, scenario: Scenario, *, profile: Profile, year: int | None = None, keeping: Kept | None = None
) -> Register:
    """Return what every part of a scenario touches or comes near, and what could not be asked.

    One row for each part, feature and season; one for each layer without hits; the questions that no layer answers.
    Measures are those of the geometry as drawn, in EPSG:3006. Synthetic features never make a row about a real area.

    Parameters
    ----------
    study : Study
        Layers are asked in its order.
    scenario : Scenario
        On the same area.
    profile : Profile
        How far pressures reach; asking distances do not depend on it.
    year : int, optional
        Reference year, which decides the phase of each part; by default the scenario's.
    keeping : Kept, optional
        Where indexes of layers and asking distances are looked for and left; nothing is kept if not given.
    """
    keeping = keeping or Kept()
    result = Register()
    key = "asking", profile.model_dump_json()
    asking = keeping.always.once(key, lambda: Asking(study.catalogue, profile))
    layers = shelves(study, scenario.without, keeping=keeping)
    year = scenario.year if year is None else year
    for part in scenario.establishments:
        host = scenario.host(part).type
        touched, rows = _asked(part, layers, asking, study, (phase_in(part, year) or part.phase, host))
        result.conflicts.extend(rows)
        result.conflicts.extend(standing_questions(part, study.catalogue))
        for row, warning in associated_works(part, scenario, study.catalogue):
            result.conflicts.append(row)
            result.warnings.extend([warning] if warning else [])
        silent = [row for row in rows if row["row"] == "layer"]
        near = neighbours(touched, part, scenario, layers)
        result.weighings.extend(weighings_of(Found(part, touched, silent, near, scenario, study.catalogue)))
    result.warnings.extend(warnings_of(result.conflicts, scenario, layers, study.catalogue))
    return result


def _asked(
    part: Establishment, layers: Mapping[str, Shelf], asking: Asking, study: Study, state: tuple[str, str]
) -> tuple[list[Hit], list[Row]]:
    """Return what a part touches, and a row for each feature touched and each layer without one.

    `state` is the phase of the part and the type of the establishment it belongs to.
    """
    phase, host = state
    touched: list[Hit] = []
    rows: list[Row] = []
    probe, edge = Probe(part.geometry), edge_m(part, study.grid)
    for shelf in layers.values():
        asked = asking.of(shelf.layer.spec, part.type, phase)
        if asked is None:
            continue
        found = hits(part, probe, shelf, asked, edge_m=edge, host_type=host) if shelf.readable else []
        touched += found
        rows += list(rows_of(found)) or [absence(part, probe, shelf, asked, edge_m=edge)]
    return touched, rows
