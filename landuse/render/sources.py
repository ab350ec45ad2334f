"""Layers with their state and source, as tables and as a list of what to fetch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from landuse.language import _
from landuse.model.catalogue import Role
from landuse.model.study import Study
from landuse.render import units, words
from landuse.render.tables import Column, Table
from landuse.store.importing import Imported
from landuse.store.origin import LayerState

ASKED_FIRST = (Role.RECEPTOR, Role.ROUTE, Role.ZONE, Role.EXCLUSION, Role.SOURCE, Role.CONTEXT)
"""Which missing layers are asked for first: what can be harmed, then what disturbs, then background."""


def source_table(states: Iterable[LayerState]) -> Table:
    """Return every layer of an area with its state, quality, authority, edition and licence."""
    columns = (
        Column(_("Layer"), width="large"),
        Column(_("Theme")),
        Column(_("State")),
        Column(_("Quality")),
        Column(_("Used as")),
        Column(_("Authority")),
        Column(_("Edition")),
        Column(_("Retrieved")),
        Column(_("Features"), _whole),
        Column(_("Licence")),
        Column(_("Own import")),
        Column(_("Id")),
    )
    return Table(columns, [_row(state) for state in states])


def _row(state: LayerState) -> tuple[str | float | None, ...]:
    spec, origin = state.spec, state.origin
    return (
        words.title(spec.title),
        words.theme_word(spec.theme),
        words.layer_status_word(state.status),
        words.quality_word(str(origin.quality)) if origin else units.unknown(),
        ", ".join(words.role_word(str(role)) for role in spec.roles),
        origin.authority if origin else spec.authority,
        origin.edition if origin else None,
        origin.retrieved if origin else None,
        None if origin is None else float(origin.n_features),
        (origin.licence if origin else None) or spec.licence,
        _("yes") if origin and origin.imported else _("no"),
        spec.id,
    )


def _whole(value: float | None) -> str:
    return units.number(value, 0)


def wanted(states: Sequence[LayerState]) -> list[LayerState]:
    """Return the layers that are missing, the most needed first."""
    missing = [state for state in states if state.status == "missing"]
    return sorted(missing, key=lambda state: min(ASKED_FIRST.index(Role(role)) for role in state.spec.roles))


def progress(states: Sequence[LayerState]) -> tuple[int, int]:
    """Return how many layers are there, and how many there are."""
    return sum(state.status != "missing" for state in states), len(states)


def facts(state: LayerState) -> list[tuple[str, str]]:
    """Return what is declared of a layer, as labels and values."""
    spec, origin = state.spec, state.origin
    dash = "–"
    return [
        (_("Why it is needed"), words.said(spec.why)),
        (_("How to get it"), words.said(spec.how_to_get)),
        (_("Authority"), (origin.authority if origin else None) or spec.authority),
        (_("Service"), spec.endpoint or dash),
        (_("Licence"), (origin.licence if origin else None) or spec.licence),
        (_("Attribution"), (origin.attribution if origin else None) or spec.attribution or dash),
        (_("Kinds of geometry"), ", ".join(spec.geometry)),
        (_("Attributes"), ", ".join(spec.attributes) or dash),
        (_("Updated"), spec.update),
        (_("Note"), words.said(spec.note) if spec.note else dash),
        (_("About the data"), (origin.note if origin else None) or dash),
        (_("How sure the declaration is"), spec.mark),
        (_("Command"), f"landuse layers import FILE --as {spec.id}"),
    ]


def import_lines(done: Imported) -> list[str]:
    """Return what an import did: features, form, columns taken, repairs and everything else to know."""
    snapshot, report = done.snapshot, done.content.report
    first = _("The same content was there already.") if done.already_there else _("Kept as a new snapshot.")
    read = _("{n} of {m} features, {format}, reference system {crs}.").format(
        n=units.number(report.n_features, 0), m=units.number(report.n_read, 0), format=report.format, crs=report.crs
    )
    said = _("Quality {quality}, edition {edition}, snapshot {sha}.").format(
        quality=words.quality_word(str(snapshot.quality)), edition=snapshot.edition or "–", sha=snapshot.sha256[:12]
    )
    columns = [
        _("Column {column} is read as {name}.").format(column=column, name=name)
        for name, column in report.columns.items()
    ]
    return [first, read, said, *columns, *done.notes]


def missing_table(study: Study) -> Table:
    """Return the layers that say nothing here: what is unknown without them, and how to get them."""
    columns = (
        Column(_("Layer"), width="large"),
        Column(_("State")),
        Column(_("What is unknown without it"), width="large"),
        Column(_("How to get it"), width="large"),
        Column(_("Authority")),
        Column(_("Id")),
    )
    return Table(
        columns,
        [
            (
                words.title(layer.spec.title),
                words.layer_status_word(layer.status) if layer.covers else _("does not reach the area"),
                words.said(layer.spec.why),
                words.said(layer.spec.how_to_get),
                layer.authority or layer.spec.authority,
                layer.id,
            )
            for layer in study.layers.values()
            if layer.status in ("missing", "failed") or not layer.covers
        ],
    )
