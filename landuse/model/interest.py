"""How interests meet: compatibility, distances, free width, barriers, and what may leave a session."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from landuse.model.frozen import Frozen, Id, Metres, Range, Text


class Compatibility(Frozen):
    """How well two interests share the same ground: 0 (together) to 6 (one excludes the other)."""

    interest_a: str
    interest_b: str
    coexist_rule: Annotated[int, Field(ge=0, le=6)]
    proposed: Annotated[int, Field(ge=0, le=6)]
    reason: str
    mark: str
    involves_right: bool = False
    """A right carries no score: the figure is shown only as a question."""


class CompatibilityTrait(Frozen):
    """What the rule of :class:`Compatibility` knows about an interest."""

    interest: Id
    title: Text
    vertical: Literal["surface", "whole", "underground", "air"]
    spatial: int
    temporal: int
    mobility: Literal["mobile", "fixed"]
    kind: Literal["right", "use", "protection", "claim"]
    why: str = ""
    mark: str


class Setback(Frozen):
    """A distance that an authority or a guide names between a type and a layer."""

    type: str
    """Disturbance type, or ``*``."""
    towards: str
    """Layer id, ``*``, or a place without a layer."""
    rule: str
    minimum_m: Metres
    if_height_unknown_m: Metres
    kind: str
    source: str = ""
    mark: str


class FreeWidth(Frozen):
    """Width of a free passage below which a route counts as cut or weakened."""

    context: str
    how_measured: str
    cut_below_m: float | None
    weakened_below_m: Range | None
    half_corridor_m: Range | None = None
    """Half the width that is assumed where a route states none, lower for a low profile."""
    basis: str = ""
    mark: str


class BarrierPermeability(Frozen):
    """Share of a herd that passes a barrier, driven or roaming free."""

    barrier: str
    condition: str = ""
    driven: Range | None
    free: Range | None
    state: Literal["cut", "weakened", "clear", "unknown"] | None
    """State if there are no other data; None = no route at all."""
    basis: str = ""
    mark: str


class DataLeaving(Frozen):
    """What may leave the user's own session, of data that belong to a village."""

    item: str
    data_class: str
    on_disk: str
    in_report: str
    in_links: str
    note: str = ""
