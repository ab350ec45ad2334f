"""What a reader has to know beside the figures."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from landuse.calculation.case import Case
from landuse.calculation.impact import shown
from landuse.calculation.units import missing_sources, unlisted_villages
from landuse.engine.footprint import is_box, uses_default
from landuse.engine.proposed import phase_in
from landuse.engine.sources import UNKNOWN_AGE
from landuse.engine.values import inside
from landuse.language import _
from landuse.model.catalogue import Quality


def warnings(case: Case) -> Iterator[str]:
    """Yield every warning about sources, parts, layers and method that holds for a case."""
    yield from case.scenario.warnings
    yield from _of_data(case)
    yield from _of_parts(case)
    yield from _of_sources(case)
    yield from _of_method(case)


def _of_data(case: Case) -> Iterator[str]:
    study = case.study
    if study.area.fictional:
        yield _("The area is fictional and every layer in it is synthetic.")
    for quality, text in (
        (Quality.COMPILED, _("Compiled data are used: {layers}.")),
        (Quality.SCHEMATIC, _("Schematic data are used (drawn between known places): {layers}.")),
        (Quality.SYNTHETIC, _("Synthetic data are used: {layers}.")),
    ):
        ids = [layer.id for layer in study.layers.values() if layer.loaded and layer.quality == quality]
        if ids and not (study.area.fictional and quality == Quality.SYNTHETIC):
            yield text.format(layers=", ".join(ids))
    missing = missing_sources(study)
    if missing:
        yield _(
            "Declared source layers are not loaded: {layers}. Baseline and cumulative figures are at least, added and "
            "undisturbed at most."
        ).format(layers=", ".join(missing))
    stale = [layer.id for layer in study.layers.values() if layer.status == "stale"]
    if stale:
        yield _("Layers older than their update interval: {layers}.").format(layers=", ".join(stale))
    for village in unlisted_villages(study):
        yield _(
            "The village {name} is in the layers but not in the catalogue; mountain-village seasons are used."
        ).format(name=village)


def _of_parts(case: Case) -> Iterator[str]:
    scenario = case.scenario
    if scenario.alternative is None and not case.proposed:
        yield _("No part of the scenario is proposed and present in {year}: nothing is added.").format(year=case.year)
    area, box = inside(case.study), shapely.box(*case.study.area.bounds)
    for part in scenario.establishments:
        if box.covers(part.geometry) and not area.covers(part.geometry):
            yield _("{part} reaches outside the study area; what lies there is not counted.").format(part=part.id)
        phase = phase_in(part, case.year)
        if phase is None:
            yield _("{part} is not there in {year} and is not counted.").format(part=part.id, year=case.year)
        elif phase != part.phase:
            yield _("{part} is under {phase} in {year}.").format(part=part.id, phase=phase, year=case.year)
        if part.years is None:
            yield _("{part} states no years: it is counted whatever the year.").format(part=part.id)
        if part.position_error_m > 0.0:
            yield _("The position of {part} is uncertain by {error} m.").format(
                part=part.id, error=f"{part.position_error_m:g}"
            )


def _of_sources(case: Case) -> Iterator[str]:
    types = case.study.catalogue.types
    for source in case.proposed:
        if is_box(source, types[source.type]):
            yield _(
                "{part}: drawn as a box: an outline or one point stands for sites whose positions are not known. The "
                "zone runs from the outline; the ground is spread evenly inside it."
            ).format(part=source.owner)
        elif uses_default(source, types[source.type]):
            yield _("{part}: the footprint is the default of its type; state the area or width.").format(
                part=source.owner
            )
    default = case.keeping.year(case.year).once(
        "default footprints", lambda: sorted({s.owner for s in case.existing if uses_default(s, types[s.type])})
    )
    if default:
        yield _("Existing sources with default footprints: {layers}.").format(layers=", ".join(default))
    unknown_start = sorted({s.owner for s in case.baseline if "unknown_start" in s.flags})
    if unknown_start:
        yield _("Existing sources without a known first year are counted: {layers}.").format(
            layers=", ".join(unknown_start)
        )
    ageless = sorted({s.owner for s in case.baseline if s.age == UNKNOWN_AGE})
    if ageless:
        yield _(
            "Fellings whose year is unknown: {layers}. They count in full, in the low profile not at all; what "
            "is built with none and with all of it stands beside, in felling_age."
        ).format(layers=", ".join(ageless))
    receptors = case.study.catalogue.receptors
    drawn = [(receptors[name], None if season == "all" else season) for _g, season, name in shown(case.study.catalogue)]
    uncertain = sorted(
        {
            source.owner
            for source in case.baseline
            if source.error_m > 0.0 and any(case.county.too_uncertain(source, *asked) for asked in drawn)
        }
    )
    if uncertain:
        yield _(
            "Existing sources with a position error above half their radius count in totals, not in the largest "
            "undisturbed piece nor in “why here”: {layers}."
        ).format(layers=", ".join(uncertain))


def _of_method(case: Case) -> Iterator[str]:
    if case.model != "multiplicative":
        yield _("The model {model} gives an index, not hectares.").format(model=case.model)
    for pressure in case.study.catalogue.pressures.values():
        for group, kind in pressure.only_on.items():
            if kind not in case.ground:
                yield _(
                    "{pressure} on {group} counts only on {kind}, of which no layer is loaded: not counted."
                ).format(pressure=pressure.id, group=group, kind=kind)
    yield _("Areas are grid areas in SWEREF 99 TM; the scale error in the county is 0.03 to 0.34 percent.")
