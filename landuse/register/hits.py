"""Rows for features that a part overlaps or comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from landuse.engine.overlay import Contacts, Probe, contacts
from landuse.model.catalogue import Provision
from landuse.model.scenario import Establishment
from landuse.register.asking import Asked
from landuse.register.law import Contact, depends_on_unknown, provisions_of
from landuse.register.rows import Row, blank, number, of_feature, of_law, of_layer, seasons_of
from landuse.register.shelf import Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A feature that a part overlaps or comes near, with its rows, one a season.

    Parameters
    ----------
    purpose : str or None
        Purpose for which the feature is a designated national interest.
    """

    geometry: BaseGeometry
    contact: Contact
    provisions: tuple[Provision, ...]
    purpose: str | None
    rows: tuple[Row, ...]

    @property
    def row(self) -> Row:
        """The first of its rows; measures and law are the same in all."""
        return self.rows[0]


def hits(
    part: Establishment, probe: Probe, shelf: Shelf, asked: Asked, *, edge_m: float, host_type: str = ""
) -> list[Hit]:
    """Return the features of a layer that a part touches or comes near, the nearest and largest first."""
    found = contacts(probe, shelf.geometries, within_m=asked.search_m, tree=shelf.tree)
    start = of_layer(blank(part, shelf.layer.id, row="feature", status="within_zone"), shelf.layer, asked)
    start["searched_m"] = min(asked.search_m, edge_m)
    possible = shelf.possible(part.type, host_type)
    made = [
        _hit(shelf, start | measures, attributes, asked=asked, geometry=geometry, part=part, possible=possible)
        for measures, attributes, geometry in zip(
            _measures(found), shelf.attributes(found.feature), shelf.geometries[found.feature], strict=True
        )
    ]
    return sorted(made, key=_order)


def rows_of(found: Iterable[Hit]) -> Iterator[Row]:
    """Yield the rows of some hits."""
    for hit in found:
        yield from hit.rows


def _hit(
    shelf: Shelf, row: Row, attributes: Mapping[str, Any], *,
    asked: Asked, geometry: BaseGeometry, part: Establishment, possible: tuple[Provision, ...],
) -> Hit:  # fmt: skip
    contact = Contact(row["status"] == "overlap", near=True, asked=asked.asks_at(row["distance_m"]))
    rules = provisions_of(possible, attributes, contact)
    row = of_feature(of_law(row, rules), attributes, part)
    row["may_apply"] = depends_on_unknown(possible, attributes, contact)
    rows = tuple(row | {"season": season} for season in seasons_of(attributes))
    return Hit(geometry, contact, rules, shelf.layer.spec.purpose(attributes.get("kind")), rows)


def _measures(found: Contacts) -> Iterator[Row]:
    """Yield status and measures of each contact."""
    for i, overlaps in enumerate(found.overlaps):
        yield {
            "status": "overlap" if overlaps else "within_zone",
            "overlap_ha": number(found.overlap_ha[i]),
            "overlap_km": number(found.overlap_km[i]),
            "overlap_count": number(found.overlap_count[i]),
            "share_of_feature": number(found.share[i]),
            "distance_m": float(found.distance_m[i]),
        }


def _order(hit: Hit) -> tuple[bool, float, float, float, float, str]:
    row = hit.row
    ha, km, count = (row[name] or 0.0 for name in ("overlap_ha", "overlap_km", "overlap_count"))
    return not hit.contact.overlap, row["distance_m"], -ha, -km, -count, str(row["feature"])
