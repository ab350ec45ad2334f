"""Rows for features that a part overlaps or comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from landuse.engine.overlay import Contacts, Probe, contacts
from landuse.language import _
from landuse.model.catalogue import Provision
from landuse.model.scenario import Establishment
from landuse.register.asking import Asked
from landuse.register.law import Contact, depends_on_unknown, provisions_of
from landuse.register.rows import Row, blank, joined, number, of_feature, of_law, of_layer, seasons_of
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
    law = Rules(shelf.possible(part.type, host_type))
    made = [
        _hit(shelf, start | measures, attributes, asked=asked, geometry=geometry, part=part, law=law)
        for measures, attributes, geometry in zip(
            _measures(found), shelf.attributes(found.feature), shelf.geometries[found.feature], strict=True
        )
    ]
    return sorted(made, key=_order)


def rows_of(found: Iterable[Hit]) -> Iterator[Row]:
    """Yield the rows of some hits."""
    for hit in found:
        yield from hit.rows


class Rules:
    """The law on the features of a layer, found once for all that meet a part alike and state the same."""

    def __init__(self, possible: tuple[Provision, ...]) -> None:
        self._possible = possible
        self._names = tuple(sorted({name for rule in possible for name in rule.where}))
        self._known: dict[tuple[object, ...], tuple[tuple[Provision, ...], Row, list[str]]] = {}

    def at(self, contact: Contact, attributes: Mapping[str, Any]) -> tuple[tuple[Provision, ...], Row, list[str]]:
        """Return the provisions that apply, what a row says of them, and those that depend on something unknown."""
        key = contact.overlap, contact.near, contact.asked, *(str(attributes.get(name)) for name in self._names)
        key = *key, *(isinstance(attributes.get(name), str) for name in self._names)
        if key not in self._known:
            rules = provisions_of(self._possible, attributes, contact)
            untold = depends_on_unknown(self._possible, attributes, contact)
            self._known[key] = rules, of_law({}, rules), untold
        rules, said, untold = self._known[key]
        return rules, said | {"provisions": list(said["provisions"])}, list(untold)


def _hit(
    shelf: Shelf, row: Row, attributes: Mapping[str, Any], *,
    asked: Asked, geometry: BaseGeometry, part: Establishment, law: Rules,
) -> Hit:  # fmt: skip
    contact = Contact(row["status"] == "overlap", near=True, asked=asked.asks_at(row["distance_m"]))
    rules, said, untold = law.at(contact, attributes)
    row = of_feature(row | said, attributes, part)
    if not shelf.layer.open:
        row |= {
            "name": None,
            "project": None,
            "note": joined((row["note"], _("The layer is not open: names are withheld."))),
        }
    row["may_apply"] = untold
    rows = tuple(row | {"season": season} for season in seasons_of(attributes))
    return Hit(geometry, contact, rules, shelf.layer.spec.purpose(attributes.get("kind")), rows)


def _measures(found: Contacts) -> Iterator[Row]:
    """Yield status and measures of each contact."""
    measures = (found.overlap_ha, found.overlap_km, found.overlap_count, found.share)
    listed = (map(number, measure.tolist()) for measure in measures)
    for overlaps, ha, km, count, share, metres in zip(
        found.overlaps.tolist(), *listed, found.distance_m.tolist(), strict=True
    ):
        yield {
            "status": "overlap" if overlaps else "within_zone",
            "overlap_ha": ha,
            "overlap_km": km,
            "overlap_count": count,
            "share_of_feature": share,
            "distance_m": metres,
        }


def _order(hit: Hit) -> tuple[bool, float, float, float, float, str]:
    row = hit.row
    ha, km, count = (row[name] or 0.0 for name in ("overlap_ha", "overlap_km", "overlap_count"))
    return not hit.contact.overlap, row["distance_m"], -ha, -km, -count, str(row["feature"])
