"""What the map says: each message becomes a new state of the session; it comes from a browser, nothing is trusted."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from landuse.app import cache, current, state
from landuse.app.drawing import simple_kind
from landuse.app.work import NewPart, Work
from landuse.errors import LanduseError
from landuse.io.scenario import scenario_from_document
from landuse.language import _

SHOWN = ("added", "before", "after")
NAMES, ACTIVE, NEW, TOOL = "names of the map", "active part", "new part", "tool"
PLACE, HITS, FORGOTTEN, VIEW = "place", "hits", "forgotten draft", "result view"
SEEN = "seen before"
MOST_NAMES, MOST_HITS, MOST_SEEN, MOST_MARK = 500, 12, 50_000, 64
Message = Mapping[str, Any]


def heard(messages: list[dict[str, Any]]) -> None:
    """Do what the messages ask, in their order; what cannot be done is noted and the map is told what stands."""
    state.use_language()
    state.forget_problems()
    for message in messages:
        do = _KINDS.get(str(message.get("kind")))
        if do is None:
            continue
        try:
            do(message)
        except LanduseError as error:
            state.note_problems(_("The drawing could not be used; the proposal is as before"), error.problems)
            state.put_work(current.work().refused())


def new_part() -> NewPart:
    """Return what the next thing drawn becomes."""
    found = state.get(NEW)
    return found if isinstance(found, NewPart) else NewPart(type="wind_farm")


def active(work: Work) -> str | None:
    """Return the part that is chosen, if it is still there."""
    part = state.get(ACTIVE)
    return part if part in {each.id for each in work.scenario.establishments} else None


def choose_part(part: str | None) -> None:
    """Make a part the chosen one; more points drawn are then its own."""
    state.put(ACTIVE, part)


def _drawing(message: Message) -> None:
    work = current.work()
    features = [each for each in _features(message) if isinstance(each, Mapping)]
    names = dict(state.get(NAMES, {}))
    after, became = work.with_drawing(features, new_part(), names)
    state.put(NAMES, dict([*(names | became).items()][-MOST_NAMES:]))
    state.put_work(after)
    if became:
        made = [*became.values()][-1]
        choose_part(made)
        # Turbines are drawn one by one: what follows belongs to the same part until the user says otherwise.
        more = simple_kind(after.scenario.part(made).geometry) == "Point"
        state.put(NEW, NewPart(new_part().type, into=made if more else None))
        state.put(TOOL, None)


def _features(message: Message) -> list[Any]:
    collection = message.get("features")
    found = collection.get("features") if isinstance(collection, Mapping) else collection
    if not isinstance(found, list):
        raise LanduseError(())
    return found


def undo(_message: Message | None = None) -> None:
    """Take the last change back."""
    state.put_work(current.work().undo())


def redo(_message: Message | None = None) -> None:
    """Make the change again that was taken back."""
    state.put_work(current.work().redo())


def _place(message: Message) -> None:
    place = _finite(message.get("e")), _finite(message.get("n_m"))
    if place[0] is None or place[1] is None:
        return
    ask_here((place[0], place[1]), message.get("hits"))


def ask_here(place: tuple[float, float], hits: object = None) -> None:
    """Ask why a place (SWEREF 99 TM) is as it is: the answer is shown beside the map."""
    state.put(PLACE, (round(place[0], 1), round(place[1], 1)))
    found = hits if isinstance(hits, list) else []
    pairs = [(str(hit.get("layer")), str(hit.get("key"))) for hit in found if isinstance(hit, Mapping)]
    state.put(HITS, tuple(dict.fromkeys(pairs))[:MOST_HITS])
    state.decide(VIEW, "here")


def _finite(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _part(message: Message) -> None:
    part = message.get("id")
    choose_part(part if isinstance(part, str) else None)


def _impact(message: Message) -> None:
    shown, compare = message.get("shown"), message.get("compare")
    state.put("show", shown if shown in SHOWN else "added")
    state.put("compare", compare if compare in SHOWN and compare != shown else None)


def _draft(message: Message) -> None:
    document = message.get("document")
    if isinstance(document, Mapping):
        scenario = scenario_from_document(document, cache.catalogue(), name=_("the draft"))
        state.put_work(current.work().opened(scenario))


def _forget(_message: Message) -> None:
    state.put(FORGOTTEN, current.work().scenario.digest)


def _seen(message: Message) -> None:
    last = message.get("last")
    marks = last.get("marks") if isinstance(last, Mapping) else None
    if isinstance(last, Mapping) and isinstance(marks, Mapping):
        kept = {str(name)[:200]: str(mark)[:MOST_MARK] for name, mark in list(marks.items())[:MOST_SEEN]}
        state.put(SEEN, (str(last.get("of"))[:200], str(last.get("date"))[:10], kept))
    else:
        state.put(SEEN, None)


_KINDS: dict[str, Callable[[Message], None]] = {
    "drawing": _drawing, "undo": undo, "redo": redo, "place": _place, "part": _part, "impact": _impact,
    "draft": _draft, "forget": _forget,
    "seen": _seen,
}  # fmt: skip
