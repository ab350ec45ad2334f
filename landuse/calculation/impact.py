"""1 − U where the proposal reaches, for each receptor group and evidence season; never with a value in it."""

from __future__ import annotations

from landuse.calculation.effects import everywhere
from landuse.calculation.place import Place
from landuse.model.assessment import Impact
from landuse.model.catalogue import Catalogue


def shown(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Return group, evidence season (``all`` without seasons) and the receptor that draws it."""
    return [
        (group.id, season, receptor)
        for group in catalogue.groups.values()
        for season, receptor in group.shown_by.items()
    ]


def impact_of(place: Place) -> Impact:
    """Return the share of use lost before and after on the window of the proposal."""
    catalogue, window = place.case.study.catalogue, place.window
    bands = {}
    for group, season, name in shown(catalogue):
        lost = everywhere(place, catalogue.receptors[name], None if season == "all" else season)
        for when, values in zip(("before", "after"), lost, strict=True):
            bands[group, season, when] = values.reshape(window.height, window.width)
    return Impact(place.case.study.grid.part(window), bands)
