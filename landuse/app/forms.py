"""Fields made from what a disturbance type declares: title, unit, range, default and help; each edit counts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from landuse.app import changes, state
from landuse.app.drawing import simple_kind
from landuse.app.part_titles import part_titles
from landuse.app.safe import plain
from landuse.app.work import Work, fitting_types
from landuse.language import _
from landuse.model.catalogue import DisturbanceType, Parameter
from landuse.model.scenario import Establishment
from landuse.render.words import band_word, phase_word, said, title

N = TypeVar("N", int, float)
YEARS, WEEKS = (1900, 2200), (1, 53)
STATUSES = ("proposed", "planned", "permitted", "built")
COLUMNS = 3


def part_form(work: Work, part: Establishment) -> None:
    """Show a part's name, type, phase, years and parameters; each change is taken over at once."""
    kind = work.catalogue.types[part.type]
    columns = st.columns(COLUMNS)
    with columns[0]:
        _text(part)
    with columns[1]:
        _type(work, part)
    with columns[2]:
        _choice(part, "status", _("Status"), list(STATUSES), str(part.status), band_word)
    columns = st.columns(COLUMNS)
    with columns[0]:
        _choice(part, "phase", _("Phase"), list(kind.phases), part.phase, phase_word)
    with columns[1]:
        _host(work, part)
    with columns[2]:
        if part.part_of is not None:
            _choice(part, "works", _("How it belongs"), ["access", "internal"], part.works, works_word)
    six = st.columns(6)
    _interval(part, "years", _years_of(_("Operation")), six[:2], YEARS)
    _interval(part, "construction_years", _years_of(_("Construction")), six[2:4], YEARS)
    weeks = _("Construction from week"), _("Construction to week")
    _interval(part, "construction_weeks", weeks, six[4:], WEEKS)
    _parameters(part, kind)


def works_word(works: str) -> str:
    """Return how a part belongs to its host."""
    return {"access": _("works outside (counted in full)"), "internal": _("inside (held by the host's evidence)")}[
        works
    ]


def _parameters(part: Establishment, kind: DisturbanceType) -> None:
    columns = st.columns(COLUMNS)
    for place, declared in enumerate(kind.parameters):
        with columns[place % COLUMNS]:
            parameter_field(part, declared)


def parameter_field(part: Establishment, declared: Parameter) -> None:
    """Show the field of a declared parameter; empty = not stated."""
    label = title(declared.title) + (f" ({declared.unit})" if declared.unit else "")
    key = _key(part, declared.id)
    stated = part.parameters.get(declared.id, declared.default)
    shared: dict[str, Any] = {
        "key": key, "help": said(declared.help) if declared.help else None,
        "on_change": changes.set_parameter, "args": (part.id, declared.id, key),
    }  # fmt: skip
    if declared.kind == "choice":
        options = list(declared.choices)
        state.control(key, stated if stated in options else options[0])
        st.selectbox(label, options, format_func=_choice_word, **shared)
        return
    whole = declared.kind in ("integer", "year")
    number: Callable[[Any], float | int] = int if whole else float
    state.control(key, None if stated is None else number(stated))
    st.number_input(
        label, min_value=_maybe(number, declared.minimum), max_value=_maybe(number, declared.maximum),
        value=None, step=number(1), format="%d" if whole else "%g", placeholder=_("not stated"), **shared,
    )  # fmt: skip


def _text(part: Establishment) -> None:
    key = _key(part, "name")
    state.control(key, part.name or "")
    st.text_input(
        _("Name"), key=key, max_chars=120, placeholder=part.id, on_change=changes.set_value, args=(part.id, "name", key)
    )


def _type(work: Work, part: Establishment) -> None:
    kinds = {each.id: each for each in fitting_types(simple_kind(part.geometry), work.catalogue)}
    kinds.setdefault(part.type, work.catalogue.types[part.type])
    _choice(part, "type", _("Type"), list(kinds), part.type, lambda name: title(kinds[name].title))


def _host(work: Work, part: Establishment) -> None:
    names = part_titles(work.scenario, work.catalogue)
    hosts = ["", *(each.id for each in work.scenario.establishments if work.scenario.host(each).id != part.id)]
    key = _key(part, "host")
    state.control(key, part.part_of if part.part_of in hosts else "")
    st.selectbox(
        _("Belongs to"), hosts, format_func=lambda name: plain(names[name])[:60] if name else _("nothing"), key=key,
        on_change=changes.set_host, args=(part.id, key),
    )  # fmt: skip


def _choice(
    part: Establishment, name: str, label: str, options: list[str], value: str, word: Callable[[str], str]
) -> None:  # fmt: skip
    key = _key(part, name)
    state.control(key, value)
    st.selectbox(label, options, format_func=word, key=key, on_change=changes.set_value, args=(part.id, name, key))


def _interval(part: Establishment, field: str, labels: tuple[str, str], columns: Any, span: tuple[int, int]) -> None:
    """Show two whole numbers that belong together; they are taken over when both are there, or none."""
    stated = getattr(part, field) or (None, None)
    keys = _key(part, field, "from"), _key(part, field, "to")
    both = all(state.widget(key) is None for key in keys) or stated != (None, None)
    for column, key, text, value in zip(columns, keys, labels, stated, strict=True):
        # One of two is kept in its field until the other is there.
        if both:
            state.control(key, value)
        with column:
            st.number_input(
                text, *span, value=None, step=1, key=key, placeholder=_("not stated"), format="%d",
                on_change=changes.set_pair, args=(part.id, field, keys),
            )  # fmt: skip


def _years_of(phase: str) -> tuple[str, str]:
    return _("{phase}: first year").format(phase=phase), _("{phase}: first year after").format(phase=phase)


def _maybe(kind: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else kind(value)


def _choice_word(choice: str) -> str:
    return {"yes": _("yes"), "no": _("no"), "unknown": _("unknown")}.get(choice, choice)


def _key(part: Establishment, *names: str) -> str:
    return ".".join([state.key("part"), part.id, part.type, *names])
