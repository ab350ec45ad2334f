"""Fields made from what a disturbance type declares: title, unit, range, default and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from landuse.app import state
from landuse.app.safe import plain
from landuse.io.scenario import scenario_from_document
from landuse.language import _
from landuse.model.catalogue import Catalogue, DisturbanceType, Parameter
from landuse.model.scenario import Establishment, Scenario
from landuse.render.words import band_word, phase_word, said, title

N = TypeVar("N", int, float)
FIRST_YEAR, LAST_YEAR = 1900, 2200
INTERVALS = {"operation": "years", "construction": "construction_years"}
COLUMNS = 3


def part_form(scenario: Scenario, catalogue: Catalogue) -> None:
    """Show a form with every part's phase, years and parameters; keeps what is sent."""
    with st.form(key=f"parts.{scenario.digest}.{state.get('form', 0)}"):
        parts = sorted(scenario.establishments, key=lambda part: part.part_of is not None)
        changed = {part.id: _part_fields(part, catalogue.types[part.type]) for part in parts}
        if st.form_submit_button(_("Calculate with these values"), type="primary"):
            state.keep_edits(scenario.digest, changed)
            st.rerun()
    if state.edits(scenario.digest):
        st.button(_("Back to the values of the file"), on_click=state.forget_edits, args=(scenario.digest,))


def edited(scenario: Scenario, catalogue: Catalogue) -> Scenario:
    """Return a scenario with what the user changed, checked like a file.

    Raises
    ------
    ScenarioError
        If a value does not fit.
    """
    changes = state.edits(scenario.digest)
    if not changes:
        return scenario
    document = dict(scenario.document)
    document["establishments"] = {
        name: _entry(entry, changes.get(name, {})) for name, entry in document["establishments"].items()
    }
    return scenario_from_document(document, catalogue, name=scenario.title)


def _entry(entry: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in {**entry, **changes}.items() if value is not None}
    known["parameters"] = {name: value for name, value in known.get("parameters", {}).items() if value is not None}
    return known


def _part_fields(part: Establishment, kind: DisturbanceType) -> dict[str, Any]:
    st.markdown(f"**{plain(part.name or part.id)}** · {plain(said(kind.title))} · {band_word(part.status)}")
    if kind.note:
        st.caption(plain(said(kind.note)))
    edits = state.edits(state.get("base", "")).get(part.id, {})
    columns = st.columns(COLUMNS)
    with columns[0]:
        phase = st.selectbox(
            _("Phase"), kind.phases, index=_place(kind.phases, edits.get("phase", part.phase)), format_func=phase_word,
            key=_key(part, "phase"),
        )  # fmt: skip
    years = {
        field: _interval(part, field, label, edits, columns[place])
        for place, (field, label) in enumerate(
            (("years", _("Operation")), ("construction_years", _("Construction"))), start=1
        )
    }
    values = dict(part.parameters) | dict(edits.get("parameters", {}))
    fields = st.columns(COLUMNS)
    parameters = {}
    for place, declared in enumerate(kind.parameters):
        with fields[place % COLUMNS]:
            parameters[declared.id] = parameter_field(declared, values.get(declared.id), _key(part, declared.id))
    return {"phase": phase, **years, "parameters": parameters}


def _interval(part: Establishment, field: str, label: str, edits: Mapping[str, Any], column: Any) -> list[int] | None:
    stated = edits.get(field, getattr(part, field)) or (None, None)
    with column:
        first = _year(_("{phase}: first year").format(phase=label), stated[0], _key(part, field, "from"))
        last = _year(_("{phase}: first year after").format(phase=label), stated[1], _key(part, field, "to"))
    return None if first is None or last is None else [first, last]


def _year(label: str, value: int | None, key: str) -> int | None:
    chosen = st.number_input(
        label, FIRST_YEAR, LAST_YEAR, value=value, step=1, key=key, placeholder=_("not stated"), format="%d"
    )
    return None if chosen is None else int(chosen)


def parameter_field(declared: Parameter, value: Any, key: str) -> float | int | str | None:
    """Return what the user entered for a declared parameter; None = not stated."""
    label = title(declared.title) + (f" ({declared.unit})" if declared.unit else "")
    if declared.kind == "choice":
        options = list(declared.choices)
        stated = value if value in options else declared.default
        return st.selectbox(
            label, options, index=_place(options, stated), format_func=_choice_word, key=key, help=_help(declared)
        )
    stated = declared.default if value is None else value
    whole = declared.kind in ("integer", "year")
    return _whole_field(declared, stated, label, key) if whole else _number_field(declared, stated, label, key)


def _whole_field(declared: Parameter, value: Any, label: str, key: str) -> int | None:
    entered = st.number_input(
        label, min_value=_maybe(int, declared.minimum), max_value=_maybe(int, declared.maximum),
        value=_maybe(int, value), step=1, format="%d", key=key, help=_help(declared), placeholder=_("not stated"),
    )  # fmt: skip
    return _maybe(int, entered)


def _number_field(declared: Parameter, value: Any, label: str, key: str) -> float | None:
    entered = st.number_input(
        label, min_value=_maybe(float, declared.minimum), max_value=_maybe(float, declared.maximum),
        value=_maybe(float, value), step=1.0, format="%g", key=key, help=_help(declared), placeholder=_("not stated"),
    )  # fmt: skip
    return _maybe(float, entered)


def _maybe(kind: Callable[[Any], N], value: Any) -> N | None:
    return None if value is None else kind(value)


def _help(declared: Parameter) -> str | None:
    return said(declared.help) if declared.help else None


def _choice_word(choice: str) -> str:
    return {"yes": _("yes"), "no": _("no"), "unknown": _("unknown")}.get(choice, choice)


def _place(options: Any, value: Any) -> int:
    return list(options).index(value) if value in options else 0


def _key(part: Establishment, *names: str) -> str:
    return ".".join([state.key("part"), str(state.get("form", 0)), str(state.get("base", ""))[:12], part.id, *names])
