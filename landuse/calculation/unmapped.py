"""Land of a village that is not mapped for a season, and how much of it lies in the proposal's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from landuse.calculation.case import Case
from landuse.calculation.losses import Row, figure
from landuse.calculation.place import Place
from landuse.calculation.units import villages
from landuse.engine.cells import Cells
from landuse.engine.coverage import covered_share
from landuse.engine.held import held_of
from landuse.engine.ledger import Ledger, parts
from landuse.engine.remaining import Floats
from landuse.engine.values import inside
from landuse.model.catalogue import Receptor
from landuse.model.herding_layers import area_layers
from landuse.model.study import Study


def village_areas(study: Study) -> Mapping[str, Cells]:
    """Return village → hectares of its grazing area in each cell; only villages whose area is loaded."""
    return study.kept.always.once("village areas", lambda: _village_areas(study))


def _village_areas(study: Study) -> dict[str, Cells]:
    ground, found = inside(study), {}
    for village, shape in village_outlines(study).items():
        cells = covered_share(shapely.intersection(shape, ground), study.grid)
        found[village] = cells.scaled(study.grid.cell_ha)
    return found


def village_outlines(study: Study) -> Mapping[str, shapely.Geometry]:
    """Return village → its whole grazing area as drawn, from the layers of areas that name villages (role zone)."""
    return study.kept.always.once("village outlines", lambda: dict(_village_outlines(study)))


def _village_outlines(study: Study) -> Iterable[tuple[str, shapely.Geometry]]:
    shapes: dict[str, list[shapely.Geometry]] = {}
    areas = area_layers(study.catalogue)
    for layer in study.layers.values():
        features = layer.features
        if layer.id not in areas or features is None or "village" not in features.columns:
            continue
        for village, members in features.groupby("village", sort=True):
            polygons = members.geometry.to_numpy()
            shapes.setdefault(str(village), []).extend(polygons[shapely.get_dimensions(polygons) == 2])
    return ((name, shapely.union_all(shapes[name])) for name in villages(study) if shapes.get(name))


def mark_unmapped(
    case: Case, place: Place, receptor: Receptor, evidence: str | None, ledger: Ledger, rows: list[Row]
) -> None:
    """Write into the zone of each row of a village how much of its land is not mapped, and how much of that is hit.

    ``unmapped_ha`` is land of the village's area outside its land of the season; ``unmapped`` is the part of it within
    reach of the proposal. Both are None where the village's area is not loaded.
    """
    areas = village_areas(case.study)
    which = _which(ledger, areas)
    whole = case.keeping.always.once(("unmapped", receptor.id, evidence), lambda: _whole(ledger, areas, which))
    hit = _in_zone(case, place, receptor, evidence, ledger, areas, which)
    for unit, (column, row) in enumerate(zip(ledger.columns, rows, strict=True)):
        if column.unit_kind == "herding_community":
            known = which[unit] >= 0
            row["zone"] |= {
                "unmapped_ha": figure(float(whole[unit])) if known else None,
                "unmapped": figure(float(hit[unit])) if known else None,
            }


def _which(ledger: Ledger, areas: Mapping[str, Cells]) -> NDArray[np.int64]:
    """Return the place among the areas of the village of each unit; −1 for other units and villages without one."""
    number = {name: i for i, name in enumerate(areas)}
    villages = (column.unit if column.unit_kind == "herding_community" else "" for column in ledger.columns)
    return np.array([number.get(name, -1) for name in villages], np.int64)


def _whole(ledger: Ledger, areas: Mapping[str, Cells], which: NDArray[np.int64]) -> Floats:
    """Return the unmapped hectares of each unit."""
    names, by_unit = list(areas), ledger.land.tocsc()
    found = np.zeros(len(which))
    for unit in np.flatnonzero(which >= 0):
        area, of = areas[names[which[unit]]], by_unit[:, unit]
        held = Cells(ledger.index[of.indices], of.data).at(area.index)
        found[unit] = np.maximum(area.value - held, 0.0).sum()
    return found


def _in_zone(
    case: Case, place: Place, receptor: Receptor, evidence: str | None, ledger: Ledger,
    areas: Mapping[str, Cells], which: NDArray[np.int64],
) -> Floats:  # fmt: skip
    """Return the unmapped hectares of each unit within reach of the proposal."""
    cells = place.exposure.in_zone(case.proposed, receptor, evidence)
    if not len(cells) or not areas:
        return np.zeros(len(which))
    zone = place.positions(cells)
    ground = np.zeros((len(areas), len(cells)))
    for number, area in enumerate(areas.values()):
        of, at = place.found(area.index, zone)
        ground[number, at] = area.taken(of)
    of, at = place.found(ledger.index, zone)
    left = ground.sum(axis=1)[which] - held_of(of, at, parts(ledger.land), ground, which)
    return np.where(which >= 0, np.maximum(left, 0.0), 0.0)
