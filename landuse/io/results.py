"""The files of an assessment, as bytes by name."""

from __future__ import annotations

import json
from typing import Any

from landuse.io.conflict_files import conflicts_csv, conflicts_gpkg, losses_csv
from landuse.io.impact_file import impact_tif
from landuse.model.assessment import Assessment
from landuse.model.study import Study


def assessment_json(assessment: Assessment) -> bytes:
    """Return the document as JSON: null for unknown, never NaN, keys in a fixed order.

    Raises
    ------
    ValueError
        If a figure is not finite (a fault of the calculation).
    """
    return (json.dumps(_plain(assessment.document), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> Any:
    """Return mappings as dicts and sequences as lists, for JSON."""
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value


def result_files(assessment: Assessment, study: Study) -> dict[str, bytes]:
    """Return ``assessment.json``, ``losses.csv``, ``conflicts.csv``, ``conflicts.gpkg`` and ``impact.tif``."""
    files = {
        "assessment.json": assessment_json(assessment),
        "losses.csv": losses_csv(assessment.losses),
        "conflicts.csv": conflicts_csv(assessment.conflicts),
        "conflicts.gpkg": conflicts_gpkg(assessment, study),
    }
    if assessment.impact is not None:
        files["impact.tif"] = impact_tif(assessment.impact)
    return files
