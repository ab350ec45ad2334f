"""What a file of the catalogue must not hold, each with the message that says where, what and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from landuse.errors import CatalogueError, Problem
from landuse.io.catalogue import check_catalogue, read_catalogue

Change = Callable[[str, str, str], list[Problem]]


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "found"),
    [
        ("layers.yaml", "    theme: reindeer\n", "    themes: reindeer\n", "layers.ren_sameby.themes",
         "an unknown key"),
        ("layers.yaml", "    theme: reindeer\n", "", "layers.ren_sameby.theme", "nothing"),
        ("layers.yaml", "\nlayers:\n", "\nmore: {}\nlayers:\n", "more", "an unknown key"),
        ("layers.yaml", "    theme: reindeer\n", "    theme: reindeer\n    theme: forest\n", "layers.yaml",
         "the key twice"),
        ("layers.yaml", "    theme: reindeer\n", "    theme: reindeer\n    law: [mb_3_1]\n", "ren_sameby.law",
         "mb_3_1"),
        ("layers.yaml", "roles: [zone]", "roles: [zones]", "layers.ren_sameby.roles", "'zones'"),
        ("layers.yaml", "stale_after_days: 1095", "stale_after_days: soon", "stale_after_days", "'soon'"),
        ("layers.yaml", "stale_after_days: 1095", "stale_after_days: \"1095\"", "stale_after_days", "'1095'"),
        ("layers.yaml", "se: johtolat", "se: johtolaht", "layers.ren_flyttled.title.se", "'johtolaht'"),
        ("layers.yaml", "  ren_sameby:\n", "  ren_sameby: [\n", "layers.yaml", "line"),
        ("disturbances.yaml", "likely: 0.8", "likely: .nan", "footprint_point.measure.likely", "nan"),
        ("disturbances.yaml", "likely: 0.8", "likely: 0,8", "disturbances.yaml", ""),
        ("disturbances.yaml", "likely: 0.8", "likely: '0,8'", "footprint_point.measure.likely", "'0,8'"),
        ("disturbances.yaml", "group_by: project", "group_by: projekt", "types.wind_farm.group_by", "'projekt'"),
        ("disturbances.yaml", "      turbines: {}", "      turbines: {maxi: 4}", "parameters.0.maxi",
         "an unknown key"),
        ("disturbances.yaml", "      turbines: {}", "      blades: {}", "parameters.0.title", "nothing"),
        ("profiles/low.yaml", "cutoff: 0.01", "cutoff: .inf", "cutoff", "inf"),
        ("profiles/low.yaml", "cutoff: 0.01", "cutoff: 2", "cutoff", "2"),
        ("profiles/low.yaml", "name: low", "name: lower", "name", "lower"),
        ("areas.yaml", "fictional: true", "fictional: yes", "areas.exempellandet.fictional", "'yes'"),
        ("areas.yaml", "fictional: true", "fictional: &a true\n    x: *a", "areas.yaml", ""),
        ("effects.csv", "type,pressure", "typ,pressure", "effects.csv", "column 'typ'"),
        ("effects.csv", "type,pressure", "typ,pressure", "effects.csv", "no column type"),
        ("effects.csv", ",0.3,0.75,0.9,", ",\"0,3\",0.75,0.9,", "line 3.intensity_low", "'0,3'"),
        ("effects.csv", ",0.3,0.75,0.9,", ",0,3,0.75,0.9,", "line 3", "19 cells"),
        ("effects.csv", ",0.3,0.75,0.9,", ",nan,0.75,0.9,", "line 3.intensity_low", "'nan'"),
        ("effects.csv", ",0.3,0.75,0.9,", ",1e999,0.75,0.9,", "line 3", "inf"),
        ("effects.csv", ",0.3,0.75,0.9,", ",,0.75,0.9,", "line 3.intensity.low", "nothing"),
        ("effects.csv", ",gaussian,", ",gauss,", "line 3.shape", "'gauss'"),
        ("sensitivity.csv", "calving_land,1,", "calving_land,1.5,", "line 2.land_take", "1.5"),
        ("sensitivity.csv", "winter_land,1,", "calving_land,1,", "sensitivity.csv", "calving_land"),
        ("statuses.csv", "vbk,Beviljat,permitted_final", "vbk,UPPFÖRT,permitted_final", "line 3", "vbk / uppfört"),
        ("statuses.csv", ",built,built,stands", ",built,standing,stands", "line 2.band", "'standing'"),
        ("asking_distances.csv", "ren_sameby,*,20000", "ren_sameby,*,never", "line 2.ask_m", "'never'"),
        ("glossary.csv", "reindeer herding,boazodoallu,verified", "reindeer herding,boazodoallu,sure", "status",
         "'sure'"),
        ("references.bib", "@article{Skarin2015,", "@article{Skarin2018,", "Skarin2018", "the key twice"),
        ("references.bib", "title = {dia}", "title = {dia", "references.bib", "an entry without end"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused(
    problems_after: Change, file: str, old: str, new: str, where: str, found: str
) -> None:
    problems = problems_after(file, old, new)
    hits = [p for p in problems if p.where.startswith(file) and where in p.where and found in p.found]
    assert hits, "\n".join(map(str, problems)) or "nothing was found wrong"
    assert all(problem.expected and problem.todo for problem in hits)


def test_every_problem_is_listed_at_once(copy: Path) -> None:
    for file, old, new in (
        ("effects.csv", ",gaussian,", ",gauss,"),
        ("layers.yaml", "theme: reindeer", "thema: reindeer"),
        ("areas.yaml", "outline_layer: lan", "outline_layer: land"),
        ("seasons.csv", "03-01", "03-05"),
    ):
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        read_catalogue(copy)
    files = {problem.where.split(" ")[0].split(":")[0] for problem in error.value.problems}
    assert files == {"effects.csv", "layers.yaml", "areas.yaml", "seasons.csv"}


def test_an_entry_that_cannot_be_used_is_not_called_missing(problems_after: Change) -> None:
    problems = problems_after("disturbances.yaml", "group_by: project", "group_by: projekt")
    assert len(problems) == 1
    assert re.fullmatch(r"disturbances.yaml line \d+: types.wind_farm.group_by", problems[0].where)


def test_bytes_that_are_no_text_are_refused(copy: Path) -> None:
    (copy / "layers.yaml").write_bytes("layers: {å: 1}".encode("latin-1"))
    (copy / "effects.csv").write_bytes("type,pressure\nå,1\n".encode("latin-1"))
    where = {problem.where for problem in check_catalogue(copy) if problem.expected == "UTF-8"}
    assert where == {"layers.yaml", "effects.csv"}
