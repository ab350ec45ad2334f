"""What stands, is permitted, planned or proposed on a community's land: for telling what is new since another time."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.engine.sources import source_table
from landuse.engine.village_land import seasonal_land
from landuse.model.scenario import Scenario
from landuse.model.study import Study

MARK = 12
"""Signs of the digest that tells whether something is as it was."""


@dataclass(frozen=True, slots=True)
class OnLand:
    """One source that touches a community's land.

    Parameters
    ----------
    id : str
        ``LAYER/KEY``, or ``proposal/PART``.
    mark : str
        Changes when its type, state, years or place change.
    years : tuple of int or None
        First year, and first year without it; None where that is not stated.
    """

    id: str
    title: str | None
    type: str
    band: str
    years: tuple[int | None, int | None]
    mark: str


def on_land(study: Study, scenario: Scenario, village: str) -> list[OnLand] | None:
    """Return the sources whose geometry touches any seasonal land of a community; None where no land is loaded."""
    key = "land of all seasons", village
    land: BaseGeometry | None = study.kept.always.once(key, lambda: _land(study, village))
    if land is None:
        return None
    there = study.kept.always.once(("sources on land", village), lambda: tuple(_existing(study, land)))
    return [*there, *_proposed(scenario, land)]


def _land(study: Study, village: str) -> BaseGeometry | None:
    shapes = [shape for (of, _season), ground in seasonal_land(study).items() if of == village for shape, _q in ground]
    if not shapes:
        return None
    land = shapely.union_all(shapes)
    shapely.prepare(land)
    return land


def _existing(study: Study, land: BaseGeometry) -> Iterator[OnLand]:
    for layer in study.layers.values():
        table = source_table(layer, study.catalogue) if layer.loaded else None
        if table is None or table.empty:
            continue
        for row in table[shapely.intersects(land, table["geometry"].to_numpy())].to_dict("records"):
            began = row["felled"] if pd.isna(row["start"]) else row["start"]
            years = _year(began), _year(row["end"])
            yield _one(f"{layer.id}/{row['key']}", row["name"], row["type"], row["band"], years, row["geometry"])


def _proposed(scenario: Scenario, land: BaseGeometry) -> Iterator[OnLand]:
    for part in scenario.establishments:
        if shapely.intersects(land, part.geometry):
            years: tuple[int | None, int | None] = part.years or (None, None)
            yield _one(f"proposal/{part.id}", part.name, part.type, part.status, years, part.geometry)


def _one(
    name: str, title: object, kind: str, band: str, years: tuple[int | None, int | None], shape: BaseGeometry
) -> OnLand:  # fmt: skip
    said = repr((kind, str(band), years)).encode() + shapely.to_wkb(shape)
    mark = hashlib.sha256(said).hexdigest()[:MARK]
    return OnLand(name, title if isinstance(title, str) and title else None, kind, str(band), years, mark)


def _year(value: object) -> int | None:
    """Return a year of a table, where nothing is stored as NaN."""
    number = float(str(value)) if value is not None and value is not pd.NA else math.nan
    return int(number) if math.isfinite(number) else None


def marks(found: list[OnLand]) -> dict[str, str]:
    """Return id → mark, as it is kept until the next time."""
    return {each.id: each.mark for each in found}


def news(found: list[OnLand], before: Mapping[str, str]) -> tuple[list[OnLand], list[OnLand], list[str]]:
    """Return what is new, what has changed, and the ids of what is gone, since the marks were kept.

    Examples
    --------
    >>> wind = OnLand("vbk/1", None, "wind_farm", "planned", (2030, None), "b")
    >>> news([wind], {"vbk/1": "a", "vbk/2": "c"}) == ([], [wind], ["vbk/2"])
    True
    """
    there = marks(found)
    return (
        [each for each in found if each.id not in before],
        [each for each in found if each.id in before and before[each.id] != each.mark],
        sorted(set(before) - set(there)),
    )
