"""The sums that must agree: pairs of source and pressure, the raster, and the disjoint classes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from landuse.calculation.added import Added
from landuse.calculation.place import Place
from landuse.engine.gathering import unit_sums
from landuse.engine.ledger import Ledger, parts
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor


@dataclass(slots=True)
class Checks:
    """Added hectare-equivalents of the whole area, summed in three ways over receptors and seasons drawn on the map.

    The pairs come from the attribution to parts, the raster from the impact raster times the value of each cell, the
    classes from disjoint memberships of villages (the area itself where a receptor has no villages).
    """

    pairs: float = 0.0
    raster: float = 0.0
    classes: float = 0.0
    largest: float = 0.0
    restored: bool = True
    compared: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, receptor: Receptor, ledger: Ledger, added: Added, difference: Floats, place: Place) -> None:
        """Compare the three sums of every season of a ledger.

        Parameters
        ----------
        difference : float64 array, shape (rows, columns)
            Added share of use lost on the window, as drawn.
        """
        by_raster = integrals(ledger, difference, place)
        for unit, column in enumerate(ledger.columns):
            if column.unit_kind != "area" or column.land is None:
                continue
            pairs = float(sum(values[unit] for values in added.parts.values()))
            members = [
                i
                for i, other in enumerate(ledger.columns)
                if other.unit_kind == "membership" and other.season == column.season
            ]
            classes = float(added.loss[0, members].sum()) if receptor.by_village else float(added.loss[0, unit])
            raster = float(by_raster[unit])
            self.pairs, self.raster, self.classes = self.pairs + pairs, self.raster + raster, self.classes + classes
            self.largest = max(self.largest, _relative(pairs, raster, classes))
            self.compared += 1

    def document(self) -> dict[str, float | bool | None]:
        """Return ``checks`` of the assessment; None where nothing was known."""
        known = self.compared > 0
        return {
            "pairs_total": self.pairs if known else None,
            "raster_total": self.raster if known else None,
            "classes_total": self.classes if known else None,
            "largest_relative_difference": self.largest if known else None,
            "add_and_remove_restores_baseline": self.restored,
        }


def _relative(*sums: float) -> float:
    scale = max(abs(value) for value in sums)
    return (max(sums) - min(sums)) / scale if scale > 1e-9 else 0.0


def integrals(ledger: Ledger, difference: Floats, place: Place) -> Floats:
    """Return Σ worth · difference of each unit over the cells of a window, by place on the ground."""
    rows, at = place.found(ledger.index, place.everywhere)
    values = np.ascontiguousarray(difference.reshape(-1, 1))
    found: Floats = unit_sums(rows, at, parts(ledger.worth), values, len(ledger.columns))[:, 0]
    return found
