"""A GeoJSON geometry as written → a geometry: nothing is closed, mended or guessed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from landuse.io.findings import Findings, shown
from landuse.io.nearest import expected_names
from landuse.language import _

DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many lists stand around a position."""

_FEWEST = {"MultiPoint": 1, "LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
_MOST_NOTED = 3


def read_geometry(value: object, findings: Findings) -> BaseGeometry | None:
    """Return the geometry of a GeoJSON mapping, in its own reference system; None after noting why there is none."""
    if not isinstance(value, Mapping):
        todo = _("write for example {type: Point, coordinates: [400000, 7500000]}, or draw it")
        findings.add(shown(value), _("a geometry"), todo)
        return None
    kind, coordinates = value.get("type"), value.get("coordinates")
    if not _known_kind(kind, findings.at("type")) or not _known_members(value, findings):
        return None
    before = len(findings.problems)
    _check(coordinates, DEPTH[str(kind)], str(kind), findings.at("coordinates"))
    _shorten(findings, before)
    return None if len(findings.problems) > before else _built(value, findings)


def _built(value: Mapping[str, object], findings: Findings) -> BaseGeometry | None:
    try:
        return shape({"type": value["type"], "coordinates": value["coordinates"]})
    except (ShapelyError, ValueError, TypeError) as error:
        findings.add(str(error), _("a geometry"), _("draw it again"))
        return None


def _known_kind(kind: object, findings: Findings) -> bool:
    if kind == "GeometryCollection":
        todo = _("split it into one establishment for each kind of geometry")
        findings.add("GeometryCollection", _("one of {names}").format(names=", ".join(DEPTH)), todo)
    elif not isinstance(kind, str) or kind not in DEPTH:
        expected = expected_names(kind, DEPTH) if isinstance(kind, str) else ", ".join(DEPTH)
        findings.add(shown(kind), expected, _("correct the kind of geometry"))
    else:
        return True
    return False


def _known_members(value: Mapping[str, object], findings: Findings) -> bool:
    unknown = [str(key) for key in value if key not in ("type", "coordinates", "bbox")]
    for key in unknown:
        expected = expected_names(key, ("type", "coordinates"))
        findings.at(key).add(_("an unknown key"), expected, _("correct the spelling or remove the key"))
    return not unknown


def _check(value: object, depth: int, kind: str, findings: Findings) -> None:
    """Note what is wrong with coordinates that have `depth` lists around each position."""
    if depth == 0:
        _check_position(value, findings)
    elif not isinstance(value, list | tuple):
        findings.add(shown(value), _("a list of positions"), _("write [[x, y], [x, y]] as GeoJSON does"))
    elif not value:
        findings.add(_("an empty geometry"), _("coordinates"), _("draw it, or remove the establishment"))
    else:
        for index, item in enumerate(value):
            _check(item, depth - 1, kind, findings.at(index))
        if depth == 1:
            _check_line(value, kind, findings)


def _check_line(line: list[object] | tuple[object, ...], kind: str, findings: Findings) -> None:
    fewest = _FEWEST[kind]
    if len(line) < fewest:
        expected = _("at least {n} positions").format(n=fewest)
        findings.add(_("{n} positions").format(n=len(line)), expected, _("add the missing positions"))
    elif kind.endswith("Polygon") and line[0] != line[-1]:
        todo = _("repeat the first position as the last if the ring is whole; else draw the missing part")
        findings.add(_("an open ring"), _("a ring that ends where it begins"), todo)


def _check_position(value: object, findings: Findings) -> None:
    if not isinstance(value, list | tuple) or not 2 <= len(value) <= 4:
        findings.add(shown(value), _("a position [x, y]"), _("write two numbers, x (east) before y (north)"))
        return
    for number in value[:2]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            findings.add(shown(number), _("a number"), _("write numbers with a decimal point, without quotes"))
        elif isinstance(number, float) and not math.isfinite(number):
            findings.add(str(number), _("a finite number"), _("measure the position again"))
        elif abs(number) > 1e9:
            findings.add(
                f"{number:.3g}" if isinstance(number, float) else shown(number),
                _("a coordinate"),
                _("measure the position again"),
            )


def _shorten(findings: Findings, before: int) -> None:
    """Keep the first problems of one geometry and say how many more there are."""
    more = len(findings.problems) - before - _MOST_NOTED
    if more > 0:
        del findings.problems[before + _MOST_NOTED :]
        findings.add(_("{n} more positions like these").format(n=more), _("right positions"), _("correct them too"))
