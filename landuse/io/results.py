"""The files of an assessment, as bytes by name."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from landuse.io.conflict_files import write_conflicts_csv, write_conflicts_gpkg
from landuse.io.flat_csv import write_losses_csv
from landuse.io.impact_file import impact_tif
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
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


def write_results(folder: Path, assessment: Assessment, scenario: Scenario, study: Study) -> None:
    """Write ``assessment.json``, ``losses.csv``, ``conflicts.csv``, ``conflicts.gpkg``, ``impact.tif`` into a folder.

    A scenario that changes nothing has no ``impact.tif``.
    """
    (folder / "assessment.json").write_bytes(assessment_json(assessment))
    write_losses_csv(assessment.losses, folder / "losses.csv", assessment.document.get("villages", ()))
    write_conflicts_csv(assessment.conflicts, folder / "conflicts.csv")
    write_conflicts_gpkg(assessment.conflicts, folder / "conflicts.gpkg", scenario, study)
    if assessment.impact is not None:
        (folder / "impact.tif").write_bytes(impact_tif(assessment.impact))


def result_files(assessment: Assessment, scenario: Scenario, study: Study) -> dict[str, bytes]:
    """Return the same files as bytes by name, for a download."""
    with tempfile.TemporaryDirectory() as made:
        write_results(Path(made), assessment, scenario, study)
        return {path.name: path.read_bytes() for path in sorted(Path(made).iterdir())}
