"""The conflict register as files: a flat table, and a GeoPackage that opens styled in QGIS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.io.file_gate import written_aside
from landuse.io.flat_csv import write_csv
from landuse.io.qgis_style import write_styles
from landuse.model.scenario import Scenario
from landuse.model.study import Study

Row = Mapping[str, Any]

COLUMNS = (
    "part", "layer", "feature", "name", "status",
    "overlap_ha", "overlap_km", "overlap_count", "share_of_feature", "distance_m", "asked_m", "season",
    "provision", "threshold_word", "weigh", "url", "provisions",
)  # fmt: skip
TABLE = "conflicts"
"""Every row of the register, without geometry."""
_KINDS = {2: ("area", "MultiPolygon"), 1: ("line", "MultiLineString"), 0: ("point", "MultiPoint")}


def write_conflicts_csv(conflicts: Sequence[Row], path: Path) -> None:
    """Write the register as a flat table; of the provisions only their titles."""
    write_csv([_flat(row) for row in conflicts], path, columns=COLUMNS)


def write_conflicts_gpkg(conflicts: Sequence[Row], path: Path, scenario: Scenario, study: Study) -> None:
    """Write the register where it lies: what is in common, the shortest way to what is near, and the proposal.

    Tables ``overlap_area``, ``overlap_line``, ``overlap_point``, ``near_line`` and ``proposal_…``, and ``conflicts``
    with every row. The ground of layers that are not open is left out; their rows stay.

    Parameters
    ----------
    conflicts : sequence of mapping
        Rows of the register of this scenario on this study.
    """
    tables = _proposal(scenario) | _contacts(conflicts, scenario, study)
    with written_aside(path) as aside:
        everything = pd.DataFrame([_flat(row) for row in conflicts], columns=_columns(conflicts))
        pyogrio.write_dataframe(everything, aside, layer=TABLE, driver="GPKG")
        for name, frame in tables.items():
            kind = _KINDS[_dimension(name)][1]
            pyogrio.write_dataframe(
                frame, aside, layer=name, driver="GPKG", geometry_type=kind, promote_to_multi=True, append=True
            )
        write_styles(aside, tables)


def _dimension(table: str) -> int:
    return next(dimension for dimension, (word, _kind) in _KINDS.items() if table.endswith(f"_{word}"))


def _flat(row: Row) -> dict[str, Any]:
    texts = {name: "; ".join(map(str, value)) for name, value in row.items() if isinstance(value, list)}
    return {**row, **texts, "provisions": "; ".join(rule["title"] for rule in row["provisions"])}


def _columns(conflicts: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys([*COLUMNS, *(name for row in conflicts for name in row)]))


def _proposal(scenario: Scenario) -> dict[str, gpd.GeoDataFrame]:
    rows = [{"part": part.id, "type": part.type, "name": part.name} for part in scenario.establishments]
    return _tables("proposal", rows, [part.geometry for part in scenario.establishments])


def _contacts(conflicts: Sequence[Row], scenario: Scenario, study: Study) -> dict[str, gpd.GeoDataFrame]:
    parts = {part.id: part.geometry for part in scenario.establishments}
    drawn = _drawn(conflicts, study)
    meeting: dict[str, tuple[list[dict[str, Any]], list[BaseGeometry]]] = {"overlap": ([], []), "near": ([], [])}
    for row in conflicts:
        feature = drawn.get((row["layer"], row["feature"]))
        if feature is None:
            continue
        rows, places = meeting["overlap" if row["status"] == "overlap" else "near"]
        rows.append(_flat(row))
        places.append(_place(parts[row["part"]], feature, overlap=row["status"] == "overlap"))
    return _tables("overlap", *meeting["overlap"]) | _tables("near", *meeting["near"])


def _drawn(conflicts: Sequence[Row], study: Study) -> dict[tuple[str, str], BaseGeometry]:
    """Return the geometry of every feature in the register, by layer and key; of open layers only."""
    wanted: dict[str, set[str]] = {}
    for row in conflicts:
        if row["feature"] is not None:
            wanted.setdefault(row["layer"], set()).add(row["feature"])
    found: dict[tuple[str, str], BaseGeometry] = {}
    for layer_id, keys in wanted.items():
        layer = study.layers[layer_id]
        if layer.features is None or not layer.open:
            continue
        for key, geometry in zip(layer.features["key"].astype(str), layer.features.geometry, strict=True):
            if key in keys:
                found[layer_id, key] = geometry
    return found


def _place(part: BaseGeometry, feature: BaseGeometry, *, overlap: bool) -> BaseGeometry:
    """Return what a part and a feature have in common, else the shortest way between them."""
    return shapely.intersection(part, feature) if overlap else shapely.shortest_line(part, feature)


def _tables(name: str, rows: Sequence[dict[str, Any]], places: Sequence[BaseGeometry]) -> dict[str, gpd.GeoDataFrame]:
    """Return one table for each kind of geometry that occurs; of a mixed one its highest kind."""
    kinds = np.array([_highest(place) for place in places], dtype=object)
    dimensions = shapely.get_dimensions(kinds)
    out = {}
    for dimension, (word, _kind) in _KINDS.items():
        chosen = np.flatnonzero(dimensions == dimension)
        if len(chosen):
            table = pd.DataFrame([rows[i] for i in chosen.tolist()])
            out[f"{name}_{word}"] = gpd.GeoDataFrame(table, geometry=kinds[chosen], crs="EPSG:3006")
    return out


def _highest(place: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(place)
    dimensions = shapely.get_dimensions(parts)
    if len(parts) == 0 or (dimensions == dimensions[0]).all():
        return place
    return shapely.union_all(parts[dimensions == dimensions.max()])
