"""Kinds of source, what they exert, and what becomes of them with status and age."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from landuse.model.frozen import Frozen, Id, Range, Text
from landuse.model.layer_spec import Band


class Parameter(Frozen):
    """A parameter of a disturbance type, declared once: widget, validation, report and docs follow from it."""

    id: Id
    title: Text
    unit: str | None = None
    kind: Literal["number", "integer", "choice", "year"] = "number"
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    default: float | str | None = None
    help: Text | None = None
    sets: Literal["footprint_area_ha", "footprint_width_m"] | None = None
    """The measure of the footprint that this parameter replaces, if any."""


class Footprint(Frozen):
    """Ground that a source drawn as a point or a line covers."""

    measure: Range | None
    """Hectares for a point, whole width in metres for a line; None = a polygon is required."""
    what: str
    rule: str
    basis: str = ""
    mark: str
    flagged: bool = True
    """True if a default footprint has to be said with the result."""


class AssociatedWork(Frozen):
    """Another work that comes with an establishment."""

    type: str
    what: str
    required: Literal["yes", "ask"]
    basis: str


class Box(Frozen):
    """How a type made of many small sites counts when only its outline, or one point for all, is drawn."""

    counted_by: Id
    """Parameter that states how many sites there are."""
    ground_per_site_ha: float = Field(gt=0)
    """Ground inside the outline for each site, where the number is not stated."""
    basis: str
    mark: str


class Mitigation(Frozen):
    """What a type does for migration routes, and how sure that is."""

    kind: Literal["overpass", "underpass", "opening", "stop", "substitute"]
    """A built passage, an opening in a fence, a stop in the season of the move; a substitute is never a route."""
    evidence: Text
    """What is known of its effect."""
    mark: str


class DisturbanceType(Frozen):
    """A kind of source: how it is drawn, grouped and combined."""

    id: Id
    title: Text
    geometry: tuple[Literal["Point", "LineString", "Polygon"], ...] = Field(min_length=1)
    group_by: Literal["project", "type", "feature"]
    """What counts as one source: a declared project, all lines or areas of the type, or each feature."""
    evidence_contains: tuple[str, ...] = ()
    """Works that the evidence already holds: type ids, or road_internal, cable_internal, crane_pad, plant."""
    phases: tuple[Literal["construction", "operation"], ...]
    footprint_point: Footprint | None = None
    footprint_line: Footprint | None = None
    box: Box | None = None
    """Given if a polygon is the outline of many sites and not their ground."""
    parameters: tuple[Parameter, ...] = ()
    associated: tuple[AssociatedWork, ...] = ()
    recovery: str | None = None
    """Process in ``recovery.csv`` whose factor multiplies the effect (fellings), or None."""
    tall: bool = False
    """True for objects over 20 m: always referred to the Armed Forces."""
    interest: str | None = None
    """Purpose that a designated national interest must have to be the type's own (wind, mineral, transport …)."""
    mitigation: Mitigation | None = None
    """Given if the type is a measure for migration routes: it disturbs nothing and takes no ground."""
    rule: str = ""
    """How sources of the type are grouped and combined, in words."""
    note: Text | None = None
    """What a user should know before choosing the type."""


class Effect(Frozen):
    """One row of ``effects.csv``: what a type exerts, how far and how strongly."""

    type: str
    pressure: str
    phase: Literal["construction", "operation", "all"]
    season: Literal["calving", "summer", "autumn", "winter", "all"]
    group: str
    """Receptor group, or ``all``."""
    radius_m: Range
    intensity: Range
    shape: Literal["threshold", "linear", "exponential", "gaussian"]
    evidence_kind: str
    basis: str
    mark: str
    references: tuple[str, ...] = ()
    note: str = ""
    """How the study's figure became this row."""
    origin: str = ""
    """What the row was before, if it was changed."""

    @property
    def zero_possible(self) -> bool:
        """True if no effect at all lies within what is given, though some effect does too."""
        return self.intensity.low == 0.0 < max(self.intensity.likely, self.intensity.high)

    @property
    def studies_differ(self) -> bool:
        """True if the studies named disagree: some found an effect, some none, or the mark says so."""
        return "conflicting" in self.mark or (self.zero_possible and len(self.references) > 1)


class Status(Frozen):
    """A status that a register uses, and where it counts."""

    layer: str
    """Layer id, or ``*`` for every layer without a row of its own."""
    value: str
    """Value in the register (compared without case), or ``*`` for every value, also a missing one."""
    status: str
    band: Band
    note: str = ""
    mark: str


class Realisation(Frozen):
    """How likely a source of a status is to be built."""

    status: str
    band: str
    probability: Range
    counts_in: str
    basis: str = ""
    mark: str


class Recovery(Frozen):
    """How an effect fades with the years: full to `full_until`, then falling to 0 at `zero_at`."""

    process: Id
    title: str
    group: str
    season: str
    full_until: float | None
    zero_at: Range | None
    form: str
    basis: str = ""
    mark: str
