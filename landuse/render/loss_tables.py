"""Losses as tables: every unit with what is there, what is added and how sure that is; and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.tables import Cell, Column, Row, Table


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
