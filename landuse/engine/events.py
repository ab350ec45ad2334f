"""What begins, ends or changes in a year, and what counts at some time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

What = Literal["began", "ended", "changed", "removed"]
Masks = Mapping[str, NDArray[np.bool_]]
"""Layer → which features of it count."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins, ends, changes phase, or is removed by the scenario.

    Parameters
    ----------
    what : {"began", "ended", "changed", "removed"}
    source : str
        ``LAYER/PROJECT`` or ``LAYER/KEY`` of existing sources, ``LAYER`` of fellings; id of an establishment.
    features : int
        How many features or parts.
    fades : bool
        True for fellings: their effect recovers with age.
    phase : str or None
        Of the parts of an establishment, from this year on.
    rows : tuple of int
        Places in the layer's table.
    """

    year: int
    what: What
    source: str
    title: str | None
    type: str
    band: str
    features: int
    fades: bool = False
    phase: str | None = None
    layer: str | None = field(default=None, repr=False)
    rows: tuple[int, ...] = field(default=(), repr=False)
    parts: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """What counts at some time: features of each layer, phase of each part, and whether removals hold."""

    masks: Mapping[str, NDArray[np.bool_]]
    phases: Mapping[str, str]
    removed: bool

    def with_event(self, event: Event, later: Stand) -> Stand:
        """Return this with what an event changes as it is later."""
        masks, phases = dict(self.masks), dict(self.phases)
        if event.layer is not None and event.rows:
            mask, rows = masks[event.layer].copy(), np.array(event.rows)
            mask[rows] = later.masks[event.layer][rows]
            masks[event.layer] = mask
        for part in event.parts:
            phases.pop(part, None)
            if part in later.phases:
                phases[part] = later.phases[part]
        return Stand(masks, phases, self.removed or event.what == "removed")
