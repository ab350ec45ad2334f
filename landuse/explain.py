"""Why here: what is lost at a place, and how much of it each source and pressure accounts for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from landuse.calculation.baseline import use_of
from landuse.calculation.case import Case
from landuse.calculation.impact import shown
from landuse.calculation.options import case_of
from landuse.calculation.units import missing_sources
from landuse.engine import attribution
from landuse.engine.exposure import Exposure
from landuse.engine.ground import covered_by
from landuse.engine.rules import Sources
from landuse.errors import LanduseError, problem
from landuse.language import _
from landuse.model.catalogue import Receptor
from landuse.model.grid import Window
from landuse.model.profile import Profile
from landuse.model.scenario import Scenario
from landuse.model.study import Study


def explain(
    study: Study,
    scenario: Scenario,
    place: tuple[float, float],
    *,
    year: int | None = None,
    profile: str | Profile = "likely",
    model: str = "multiplicative",
) -> dict[str, Any]:
    """Return what is lost in the cell of a place, before and after, and whose share it is.

    Sources whose position error exceeds half their radius are left out and listed.

    Parameters
    ----------
    place : tuple of float
        Easting and northing in SWEREF 99 TM, metres.
    model : {"multiplicative", "additive", "dominant", "diminishing"}
        How effects combine. Shares are weighed as in ``contributions`` of an assessment whatever the model: by −ln of
        what a source leaves, which is the sharing of the multiplicative one; they sum to what the model says is lost.

    Returns
    -------
    dict
        ``place``, ``cell`` (bounds), ``model``, ``groups``: one entry for each receptor group and evidence season with
        ``lost_before``, ``lost_after`` (0–1) and ``shares`` (source, part, pressure, share of ``lost_after``),
        ``missing_sources`` (declared layers that say nothing: what is lost is then at least this) and ``left_out``.

    Raises
    ------
    LanduseError
        If the place lies outside the study's grid, or profile or model is unknown.
    """
    case = case_of(study, scenario, year=year, profile=profile, model=model, keeping=study.kept)
    window = _cell(study, place)
    exposure = case.exposure(case.profile, window)
    index = np.array([window.row * study.grid.width + window.column], dtype=np.int64)
    before, after = _sides(case, exposure)
    groups = []
    for group, season, name in shown(study.catalogue):
        receptor, evidence = study.catalogue.receptors[name], None if season == "all" else season
        lost = [
            1.0 - float(use_of(case, exposure, sources, receptor, evidence, index, certain=True)[0])
            for sources in (before, after)
        ]
        shares = list(_shares(exposure, after, (receptor, evidence), index, lost[1]))
        groups.append(
            {"group": group, "season": season, "lost_before": lost[0], "lost_after": lost[1], "shares": shares}
        )
    return {
        "place": [float(place[0]), float(place[1])],
        "cell": list(study.grid.part(window).bounds),
        "model": model,
        "groups": groups,
        "missing_sources": missing_sources(study),
        "left_out": sorted(_left_out(exposure, after, shapely.Point(place))),
    }


def _sides(case: Case, exposure: Exposure) -> tuple[Sources, Sources]:
    """Return what can reach the cell before and after, each its own owner; what stands on both is the same."""
    near = {
        s: each for s in {*case.before(0), *case.after(0)} for each in _each(exposure.reaching((s,), exposure.frame))
    }
    before, after = ((near[s] for s in sources if s in near) for sources in (case.before(0), case.after(0)))
    return tuple(before), tuple(after)


def _left_out(exposure: Exposure, sources: Sources, place: shapely.Point) -> set[str]:
    """Return the owners of sources that reach a place but are left out for their position error."""
    receptors = exposure.catalogue.receptors
    uncertain = tuple(source for source in sources if source.error_m > 0.0)
    return {
        source.owner
        for _group, season, name in shown(exposure.catalogue)
        for source, end in exposure.reaches(uncertain, receptors[name], None if season == "all" else season)
        if exposure.too_uncertain(source, receptors[name], None if season == "all" else season)
        and shapely.dwithin(source.geometries, place, end + source.error_m).any()
    }


def _cell(study: Study, place: tuple[float, float]) -> Window:
    grid = study.grid
    west, south, east, north = grid.bounds
    x, y = place
    if not (west <= x < east and south < y <= north):
        raise LanduseError(
            problem(
                _("place"),
                f"{x:g}, {y:g}",
                _("easting {west:.0f}–{east:.0f}, northing {south:.0f}–{north:.0f} (SWEREF 99 TM)").format(
                    west=west, east=east, south=south, north=north
                ),
                _("give easting first, then northing, in metres"),
            )
        )
    r = grid.resolution_m
    return Window(min(math.floor((north - y) / r), grid.height - 1), math.floor((x - west) / r), 1, 1)


def _each(sources: Sources) -> Sources:
    """Return the sources with each its own owner, so that two wind farms of a layer are told apart."""
    return tuple(
        replace(source, owner=source.part or _name(source.id, source.layer, source.group)) for source in sources
    )


def _name(source_id: str, layer: str | None, group: str) -> str:
    kind, _colon, name = group.partition(":")
    return f"{layer}: {name}" if kind == "type" else name or source_id


def _shares(
    exposure: Exposure, sources: Sources, of: tuple[Receptor, str | None], index: Any, lost: float
) -> Iterator[dict[str, Any]]:
    receptor, evidence = of
    certain = tuple(source for source in sources if source.error_m == 0.0)
    weights = attribution.of_all(
        index,
        exposure.terms(sources, receptor, evidence, certain=True),
        exposure.catalogue.sensitivity[receptor.id],
        exposure.take(sources, receptor, evidence, certain=True),
        covered_by(exposure, certain, receptor, evidence),
    )
    parts = {source.owner for source in sources if source.part is not None}
    found = [(float(share[0]), pair) for pair, (_at, share) in weights.shares().items() if len(share)]
    for share, (owner, pressure) in sorted(found, key=lambda row: (-row[0], row[1])):
        yield {
            "source": owner,
            "part": owner if owner in parts else None,
            "pressure": pressure,
            "share": share,
            "lost": share * lost,
            "evidence": _evidence(exposure, sources, owner, (pressure, receptor.group, evidence)),
        }


def _evidence(
    exposure: Exposure, sources: Sources, owner: str, of: tuple[str, str, str | None]
) -> dict[str, Any] | None:
    """Return on what the effect of an owner rests; None where no row says."""
    pressure, group, season = of
    park = exposure.profile.park
    for source in (source for source in sources if source.owner == owner):
        row = exposure.catalogue.effect(source.type, pressure, source.phase, season, group)
        if park is not None and (park.type, park.pressure, park.group) == (source.type, pressure, group):
            return _said(park.references, "court practice", "", zero_possible=False, studies_differ=False)
        if row is not None:
            flags = {"zero_possible": row.zero_possible, "studies_differ": row.studies_differ}
            return _said(row.references, row.mark, row.basis, **flags)
    return None


def _said(
    references: tuple[str, ...], mark: str, basis: str, *, zero_possible: bool, studies_differ: bool
) -> dict[str, Any]:  # fmt: skip
    return {
        "references": list(references),
        "mark": mark,
        "basis": basis,
        "zero_possible": zero_possible,
        "studies_differ": studies_differ,
    }
