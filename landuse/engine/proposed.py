"""Parts of a scenario as sources: in which phase, of which group, how large."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from landuse.engine.sources import NO_AGE, UNKNOWN_AGE, Source
from landuse.model.catalogue import Catalogue, DisturbanceType
from landuse.model.scenario import Establishment, Scenario


def phase_in(part: Establishment, year: int) -> str | None:
    """Return the phase that a part is in: its years decide; without years the phase it states; None = not there.

    Construction and operation are never counted together; where the two intervals overlap, construction counts.
    """
    building, years = part.construction_years, part.years
    if building and building[0] <= year < building[1]:
        return "construction"
    if years:
        operating = years[0] <= year < years[1]
        phase = "construction" if part.phase == "construction" and building is None else "operation"
        return phase if operating else None
    if building and (year < building[0] or part.phase == "construction"):
        return None
    return part.phase


def proposed_sources(scenario: Scenario, catalogue: Catalogue, year: int) -> tuple[Source, ...]:
    """Return the parts of a scenario that count in a year as sources, sorted by id.

    A part is one source; where each feature of a type counts (single cabins), one source a geometry. Fellings of a
    later year do not count yet.
    """
    found: list[Source] = []
    for part in scenario.establishments:
        phase = phase_in(part, year)
        if phase is not None and felling_year(part) <= year:
            found += sources_of_part(scenario, catalogue, part, phase, year)
    return tuple(sorted(found, key=lambda source: source.id))


def felling_year(part: Establishment) -> float:
    """Return the year of felling that a part states, −∞ if none."""
    return float(part.parameters.get("felling_year", -np.inf))


def sources_of_part(
    scenario: Scenario, catalogue: Catalogue, part: Establishment, phase: str, year: int
) -> list[Source]:
    """Return the sources that a part makes in a phase, in a year from its felling on."""
    kind = catalogue.types[part.type]
    geometries = shapely.get_parts(part.geometry)
    age = NO_AGE
    if kind.recovery:
        age = UNKNOWN_AGE if np.isinf(felling_year(part)) else int(year - felling_year(part))
    whole = Source(
        id=f"~{part.id}",
        owner=part.id,
        part=part.id,
        layer=None,
        group=_group_of_part(scenario, catalogue, part),
        type=part.type,
        band=part.status,
        phase=phase if phase in kind.phases else kind.phases[0],
        geometries=geometries,
        measure=_stated_measure(part, kind, geometries),
        sites=_stated_sites(part, kind),
        age=age,
        error_m=part.position_error_m,
    )
    if not whole.group.startswith("feature:") or len(geometries) == 1:
        return [whole]
    return [
        replace(
            whole,
            id=f"{whole.id}#{i:06d}",
            group=f"{whole.group}#{i:06d}",
            geometries=geometries[i : i + 1],
            measure=whole.measure[i : i + 1],
        )
        for i in range(len(geometries))
    ]


def _group_of_part(scenario: Scenario, catalogue: Catalogue, part: Establishment) -> str:
    """Return the group: that of the nearest establishment above whose evidence holds the part, else the type's own."""
    above = part
    while above.part_of is not None:
        internal = above is part and part.works == "internal"
        above = scenario.part(above.part_of)
        if internal or part.type == above.type or part.type in catalogue.types[above.type].evidence_contains:
            return _group_of_part(scenario, catalogue, above)
    kind = catalogue.types[part.type]
    return f"type:{kind.id}" if kind.group_by == "type" else f"{kind.group_by}:~{part.id}"


def _stated_measure(
    part: Establishment, kind: DisturbanceType, geometries: NDArray[np.object_]
) -> NDArray[np.float64]:  # fmt: skip
    """Return hectares of points and metres of lines that the part's parameters state, NaN where not stated."""
    stated = {
        parameter.sets: float(part.parameters[parameter.id])
        for parameter in kind.parameters
        if parameter.sets is not None and parameter.id in part.parameters
    }
    area, width = stated.get("footprint_area_ha", np.nan), stated.get("footprint_width_m", np.nan)
    return np.where(shapely.get_dimensions(geometries) == 1, width, area)


def _stated_sites(part: Establishment, kind: DisturbanceType) -> float:
    """Return how many sites the part's parameters state, NaN if none."""
    if kind.box is None or kind.box.counted_by not in part.parameters:
        return float("nan")
    return float(part.parameters[kind.box.counted_by])
