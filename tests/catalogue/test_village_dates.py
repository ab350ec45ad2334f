"""A village's own dates of its seasons: in the catalogue, and in a file of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from landuse.errors import CatalogueError
from landuse.io.catalogue import read_catalogue
from landuse.io.village_dates import with_village_dates
from landuse.model.frozen import HERDING_SEASONS

HEAD = "village,id,start,end,mark\n"
EAST, WEST = "Skogsexempel östra", "Skogsexempel västra"


def _dates(village: str, catalogue: object = None) -> dict[str, tuple[str, str]]:
    seasons = (catalogue or read_catalogue()).seasons_of(village, "skog")  # type: ignore[attr-defined]
    return {season.id: (season.start, season.end) for season in seasons}


def test_a_village_has_its_own_dates_and_else_those_of_its_kind() -> None:
    own, kind = _dates(EAST), _dates(WEST)
    assert tuple(own) == tuple(kind) == HERDING_SEASONS
    assert own["vinter"] == ("12-16", "02-28")
    assert own["sommar"] == kind["sommar"]
    assert own["hostvinter"] != kind["hostvinter"]


def test_the_catalogue_may_do_without_the_file(copy: Path) -> None:
    (copy / "village_seasons.csv").unlink()
    assert _dates(EAST, read_catalogue(copy)) == _dates(WEST)


def test_a_file_of_the_users_own_takes_the_place(tmp_path: Path) -> None:
    catalogue, path = read_catalogue(), tmp_path / "village_seasons.csv"
    assert with_village_dates(catalogue, path) is catalogue
    path.write_text(
        HEAD + f"{WEST},varvinter,03-01,04-30,said in 2026\n{WEST},var,05-01,05-25,said\n", encoding="utf-8"
    )
    found = with_village_dates(catalogue, path)
    assert _dates(WEST, found)["varvinter"] == ("03-01", "04-30")
    assert _dates(EAST, found) == _dates(EAST)
    assert found.digest != catalogue.digest


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (f"{WEST},varvinter,03-01,04-30,x", "in two seasons"),
        (f"{WEST},varvinter,03-01,04-10,x", "in no season"),
        (f"{WEST},varvinter,03-01,04-31,x", "04-31"),
        ("Nobody,varvinter,03-01,04-20,x", "Nobody"),
        (f"{WEST},midvinter,03-01,04-20,x", "midvinter"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(row: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "village_seasons.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        with_village_dates(read_catalogue(), path)
    problems = [p for p in caught.value.problems if found in p.found]
    assert problems
    assert "line 2" in problems[0].where
    assert problems[0].expected
    assert problems[0].todo


def test_a_leap_day_belongs_to_a_season_that_ends_the_day_before() -> None:
    """28 February is how people write the end of winter: the shipped file does, and the year is still whole."""
    assert _dates(EAST)["vinter"][1] == "02-28"
    assert _dates(EAST)["varvinter"][0] == "03-01"
