"""Establishments as written → establishments, each key checked against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from landuse.io.draft import PART_KEYS, DraftPart
from landuse.io.entry import Entry
from landuse.io.findings import Findings, shown
from landuse.io.geometry_file import read_geometry_file
from landuse.io.geometry_json import read_geometry
from landuse.io.nearest import expected_names
from landuse.io.parameters import read_parameters
from landuse.io.placing import place
from landuse.language import _
from landuse.model.catalogue import Area, Band, Catalogue, DisturbanceType
from landuse.model.scenario import Establishment, canonical_geometry

STATUSES = (Band.BUILT, Band.PERMITTED, Band.PLANNED, Band.PROPOSED)
PHASES = ("construction", "operation")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all establishments of a file share."""

    catalogue: Catalogue
    area: Area | None
    crs: CRS | None
    folder: Path | None
    flat: bool
    warnings: list[str]


def read_establishment(part: DraftPart, setting: Setting, findings: Findings) -> Establishment | None:
    """Return an establishment, or None after noting everything that is wrong with it."""
    before = len(findings.problems)
    if not isinstance(part.content, Mapping):
        findings.add(shown(part.content), _("keys and values"), _("write at least type and geometry"))
        return None
    entry = Entry(part.content, findings, flat=setting.flat)
    entry.only(PART_KEYS)
    kind = _type(entry, setting.catalogue)
    values = _plain_values(part.id, entry, kind)
    geometry = _geometry(part, entry, kind, setting)
    if geometry is None or kind is None or len(findings.problems) > before:
        return None
    return Establishment.model_validate(values | {"type": kind.id, "geometry": geometry})


def _plain_values(part_id: str, entry: Entry, kind: DisturbanceType | None) -> dict[str, object]:
    part_of = entry.text("part_of")
    works = entry.choice("works", ("access", "internal"), "access")
    if works == "internal" and part_of is None:
        entry.findings.at("works").add(
            "internal", _("part_of beside it"), _("name the establishment that it belongs to")
        )
    return {
        "id": part_id,
        "name": entry.text("name"),
        "status": entry.choice("status", STATUSES, Band.PROPOSED),
        "phase": _phase(entry, kind),
        "years": entry.years("years"),
        "construction_years": entry.years("construction_years"),
        "construction_weeks": entry.weeks("construction_weeks"),
        "parameters": read_parameters(entry, kind),
        "part_of": part_of,
        "works": works,
        "position_error_m": entry.number("position_error_m", minimum=0) or 0.0,
    }


def _type(entry: Entry, catalogue: Catalogue) -> DisturbanceType | None:
    name = entry.text("type", required=True)
    if name is None or name in catalogue.types:
        return catalogue.types.get(name) if name else None
    titles = {title: kind.id for kind in catalogue.types.values() for title in (kind.title.sv, kind.title.en)}
    expected = expected_names(name, catalogue.types, titles=titles)
    entry.findings.at("type").add(
        _("unknown type {name}").format(name=shown(name)), expected, _("choose a type of the catalogue")
    )
    return None


def _phase(entry: Entry, kind: DisturbanceType | None) -> str:
    phase = entry.choice("phase", PHASES, "operation")
    if kind is not None and phase not in kind.phases and "phase" in entry.content:
        expected = ", ".join(kind.phases)
        todo = _("the catalogue has no effects of {type} in this phase").format(type=kind.id)
        entry.findings.at("phase").add(phase, expected, todo)
    elif kind is not None and phase not in kind.phases:
        return kind.phases[0]
    return phase


def _geometry(part: DraftPart, entry: Entry, kind: DisturbanceType | None, setting: Setting) -> BaseGeometry | None:
    findings, value = entry.findings.at("geometry"), entry.content.get("geometry")
    crs: CRS | None
    drawn: BaseGeometry | None
    if isinstance(value, BaseGeometry):
        drawn, crs = value, part.crs or setting.crs
    elif isinstance(value, Mapping) and ("file" in value or "layer" in value):
        drawn, crs = read_geometry_file(value, setting.folder, findings) or (None, None)
    else:
        drawn, crs = read_geometry(value, findings), setting.crs
    if drawn is None or (kind is not None and not _fits_type(drawn, kind, findings)) or crs is None:
        return None
    placed, inside = place(drawn, crs, setting.area, findings, areas=setting.catalogue.areas)
    if placed is None:
        return None
    if not inside:
        setting.warnings.append(
            _("{part}: partly outside the area {area}").format(
                part=part.id, area=setting.area.id if setting.area else ""
            )
        )
    return _valid(canonical_geometry(placed), findings)


def _fits_type(geometry: BaseGeometry, kind: DisturbanceType, findings: Findings) -> bool:
    simple = geometry.geom_type.removeprefix("Multi")
    allowed = ", ".join(kind.geometry)
    if geometry.is_empty:
        findings.add(_("an empty geometry"), allowed, _("draw it, or remove the establishment"))
    elif simple not in kind.geometry:
        todo = _("draw {type} as {kinds}").format(type=kind.id, kinds=allowed)
        findings.add(geometry.geom_type, allowed, todo)
    elif simple == "Point" and kind.footprint_point is not None and kind.footprint_point.measure is None:
        todo = _("draw the outline: the area of {type} cannot be taken from a default").format(type=kind.id)
        findings.add(geometry.geom_type, "Polygon", todo)
    else:
        return True
    return False


def _valid(geometry: BaseGeometry, findings: Findings) -> BaseGeometry | None:
    if geometry.is_valid and not geometry.is_empty:
        return geometry
    findings.add(
        shapely.is_valid_reason(geometry),
        _("a valid geometry"),
        _("mend it at that place (EPSG:3006), for example with Fix geometries in QGIS, and look at the result"),
    )
    return None
