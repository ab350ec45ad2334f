"""Edits from buttons and fields: each is a callback that leaves a new state of the work, or a noted problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from landuse.app import current, state
from landuse.app.messages import ACTIVE, NEW, TOOL, new_part
from landuse.app.pointing import fly_to_parts
from landuse.app.work import NewPart, Work
from landuse.errors import LanduseError
from landuse.language import _
from landuse.model.scenario import Scenario


def change(make: Callable[[Work], Work], heading: str) -> bool:
    """Make a change; note what is wrong with it. Tell whether it was made."""
    state.forget_problems()
    try:
        state.put_work(make(current.work()))
    except LanduseError as error:
        state.note_problems(heading, error.problems)
        return False
    return True


def open_scenario(scenario: Scenario) -> None:
    """Put another scenario in the place of the one that is worked on; undo brings that back."""
    state.use_language()
    change(lambda work: work.opened(scenario), _("The scenario could not be opened"))
    state.put(ACTIVE, None)
    state.put(NEW, None)
    for choice in ("year", "place"):
        state.put(choice, None)
    fly_to_parts(scenario)


def set_value(part: str, name: str, widget: str) -> None:
    """Take over what a field of a part holds."""
    state.use_language()
    value = state.widget(widget)
    change(lambda work: work.with_values(part, {name: value if value != "" else None}), _("A value does not fit"))


def set_parameter(part: str, name: str, widget: str) -> None:
    """Take over what the field of a parameter holds."""
    state.use_language()
    value = state.widget(widget)

    def made(work: Work) -> Work:
        there = dict(work.scenario.part(part).parameters)
        return work.with_values(part, {"parameters": there | {name: value}})

    change(made, _("A value does not fit"))


def set_pair(part: str, name: str, widgets: tuple[str, str]) -> None:
    """Take over two whole numbers when both are there, or none."""
    state.use_language()
    first, last = (state.widget(widget) for widget in widgets)
    if (first is None) != (last is None):
        return
    pair = None if first is None else [int(first), int(last)]
    change(lambda work: work.with_values(part, {name: pair}), _("A value does not fit"))


def set_title(widget: str) -> None:
    """Take over the title."""
    state.use_language()
    title = str(state.widget(widget, ""))
    change(lambda work: work.with_title(title), _("The title does not fit"))


def set_answer_by(widget: str) -> None:
    """Take over the day on which an answer is asked for."""
    state.use_language()
    day = state.widget(widget)
    change(lambda work: work.with_answer_by(None if day is None else day.isoformat()), _("A value does not fit"))


def set_host(part: str, widget: str) -> None:
    """Take over which part a part belongs to."""
    state.use_language()
    host = state.widget(widget) or None
    change(
        lambda work: work.with_values(part, {"part_of": host, "works": "access" if host else None}),
        _("A value does not fit"),
    )


def remove_part(part: str) -> None:
    """Take a part away."""
    state.use_language()
    change(lambda work: work.without_part(part), _("The part could not be removed"))
    state.put(NEW, NewPart(new_part().type))


def draw_next(new: NewPart, tool: str | None) -> None:
    """Say what the next thing drawn becomes, and with which tool."""
    state.put(NEW, new)
    state.put(TOOL, tool)


def undo() -> None:
    """Take the last change back."""
    state.use_language()
    change(lambda work: work.undo(), "")


def redo() -> None:
    """Make the change again that was taken back."""
    state.use_language()
    change(lambda work: work.redo(), "")


def set_geometry(part: str, made: Callable[[], Any]) -> None:
    """Give a part the geometry that a table describes."""
    state.use_language()
    change(lambda work: work.with_geometry(part, made()), _("The coordinates cannot be used; nothing was changed"))
