"""The migration routes as a table."""

from __future__ import annotations

from collections.abc import Iterable

from landuse.language import _
from landuse.render import units, words
from landuse.render.tables import Cell, Column, Row, Table


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
