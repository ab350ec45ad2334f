"""What a proposal meets, feature by feature: the register of parts and seasons put together for a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.register_tables import layer_title, overlap
from landuse.render.tables import Column, Table

Row = Mapping[str, Any]
ORDER = ("overlap", "within_zone", "unknown", "failed", "no_overlap")


@dataclass(frozen=True, slots=True)
class Met:
    """A feature, or a question, and all rows of the register that are about it; the gravest row first."""

    rows: tuple[Row, ...]

    @property
    def lead(self) -> Row:
        """The row that stands for all."""
        return self.rows[0]

    @property
    def key(self) -> tuple[str, str | None]:
        """Layer and key of the feature; None for a layer as a whole."""
        return self.lead["layer"], self.lead["feature"]


def met(conflicts: Iterable[Row], statuses: Iterable[str] = ORDER) -> list[Met]:
    """Return what is met, the gravest first: overlap before nearness, with a threshold of the law before without."""
    kept = tuple(statuses)
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in conflicts:
        found.setdefault(_about(row), []).append(row)
    each = [Met(tuple(sorted(rows, key=_gravity))) for rows in found.values()]
    shown = [one for one in each if one.lead["status"] in kept]
    # A layer that is met in a few places says more in a row than one of a hundred small pieces.
    often = Counter(one.lead["layer"] for one in shown)
    return sorted(shown, key=lambda one: (*_gravity(one.lead)[:2], often[one.lead["layer"]], *_gravity(one.lead)[2:]))


def met_table(found: Iterable[Met], catalogue: Catalogue) -> Table:
    """Return a line for each feature: what, how, which word of the law and where it stands."""
    columns = (
        Column(_("What is met"), width="medium"),
        Column(_("How")),
        Column(_("Word of the law")),
        Column(_("Provision")),
    )
    return Table(columns, [_line(one, catalogue) for one in found])


def met_title(one: Met, catalogue: Catalogue) -> str:
    """Return what is met: name of the feature and its layer."""
    row = one.lead
    return " · ".join(str(text) for text in (row["name"] or row["feature"], layer_title(row, catalogue)) if text)


def met_facts(one: Met, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return all that the register says of a feature, as pairs of label and text."""
    row = one.lead
    quality = words.quality_word(row["quality"]) if row.get("quality") else None
    facts = [
        (_("How"), _how(row)),
        (_("Parts of the proposal"), _several(names.get(each["part"], each["part"]) for each in one.rows)),
        (_("Seasons"), _several(words.season_word(each["season"]) for each in one.rows if each["season"])),
        (_("What has to be weighed or asked"), row["weigh"]),
        (_("Data"), quality and _("{quality} data").format(quality=quality)),
        (_("Note"), row.get("note")),
    ]
    return [(label, str(text)) for label, text in facts if text]


def provision_facts(one: Met) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return the provisions that ask a question here: title, word of the threshold, what must be weighed, address."""
    seen: dict[str, tuple[str, str | None, str | None, str | None]] = {}
    for row in one.rows:
        for rule in row.get("provisions") or ():
            seen.setdefault(rule["title"], (rule["title"], rule["threshold_word"], rule["weigh"], rule["url"]))
    return list(seen.values())


def _about(row: Row) -> tuple[Any, ...]:
    if row["feature"] is not None:
        return row["layer"], row["feature"]
    return row["layer"], None, row.get("name"), row.get("row"), row["status"]


def _gravity(row: Row) -> tuple[Any, ...]:
    size = row["overlap_ha"] or row["overlap_km"] or row["overlap_count"] or 0.0
    distance = row["distance_m"] if row["distance_m"] is not None else float("inf")
    return ORDER.index(row["status"]), row["threshold_word"] is None, distance, -size, str(row["layer"])


def _line(one: Met, catalogue: Catalogue) -> tuple[str | None, ...]:
    return met_title(one, catalogue), _how(one.lead), _threshold(one), one.lead["provision"]


def _threshold(one: Met) -> str | None:
    return next((row["threshold_word"] for row in one.rows if row["threshold_word"]), None)


def _how(row: Row) -> str:
    near = row["status"] in ("within_zone", "no_overlap") and row["distance_m"] is not None
    if near:
        return _("{distance} away").format(distance=units.metres(row["distance_m"]))
    texts = (words.conflict_status_word(row["status"]), overlap(row))
    return ", ".join(text for text in texts if text)


def _several(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
