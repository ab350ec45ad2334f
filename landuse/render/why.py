"""Why here, as tables: what is lost at a place, and whose share it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.evidence import evidence_words
from landuse.render.tables import Column, Table


def group_table(found: Mapping[str, Any], catalogue: Catalogue) -> Table:
    """Return what is lost at a place before and after the proposal, for each receptor group and season."""
    columns = (
        Column(_("Concerns")),
        Column(_("Season")),
        Column(_("Lost before"), units.percent),
        Column(_("Lost after"), units.percent),
    )
    return Table(
        columns,
        [
            (
                words.title(catalogue.groups[entry["group"]].title), words.season_word(entry["season"]),
                entry["lost_before"], entry["lost_after"],
            )
            for entry in found["groups"]
        ],
    )  # fmt: skip


def shared_note(found: Mapping[str, Any]) -> str | None:
    """Return what to know of the shares under a model that shares nothing itself; None for the product, which does."""
    if found["model"] == "multiplicative":
        return None
    return _(
        "Effects combined: {model}. It gives what is lost but not whose it is: the shares weigh each source as the "
        "product of effects does, and sum to what is lost."
    ).format(model=words.model_word(found["model"]))


def share_table(entry: Mapping[str, Any], catalogue: Catalogue, names: Mapping[str, str]) -> Table:
    """Return each source's and pressure's share of what is lost; parts of the proposal by their names."""
    columns = (
        Column(_("Source"), width="large"),
        Column(_("Part of the proposal")),
        Column(_("Pressure")),
        Column(_("Share of what is lost"), units.percent),
        Column(_("Use lost"), units.percent),
        Column(_("Evidence"), width="large"),
    )
    rows = []
    for share in entry["shares"]:
        pressure = catalogue.pressures.get(share["pressure"])
        rows.append(
            (
                names.get(str(share["source"])) or words.place_of(str(share["source"]), catalogue),
                _("yes") if share["part"] else _("no"),
                words.said(pressure.title) if pressure else str(share["pressure"]),
                share["share"],
                share["lost"],
                evidence_words(share.get("evidence")),
            )
        )
    return Table(columns, rows)
