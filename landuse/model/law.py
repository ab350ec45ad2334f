"""What the law asks, where it asks it and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from landuse.model.frozen import Frozen, Id, Text


class AskingDistance(Frozen):
    """How far from a layer's features its authority is asked."""

    layer: str
    type: str
    """Disturbance type, or ``*``."""
    ask_m: float | Literal["always"]
    reason: str
    mark: str


class Provision(Frozen):
    """A provision, where it applies and what it asks to be weighed."""

    id: Id
    title: str
    """As cited, for example ``MB 3:6 st 2``."""
    kind: Literal[
        "requirement",
        "general",
        "protects",
        "national_interest",
        "weighing",
        "limit",
        "prohibition",
        "permit_test",
        "rules",
        "dispensation",
        "procedure",
        "right",
        "duty",
    ]
    rank: int
    """The higher, the more specific; the row shows the highest that applies."""
    layers: tuple[str, ...]
    """Layer ids, or ``*``."""
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Attribute → values that the feature must have (:func:`matches`)."""
    types: tuple[str, ...] = ("*",)
    not_types: tuple[str, ...] = ()
    when: Literal["always", "overlap", "overlap_or_zone", "asked"]
    threshold_word: str | None = None
    weigh: Text
    """What must be weighed or asked, in plain words without verdict."""
    in_3_10: bool = False
    url: str | None = None
    source: str
    valid_from: str | None = None
    checked_on: str | None = None
    """Date of the consolidated text of the statute that was read; None = the statute itself was not read."""
    mark: str
    applies_when: str = ""
    not_when: str = ""
    note: str = ""


class WeighingKind(Frozen):
    """When the register makes a weighing row, and what it says."""

    id: Id
    made_by: Literal["same_ground", "alone", "neighbouring", "provision"]
    """Two designated interests on the same ground, one without its counterpart, interests that only lie near, or a
    provision of the kind that applies."""
    made_when: str
    not_made_when: str
    provisions: tuple[str, ...]
    shown_as: str = ""
    question: Text


class StandingQuestion(Frozen):
    """A question that no loadable layer can answer (secret species data, unregistered remains)."""

    id: Id
    title: Text
    types: tuple[str, ...] = ("*",)
    ask_m: float
    weigh: Text
    provisions: tuple[str, ...] = ()
    mark: str
