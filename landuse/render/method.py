"""The method as tables, from the catalogue."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import Catalogue, DisturbanceType, Effect, Range
from landuse.render import units, words
from landuse.render.tables import Cell, Column, Table


def type_lines(catalogue: Catalogue, kind: DisturbanceType) -> list[str]:
    """Return the footprints of a type and the works that come with it."""
    lines = []
    for what, footprint, unit in ((_("point"), kind.footprint_point, "ha"), (_("line"), kind.footprint_line, "m")):
        if footprint is not None and footprint.measure is not None:
            lines.append(
                _("Footprint of a {what}: {three} {unit} ({basis}; {mark})").format(
                    what=what,
                    three=three(footprint.measure, 1),
                    unit=unit,
                    basis=footprint.basis or footprint.what,
                    mark=footprint.mark,
                )
            )
    for work in kind.associated:
        named = words.said(catalogue.types[work.type].title) if work.type in catalogue.types else work.type
        text = _("Comes with it: {name} ({what})") if work.required == "yes" else _("Ask for: {name} ({what})")
        lines.append(text.format(name=named, what=work.what))
    return lines or ["–"]


def sensitivity_table(catalogue: Catalogue) -> Table:
    """Return the sensitivity of each receptor to each pressure; a dash where it does not apply."""
    pressures = list(catalogue.pressures.values())
    columns = (
        Column(_("Land or interest"), width="large"),
        *(Column(words.title(pressure.title)) for pressure in pressures),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, answers in catalogue.sensitivity.items():
        receptor = catalogue.receptors.get(name)
        shown = [answers.get(pressure.id) for pressure in pressures]
        rows.append(
            (
                words.title(receptor.title) if receptor else name,
                *("–" if share is None else units.number(share, 2) for share in shown),
            )
        )
    return Table(columns, rows)


def law_table(catalogue: Catalogue) -> Table:
    """Return the provisions with what they ask and when their text was read."""
    columns = (
        Column(_("Provision")),
        Column(_("Threshold word")),
        Column(_("What has to be weighed or asked"), width="large"),
        Column(_("Source"), width="large"),
        Column(_("Valid from")),
        Column(_("Checked on")),
        Column(_("Mark")),
    )
    return Table(
        columns,
        [
            (
                rule.title, rule.threshold_word, words.said(rule.weigh), rule.source, rule.valid_from,
                rule.checked_on or _("not checked"), rule.mark,
            )
            for rule in catalogue.provisions.values()
        ],
    )  # fmt: skip


def glossary_table(catalogue: Catalogue) -> Table:
    """Return the terms in three languages, those not yet reviewed marked."""
    columns = (
        Column("Svenska"),
        Column("English"),
        Column("Davvisámegiella"),
        Column(_("Review")),
        Column(_("Note"), width="large"),
    )
    return Table(
        columns,
        [
            (term.sv, term.en, term.se, _("verified") if term.status == "verified" else _("not reviewed"), term.note)
            for term in catalogue.glossary
        ],
    )


def effect_table(catalogue: Catalogue, type_id: str) -> Table:
    """Return what a disturbance type exerts, how far, how strongly and on what evidence."""
    columns = (
        Column(_("Pressure")),
        Column(_("When and for whom")),
        Column(_("Radius m, low – likely – high")),
        Column(_("Intensity, low – likely – high")),
        Column(_("Evidence and shape")),
        Column(_("Basis"), width="large"),
        Column(_("Mark and references")),
    )
    return Table(columns, [_effect(row, catalogue) for row in catalogue.effects if row.type == type_id])


def _effect(row: Effect, catalogue: Catalogue) -> tuple[Cell, ...]:
    pressure, group = catalogue.pressures.get(row.pressure), catalogue.groups.get(row.group)
    whom = words.said(group.title) if group else _("all")
    return (
        words.said(pressure.title) if pressure else row.pressure,
        ", ".join((words.phase_word(row.phase), words.season_word(row.season), whom)),
        three(row.radius_m, 0),
        three(row.intensity, 2),
        f"{row.evidence_kind}, {row.shape}",
        row.basis,
        " · ".join(
            word
            for word in (
                ", ".join((row.mark, *row.references)),
                _("studies differ") if row.studies_differ else "",
                _("zero is within the range") if row.zero_possible else "",
            )
            if word
        ),
    )


def three(levels: Range, decimals: int) -> str:
    """Return low – likely – high of a range."""
    return " – ".join(units.number(levels.at(level), decimals) for level in ("low", "likely", "high"))
