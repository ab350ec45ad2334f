"""What a hand does on the map: a wind farm drawn, then moved a little, again and again; as messages of the map."""

from __future__ import annotations

import copy
import random
from typing import Any

from bench.browser import Browser, Run

ACROSS, SPREAD = 0.004, 0.25
"""How far a move leads, degrees; how far from the middle of the area a first drawing lies, share of its extent."""


class Hand:
    """One user's drawing on one map.

    Parameters
    ----------
    browser : Browser
        With the page Analys open.
    seed : int
        Another seed, other moves.
    """

    def __init__(self, browser: Browser, seed: int) -> None:
        self.browser = browser
        self._random = random.Random(seed)
        self._number = 0
        self.map = next(name for name, data in browser.maps.items() if "drawing" in data)

    async def edit(self) -> Run:
        """Move what is drawn, or draw a first area."""
        features = copy.deepcopy(self._shown()["drawing"]["features"])
        step = [self._random.uniform(-ACROSS, ACROSS) for _ in range(2)]
        if features["features"]:
            feature = self._random.choice(features["features"])
            feature["geometry"]["coordinates"] = _moved(feature["geometry"]["coordinates"], step)
        else:
            features["features"] = [self._first(step)]
        self._number += 1
        return await self.browser.say(self.map, [{"n": self._number, "kind": "drawing", "features": features}])

    @property
    def heard(self) -> bool:
        """True if the server has handled the last message, and shows what was drawn."""
        shown = self._shown()
        return bool(shown["heard"] == self._number and shown["drawing"]["features"]["features"])

    def _shown(self) -> dict[str, Any]:
        return self.browser.maps[self.map]

    def _first(self, step: list[float]) -> dict[str, Any]:
        west, south, east, north = self._shown()["area"]["bounds"]
        x = (west + east) / 2 + step[0] + (east - west) * self._random.uniform(-SPREAD, SPREAD)
        y, half = (south + north) / 2 + step[1] + (north - south) * self._random.uniform(-SPREAD, SPREAD), 0.02
        ring = [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
        return {
            "type": "Feature",
            "id": None,
            "properties": {"tool": "polygon"},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }


def _moved(coordinates: Any, step: list[float]) -> Any:
    if isinstance(coordinates[0], int | float):
        return [round(value + by, 7) for value, by in zip(coordinates, step, strict=False)]
    return [_moved(each, step) for each in coordinates]
