"""Profiles: at which level the parameters are taken, what is changed in them, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from landuse.model.frozen import EvidenceSeason, Frozen, Id, Metres, Shape, Share, Text

Level = Literal["low", "likely", "high"]
LEVELS = ("low", "likely", "high")
"""The profiles whose smallest and largest added loss are given beside the result's own."""


class ProfileChange(Frozen):
    """One parameter, or a few of one row, that differs from the catalogue's: which rows, and their values.

    A key that is left out means every row; a season or phase of a row for ``all`` gets a row of its own.
    """

    type: str | None = None
    pressure: str | None = None
    phase: Literal["construction", "operation"] | None = None
    season: EvidenceSeason | None = None
    group: str | None = None
    """Receptor group."""
    process: str | None = None
    """Process of ``recovery.csv``."""
    receptor: str | None = None

    radius_m: Metres | None = None
    intensity: Share | None = None
    shape: Shape | None = None
    footprint_ha: Metres | None = None
    """Ground of a point."""
    footprint_width_m: Metres | None = None
    """Whole width of the ground of a line."""
    full_until: Metres | None = None
    """Years after felling in which the effect is full."""
    zero_at: Metres | None = None
    """Years after felling from which nothing is left of it."""
    sensitivity: Share | None = None

    author: str | None = None
    """Who made this change, if not the author of the profile."""
    reason: str | None = None
    date: str | None = None


VALUES = (
    "radius_m", "intensity", "shape", "footprint_ha", "footprint_width_m", "full_until", "zero_at", "sensitivity",
)  # fmt: skip
"""Keys of a change that hold a value; the others say of what."""


class ParkRule(Frozen):
    """What courts have counted with round a wind farm, in place of the rows of its evidence (METHOD §9)."""

    type: Id
    """Disturbance type whose sources of one group are a park."""
    pressure: Id
    group: Id
    measured_from: Literal["centre", "edge"]
    """From the middle of the park, or from its edge: the outline, else the turbines widened and narrowed."""
    inside: Share
    around: Share
    around_m: Metres
    zone_m: Metres
    """In zone as far as this from what is drawn; no loss beyond `around_m`."""
    widened_m: Metres
    narrowed_m: Metres
    references: tuple[str, ...] = ()
    note: Text | None = None


class Profile(Frozen):
    """A set of parameters: a level, and each difference from it."""

    name: Id
    title: Text
    level: Level
    cutoff: Annotated[float, Field(ge=0, lt=1)] = 0.01
    shape: Shape | None = None
    """Another decay for every row; the intensity is rescaled so that the mean within the radius stays."""
    subcells: int | None = None
    """Sub-centres per side of a cell; None = by METHOD §2."""
    based_on: str | None = None
    """Profile of which this one is a changed copy."""
    author: str | None = None
    reason: str | None = None
    park: ParkRule | None = None
    changes: tuple[ProfileChange, ...] = ()
