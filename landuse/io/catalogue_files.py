"""The files of the catalogue: which there are, and what each holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from landuse.io.findings import Findings
from landuse.language import _
from landuse.model import catalogue as model
from landuse.model.frozen import Frozen


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: the model of a row, and the columns of which no two rows may agree."""

    model: type[Frozen]
    key: tuple[str, ...]


TABLES: Mapping[str, Table] = {
    "glossary.csv": Table(model.Term, ("sv",)),
    "effects.csv": Table(model.Effect, ("type", "pressure", "phase", "season", "group")),
    "seasons.csv": Table(model.Season, ("village_type", "id")),
    "village_seasons.csv": Table(model.VillageSeason, ("village", "id")),
    "season_words.csv": Table(model.SeasonWord, ("word",)),
    "statuses.csv": Table(model.Status, ("layer", "value")),
    "realisation.csv": Table(model.Realisation, ("status",)),
    "recovery.csv": Table(model.Recovery, ("process", "group", "season")),
    "asking_distances.csv": Table(model.AskingDistance, ("layer", "type")),
    "herding_communities.csv": Table(model.HerdingCommunity, ("name",)),
    "sensitivity_reasons.csv": Table(model.SensitivityReason, ("receptor", "pressure")),
    "decay_means.csv": Table(model.DecayMean, ("shape",)),
    "compatibility.csv": Table(model.Compatibility, ("interest_a", "interest_b")),
    "compatibility_traits.csv": Table(model.CompatibilityTrait, ("interest",)),
    "setbacks.csv": Table(model.Setback, ("type", "towards", "rule")),
    "free_width.csv": Table(model.FreeWidth, ("context",)),
    "barrier_permeability.csv": Table(model.BarrierPermeability, ("barrier", "condition")),
    "data_leaving.csv": Table(model.DataLeaving, ("item",)),
}
"""Tables whose columns are the fields of a model; ``sensitivity.csv`` is a matrix and read apart."""

OPTIONAL = ("village_seasons.csv",)
"""Tables that a catalogue may do without."""

SECTIONS: Mapping[str, Mapping[str, type[Frozen]]] = {
    "layers.yaml": {"layers": model.LayerSpec},
    "disturbances.yaml": {"types": model.DisturbanceType},
    "pressures.yaml": {"pressures": model.Pressure, "grounds": model.Ground},
    "receptors.yaml": {"groups": model.ReceptorGroup, "receptors": model.Receptor},
    "law.yaml": {
        "provisions": model.Provision,
        "weighings": model.WeighingKind,
        "questions": model.StandingQuestion,
    },
    "areas.yaml": {"areas": model.Area},
}
"""YAML files: section → model of an entry; the key of an entry is its id."""

SHARED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "layers.yaml": {"attributes": ("layers", "attributes")},
    "disturbances.yaml": {"parameters": ("types", "parameters")},
}
"""YAML files: section whose entries are declared once → the section and the key that use them."""

FORMS: Mapping[str, type[Frozen]] = {"attributes": model.Attribute, "parameters": model.Parameter}
"""Model of an entry of a shared section."""

PROFILES = "profiles"
OTHERS = ("sensitivity.csv", "references.bib")


def file_contents(folder: Path, findings: Findings) -> dict[str, bytes]:
    """Return name → content of every file of the catalogue; one that is missing or cannot be read is noted."""
    names = [*TABLES, *SECTIONS, *OTHERS]
    names += sorted(f"{PROFILES}/{path.name}" for path in (folder / PROFILES).glob("*.yaml"))
    found: dict[str, bytes] = {}
    for name in names:
        try:
            found[name] = (folder / name).read_bytes()
        except OSError as error:
            if name in OPTIONAL and isinstance(error, FileNotFoundError):
                continue
            place = Findings(name, problems=findings.problems)
            place.add(error.strerror or type(error).__name__, _("a file of the catalogue"), _("put it back"))
    return found


def digest_of(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of names and contents."""
    total = hashlib.sha256()
    for name in sorted(contents):
        total.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(contents[name]).digest())
    return total.hexdigest()
