"""Which column of a file is which attribute of a layer, told without case, accents or signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from landuse.io.layer_findings import LayerFindings, listed
from landuse.io.names import column_name, folded
from landuse.language import _
from landuse.model.catalogue import Attribute, LayerSpec

IMPLICIT: Mapping[str, Attribute] = {
    "key": Attribute(),
    "name": Attribute(aliases=("namn",)),
}
"""Attributes that every layer has, declared or not."""
WORDS = ("key", "name", "status", "project", "type", "kind", "village", "season", "fenced", "quality")
"""Canonical names whose meaning a layer must declare; a file's own column of that name is kept as ``<name>_file``."""
MEASURES = ("population", "area_ha", "width_m", "capacity_mw", "height_m", "position_error_m")
YEARS = ("from_year", "to_year", "felling_year")
_DBF_LENGTH = 10


def matched(names: Iterable[str], spec: LayerSpec, findings: LayerFindings) -> dict[str, str]:
    """Return attribute → column of the file; refuses a file without a column that something is mapped from.

    Parameters
    ----------
    names : iterable of str
        Columns of the file without the geometry.
    """
    names = list(names)
    attributes = attributes_of(spec)
    found = {
        canonical: column
        for canonical, attribute in attributes.items()
        if (column := _column(canonical, attribute, names)) is not None
    }
    for canonical in sorted(needed(spec) - set(found)):
        aliases = attributes.get(canonical, Attribute()).aliases
        findings.refuse(
            _("no column for {attribute}; the file has: {columns}").format(
                attribute=canonical, columns=listed(names, 40) or _("no columns")
            ),
            listed((canonical, *aliases), 20),
            _("name the column so, or add its name as an alias in layers.yaml"),
        )
    rule = spec.source
    if rule and rule.status_attribute and rule.status_attribute not in {*found, *needed(spec)}:
        findings.note(_("no column for the status: every feature counts as {band}").format(band=rule.status))
    return found


def matched_column(attribute: str, spec: LayerSpec, names: Iterable[str]) -> str | None:
    """Return the column of a file that holds an attribute of a layer, None if there is none."""
    return _column(attribute, attributes_of(spec).get(attribute, Attribute()), list(names))


def needed(spec: LayerSpec) -> set[str]:
    """Return the attributes without which a file is misread: required ones, and a type that nothing else gives."""
    required = {name for name, attribute in spec.attributes.items() if attribute.required}
    rule = spec.source
    if rule and rule.type_attribute and not (rule.type or rule.type_by_geometry or rule.thresholds):
        required.add(rule.type_attribute)
    return required


def free_columns(names: Iterable[str], taken: Mapping[str, str], spec: LayerSpec) -> dict[str, str]:
    """Return new name → column for the columns that no attribute took; new names never clash."""
    declared = set(attributes_of(spec)) | {f"{name}_raw" for name in spec.attributes}
    found: dict[str, str] = {}
    for column in names:
        if column in taken.values():
            continue
        plain = column_name(column)
        base = f"{plain}_file" if plain in WORDS or plain in declared or plain == "geometry" else plain
        name, number = base, 2
        while name in found or name in declared or name in taken:
            name, number = f"{base}_{number}", number + 1
        found[name] = column
    return found


def attributes_of(spec: LayerSpec) -> dict[str, Attribute]:
    """Return the attributes of a layer: declared ones before those that every layer has."""
    return {**IMPLICIT, **{name: Attribute() for name in (*MEASURES, *YEARS)}, **spec.attributes}


def _column(canonical: str, attribute: Attribute, names: list[str]) -> str | None:
    """Return the column with the name or, in their order, an alias of an attribute; also cut to ten characters."""
    for wanted in (canonical, *attribute.aliases):
        exact = [name for name in names if name.casefold() == wanted.casefold()]
        loose = [name for name in names if folded(name) == folded(wanted) and folded(wanted)]
        short = [
            name
            for name in names
            if len(name) == _DBF_LENGTH
            and len(wanted) > _DBF_LENGTH
            and wanted[:_DBF_LENGTH].casefold() == name.casefold()
        ]
        if exact or loose or short:
            return (exact + loose + short)[0]
    return None
