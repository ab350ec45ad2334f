"""``{catalogue-table} layers``: tables made from the catalogue when the pages are built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from landuse import read_catalogue
from landuse.io.places import catalogue_folder
from landuse.model.catalogue import Catalogue, Range

Rows = Iterable[Sequence[object]]


@cache
def _catalogue() -> Catalogue:
    return read_catalogue()


def _range(value: Range | None) -> str:
    return "" if value is None else f"{value.likely:g} ({value.low:g} to {value.high:g})"


def layers(catalogue: Catalogue) -> Rows:
    """Every declared layer."""
    yield "id", "title", "roles", "authority", "licence", "mark", "how to get it"
    for layer in catalogue.layers.values():
        roles = ", ".join(layer.roles)
        yield layer.id, layer.title.en, roles, layer.authority, layer.licence, layer.mark, layer.how_to_get.en


def types(catalogue: Catalogue) -> Rows:
    """Every disturbance type."""
    yield "id", "svenska", "English", "drawn as", "one source is", "phases", "parameters"
    for kind in catalogue.types.values():
        parameters = ", ".join(parameter.id for parameter in kind.parameters)
        yield (
            kind.id, kind.title.sv, kind.title.en, ", ".join(kind.geometry), f"a {kind.group_by}",
            ", ".join(kind.phases), parameters,
        )  # fmt: skip


def parameters(catalogue: Catalogue) -> Rows:
    """Every parameter of a type, once."""
    yield "id", "title", "unit", "range or choices", "default", "help"
    found = {parameter.id: parameter for kind in catalogue.types.values() for parameter in kind.parameters}
    for parameter in sorted(found.values(), key=lambda each: each.id):
        ends = [f"{end:g}" for end in (parameter.minimum, parameter.maximum) if end is not None]
        default = "" if parameter.default is None else parameter.default
        yield (
            parameter.id, parameter.title.en, parameter.unit or "", ", ".join(parameter.choices) or " to ".join(ends),
            default, parameter.help.en if parameter.help else "",
        )  # fmt: skip


def effects(catalogue: Catalogue) -> Rows:
    """Every row of the effects."""
    yield "type", "pressure", "phase", "season", "group", "radius m", "intensity", "shape", "basis", "mark"
    for row in catalogue.effects:
        yield (
            row.type, row.pressure, row.phase, row.season, row.group, _range(row.radius_m), _range(row.intensity),
            row.shape, row.basis, row.mark,
        )  # fmt: skip


def pressures(catalogue: Catalogue) -> Rows:
    """The closed vocabulary of pressures."""
    yield "id", "svenska", "English", "channel", "counted for", "result"
    for pressure in catalogue.pressures.values():
        counted = ", ".join(pressure.counted_for)
        yield pressure.id, pressure.title.sv, pressure.title.en, pressure.channel, counted, pressure.result


def receptors(catalogue: Catalogue) -> Rows:
    """Every receptor."""
    yield "id", "svenska", "English", "group", "layers", "quantity", "value"
    for receptor in catalogue.receptors.values():
        named = ", ".join(layer.layer for layer in receptor.layers)
        yield (
            receptor.id, receptor.title.sv, receptor.title.en, receptor.group, named, receptor.quantity,
            receptor.value_rule,
        )  # fmt: skip


def sensitivity(catalogue: Catalogue) -> Rows:
    """Receptors × pressures; a dash where a pressure does not apply."""
    columns = list(dict.fromkeys(pressure for row in catalogue.sensitivity.values() for pressure in row))
    yield "receptor", *columns
    for receptor, row in catalogue.sensitivity.items():
        yield receptor, *("–" if row.get(name) is None else f"{row[name]:g}" for name in columns)


def provisions(catalogue: Catalogue) -> Rows:
    """Every provision that the register can name."""
    yield "id", "provision", "layers", "threshold word", "weigh or ask", "valid from", "checked on", "mark"
    for each in catalogue.provisions.values():
        yield (
            each.id, each.title, ", ".join(each.layers), each.threshold_word or "", each.weigh.en,
            each.valid_from or "", each.checked_on or "", each.mark,
        )  # fmt: skip


def profiles(catalogue: Catalogue) -> Rows:
    """Every profile."""
    yield "name", "title", "level", "cut-off", "differences", "rule for parks"
    for each in catalogue.profiles.values():
        park = each.park
        rule = "" if park is None else (
            f"{park.inside:.0%} inside, {park.around:.0%} to {park.around_m:g} m from the {park.measured_from}, "
            f"in zone to {park.zone_m:g} m ({', '.join(park.references)})"
        )  # fmt: skip
        yield each.name, each.title.en, each.level, f"{each.cutoff:g}", len(each.changes), rule


def glossary(catalogue: Catalogue) -> Rows:
    """Terms in three languages."""
    yield "svenska", "English", "davvisámegiella", "reviewed", "note"
    for term in catalogue.glossary:
        yield term.sv, term.en, term.se, "yes" if term.status == "verified" else "not yet", term.note


def references(catalogue: Catalogue) -> Rows:
    """Every reference, as it stands in the BibTeX file."""
    yield "key", "entry"
    yield from sorted(catalogue.references.items())


TABLES: dict[str, Callable[[Catalogue], Rows]] = {
    "effects": effects,
    "glossary": glossary,
    "layers": layers,
    "parameters": parameters,
    "pressures": pressures,
    "profiles": profiles,
    "provisions": provisions,
    "receptors": receptors,
    "references": references,
    "sensitivity": sensitivity,
    "types": types,
}


class CatalogueTable(SphinxDirective):
    """The directive; its argument names the table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        for path in catalogue_folder().glob("*.*"):
            self.env.note_dependency(str(path))
        header, *rows = TABLES[self.arguments[0]](_catalogue())
        return [_table(header, rows)]


def _table(header: Sequence[object], rows: Rows) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in header), cols=len(header))
    group += nodes.thead("", _row(header))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group)


def _row(values: Iterable[object]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", str(value))) for value in values))


def setup(app: Any) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("catalogue-table", CatalogueTable)
    return {"parallel_read_safe": True}
