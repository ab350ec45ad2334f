"""1 − U where the proposal reaches, for each receptor group and evidence season; never with a value in it."""

from __future__ import annotations

from landuse.calculation.effects import everywhere
from landuse.calculation.place import Place
from landuse.engine.remaining import Floats
from landuse.model.assessment import Impact
from landuse.model.catalogue import Catalogue, Receptor


def shown(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Return group, evidence season (``all`` without seasons) and the receptor that draws it."""
    return [
        (group.id, season, receptor)
        for group in catalogue.groups.values()
        for season, receptor in group.shown_by.items()
    ]


class Drawn:
    """The impact of a place, receptor by receptor, so that no more is held at once than is needed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._bands: dict[tuple[str, str, str], Floats] = {}

    def draw(self, receptor: Receptor) -> None:
        """Draw the share of use lost before and after wherever the receptor stands for its group."""
        window = self._place.window
        for group, season, name in shown(self._place.case.study.catalogue):
            if name == receptor.id and (group, season, "after") not in self._bands:
                lost = everywhere(self._place, receptor, None if season == "all" else season)
                for when, values in zip(("before", "after"), lost, strict=True):
                    self._bands[group, season, when] = values.reshape(window.height, window.width)

    def added(self, group: str, season: str) -> Floats:
        """Return the share of use that the proposal takes, as drawn."""
        return self._bands[group, season, "after"] - self._bands[group, season, "before"]

    def whole(self) -> Impact:
        """Return the impact with every group and season."""
        catalogue = self._place.case.study.catalogue
        for _group, _season, name in shown(catalogue):
            self.draw(catalogue.receptors[name])
        keys = [(group, season, when) for group, season, _name in shown(catalogue) for when in ("before", "after")]
        return Impact(self._place.case.study.grid.part(self._place.window), {key: self._bands[key] for key in keys})
