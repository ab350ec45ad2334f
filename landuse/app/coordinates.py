"""Geometry as a table of vertices, and back: the keyboard route for all that can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from landuse.app.drawing import joined
from landuse.errors import Problem, ScenarioError, problem
from landuse.io.values import number
from landuse.language import _

PIECE, RING, EAST, NORTH = "piece", "ring", "e", "n"
COLUMNS = (PIECE, RING, EAST, NORTH)
Row = dict[str, Any]
FEWEST = {"Point": 1, "LineString": 2, "Polygon": 3}


def rows_of(geometry: BaseGeometry | None) -> list[Row]:
    """Return the vertices of a geometry, piece by piece and ring by ring; a ring's last vertex is left out.

    Examples
    --------
    >>> rows_of(shapely.box(0, 0, 1, 1))[0]
    {'piece': 1, 'ring': 1, 'e': 1.0, 'n': 0.0}
    """
    pieces = geometry.geoms if isinstance(geometry, BaseMultipartGeometry) else [] if geometry is None else [geometry]
    return [
        {PIECE: piece, RING: ring, EAST: float(x), NORTH: float(y)}
        for piece, each in enumerate(pieces, 1)
        for ring, places in enumerate(_rings(each), 1)
        for x, y in places
    ]


def geometry_of(rows: Iterable[Mapping[str, Any]], kind: str) -> BaseGeometry:
    """Return the geometry that a table of vertices describes.

    Parameters
    ----------
    rows : iterable of mapping
        ``piece`` (1 if empty), ``ring`` (1 = outer, further ones are holes), ``e``, ``n`` in SWEREF 99 TM, in the
        order in which they are joined; rows without coordinates are left out.
    kind : {"Point", "LineString", "Polygon"}

    Raises
    ------
    ScenarioError
        With every row that cannot be used.
    """
    found: list[Problem] = []
    rings: dict[int, dict[int, list[tuple[float, float]]]] = {}
    for place, row in enumerate(rows, 1):
        read = _read(row, place, found)
        if read is not None:
            piece, ring, vertex = read
            rings.setdefault(piece, {}).setdefault(ring, []).append(vertex)
    if kind != "Point":
        found += [fault for piece, each in sorted(rings.items()) for fault in _too_few(piece, each, kind)]
    if not rings and not found:
        found.append(problem(_("table"), _("no vertex"), _("at least one row with E and N"), _("add a row")))
    if found:
        raise ScenarioError(found)
    return joined(geometry for _piece, each in sorted(rings.items()) for geometry in _built(each, kind))


def edited(rows: Sequence[Row], changes: Mapping[str, Any]) -> list[Row]:
    """Return rows with what ``st.data_editor`` says was changed, added and removed.

    Examples
    --------
    >>> edited([{"e": 1}, {"e": 2}], {"edited_rows": {0: {"e": 5}}, "added_rows": [{"e": 9}], "deleted_rows": [1]})
    [{'e': 5}, {'e': 9}]
    """
    changed = {int(place): values for place, values in changes.get("edited_rows", {}).items()}
    gone = set(changes.get("deleted_rows", ()))
    kept = [row | changed.get(place, {}) for place, row in enumerate(rows) if place not in gone]
    return [*kept, *(dict(row) for row in changes.get("added_rows", ()) if row)]


def _rings(piece: BaseGeometry) -> list[list[tuple[float, float]]]:
    if piece.geom_type == "Polygon":
        return [list(ring.coords)[:-1] for ring in (piece.exterior, *piece.interiors)]
    return [list(piece.coords)]


def _read(row: Mapping[str, Any], place: int, found: list[Problem]) -> tuple[int, int, tuple[float, float]] | None:
    if row.get(EAST) in (None, "") and row.get(NORTH) in (None, ""):
        return None
    east, north = number(row.get(EAST)), number(row.get(NORTH))
    if east != east or north != north:
        value = row.get(EAST) if east != east else row.get(NORTH)
        where = _("row {n}").format(n=place)
        found.append(problem(where, value, _("E and N in metres"), _("write both numbers, or remove the row")))
        return None
    return _whole(row.get(PIECE)), _whole(row.get(RING)), (east, north)


def _whole(value: Any) -> int:
    read = number(value)
    return int(read) if read == read else 1


def _too_few(piece: int, rings: Mapping[int, Sequence[Any]], kind: str) -> list[Problem]:
    return [
        problem(
            _("part {piece}, ring {ring}").format(piece=piece, ring=ring),
            _("{n} positions").format(n=len(places)),
            _("at least {n} positions").format(n=FEWEST[kind]),
            _("add the missing positions"),
        )
        for ring, places in sorted(rings.items())
        if len(places) < FEWEST[kind]
    ]


def _built(rings: Mapping[int, Sequence[tuple[float, float]]], kind: str) -> list[BaseGeometry]:
    ordered = [rings[ring] for ring in sorted(rings)]
    if kind == "Polygon":
        return [shapely.Polygon(ordered[0], ordered[1:])]
    if kind == "LineString":
        return [shapely.LineString(places) for places in ordered]
    return [shapely.Point(place) for places in ordered for place in places]
