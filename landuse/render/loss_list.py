"""Losses as a list for a narrow place: what is added, how sure, and before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.loss_tables import unit_title
from landuse.render.tables import Cell, Column, Table

Row = Mapping[str, Any]


def loss_list(rows: Iterable[Row], catalogue: Catalogue) -> Table:
    """Return losses: unit, season, land, added (likely, low–high, share), before and after."""
    columns = (
        Column(_("Unit")),
        Column(_("Season")),
        Column(_("Added, likely"), units.number),
        Column(_("Added, low–high")),
        Column(_("Added share of what remained"), units.percent),
        Column(_("Reduced already"), units.number),
        Column(_("Cumulative"), units.number),
        Column(_("Land or interest")),
    )
    return Table(columns, [_line(row, catalogue) for row in rows])


def _line(row: Row, catalogue: Catalogue) -> tuple[Cell, ...]:
    added = row["added"]
    return (
        unit_title(row, catalogue),
        words.season_word(row["season"]),
        added["value"],
        _interval(row),
        added["share_of_remaining"],
        row["baseline"]["built"],
        row["cumulative"],
        _land(row, catalogue),
    )


def _land(row: Row, catalogue: Catalogue) -> str:
    measure = "ha" if row["quantity"] == "ha" else units.unit_word(row["quantity"])
    return f"{words.title(catalogue.receptors[row['receptor']].title)} ({measure})"


def _interval(row: Row) -> str:
    """Return low–high, with the word for a bound where something is not known."""
    text, bound = units.interval(row["added"]["low"], row["added"]["high"]), row["bounds"]["added"]
    return text if bound == "exact" or row["added"]["low"] is None else f"{text} ({words.bound_word(bound)})"
