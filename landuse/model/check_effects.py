"""Checks of ``effects.csv``: what is named exists, and no effect is missing."""

from __future__ import annotations

from collections.abc import Iterator

from landuse.language import _
from landuse.model.catalogue import Effect
from landuse.model.checking import EFFECTS, Checking
from landuse.model.frozen import SEASONS

KINDS = ("mean_within_r", "mean_within_2000m", "distance_only", "assumed", "definition")
"""What a study gave, and how it is therefore entered."""


def check_effects(checking: Checking) -> None:
    """Check every row, and that no (type, pressure, phase, group, season) is without one."""
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(checking.catalogue.effects):
        _check_row(checking, number, row)
        key = (row.type, row.pressure, row.phase, row.season, row.group)
        if key in seen:
            checking.say(EFFECTS, number, " / ".join(key), _("each once"), _("remove one of them"))
        seen.add(key)
    if not checking.whole(EFFECTS):
        return
    for needed in _needed(checking):
        if checking.catalogue.effect(*needed) is None:
            found = _("no row for {what}").format(what=" / ".join(part or "all" for part in needed))
            checking.say(EFFECTS, "", found, _("a row, or one for all"), _("add the row; an effect of 0 is a row too"))


def _check_row(checking: Checking, number: int, row: Effect) -> None:
    at = (EFFECTS, number)
    checking.must_exist([row.type], "types", at)
    checking.must_exist([row.pressure], "pressures", at)
    checking.must_exist([row.group], "groups", at, also=("all",))
    if checking.whole("references.bib"):
        checking.must_exist(row.references, "references", at)
    checking.must_exist_in([row.evidence_kind], KINDS, at)
    kind = checking.catalogue.types.get(row.type)
    if kind is not None and row.phase not in (*kind.phases, "all"):
        checking.say(*at, row.phase, ", ".join(kind.phases), _("correct the phase"))
    pressure = checking.catalogue.pressures.get(row.pressure)
    if pressure is not None and pressure.channel != "area":
        checking.say(*at, row.pressure, _("a pressure of the area channel"), _("remove the row"))
    elif pressure is not None and row.group not in (*pressure.counted_for, "all"):
        checking.say(*at, row.group, ", ".join(pressure.counted_for), _("the row would never be used: remove it"))
    if row.pressure == "land_take" and row.radius_m.high > 0:
        checking.say(*at, row.radius_m.high, 0, _("ground taken has no distance: write 0"))


def _needed(checking: Checking) -> Iterator[tuple[str, str, str, str | None, str]]:
    """Yield every type, pressure, phase, evidence season (None = any) and group that an effect is asked for."""
    catalogue = checking.catalogue
    broken = checking.unusable("effects")
    for kind in catalogue.types.values():
        if kind.id in broken or kind.mitigation is not None:
            continue
        for pressure in catalogue.pressures.values():
            for group in catalogue.groups.values():
                for season in SEASONS if group.seasonal else (None,):
                    if catalogue.counts(pressure.id, group.id, season):
                        yield from ((kind.id, pressure.id, phase, season, group.id) for phase in kind.phases)
