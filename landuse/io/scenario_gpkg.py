"""Scenarios as GeoPackage: layers of establishments to draw in, and a table ``landuse`` of one row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from pyproj import CRS
from shapely.geometry import shape

from landuse.io.draft import FLAT_KEYS, TOP_KEYS, Draft, DraftPart
from landuse.io.entry import Entry
from landuse.io.findings import Findings, shown
from landuse.io.geometry_file import READ_ERRORS
from landuse.io.scenario_geojson import flat_properties
from landuse.language import _

TABLE = "landuse"
_OF_THE_GIS = ("layer_styles", "qgis_projects")
_LAYERS = {"Point": "points", "LineString": "lines", "Polygon": "polygons"}


def gpkg_to_draft(path: Path, findings: Findings) -> Draft | None:
    """Return the draft of a GeoPackage, or None after noting why there is none."""
    try:
        names = {str(name): kind for name, kind in pyogrio.list_layers(path)}
        frames = {
            name: gpd.read_file(path, layer=name, engine="pyogrio")
            for name, kind in names.items()
            if kind is not None or name.casefold() == TABLE
        }
    except READ_ERRORS as error:
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        findings.add(text, _("a readable GeoPackage"), _("mend it in the GIS and save it again"))
        return None
    table = next((frame for name, frame in frames.items() if name.casefold() == TABLE), None)
    parts = [
        part for name, frame in frames.items() if name.casefold() != TABLE for part in _parts(frame, name, findings)
    ]
    ignored = [name for name, kind in names.items() if kind is None and name.casefold() not in (TABLE, *_OF_THE_GIS)]
    notes = [_("table {name} is not read").format(name=name) for name in ignored]
    return Draft(_top(table, findings.at(TABLE)), tuple(parts), flat=True, notes=tuple(notes))


def _top(table: pd.DataFrame | None, findings: Findings) -> dict[str, object]:
    if table is None or len(table) != 1:
        found = _("no such table") if table is None else _("{n} rows").format(n=len(table))
        findings.add(
            found,
            _("a table {name} of one row").format(name=TABLE),
            _("add a table without geometry, with columns title, area, year, without"),
        )
        return {}
    top = flat_properties(_plain(table.iloc[0].to_dict()))
    if (stated := top.pop("crs", None)) is not None:
        findings.at("crs").add(shown(stated), _("no such column"), _("remove it: each layer states its own"))
    return top


def _parts(frame: pd.DataFrame, layer: str, findings: Findings) -> list[DraftPart]:
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        return []
    if frame.crs is None:
        findings.at(layer).add(
            _("no reference system"),
            _("a layer that states its reference system"),
            _("set it in the GIS (for example EPSG:3006) and save again"),
        )
        return []
    name = str(frame.geometry.name)
    rows = [
        (row[name], _plain({key: row[key] for key in frame.columns if key != name})) for _n, row in frame.iterrows()
    ]
    return [_part(geometry, values, frame.crs, findings.at(layer, n)) for n, (geometry, values) in enumerate(rows, 1)]


def _part(geometry: object, values: dict[str, object], crs: CRS, findings: Findings) -> DraftPart:
    content = flat_properties(values)
    part_id = Entry({"id": content.pop("id", None)}, findings, flat=True).text("id", required=True)
    return DraftPart(part_id or "", findings.path, content | {"geometry": geometry}, crs)


def _plain(row: Mapping[Any, Any]) -> dict[str, object]:
    """Return a row with plain Python values, None where there is nothing, names as written here."""
    known = {key.casefold(): key for key in (*FLAT_KEYS, *TOP_KEYS)}
    values = {known.get(str(key).casefold(), str(key)): value for key, value in row.items()}
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: Any) -> object:
    if value is None or (not isinstance(value, dict | list | str) and pd.isna(value) is True):
        return None
    return value.item() if hasattr(value, "item") else value


def document_to_gpkg(document: Mapping[str, Any], path: Path) -> None:
    """Write a canonical document as a new GeoPackage, with one layer for each kind of geometry.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    top = {key: document.get(key) for key in ("title", "area", "year", "alternative", "answer_by")}
    top["without"] = json.dumps(document["without"], ensure_ascii=False)
    pyogrio.write_dataframe(
        pd.DataFrame([top]).astype({"alternative": "string", "answer_by": "string"}), path, layer=TABLE, driver="GPKG"
    )
    drawn = {part_id: shape(entry["geometry"]) for part_id, entry in document["establishments"].items()}
    for kind, layer in _LAYERS.items():
        ids = [part_id for part_id, geometry in drawn.items() if geometry.geom_type.removeprefix("Multi") == kind]
        rows = [_row(part_id, document["establishments"][part_id]) for part_id in ids]
        frame = gpd.GeoDataFrame(
            pd.DataFrame(rows, columns=list(FLAT_KEYS)).astype("string"),
            geometry=[drawn[part_id] for part_id in ids],
            crs=document["crs"],
        )
        pyogrio.write_dataframe(
            frame, path, layer=layer, driver="GPKG", geometry_type=f"Multi{kind}", promote_to_multi=True, append=True
        )


def _row(part_id: str, entry: Mapping[str, Any]) -> dict[str, object]:
    values = {key: entry.get(key) for key in FLAT_KEYS} | {"id": part_id}
    values["parameters"] = json.dumps(entry["parameters"], ensure_ascii=False)
    for key in ("years", "construction_years", "construction_weeks"):
        values[key] = "{}-{}".format(*entry[key]) if key in entry else None
    return values
