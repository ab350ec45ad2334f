"""A list of turbines as a scenario: one wind farm, in the area where its points lie."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from landuse.errors import LayerError
from landuse.io.draft import Draft, DraftPart
from landuse.io.file_gate import UTF16
from landuse.io.findings import Findings, shown
from landuse.io.placing import inside
from landuse.io.reference_system import to_sweref
from landuse.io.turbine_list import read_turbine_list
from landuse.io.values import number
from landuse.language import _
from landuse.model.catalogue import Catalogue

LIST_TYPE = "wind_farm"
"""Disturbance type of a turbine list."""


def turbines_to_draft(content: bytes, findings: Findings, *, catalogue: Catalogue) -> Draft | None:
    """Return the draft of a turbine list: title from the file's name, area from the place; None after noting problems.

    The number of turbines, their greatest height (m) and their summed capacity (MW) become parameters where every
    turbine has a figure.
    """
    try:
        points = _points(content, findings)
    except LayerError as error:
        findings.problems.extend(error.problems)
        return None
    if points is None or not _is_whole(points, findings):
        return None
    stem = Path(findings.file).stem
    title = re.sub(r"[_\s]+", " ", stem).strip() or LIST_TYPE
    geometry = shapely.multipoints(points.geometry.to_numpy())
    area = _area(points, catalogue, findings)
    if area is None:
        return None
    entry = {"type": LIST_TYPE, "geometry": geometry, "parameters": _parameters(points, catalogue, findings)}
    note = _("a turbine list states no area and no title: taken as {area} and {title}").format(
        area=area, title=shown(title)
    )
    part_id = re.sub(r"\W+", "_", stem).strip("_") or LIST_TYPE
    return Draft({"title": title, "area": area}, (DraftPart(part_id, (), entry, points.crs),), notes=(note,))


def _points(content: bytes, findings: Findings) -> gpd.GeoDataFrame | None:
    suffix = Path(findings.file).suffix.lower()
    if suffix != ".xlsx" and b"\x00" in content and not content.startswith(UTF16):
        findings.add(_("a binary file"), _("a list as text or .xlsx"), _("check that it is the right file"))
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(findings.file).name
        path.write_bytes(content)
        return read_turbine_list(path)


def _is_whole(points: gpd.GeoDataFrame, findings: Findings) -> bool:
    """Note every row without coordinates or with an id or a place that another row has; tell whether there are none."""
    before = len(findings.problems)
    if points.empty:
        findings.add(_("0 turbines"), _("at least one row"), _("give id, E, N, height and MW of each"))
    for row in np.flatnonzero(points.geometry.isna().to_numpy()):
        findings.at(_("row {n}").format(n=row + 1)).add(_("no coordinates"), "E, N", _("add them or remove the row"))
    ids = points["key"].dropna().astype(str) if "key" in points else []
    for name, n in Counter(ids).items():
        if n > 1:
            findings.at(name).add(_("{n} turbines with this id").format(n=n), _("one"), _("give each its own id"))
    places = Counter(point.wkb for point in points.geometry if point is not None)
    if (twice := sum(n - 1 for n in places.values())) > 0:
        todo = _("remove the row or correct the position")
        findings.add(_("{n} turbines in the place of another").format(n=twice), _("one turbine in each place"), todo)
    return len(findings.problems) == before


def _area(points: gpd.GeoDataFrame, catalogue: Catalogue, findings: Findings) -> str | None:
    """Return the only area whose bounds hold every point; if there is none, one that tells what is wrong."""
    xy = shapely.get_coordinates(to_sweref(shapely.multipoints(points.geometry.to_numpy()), points.crs))
    held = [area.id for area in catalogue.areas.values() if inside(xy, area.bounds).all()]
    if len(held) == 1:
        return held[0]
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    found = _("E {west:.0f}–{east:.0f}, N {south:.0f}–{north:.0f}, inside {areas}").format(
        west=west, east=east, south=south, north=north, areas=", ".join(held) or _("no area")
    )
    findings.add(
        found,
        _("points inside one of {names}").format(names=", ".join(sorted(catalogue.areas))),
        _("check E (six digits) and N (seven digits) and the reference system, or write a scenario file"),
    )
    return None


def _parameters(points: gpd.GeoDataFrame, catalogue: Catalogue, findings: Findings) -> dict[str, object]:
    kind = catalogue.types.get(LIST_TYPE)
    declared = {parameter.id for parameter in kind.parameters} if kind else set()
    heights, capacities = _figures(points, "height_m", findings), _figures(points, "capacity_mw", findings)
    values: dict[str, object] = {"turbines": len(points)}
    values |= {"height_m": float(max(heights))} if heights else {}
    values |= {"capacity_mw": float(round(sum(capacities), 6))} if capacities else {}
    return {name: value for name, value in values.items() if name in declared}


def _figures(points: gpd.GeoDataFrame, column: str, findings: Findings) -> list[float]:
    """Return the figures of a column, empty unless every turbine has one; text that is no number is noted."""
    if column not in points:
        return []
    cells = points[column].tolist()
    figures = [number(cell) for cell in cells]
    for row, (cell, figure) in enumerate(zip(cells, figures, strict=True), 1):
        if not np.isfinite(figure) and cell is not None and str(cell).strip():
            findings.at(_("row {n}").format(n=row), column).add(
                shown(cell), _("a number"), _("write a number, without unit")
            )
    return figures if np.isfinite(figures).all() else []
