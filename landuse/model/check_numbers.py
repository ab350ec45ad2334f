"""Checks of numbers at three levels: low ≤ likely ≤ high."""

from __future__ import annotations

from collections.abc import Iterator

from landuse.language import _
from landuse.model.checking import EFFECTS, TYPES, Checking
from landuse.model.frozen import Range


def check_numbers(checking: Checking) -> None:
    """Check that every range rises and lies where it can."""
    for file, entry, name, numbers, highest in _ranges(checking):
        if numbers is None:
            continue
        if not numbers.low <= numbers.likely <= numbers.high:
            found = f"{name}: {numbers.low} / {numbers.likely} / {numbers.high}"
            checking.say(file, entry, found, _("low ≤ likely ≤ high"), _("correct the order"))
        if numbers.low < 0 or (highest is not None and numbers.high > highest):
            found = f"{name}: {numbers.low}–{numbers.high}"
            checking.say(file, entry, found, f"0–{'' if highest is None else highest}", _("correct the value"))


def _ranges(checking: Checking) -> Iterator[tuple[str, int | str, str, Range | None, float | None]]:
    """Yield file, entry, name, range, and the highest possible value (None = no limit)."""
    catalogue = checking.catalogue
    for number, effect in enumerate(catalogue.effects):
        yield EFFECTS, number, "radius_m", effect.radius_m, None
        yield EFFECTS, number, "intensity", effect.intensity, 1.0
    for kind in catalogue.types.values():
        for name, footprint in (("footprint_point", kind.footprint_point), ("footprint_line", kind.footprint_line)):
            measure = footprint.measure if footprint is not None else None
            yield TYPES, f"types.{kind.id}.{name}.measure", "measure", measure, None
    for number, realisation in enumerate(catalogue.realisations.values()):
        yield "realisation.csv", number, "probability", realisation.probability, 1.0
    for number, recovery in enumerate(catalogue.recoveries):
        yield "recovery.csv", number, "zero_at", recovery.zero_at, None
    for number, width in enumerate(catalogue.free_widths):
        yield "free_width.csv", number, "weakened_below_m", width.weakened_below_m, None
    for number, barrier in enumerate(catalogue.permeabilities):
        yield "barrier_permeability.csv", number, "driven", barrier.driven, 1.0
        yield "barrier_permeability.csv", number, "free", barrier.free, 1.0
