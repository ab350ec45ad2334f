"""Which receptors are computed, and in which seasons of the evidence they are looked up."""

from __future__ import annotations

from landuse.model.catalogue import Receptor
from landuse.model.frozen import SEASONS
from landuse.model.study import Study


def modelled(study: Study) -> list[Receptor]:
    """Return the receptors whose loss of use is computed in hectares or persons; what decides a bad winter first."""
    found = [
        receptor
        for receptor in study.catalogue.receptors.values()
        if receptor.group in study.catalogue.groups and receptor.quantity in ("ha", "persons")
    ]
    return sorted(found, key=lambda receptor: not receptor.bad_winter)


def evidence_of(study: Study, receptor: Receptor) -> tuple[str | None, ...]:
    """Return the evidence seasons in which a receptor is looked up; (None,) for those without seasons."""
    if not study.catalogue.groups[receptor.group].seasonal:
        return (None,)
    return receptor.met_in or SEASONS
