"""The result of ``assess``: evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landuse.model.grid import Grid


@dataclass(frozen=True, slots=True, eq=False)
class Impact:
    """1 − U, the share of use lost without any value, where the proposal reaches.

    Parameters
    ----------
    grid : Grid
        Window of the study grid.
    bands : mapping
        ``(group, evidence season or "all", "before" | "after")`` → float64 array of the grid's shape, 0–1;
        NaN = unknown.
    """

    grid: Grid
    bands: Mapping[tuple[str, str, str], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """One scenario on one study: a document valid against ``assessment.schema.json`` and the impact raster.

    Parameters
    ----------
    document : mapping
        JSON-ready: null for unknown, never NaN; see CONTRACT.
    impact : Impact or None
        None for a zero alternative.
    """

    document: Mapping[str, Any]
    impact: Impact | None = field(default=None, repr=False)

    @property
    def losses(self) -> list[dict[str, Any]]:
        """Rows of ``losses``."""
        return list(self.document["losses"])

    @property
    def conflicts(self) -> list[dict[str, Any]]:
        """Rows of the conflict register."""
        return list(self.document["conflicts"])
