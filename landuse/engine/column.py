"""One unit of a receptor: what it holds in each cell and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landuse.engine.cells import Cells


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One unit of a receptor on the cells of the study grid.

    Parameters
    ----------
    unit_kind : {"herding_community", "municipality", "membership", "area"}
    season : str or None
        Herding season.
    evidence : str or None
        Season of the evidence that holds then.
    land : Cells or None
        Hectares (or persons) of the unit in each cell; None = unknown: no polygon is loaded.
    quality : float64 array or None
        Value 0–1 of each cell of `land`, NaN = unknown; None = 1 everywhere (not weighted by quality).
    """

    receptor: str
    unit_kind: str
    unit: str
    season: str | None
    evidence: str | None
    land: Cells | None
    quality: NDArray[np.float64] | None = None
    partly: bool = False
    """True if something of it is known to be missing from `land` (a layer not loaded, a place without population)."""

    def held(self) -> Cells:
        """Return the land, no cells where it is unknown."""
        return Cells.none() if self.land is None else self.land

    def worth(self) -> NDArray[np.float64]:
        """Return land × quality of each cell, NaN = unknown."""
        held = self.held().value
        return held if self.quality is None else held * self.quality
