"""What crosses a migration route, and the state that crossing and free width leave it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from landuse.model.catalogue import BarrierPermeability, FreeWidth

State = Literal["cut", "weakened", "clear", "unknown"]
Known = Literal["yes", "no", "unknown"]
_RANK: dict[State, int] = {"clear": 0, "weakened": 1, "unknown": 2, "cut": 3}
_OTHER_WAY = {"low": "high", "likely": "likely", "high": "low"}

DRIVEN = "flyttled, herd driven on land"
ROAMING = "flyttled, free roaming (strövning)"
PASSAGE = "svår passage on land"
LINE_ONLY = "route drawn as a line only"
BUILT = {
    "overpass": "planned crossing of road or railway: overpass",
    "underpass": "planned crossing: underpass",
    "opening": "opening in fence or gate",
}
"""Contexts of ``free_width.csv``."""

_FENCED_PASSAGE, _FENCED_ALONE = "fenced, passage on the route", "fenced, no passage"
_UNFENCED, _FENCE_UNKNOWN = "unfenced", "fence unknown"
_GATE, _ICE, _OPEN_WATER = "gate on the route", "natural ice in season", "open water in season"
"""Conditions of ``barrier_permeability.csv`` (the beginning is enough)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a barrier where a route meets it.

    Parameters
    ----------
    fenced, gate : {"yes", "no", "unknown"}
        Whether it is fenced; whether a fence has a gate on the route.
    passage : {"on", "near", "none"}
        A passage on the route, one within the distance that the table names, or none known.
    ice : bool
        True in the part of the year in which waters are taken to be frozen.
    """

    fenced: Known = "unknown"
    gate: Known = "unknown"
    passage: Literal["on", "near", "none"] = "none"
    ice: bool = False


@dataclass(frozen=True, slots=True)
class Crossing:
    """A barrier across a route.

    Parameters
    ----------
    barrier : str
        Kind of barrier, as in ``barrier_permeability.csv``.
    source : str
        Owner of the barrier: a part of the proposal, or a layer.
    state : str
        What the barrier alone leaves of the route.
    share : float or None
        Share of a driven herd that passes, 0–1; None = not known.
    condition, mark : str
        Row of the table, and what it rests on; "" where the table has none.
    """

    barrier: str
    source: str
    state: State
    share: float | None
    condition: str = ""
    mark: str = ""


def worst(states: Iterable[State]) -> State:
    """Return the state of a chain of stretches: cut before unknown before weakened before clear.

    Examples
    --------
    >>> worst(["clear", "weakened"]), worst(["unknown", "weakened"]), worst(["unknown", "cut"]), worst([])
    ('weakened', 'unknown', 'cut', 'clear')
    """
    return max(states, key=_RANK.__getitem__, default="clear")


def crossing(
    rows: Sequence[BarrierPermeability], barrier: str, source: str, facts: Facts, level: str
) -> Crossing:  # fmt: skip
    """Return what a barrier leaves of a route that crosses it; unknown where the table says nothing.

    Parameters
    ----------
    rows : sequence of BarrierPermeability
        The whole table.
    level : {"low", "likely", "high"}
        Level of the profile: a high effect goes with the low share that passes.
    """
    own = [row for row in rows if row.barrier == barrier]
    row = _row(own, facts)
    if row is None:
        shut = any(one.condition.startswith(_GATE) for one in own) and facts.gate == "no"
        return Crossing(barrier, source, "cut" if shut else "unknown", 0.0 if shut else None)
    share = None if row.driven is None else row.driven.at(_OTHER_WAY[level])
    return Crossing(barrier, source, row.state or "unknown", share, row.condition, row.mark)


def _row(rows: Sequence[BarrierPermeability], facts: Facts) -> BarrierPermeability | None:
    """Return the row whose condition holds; None where the facts or the table are missing."""

    def that(beginning: str) -> BarrierPermeability | None:
        return next((row for row in rows if row.condition.startswith(beginning)), None)

    if that(_GATE):
        return that(_GATE) if facts.gate == "yes" else None
    if that(_OPEN_WATER):
        return that(_ICE if facts.ice else _OPEN_WATER)
    if len(rows) == 1:
        return rows[0]
    if facts.fenced == "yes":
        return {"on": that(_FENCED_PASSAGE), "near": None, "none": that(_FENCED_ALONE)}[facts.passage]
    return that(_UNFENCED if facts.fenced == "no" else _FENCE_UNKNOWN)


def width_state(width_m: float | None, context: str, widths: Sequence[FreeWidth], level: str) -> State:
    """Return the state that a free width leaves; unknown without a width or a row of the table.

    Examples
    --------
    >>> from landuse.model.catalogue import Range
    >>> row = FreeWidth(context=DRIVEN, how_measured="", cut_below_m=100, mark="assumption",
    ...                 weakened_below_m=Range(low=300, likely=1000, high=3000))
    >>> [width_state(width, DRIVEN, [row], "low") for width in (99, 100, 300, None)]
    ['cut', 'weakened', 'clear', 'unknown']
    """
    row = width_row(context, widths)
    if width_m is None or row is None or row.cut_below_m is None or row.weakened_below_m is None:
        return "unknown"
    if width_m < row.cut_below_m:
        return "cut"
    return "weakened" if width_m < row.weakened_below_m.at(level) else "clear"


def width_row(context: str, widths: Sequence[FreeWidth]) -> FreeWidth | None:
    """Return the row of ``free_width.csv`` for a context, None if there is none."""
    return next((row for row in widths if row.context == context), None)
