"""Parameters of an establishment, by the declaration of its type."""

from __future__ import annotations

import json

from landuse.io.entry import YEARS, Entry
from landuse.io.findings import shown
from landuse.io.nearest import expected_names
from landuse.language import _
from landuse.model.catalogue import DisturbanceType, Parameter

Value = float | int | str


def read_parameters(entry: Entry, kind: DisturbanceType | None) -> dict[str, Value]:
    """Return the parameters of an entry, declared defaults filled in, after noting what does not fit.

    In flat formats the column may hold JSON (``{"turbines": 2}``) or pairs (``turbines=2; height_m=200``).
    """
    written = entry.value("parameters")
    if entry.flat and isinstance(written, str):
        written = _from_text(written)
    if written is not None and not isinstance(written, dict):
        expected = _("names and values of parameters")
        entry.findings.at("parameters").add(shown(written), expected, _("write for example {turbines: 2}"))
        return {}
    if kind is None:
        return {}
    inner = Entry(
        {str(key): value for key, value in (written or {}).items()}, entry.findings.at("parameters"), entry.flat
    )
    declared = {parameter.id: parameter for parameter in kind.parameters}
    _note_unknown(inner, declared, kind)
    values = {name: _read(inner, parameter) for name, parameter in declared.items()}
    return {name: value for name, value in values.items() if value is not None}


def _note_unknown(inner: Entry, declared: dict[str, Parameter], kind: DisturbanceType) -> None:
    titles = {title: item.id for item in declared.values() for title in (item.title.sv, item.title.en)}
    for name in inner.content:
        if name not in declared:
            found = _("no parameter of {type}").format(type=kind.id)
            expected = expected_names(name, declared, titles=titles)
            inner.findings.at(name).add(found, expected, _("correct the spelling or remove it"))


def _read(inner: Entry, parameter: Parameter) -> Value | None:
    if inner.value(parameter.id) is None:
        return _default(parameter)
    if parameter.kind == "choice":
        return inner.choice(parameter.id, parameter.choices, "")
    low, high = parameter.minimum, parameter.maximum
    if parameter.kind == "number":
        return inner.number(parameter.id, minimum=low, maximum=high)
    if parameter.kind == "year":
        low, high = YEARS[0] if low is None else low, YEARS[1] if high is None else high
    return inner.integer(parameter.id, minimum=low, maximum=high)


def _default(parameter: Parameter) -> Value | None:
    default = parameter.default
    if default is None or parameter.kind == "choice":
        return default
    return float(default) if parameter.kind == "number" else int(float(default))


def _from_text(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        pairs = [pair.partition("=") for pair in text.split(";") if pair.strip()]
        return {name.strip(): value.strip() for name, _sign, value in pairs} if all(p[1] for p in pairs) else text
