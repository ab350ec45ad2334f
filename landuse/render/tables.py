"""The result as tables: columns with titles and units, figures kept as numbers beside their written form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words

Row = Mapping[str, Any]
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and how a figure in it is written (None for text)."""

    title: str
    written: Callable[[float | None], str] | None = None
    help: str | None = None
    width: Literal["small", "medium", "large"] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a figure that is not known is None and is written as the word for it."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]] = ()

    def frame(self) -> pd.DataFrame:
        """Return the rows with figures as numbers, None for unknown, under the titles of the columns."""
        return pd.DataFrame(self.rows, columns=[column.title for column in self.columns])

    def texts(self) -> list[list[str]]:
        """Return every cell as it is written."""
        return [[written(column, cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows]


def written(column: Column, cell: Cell) -> str:
    """Return a cell as it is written; a text that is missing is a dash."""
    if column.written is None:
        return "–" if cell is None or cell == "" else str(cell)
    return column.written(None if isinstance(cell, str) else cell)


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


def loss_table(rows: Iterable[Row], catalogue: Catalogue) -> Table:
    """Return the rows of losses: what is there, what is lost already, what is added, how sure that is."""
    columns = (
        Column(_("Unit")),
        Column(_("Season")),
        Column(_("Land or interest"), width="medium"),
        Column(_("Added, likely"), units.number),
        Column(_("Added, low–high")),
        Column(_("Added share of what remained"), units.percent),
        Column(_("Reduced already"), units.number),
        Column(_("Cumulative"), units.number),
        Column(_("Available"), units.number),
        Column(_("Measure")),
        Column(_("Worst season")),
        Column(_("Undisturbed before"), units.number),
        Column(_("Undisturbed after"), units.number),
        Column(_("Ground taken"), units.number),
        Column(_("Known share of the land"), units.percent),
        Column(_("Bound of the added figure"), width="medium"),
        Column(_("Added in construction"), units.number),
        Column(_("Added in construction, low–high")),
    )
    return Table(columns, [_loss(row, catalogue) for row in rows])


def _loss(row: Row, catalogue: Catalogue) -> tuple[Cell, ...]:
    added, undisturbed = row["added"], row["undisturbed"]
    building = added.get("construction") or {}
    return (
        unit_title(row, catalogue),
        words.season_word(row["season"]),
        words.title(catalogue.receptors[row["receptor"]].title),
        added["value"],
        units.interval(added["low"], added["high"]),
        added["share_of_remaining"],
        row["baseline"]["built"],
        row["cumulative"],
        row["available"],
        _("hectare-equivalents") if row["quantity"] == "ha" else units.unit_word(row["quantity"]),
        _("yes") if row["worst"] else None,
        undisturbed["before"],
        undisturbed["after"],
        row["taken"],
        row["coverage_share"],
        words.bound_word(row["bounds"]["added"]),
        building.get("value"),
        units.interval(building["low"], building["high"]) if building else None,
    )


def unit_title(row: Row, catalogue: Catalogue) -> str:
    """Return the name of a unit: the title of the area, else the name itself."""
    area = catalogue.areas.get(row["unit"]) if row["unit_kind"] == "area" else None
    return words.said(area.title) if area else str(row["unit"])


def contribution_table(rows: Iterable[Row], catalogue: Catalogue, names: Mapping[str, str]) -> Table:
    """Return whose the reduced use is: parts of the proposal (by their names) and existing layers, by pressure."""
    columns = (
        Column(_("Source"), width="large"),
        Column(_("Pressure")),
        Column(_("Land or interest")),
        Column(_("Unit")),
        Column(_("Season")),
        Column(_("Added"), units.number),
        Column(_("Cumulative"), units.number),
        Column(_("Added without this part"), units.number),
    )
    return Table(columns, [_contribution(row, catalogue, names) for row in rows])


def _contribution(row: Row, catalogue: Catalogue, names: Mapping[str, str]) -> tuple[Cell, ...]:
    pressure = catalogue.pressures.get(row["pressure"])
    return (
        names.get(row["source"]) or words.place_of(row["source"], catalogue),
        words.said(pressure.title) if pressure else row["pressure"],
        words.title(catalogue.receptors[row["receptor"]].title),
        row["unit"],
        words.season_word(row["season"]),
        row["added"],
        row.get("cumulative"),
        row["without_it"],
    )


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


def route_table(rows: Iterable[Row]) -> Table:
    """Return the migration routes: their state before and after, free width, ways left and land that none reaches."""
    columns = (
        Column(_("Route"), width="large"),
        Column(_("Herding community")),
        Column(_("From season")),
        Column(_("To season")),
        Column(_("State")),
        Column(_("State before")),
        Column(_("Length km"), units.number),
        Column(_("In zone before, km"), units.number),
        Column(_("In zone after, km"), units.number),
        Column(_("Free width"), units.metres),
        Column(_("Way, times as long"), _times),
        Column(_("Routes left")),
        Column(_("Land no route reaches before, ha"), units.number),
        Column(_("Land no route reaches, ha"), units.number),
        Column(_("Why, and what is not known"), width="large"),
    )
    return Table(columns, [_route(row) for row in rows])


def _route(row: Row) -> tuple[Cell, ...]:
    before = row.get("state_before")
    return (
        row.get("name") or row["route"],
        row["unit"],
        words.season_word(row["season_from"]),
        words.season_word(row["season_to"]),
        words.state_word(row["state"]),
        words.state_word(before) if before else None,
        row.get("km"),
        row["km_in_zone_before"],
        row["km_in_zone_after"],
        row["free_width_m"],
        row["detour_factor"],
        _routes_left(row),
        row.get("unreachable_before_ha"),
        row["unreachable_ha"],
        row.get("note"),
    )


def _times(factor: float | None) -> str:
    return units.number(factor, 2)


def _routes_left(row: Row) -> str:
    """Return how many routes are left of how many; the most there can be where unknown stretches decide it."""
    left, most, before = row["routes_left"], row.get("routes_left_if_open"), row.get("routes_before")
    if left is None:
        return units.unknown() if most is None else _("at most {n}").format(n=most)
    return str(left) if before is None else _("{n} of {before}").format(n=left, before=before)
