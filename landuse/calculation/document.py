"""The parts of the document that say what was used: layers, profile, provenance."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from landuse.calculation.case import Case
from landuse.language import language
from landuse.model.catalogue import Catalogue, Profile
from landuse.model.profiled import differences
from landuse.model.study import Layer, Study

LIBRARIES = ("numpy", "scipy", "shapely", "geopandas", "pandas", "pyproj", "pyogrio", "rasterio", "numba", "networkx")


@cache
def installed(name: str) -> str:
    """Return the version of a distribution, "unknown" when it is not installed as one; read once from its files."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def now() -> str:
    """Return the time of making, UTC; ``SOURCE_DATE_EPOCH`` fixes it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return moment.replace(microsecond=0).isoformat()


def layer_document(layer: Layer) -> dict[str, Any]:
    """Return what the assessment says of a layer, also of a missing one."""
    return {
        "id": layer.id,
        "title": layer.spec.title.said(),
        "role": ";".join(str(role) for role in layer.spec.roles),
        "status": layer.status,
        "quality": None if layer.quality is None else str(layer.quality),
        "authority": layer.authority or layer.spec.authority,
        "edition": layer.edition,
        "retrieved": layer.retrieved,
        "licence": layer.licence or layer.spec.licence,
        "sha256": layer.sha256,
        "n_features": layer.n_features,
        "covers": layer.covers if layer.loaded else None,
        "note": layer.note,
        "how_to_get": None if layer.loaded else layer.spec.how_to_get.said(),
    }


def head(case: Case) -> dict[str, Any]:
    """Return the first part of the document: what was assessed, on what, under which profile and model."""
    scenario, study = case.scenario, case.study
    return {
        "schema": "landuse/assessment/1",
        "scenario": {
            "title": scenario.title,
            "digest": scenario.digest,
            "year": case.year,
            "document": scenario.document,
        },
        "study": study_document(study),
        "profile": profile_document(study.catalogue, case.profile),
        "model": case.model,
        "layers": [layer_document(layer) for layer in study.layers.values()],
    }


def profile_document(catalogue: Catalogue, profile: Profile) -> dict[str, Any]:
    """Return the profile with its hash, who made it and why, and each value that differs from the catalogue's."""
    return {
        "name": profile.name,
        "title": profile.title.said(),
        "digest": hashlib.sha256(profile.model_dump_json().encode()).hexdigest(),
        "based_on": profile.based_on,
        "author": profile.author,
        "reason": profile.reason,
        "changed": [asdict(difference) for difference in differences(catalogue, profile)],
        "document": profile.model_dump(mode="json"),
    }


def study_document(study: Study) -> dict[str, Any]:
    """Return area, resolution and digest."""
    return {
        "area": study.area.id,
        "fictional": study.area.fictional,
        "resolution_m": study.grid.resolution_m,
        "digest": study.digest,
    }


def provenance(case: Case, warnings: Iterable[str]) -> dict[str, Any]:
    """Return when, with what and under which warnings the result was made."""
    return {
        "created": now(),
        "landuse": installed("landuse"),
        "python": platform.python_version(),
        "libraries": {name: installed(name) for name in LIBRARIES},
        "catalogue": case.study.catalogue.digest,
        "language": language(),
        "options": {
            "year": case.year,
            "profile": case.profile.name,
            "model": case.model,
            "resolution_m": case.study.grid.resolution_m,
        },
        "warnings": list(dict.fromkeys(warnings)),
    }
