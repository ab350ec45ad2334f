"""Declaration of layers: what they hold, what they are used for and how their features become sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from landuse.model.frozen import Frozen, Id, Text, finite


class Role(StrEnum):
    """What a layer is used for; it chooses the path of the calculation."""

    RECEPTOR = "receptor"
    SOURCE = "source"
    EXCLUSION = "exclusion"
    ROUTE = "route"
    ZONE = "zone"
    CONTEXT = "context"


class Quality(StrEnum):
    """How the data came about; said wherever they are shown."""

    OFFICIAL = "official"
    COMPILED = "compiled"
    SCHEMATIC = "schematic"
    SYNTHETIC = "synthetic"


class Band(StrEnum):
    """Where a source counts: in the baseline, in one of its bands, or in the proposal."""

    BUILT = "built"
    PERMITTED = "permitted"
    PLANNED = "planned"
    PROPOSED = "proposed"
    NONE = "none"


class Attribute(Frozen):
    """One column of a layer: its name here, what files call it, and what its values mean."""

    aliases: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    values: Mapping[str, str] = Field(default_factory=dict)
    """Value in the file (compared without case) → value used here; a value that is not listed is taken as it is."""
    title: Text | None = None


class Threshold(Frozen):
    """A type for features whose number is high enough."""

    attribute: str
    at_least: float
    type: str


class SourceRule(Frozen):
    """How the features of a layer become sources: their type, project and status.

    The type of a feature is the first that is known of: `type_attribute`, `type_by_geometry`, `thresholds` (in order),
    `type`; a geometry for which `type_by_geometry` says None is never a source. :meth:`type_of` is that rule.
    """

    type: str | None = None
    """Disturbance type of every feature that nothing else decides."""
    type_attribute: str | None = None
    """Attribute that holds the type (after its ``values`` mapping)."""
    unlisted: Literal["no_source", "type"] = "no_source"
    """What a value of `type_attribute` that is no type means: no source, or a source of `type`."""
    type_by_geometry: Mapping[Literal["Point", "LineString", "Polygon"], str | None] = Field(default_factory=dict)
    """Type of features of a geometry (Multi- counts as its part); None = no source."""
    thresholds: tuple[Threshold, ...] = ()
    """Types by a number (volt, hectares …); a feature without the number is decided by `type`."""
    status: Band = Band.BUILT
    """Band of every feature where `status_attribute` is None or the layer has no such column."""
    status_attribute: str | None = None
    """Attribute that is looked up in ``statuses.csv`` with :meth:`Catalogue.status`."""

    def type_of(self, attributes: Mapping[str, object], geometry: str, types: Collection[str]) -> str | None:
        """Return the disturbance type of a feature, or None if it is no source.

        Parameters
        ----------
        attributes : mapping
            Values under their canonical names; None or NaN = unknown.
        geometry : str
            Geometry type, for example ``MultiPoint``.
        types : collection of str
            Ids of the disturbance types.

        Examples
        --------
        >>> rule = SourceRule(type="line", type_attribute="kind", type_by_geometry={"Point": "station"})
        >>> rule.type_of({"kind": None}, "MultiPoint", {"line", "station"})
        'station'
        >>> rule.type_of({"kind": "line"}, "Point", {"line"}), rule.type_of({"kind": "pipe"}, "LineString", {"line"})
        ('line', None)
        """
        part = geometry.removeprefix("Multi")
        by_geometry = {str(known): type_id for known, type_id in self.type_by_geometry.items()}
        if by_geometry.get(part, part) is None:
            return None
        stated = attributes.get(self.type_attribute) if self.type_attribute else None
        if isinstance(stated, str) and stated.strip():
            if stated.strip() in types or self.unlisted == "no_source":
                return stated.strip() if stated.strip() in types else None
            return self.type
        return by_geometry[part] if part in by_geometry else self._by_number(attributes)

    def _by_number(self, attributes: Mapping[str, object]) -> str | None:
        for threshold in self.thresholds:
            number = finite(attributes.get(threshold.attribute))
            if number is not None and number >= threshold.at_least:
                return threshold.type
        return self.type


class NetworkRule(Frozen):
    """What the features of a layer are in the network of migration routes."""

    part: Literal["route", "passage", "stop", "barrier", "crossing"]
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Attribute → values that a feature must have; the empty word takes features that state nothing."""
    barrier: str | None = None
    """Of barriers that are no sources (fences, waters): their name in ``barrier_permeability.csv``."""


class LayerSpec(Frozen):
    """Declaration of a layer, whether or not data are present."""

    id: Id
    title: Text
    theme: str
    roles: tuple[Role, ...] = Field(min_length=1)
    authority: str
    geometry: tuple[Literal["Point", "LineString", "Polygon", "raster"], ...] = Field(min_length=1)
    attributes: Mapping[str, Attribute] = Field(default_factory=dict)
    """Canonical names in use: key name status project type kind village season from_year to_year population area_ha
    width_m capacity_mw height_m fenced felling_year position_error_m quality; others are free."""
    endpoint: str | None = None
    licence: str
    attribution: str | None = None
    update: str
    stale_after_days: int | None = None
    crs: str = "EPSG:3006"
    sensitivity: Literal["open", "restricted", "private"] = "open"
    law: tuple[str, ...] = ()
    """Ids of the provisions that name the layer; set by the reader from ``law.yaml``, never written in a file."""
    source: SourceRule | None = None
    interest: str | None = None
    """Purpose of a designated national interest (wind, mineral, transport …): the match of a type's ``interest``."""
    interest_by_kind: Mapping[str, str] = Field(default_factory=dict)
    """Value of the attribute ``kind`` → purpose, before `interest`."""
    network: NetworkRule | None = None
    """What the features are in the network of migration routes, if anything."""
    value: str | None = None
    """What a cell of the layer is worth, in words (the rule itself is in ``receptors.yaml``)."""
    why: Text
    """What the layer is needed for, in a sentence for the guided first run."""
    how_to_get: Text
    """Which file or service, from whom, in a sentence."""
    note: Text | None = None
    mark: str
    areas: tuple[str, ...] = ()
    """Areas where the layer exists; empty = all."""

    def purpose(self, kind: object = None) -> str | None:
        """Return the purpose for which a feature of the layer is a designated national interest, None if unknown.

        Parameters
        ----------
        kind : object
            Value of the feature's attribute ``kind``; compared without case.
        """
        if not self.interest_by_kind:
            return self.interest
        wanted = str(kind).casefold()
        by_kind = {name.casefold(): purpose for name, purpose in self.interest_by_kind.items()}
        return by_kind.get(wanted, self.interest)
