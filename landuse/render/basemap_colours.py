"""Colours of the program's own background, on a light and on a dark page: calm, so that what lies above it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class BaseColours:
    """Colours as CSS writes them."""

    land: str
    water: str
    shore: str
    country: str
    municipality: str
    road_major: str
    road: str
    road_edge: str
    railway: str
    place: str
    water_text: str
    area_text: str
    halo: str


COLOURS: dict[Theme, BaseColours] = {
    "light": BaseColours(
        land="#f8f7f3", water="#d2e0e9", shore="#b4c8d5", country="#8f8797", municipality="#b3adba",
        road_major="#e3c9a4", road="#d9d4c8", road_edge="#ffffff", railway="#8d8d8d", place="#33373d",
        water_text="#4f7288", area_text="#77707f", halo="#fbfaf7",
    ),
    "dark": BaseColours(
        land="#24282d", water="#122231", shore="#35526a", country="#8a8296", municipality="#585361",
        road_major="#6d5f48", road="#474a4f", road_edge="#24282d", railway="#6b7078", place="#d6d9de",
        water_text="#86a6bb", area_text="#9a93a5", halo="#1a1d21",
    ),
}  # fmt: skip
