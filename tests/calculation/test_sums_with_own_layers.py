"""A receptor whose own features are sources too: they do not press upon themselves, and the sums still agree."""

from __future__ import annotations

import pytest

from landuse import assess
from tests.properties import worlds

TOWN = worlds.box(200, 200, 400, 400)


def _result(kind: str = "pad") -> dict[str, object]:
    study = worlds.study(
        {
            "tatort": worlds.frame([{"key": "T", "geometry": TOWN, "population": 1600}]),
            "ren_arstidsland": worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}}),
        }
    )
    part = worlds.establishment("p", kind, worlds.box(300, 300, 100, 100))
    return dict(assess(study, worlds.scenario(part)).document)


def test_a_town_takes_nothing_from_its_own_people() -> None:
    row = next(row for row in _result()["losses"] if row["receptor"] == "dwellings")  # type: ignore[attr-defined]
    assert row["available"] == pytest.approx(1600)
    assert row["baseline"] == {"built": 0.0, "with_permitted": 0.0, "with_planned": 0.0, "upper": 0.0}


def test_a_town_presses_on_the_land_of_others() -> None:
    row = next(r for r in _result()["losses"] if r["receptor"] == "winter_land" and r["season"] == "vinter")  # type: ignore[attr-defined]
    assert row["baseline"]["built"] > 16.0


def test_ground_taken_in_a_town_belongs_to_the_part_that_takes_it() -> None:
    document = _result()
    row = next(row for row in document["losses"] if row["receptor"] == "dwellings")  # type: ignore[attr-defined]
    shares = [r for r in document["contributions"] if r["receptor"] == "dwellings"]  # type: ignore[attr-defined]
    assert row["taken"] == pytest.approx(100.0)
    assert sum(r["added"] for r in shares) == pytest.approx(row["added"]["value"], rel=1e-9)
    ground = [r for r in shares if r["pressure"] == "land_take"]
    assert [r["part"] for r in ground] == ["p"]
    assert ground[0]["added"] > 0.0
