"""How quiet the land around a village's corrals is: a share of its seasonal land near them, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline, baseline_key
from landuse.calculation.case import Case
from landuse.calculation.lines import features_in_use
from landuse.calculation.losses import Row, figure
from landuse.engine.cells import Cells
from landuse.engine.coverage import covered_share
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Catalogue, Receptor

Around = dict[tuple[str, str, str], dict[str, Any]]
"""Receptor, village and season → what is said of the land around."""


def radius_of(catalogue: Catalogue, receptor: Receptor) -> float | None:
    """Return the metres around a corral that are looked at: the distance within which its layer is asked."""
    for made in receptor.layers:
        row = catalogue.asking_distance(made.layer, "*")
        if row is not None and not isinstance(row.ask_m, str):
            return float(row.ask_m)
    return None


def around(case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger, *,
           baseline: Baseline, added: Added) -> Around:  # fmt: skip
    """Return, for corrals of each village, how much of its seasonal land near them is undisturbed.

    Parameters
    ----------
    receptor : Receptor
        A seasonal land.
    """
    found: Around = {}
    rows, quiet = added.quiet
    for corral in _corrals(case):
        near = case.keeping.always.once(
            ("near", corral.id, receptor.id, evidence), partial(_near, case, corral, ledger)
        )
        land, before = _before(case, corral, receptor, evidence, near=near, baseline=baseline)
        changed = rows[quiet != baseline.quiet[rows]]
        after = before - near[changed].T @ np.where(baseline.quiet[changed], 1.0, -1.0)
        for unit, column in enumerate(ledger.columns):
            if column.unit_kind == "herding_community" and column.season is not None:
                said = _said(radius_of(case.study.catalogue, corral), land[unit], before[unit], after[unit])
                found[corral.id, column.unit, column.season] = said
    return found


def _before(
    case: Case, corral: Receptor, receptor: Receptor, evidence: str | None, *, near: csr_matrix, baseline: Baseline
) -> tuple[Floats, Floats]:
    """Return the land near corrals of each unit and how much of it is undisturbed before, in hectares."""

    def make() -> tuple[Floats, Floats]:
        return np.asarray(near.sum(axis=0)).ravel(), np.asarray(near.T @ baseline.quiet)

    key = "quiet near", corral.id, *baseline_key(case, receptor, evidence)
    return make() if case.own else case.keeping.year(case.year).once(key, make)


def mark_around(case: Case, rows: list[Row], found: Around) -> None:
    """Write into rows of corrals how quiet the land around them is; None where no land of the season is mapped."""
    radius = {corral.id: radius_of(case.study.catalogue, corral) for corral in _corrals(case)}
    for row in rows:
        name = row["receptor"]
        if name in radius and row["unit_kind"] == "herding_community":
            key = name, row["unit"], row["season"]
            row["undisturbed"]["around"] = found.get(key) or _said(radius[name], 0.0, 0.0, 0.0) | {"land_ha": None}


def _said(radius_m: float | None, land: float, before: float, after: float) -> dict[str, Any]:
    shares = [min(max(quiet / land, 0.0), 1.0) if land > 0.0 else None for quiet in (before, after)]
    return {
        "radius_m": radius_m,
        "land_ha": figure(land),
        "share_before": figure(shares[0]),
        "share_after": figure(shares[1]),
    }


def _corrals(case: Case) -> Iterator[Receptor]:
    catalogue = case.study.catalogue
    for receptor in catalogue.receptors.values():
        if receptor.quantity == "count" and receptor.by_village and radius_of(catalogue, receptor):
            yield receptor


def _near(case: Case, corral: Receptor, ledger: Ledger) -> csr_matrix:
    """Return cells × units: known land of a village's season within the radius of its corrals, in hectares."""
    study, radius = case.study, radius_of(case.study.catalogue, corral) or 0.0
    shares: dict[bytes, Cells] = {}
    by_unit = ledger.counted.tocsc()
    rows: list[NDArray[np.int64]] = []
    values: list[Floats] = []
    points = features_in_use(case, corral)
    for unit, column in enumerate(ledger.columns):
        drawn = points.get((column.unit, str(column.season)))
        if column.unit_kind != "herding_community" or drawn is None or not len(drawn):
            rows.append(np.empty(0, np.int64))
            values.append(np.empty(0))
            continue
        ground = shapely.union_all(shapely.buffer(drawn, radius))
        if ground.wkb not in shares:
            shares[ground.wkb] = covered_share(ground, study.grid)
        share = shares[ground.wkb]
        of = by_unit[:, unit]
        at = of.indices.astype(np.int64)
        near = of.data * share.at(ledger.index[at])
        rows.append(at[near > 0.0])
        values.append(near[near > 0.0])
    first = np.concatenate([[0], np.cumsum([len(each) for each in rows])])
    shape = len(ledger.index), len(ledger.columns)
    return csc_matrix((np.concatenate(values), np.concatenate(rows), first), shape=shape).tocsr()
