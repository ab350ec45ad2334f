"""What exists: layers, types, pressures, receptors, seasons, law. Declared in ``layers/``, never in Python."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from landuse.model.disturbance import (
    AssociatedWork,
    DisturbanceType,
    Effect,
    Footprint,
    Mitigation,
    Parameter,
    Realisation,
    Recovery,
    Status,
)
from landuse.model.frozen import (
    HERDING_SEASONS,
    SEASONS,
    EvidenceSeason,
    Frozen,
    Id,
    Metres,
    Range,
    Shape,
    Share,
    Text,
    finite,
    matches,
)
from landuse.model.interest import (
    BarrierPermeability,
    Compatibility,
    CompatibilityTrait,
    DataLeaving,
    FreeWidth,
    Setback,
)
from landuse.model.law import (
    AskingDistance,
    Provision,
    StandingQuestion,
    WeighingKind,
)
from landuse.model.layer_spec import (
    Attribute,
    Band,
    LayerSpec,
    NetworkRule,
    Quality,
    Role,
    SourceRule,
    Threshold,
)
from landuse.model.place import (
    Area,
    HerdingCommunity,
    Season,
    SeasonWord,
    Term,
    VillageSeason,
)
from landuse.model.profile import ParkRule, Profile, ProfileChange
from landuse.model.receptor import (
    DecayMean,
    Ground,
    Pressure,
    Receptor,
    ReceptorGroup,
    ReceptorLayer,
    SensitivityReason,
)

__all__ = [
    "HERDING_SEASONS",
    "SEASONS",
    "Area",
    "AskingDistance",
    "AssociatedWork",
    "Attribute",
    "Band",
    "BarrierPermeability",
    "Catalogue",
    "Compatibility",
    "CompatibilityTrait",
    "DataLeaving",
    "DecayMean",
    "DisturbanceType",
    "Effect",
    "EvidenceSeason",
    "Footprint",
    "FreeWidth",
    "Frozen",
    "Ground",
    "HerdingCommunity",
    "Id",
    "LayerSpec",
    "Metres",
    "Mitigation",
    "NetworkRule",
    "Parameter",
    "ParkRule",
    "Pressure",
    "Profile",
    "ProfileChange",
    "Provision",
    "Quality",
    "Range",
    "Realisation",
    "Receptor",
    "ReceptorGroup",
    "ReceptorLayer",
    "Recovery",
    "Role",
    "Season",
    "SeasonWord",
    "SensitivityReason",
    "Setback",
    "Shape",
    "Share",
    "SourceRule",
    "StandingQuestion",
    "Status",
    "Term",
    "Text",
    "Threshold",
    "VillageSeason",
    "WeighingKind",
    "finite",
    "matches",
]


class Catalogue(Frozen):
    """Everything that is declared, cross-checked; made by ``read_catalogue``."""

    layers: Mapping[str, LayerSpec]
    types: Mapping[str, DisturbanceType]
    effects: tuple[Effect, ...]
    pressures: Mapping[str, Pressure]
    grounds: Mapping[str, Ground] = Field(default_factory=dict)
    """Kind of ground that a pressure's ``only_on`` names → the features that show it."""
    groups: Mapping[str, ReceptorGroup]
    receptors: Mapping[str, Receptor]
    sensitivity: Mapping[str, Mapping[str, float | None]]
    """Receptor → pressure → share 0–1; None = does not apply."""
    seasons: tuple[Season, ...]
    village_seasons: tuple[VillageSeason, ...] = ()
    """Own dates of herding communities; what they leave out is as for their kind of village."""
    season_words: tuple[SeasonWord, ...] = ()
    statuses: tuple[Status, ...]
    realisations: Mapping[str, Realisation]
    recoveries: tuple[Recovery, ...]
    asking_distances: tuple[AskingDistance, ...]
    provisions: Mapping[str, Provision]
    weighings: Mapping[str, WeighingKind]
    questions: tuple[StandingQuestion, ...]
    areas: Mapping[str, Area]
    communities: tuple[HerdingCommunity, ...]
    profiles: Mapping[str, Profile]
    references: Mapping[str, str]
    """BibTeX key → entry as text."""
    glossary: tuple[Term, ...] = ()
    sensitivity_reasons: tuple[SensitivityReason, ...] = ()
    decay_means: tuple[DecayMean, ...] = ()
    compatibilities: tuple[Compatibility, ...] = ()
    compatibility_traits: tuple[CompatibilityTrait, ...] = ()
    setbacks: tuple[Setback, ...] = ()
    free_widths: tuple[FreeWidth, ...] = ()
    permeabilities: tuple[BarrierPermeability, ...] = ()
    data_leaving: tuple[DataLeaving, ...] = ()
    digest: str
    """SHA-256 of the files read."""

    @cached_property
    def _effects_of(self) -> dict[tuple[str, str], list[Effect]]:
        found: dict[tuple[str, str], list[Effect]] = {}
        for effect in self.effects:
            found.setdefault((effect.type, effect.pressure), []).append(effect)
        return found

    def effect(self, type_id: str, pressure: str, phase: str, season: str | None, group: str) -> Effect | None:
        """Return the most specific row for a type: season, group and phase before ``all``; None if none is declared.

        Parameters
        ----------
        season : str or None
            Evidence season; None for receptors without seasons (only rows for ``all`` then apply).
        """
        best: tuple[tuple[bool, bool, bool], Effect] | None = None
        for row in self._effects_of.get((type_id, pressure), ()):
            if row.phase not in (phase, "all") or row.group not in (group, "all") or row.season not in (season, "all"):
                continue
            rank = (row.group != "all", row.season != "all", row.phase != "all")
            if best is None or rank > best[0]:
                best = rank, row
        return best[1] if best else None

    def seasons_of(self, village: str, village_type: str) -> tuple[Season, ...]:
        """Return the seasons of a herding community: those of its kind, with its own dates where it states any."""
        own = {row.id: {"start": row.start, "end": row.end} for row in self.village_seasons if row.village == village}
        of_type = (season for season in self.seasons if season.village_type == village_type)
        return tuple(season.model_copy(update=own[season.id]) if season.id in own else season for season in of_type)

    def asking_distance(self, layer: str, type_id: str) -> AskingDistance | None:
        """Return the asking distance of a layer for a type, the type's own row before the general one."""
        rows = [row for row in self.asking_distances if row.layer == layer and row.type in (type_id, "*")]
        return max(rows, key=lambda row: row.type != "*", default=None)

    @cached_property
    def _statuses(self) -> dict[tuple[str, str], Status]:
        return {(row.layer, row.value.casefold()): row for row in self.statuses}

    def status(self, layer: str, value: object) -> Status:
        """Return the status of a register's value: never dropped, never read as built; unknown if nothing is declared.

        Parameters
        ----------
        layer : str
            Layer id.
        value : object
            Value of the status attribute, compared without case; None or NaN = missing.
        """
        known = str(value).strip().casefold() if isinstance(value, str) else ""
        for key in ((layer, known), (layer, "*"), ("*", known), ("*", "*")):
            if key in self._statuses:
                return self._statuses[key]
        return Status(layer=layer, value=known, status="status_unknown", band=Band.PLANNED, note="", mark="rule")

    def counts(self, pressure: str, group: str, season: str | None) -> bool:
        """Tell whether a pressure of the area channel counts for a group in an evidence season (None = any)."""
        declared = self.pressures[pressure]
        seasons = declared.only_in.get(group)
        in_season = seasons is None or season is None or season in seasons
        return declared.channel == "area" and group in declared.counted_for and in_season
