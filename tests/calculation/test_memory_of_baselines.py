"""A baseline that is kept is used again only for the same sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from landuse import assess
from landuse.model.catalogue import Band
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from tests.properties import worlds


class Kept:
    """A memory that counts what it gives back."""

    def __init__(self) -> None:
        self.arrays: dict[str, Mapping[str, Any]] = {}
        self.given = 0

    def get(self, key: str) -> Mapping[str, Any] | None:
        self.given += key in self.arrays
        return self.arrays.get(key)

    def put(self, key: str, arrays: Mapping[str, Any]) -> None:
        self.arrays[key] = arrays


def _study(**layers: Any) -> Study:
    base = {
        "ren_arstidsland": worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}}),
        "reservat": worlds.frame([{"key": "N", "geometry": worlds.box(100, 100, 500, 500)}]),
        "myr": worlds.frame([{"key": "M", "geometry": worlds.box(0, 0, 600, 600)}]),
    }
    return worlds.study({**base, **layers})


ROADS = worlds.frame(
    [
        {"key": "old", "geometry": worlds.line((0, 300), (1200, 300)), "to_year": 2030},
        {"key": "new", "geometry": worlds.line((300, 0), (300, 600)), "from_year": 2030},
    ]
)
PIT = worlds.box(500, 500, 200, 200)


def _with(**changes: Any) -> Scenario:
    return worlds.scenario(worlds.establishment("p", "pit", PIT, **changes))


def _internal(works: str) -> Scenario:
    host = worlds.establishment("h", "wind", worlds.point(550, 550), status=Band.BUILT)
    road = worlds.establishment("r", "road", worlds.line((500, 500), (600, 600)), status=Band.BUILT)
    return worlds.scenario(host, road.model_copy(update={"part_of": "h", "works": works}))


TWO_CASES = {
    "another year of the same road layer": ((worlds.scenario(), 2029), (worlds.scenario(), 2031)),
    "a part that is built, then permitted": (
        (_with(status=Band.BUILT), None),
        (_with(status=Band.PERMITTED), None),
    ),
    "internal works, then access works": ((_internal("internal"), None), (_internal("access"), None)),
    "a larger position error": (
        (_with(status=Band.BUILT), None),
        (_with(status=Band.BUILT, position_error_m=900.0), None),
    ),
}


@pytest.mark.parametrize("pair", TWO_CASES.values(), ids=list(TWO_CASES))
def test_what_was_kept_for_one_case_is_not_given_to_another(pair: Any) -> None:
    memory = Kept()
    study = _study(vag=ROADS)
    for scenario, year in pair:
        fresh = assess(study, scenario, year=year).document
        kept = assess(replace(study, memory=memory), scenario, year=year).document
        assert kept["losses"] == fresh["losses"]
        assert kept["contributions"] == fresh["contributions"]


def test_the_age_of_a_felling_is_part_of_what_is_kept() -> None:
    felled = (("f", 200, 1990), ("g", 700, None))
    felling = worlds.frame(
        [{"key": key, "geometry": worlds.box(x, 200, 400, 400), "felling_year": year} for key, x, year in felled]
    )
    memory, study = Kept(), _study(avverkat=felling)
    for year in (2030, 2050, 2060):
        fresh = assess(study, worlds.scenario(), year=year).losses
        assert assess(replace(study, memory=memory), worlds.scenario(), year=year).losses == fresh


def test_the_same_case_is_computed_once_and_stays_the_same_bit_for_bit() -> None:
    memory = Kept()
    study = replace(_study(vag=ROADS), memory=memory)
    part = worlds.scenario(worlds.establishment("p", "pit", PIT))
    first = assess(study, part).document
    kept, memory.given = len(memory.arrays), 0
    second = assess(study, part).document
    assert kept > 0
    assert memory.given == kept
    assert len(memory.arrays) == kept
    for name in ("losses", "contributions", "checks"):
        assert first[name] == second[name]
