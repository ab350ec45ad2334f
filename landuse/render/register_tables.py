"""The register as tables: what is met, how, under which provision; and interests that meet on the same ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.tables import Cell, Column, Row, Table


def conflict_table(rows: Iterable[Row], catalogue: Catalogue) -> Table:
    """Return the rows of the register with what has to be weighed."""
    columns = (
        Column(_("Status"), width="medium"),
        Column(_("Layer"), width="medium"),
        Column(_("Feature"), width="medium"),
        Column(_("Overlap")),
        Column(_("Distance"), units.metres),
        Column(_("Provision")),
        Column(_("What has to be weighed or asked"), width="large"),
        Column(_("Season")),
        Column(_("Part")),
        Column(_("Data")),
        Column(_("Note"), width="large"),
    )
    return Table(columns, [_conflict(row, catalogue) for row in rows])


def _conflict(row: Row, catalogue: Catalogue) -> tuple[Cell, ...]:
    return (
        words.conflict_status_word(row["status"]),
        layer_title(row, catalogue),
        row["name"] or row["feature"],
        overlap(row),
        row["distance_m"],
        row["provision"],
        row["weigh"],
        words.season_word(row["season"]) if row["season"] else None,
        row["part"],
        words.quality_word(row["quality"]) if row.get("quality") else None,
        row.get("note"),
    )


def register_table(rows: Iterable[Row], catalogue: Catalogue) -> Table:
    """Return the rows of the register for a screen: fewer columns, the rest as a line of its own."""
    columns = (
        Column(_("What is met")),
        Column(_("How")),
        Column(_("Provision")),
        Column(_("What has to be weighed or asked")),
        Column(_("Part, season, data and notes")),
    )
    return Table(columns, [_met(row, catalogue) for row in rows])


def _met(row: Row, catalogue: Catalogue) -> tuple[Cell, ...]:
    feature = row["name"] or row["feature"]
    near = row["status"] == "within_zone" or (row["status"] == "no_overlap" and row["distance_m"] is not None)
    season = _("season: {season}").format(season=words.season_word(row["season"])) if row["season"] else None
    quality = _("{quality} data").format(quality=words.quality_word(row["quality"])) if row.get("quality") else None
    distance = _("{distance} away").format(distance=units.metres(row["distance_m"])) if near else None
    return (
        " · ".join(text for text in (layer_title(row, catalogue), feature) if text),
        ", ".join(text for text in (words.conflict_status_word(row["status"]), overlap(row), distance) if text),
        row["provision"],
        row["weigh"],
        ". ".join(str(text).rstrip(".") for text in (row["part"], season, quality, row.get("note")) if text),
    )


def overlap(row: Row) -> str | None:
    """Return the overlap of a row in the measure of its feature, with the share of the feature; None if there is none.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en")
    >>> row = {"status": "overlap", "overlap_ha": 12.0, "share_of_feature": 0.25}
    >>> overlap(row).replace(units.NO_BREAK, " ")
    '12.0 ha (25.0%)'
    """
    if row["status"] != "overlap":
        return None
    share = f" ({units.percent(row['share_of_feature'])})" if row.get("share_of_feature") else ""
    for measure, unit in (("overlap_ha", "ha"), ("overlap_km", "km")):
        if row.get(measure):
            return units.quantity(row[measure], unit) + share
    points = row.get("overlap_count")
    if not points:
        return units.unknown()
    return (_("1 point") if points == 1 else _("{n} points").format(n=units.number(points, 0))) + share


def layer_title(row: Row, catalogue: Catalogue) -> str:
    """Return the title of the layer of a row of the register."""
    spec = catalogue.layers.get(row["layer"])
    return words.title(spec.title) if spec else str(row.get("layer_title") or row["layer"])


def weighing_table(rows: Iterable[Row]) -> Table:
    """Return which interests meet on the same ground, and the question that the law asks."""
    columns = (
        Column(_("Kind")),
        Column(_("Part")),
        Column(_("Interests"), width="large"),
        Column(_("Provisions")),
        Column(_("Shared ground")),
        Column(_("Question"), width="large"),
    )
    return Table(
        columns,
        [
            (
                words.weighing_word(row["kind"]), row["part"], _joined(row["interests"]), _joined(row["provisions"]),
                _shared(row), row["question"],
            )
            for row in rows
        ],
    )  # fmt: skip


def _shared(row: Row) -> str | None:
    """Return the ground that the interests share in its own measure: a line shares kilometres, points a count."""
    measured = any(row.get(measure) for measure in ("overlap_ha", "overlap_km", "overlap_count"))
    return overlap({**row, "status": "overlap"}) if measured else None


def _joined(items: Sequence[Any]) -> str:
    return " · ".join(_interest(item) for item in items)


def _interest(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    named = item.get("title") or item.get("layer_title") or item.get("layer") or ""
    feature = item.get("name") or item.get("feature")
    return f"{named}: {feature}" if feature else str(named)
