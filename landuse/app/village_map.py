"""The map of a community's page: its land, its routes, the proposal and the impact, to look at and not to draw on."""

from __future__ import annotations

import json
from typing import Any

from landuse.app import state
from landuse.app.map_data import View, map_data
from landuse.app.map_files import JSON
from landuse.app.messages import SEEN, heard
from landuse.app.route_data import routes_data
from landuse.app.server.session_files import keep
from landuse.calculation.village_sources import OnLand, marks
from landuse.io.clock import today
from landuse.render.pointed import Pointed, bounds_of
from landuse.render.village_brief import Village
from landuse.render.village_deck import outline, season_land, village_deck

MARKED, DROPPED, ON_MAP = "marked as seen", "seen forgotten", ("seen", "impact")


def village_map_data(view: View, village: Village | None, name: str, season: str, number: int) -> dict[str, Any]:
    """Return the data of the map component.

    Parameters
    ----------
    number : int
        Of the last message that was handled.
    """
    data = map_data(view, number)
    routes = village.routes if village is not None else ()
    shown = {"rev": 0, "features": {"type": "FeatureCollection", "features": []}, "active": None, "tool_type": None}
    deck = village_deck(view.study, name, season, view.work.scenario)
    return data | {
        "drawing": shown, "deck": deck, "draft": None, "undo": False, "redo": False, "only_shown": True,
        "fly": _there(view, name, season), "routes": routes_data(view.study, routes, closed=True),
    }  # fmt: skip


def _there(view: View, name: str, season: str) -> dict[str, Any] | None:
    """Return where to look: the community's area, once for each community and season that is chosen."""
    land = outline(view.study, name) or season_land(view.study, name, season)
    if land is None:
        return None
    before = state.get("village seen on the map") or (None, 0)
    asked = view.study.area.id, name
    number = before[1] if before[0] == asked else before[1] + 1
    state.put("village seen on the map", (asked, number))
    return {"n": number, "bounds": bounds_of(Pointed(name, land))}


def seen_data(area: str, name: str, found: list[OnLand] | None) -> dict[str, Any] | None:
    """Return under which key this browser keeps what was seen of a community, and where it fetches what is there now.

    Nothing of it is kept on the server: what a community looked at is its own.
    """
    if found is None:
        return None
    key = of(area, name)
    now = {"of": key, "date": today().isoformat(), "marks": marks(found)}
    address = keep(json.dumps(now, ensure_ascii=False).encode(), "seen.json", JSON)
    return {"key": key, "now": address, "mark": state.get(MARKED, 0), "forget": state.get(DROPPED, 0)}


def of(area: str, name: str) -> str:
    """Return under which name a browser keeps what was seen."""
    return f"landuse seen {area} {name}"


def last_seen(area: str, name: str) -> tuple[str, dict[str, str]] | None:
    """Return the day and the marks that this browser kept; None if it kept none."""
    told = state.get(SEEN)
    if told is None or told[0] != of(area, name):
        return None
    return str(told[1]), dict(told[2])


def mark_seen() -> None:
    """Have the browser keep what is there now."""
    state.put(MARKED, state.get(MARKED, 0) + 1)


def forget_seen() -> None:
    """Have the browser forget it."""
    state.put(DROPPED, state.get(DROPPED, 0) + 1)
    state.put(SEEN, None)


def only_shown(messages: list[dict[str, Any]]) -> None:
    """Do what a map may ask that is only looked at."""
    heard([message for message in messages if message.get("kind") in ON_MAP])
