"""Pressures, and what can be harmed by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from landuse.model.frozen import Frozen, Id, Share, Text

WINTER = "winter"
"""The evidence season of a bad winter."""


class Pressure(Frozen):
    """A pressure of the closed vocabulary."""

    id: Id
    title: Text
    channel: Literal["area", "network", "count"]
    counted_for: tuple[str, ...]
    """Receptor groups."""
    only_on: Mapping[str, str] = Field(default_factory=dict)
    """Group → kind of ground on which alone it counts (reindeer: mire)."""
    only_in: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Group → evidence seasons in which alone it counts (reindeer and lichen: winter)."""
    note: str = ""
    result: str
    reason: str


class ReceptorGroup(Frozen):
    """Receptors that answer to the same pressures."""

    id: Id
    title: Text
    seasonal: bool
    """True if effects are looked up by evidence season (reindeer)."""
    shown_by: Mapping[str, str]
    """Evidence season (``all`` if not seasonal) → the receptor that draws the group on the map."""


class ReceptorLayer(Frozen):
    """The features of a layer that make a receptor."""

    layer: str
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Attribute → values that a feature must have (:func:`matches`); empty = every feature."""


class Ground(Frozen):
    """A kind of ground and the features of a layer that show it."""

    id: Id
    layer: str
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class Receptor(Frozen):
    """What can be harmed."""

    id: Id
    title: Text
    group: str
    """Receptor group, or ``register_only``."""
    layers: tuple[ReceptorLayer, ...]
    quantity: Literal["ha", "km", "count", "persons"]
    by_village: bool = False
    """True if units are herding communities and herding seasons."""
    evidence_seasons: tuple[str, ...] = ()
    """Evidence seasons in which this receptor is the village's seasonal land; empty = not a seasonal land."""
    of_which: bool = False
    """True if it lies inside the seasonal land and is never added to it."""
    bad_winter: bool = False
    """True for what is left to graze when the ground is locked: it counts in winter alone and decides the year."""

    @property
    def met_in(self) -> tuple[str, ...]:
        """Evidence seasons in which it counts; empty = in all."""
        return (WINTER,) if self.bad_winter else self.evidence_seasons

    value_rule: str


class SensitivityReason(Frozen):
    """Why a sensitivity differs from the first proposal."""

    receptor: str
    pressure: str
    earlier: float | None
    reason: str


class DecayMean(Frozen):
    """Mean influence within the radius, of a point and of a line, and where the tail ends at cut-off 0.01."""

    shape: Literal["threshold", "linear", "exponential", "gaussian"]
    point: Share
    line: Share
    tail_ends_at_radii: float
    share_cut: Share
    """Share of the plane integral that the cut-off takes."""
