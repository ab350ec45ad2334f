"""Which units a receptor is summed over: villages by season with their memberships, or area and municipalities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landuse.calculation.case import Case
from landuse.engine.column import Column
from landuse.engine.ledger import Ledger
from landuse.engine.membership import layered
from landuse.engine.values import area_columns, known
from landuse.engine.village_land import village_columns
from landuse.model.catalogue import Receptor, Season
from landuse.model.study import Study

NO_TYPE = "fjall"
"""Kind of village whose season dates are used for a village that the catalogue does not list."""


def villages(study: Study) -> Mapping[str, str]:
    """Return village → type: those that the catalogue lists for the area, then those only the layers name."""
    return study.kept.always.once("villages", lambda: _villages(study))


def _villages(study: Study) -> dict[str, str]:
    found = {c.name: str(c.type) for c in study.catalogue.communities if c.area == study.area.id}
    receptors = [receptor for receptor in study.catalogue.receptors.values() if receptor.by_village]
    for layer_id in sorted({made.layer for receptor in receptors for made in receptor.layers}):
        layer = study.layers.get(layer_id)
        if layer is not None and layer.features is not None and "village" in layer.features.columns:
            for name in sorted(layer.features["village"].dropna().astype(str).unique()):
                found.setdefault(name, NO_TYPE)
    return found


def unlisted_villages(study: Study) -> list[str]:
    """Return villages that only the layers name."""
    listed = {c.name for c in study.catalogue.communities if c.area == study.area.id}
    return [name for name in villages(study) if name not in listed]


def evidence_seasons(study: Study) -> Mapping[tuple[str, str], str]:
    """Return (village, herding season) → season of the evidence, villages and seasons in the catalogue's order."""
    return study.kept.always.once("evidence seasons", lambda: _evidence_seasons(study))


def _evidence_seasons(study: Study) -> dict[tuple[str, str], str]:
    return {key: str(season.evidence) for key, season in herding_seasons(study).items()}


def herding_seasons(study: Study) -> Mapping[tuple[str, str], Season]:
    """Return (village, herding season) → the season with the village's dates, in the catalogue's order."""
    return study.kept.always.once("herding seasons", lambda: _herding_seasons(study))


def _herding_seasons(study: Study) -> dict[tuple[str, str], Season]:
    return {
        (village, str(season.id)): season
        for village, kind in villages(study).items()
        for season in study.catalogue.seasons_of(village, kind)
    }


def ledgers(case: Case, receptor: Receptor) -> tuple[tuple[str | None, Ledger], ...]:
    """Return evidence seasons and ledgers of a receptor; units without any mapped land are in them as unknown."""
    return case.keeping.always.once(("ledgers", receptor.id), lambda: tuple(_ledgers(case, receptor)))


def _ledgers(case: Case, receptor: Receptor) -> Iterator[tuple[str | None, Ledger]]:
    study = case.study
    if not receptor.by_village:
        yield None, Ledger.of(area_columns(study, receptor, case.municipalities))
        return
    if receptor.of_which and not receptor.bad_winter and not known(study, receptor):
        yield None, Ledger.of([Column(receptor.id, "area", study.area.id, None, None, None)])
        return
    by_evidence: dict[str, list[Column]] = {}
    for column in village_columns(study, receptor, evidence_seasons(study)):
        by_evidence.setdefault(str(column.evidence), []).append(column)
    if not by_evidence:
        yield None, Ledger.of([Column(receptor.id, "area", study.area.id, None, None, None)])
    for evidence, columns in by_evidence.items():
        seasons: dict[str | None, list[Column]] = {}
        for column in columns:
            seasons.setdefault(column.season, []).append(column)
        derived = [made for of_season in seasons.values() for made in layered(of_season, study.area.id)]
        yield evidence, Ledger.of([*columns, *derived])


def main_lands(study: Study) -> frozenset[str]:
    """Return the receptors that are a village's seasonal land."""
    receptors = study.catalogue.receptors.values()
    return frozenset(r.id for r in receptors if r.evidence_seasons and not r.of_which)


def missing_sources(study: Study) -> list[str]:
    """Return the ids of declared source layers that say nothing here: missing, failed or not covering."""
    return [
        layer.id
        for layer in study.layers.values()
        if any(role == "source" for role in layer.spec.roles) and not (layer.loaded and layer.covers)
    ]


def left_out(case: Case, receptor: Receptor) -> bool:
    """Tell whether a pressure on a receptor is not counted, because the ground it counts on alone is not loaded."""
    answers = case.catalogue.sensitivity.get(receptor.id, {})
    return any(
        answers.get(pressure.id) and pressure.only_on.get(receptor.group, "") not in {"", *case.ground}
        for pressure in case.study.catalogue.pressures.values()
    )
