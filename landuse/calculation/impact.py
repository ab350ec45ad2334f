"""1 − U where the proposal reaches, for each receptor group and evidence season; never with a value in it."""

from __future__ import annotations

from landuse.calculation.added import Place, whole_window
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
    case, exposure = place.case, place.exposure
    window = exposure.frame
    index = whole_window(case, exposure)
    bands = {}
    for group, season, name in shown(case.study.catalogue):
        receptor = case.study.catalogue.receptors[name]
        evidence = None if season == "all" else season
        for when, sources in (("before", case.before(0)), ("after", case.after(0))):
            lost = 1.0 - place.use(sources, receptor, evidence, index)
            bands[group, season, when] = lost.reshape(window.height, window.width)
    return Impact(case.study.grid.part(window), bands)
