"""Study areas, herding communities, their seasons and their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from landuse.model.background import Background, OwnBackground
from landuse.model.frozen import EvidenceSeason, Frozen, Id, Text

SeasonId = Literal["varvinter", "var", "varsommar", "sommar", "hostsommar", "host", "hostvinter", "vinter"]


class Season(Frozen):
    """One of the eight herding seasons of one kind of village."""

    village_type: Literal["fjall", "skog", "koncession"]
    id: SeasonId
    title: Text
    start: str
    """First day, MM-DD."""
    end: str
    """Last day, MM-DD, included."""
    evidence: EvidenceSeason
    legal_note: str
    activity: Text
    mark: str


class VillageSeason(Frozen):
    """A herding community's own dates of one of its seasons; the rest of the season is that of its kind of village."""

    village: str
    id: SeasonId
    start: str
    """First day, MM-DD."""
    end: str
    """Last day, MM-DD, included; 02-28 holds 29 February as well."""
    mark: str
    """Who said so, and when."""


class SeasonWord(Frozen):
    """A word for herding seasons, as files and their names write it."""

    word: str
    """Compared without case, accents and signs; endings such as ``-bete`` and ``-land`` are left out."""
    seasons: tuple[SeasonId, ...] = Field(min_length=1)
    """Herding seasons that it means; several for words such as ``barmark``."""
    language: str
    """ISO 639: sv, en, se, smj."""
    kind: str | None = None
    """Kind of land that the word tells as well: ``kalvningsland``."""
    mark: str


class Area(Frozen):
    """A study area."""

    id: Id
    title: Text
    fictional: bool
    bounds: tuple[float, float, float, float]
    """West, south, east, north, SWEREF 99 TM."""
    outline_layer: str
    """Layer whose features make the area."""
    outline_where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    municipality_layer: str | None = None
    """Layer of the municipalities that figures are also summed over; None = none."""
    reference_year: int
    villages: tuple[str, ...] = ()
    """Names of the herding communities of the area."""
    note: Text | None = None
    basemap: OwnBackground = OwnBackground()
    """What the program's own background is drawn from."""
    background: Background | None = None
    """An official background above it; None = none."""


class HerdingCommunity(Frozen):
    """A herding community as listed publicly: name and type, no geography."""

    name: str
    type: Literal["fjall", "skog", "koncession"]
    area: str
    aliases: tuple[str, ...] = ()
    language: str | None = None
    """Sámi language spoken, ISO 639-3, where known."""
    municipalities: str = ""
    """Main base, for the reader only: never for analysis (a village's land reaches over several municipalities)."""
    mark: str


class Term(Frozen):
    """A term in three languages."""

    sv: str
    en: str
    se: str
    status: Literal["verified", "GK-check"]
    note: str = ""
