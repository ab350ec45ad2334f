"""The three baselines: what is built, with what is permitted, with what is planned."""

from __future__ import annotations

from landuse.engine.rules import Sources
from landuse.model.catalogue import Band

BANDS: tuple[tuple[str, tuple[Band, ...]], ...] = (
    ("built", (Band.BUILT,)),
    ("with_permitted", (Band.BUILT, Band.PERMITTED)),
    ("with_planned", (Band.BUILT, Band.PERMITTED, Band.PLANNED)),
)
"""The three baselines, each holding the one before."""


def of_bands(sources: Sources, band: int) -> Sources:
    """Return the sources of a baseline, in their order."""
    wanted = BANDS[band][1]
    return tuple(source for source in sources if source.band in wanted)
