"""Every way in which a scenario file can be wrong has its message; a right file has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landuse.errors import Problem

Read = Callable[..., list[Problem]]

# (text to replace in the park, replacement, end of where, part of found, part of expected, part of to do)
CASES = {
    "unknown type": ("type: wind_farm", "type: windfarm", "park.type", "windfarm", "wind_farm", "choose"),
    "Swedish title as type": (
        "type: wind_farm",
        "type: Vindkraftpark",
        "park.type",
        "Vindkraftpark",
        "wind_farm",
        "choose",
    ),
    "no type": ("    type: wind_farm\n", "", "park.type", "nothing", "a text", "add type"),
    "misspelt key": ("    status:", "    statuss:", "park.statuss", "unknown key", "status", "spelling"),
    "misspelt top key": ("title:", "titel:", ": titel", "unknown key", "title", "spelling"),
    "unknown area": (
        "area: exempellandet",
        "area: exempelandet",
        ": area",
        "exempelandet",
        "exempellandet",
        "norrbotten",
    ),
    "no area": ("area: exempellandet\n", "", ": area", "nothing", "a text", "add area"),
    "number for a title": ("title: Vindkraft Exempelberget", "title: 2035", ": title", "2035", "a text", "quotes"),
    "text for a year": ("year: 2035", "year: soon", ": year", "'soon'", "from 1800 to 2300", "without unit"),
    "quoted year": ("year: 2035", 'year: "2035"', ": year", "'2035'", "a number", "remove the quotes"),
    "yes for a year": ("year: 2035", "year: true", ": year", "True", "a number", "write a number"),
    "year of a date": ("year: 2035", "year: 2035-01-01", ": year", "2035", "a number", "write a number"),
    "half a year": ("year: 2035", "year: 2035.5", ": year", "2035.5", "whole number", "round"),
    "far year": ("year: 2035", "year: 20350", ": year", "20350", "2300", "in the range"),
    "text for a number": (
        "turbines: 2",
        "turbines: two",
        "parameters.turbines",
        "'two'",
        "from 1 to 2000",
        "without unit",
    ),
    "decimal comma": ("turbines: 2", 'height_m: "200,5"', "parameters.height_m", "200,5", "number", "decimal point"),
    "no as a number": ("turbines: 2", "turbines: no", "parameters.turbines", "'no'", "number", "write a number"),
    "number out of range": ("turbines: 2", "turbines: 0", "parameters.turbines", "0", "from 1 to 2000", "in the range"),
    "nan parameter": ("turbines: 2", "height_m: .nan", "parameters.height_m", "nan", "number", "leave it out"),
    "infinite parameter": ("turbines: 2", "height_m: .inf", "parameters.height_m", "inf", "number", "leave it out"),
    "huge integer": ("turbines: 2", "turbines: " + "9" * 400, "parameters.turbines", "999", "number", "write a number"),
    "unknown parameter": ("turbines: 2", "turbine: 2", "parameters.turbine", "no parameter", "turbines", "spelling"),
    "parameters as a list": (
        "{turbines: 2}",
        "[turbines]",
        "park.parameters",
        "turbines",
        "names and values",
        "for example",
    ),
    "unknown status": ("status: proposed", "status: refused", "park.status", "refused", "built, permitted", "choose"),
    "on as a phase": ("phase: operation", "phase: on", "park.phase", "'on'", "construction, operation", "choose"),
    "true as a phase": ("phase: operation", "phase: true", "park.phase", "True", "construction, operation", "quotes"),
    "years reversed": (
        "years: [2030, 2065]",
        "years: [2065, 2030]",
        "park.years",
        "2065",
        "rising",
        "first year first",
    ),
    "equal years": ("years: [2030, 2065]", "years: [2030, 2030]", "park.years", "2030", "rising", "first year first"),
    "one year": ("years: [2030, 2065]", "years: [2030]", "park.years", "[2030]", "two rising years", "for example"),
    "years as text": (
        "years: [2030, 2065]",
        "years: 2030-2065",
        "park.years",
        "2030-2065",
        "two rising",
        "for example",
    ),
    "unknown host": ("part_of: park", "part_of: prak", "road.part_of", "prak", "park", "name an establishment"),
    "own host": ("part_of: park", "part_of: road", "road.part_of", "road → road", "ends", "leave part_of out"),
    "internal alone": (
        "    part_of: park\n    works: access",
        "    works: internal",
        "road.works",
        "internal",
        "part_of",
        "belongs",
    ),
    "unknown works": ("works: access", "works: inside", "road.works", "inside", "access, internal", "choose"),
    "without no slash": ("[vbk/2506-V-003-001]", "[vbk]", "without.0", "vbk", "LAYER/KEY", "a slash"),
    "without as text": ("[vbk/2506-V-003-001]", "vbk/2506-V-003-001", ": without", "vbk", "a list", "for example"),
    "without a number": ("[vbk/2506-V-003-001]", "[12]", "without.0", "12", "LAYER/KEY", "a slash"),
    "unknown alternative": ("year: 2035", "alternative: noll", ": alternative", "noll", "zero", "choose"),
    "zero with parts": ("year: 2035", "alternative: zero", ": establishments", "2 establishments", "none", "remove"),
    "unknown crs": ("EPSG:3006", "EPSG:999999", ": crs", "999999", "EPSG:3006", "EPSG code"),
    "crs in words": ("EPSG:3006", "sweref", ": crs", "sweref", "EPSG:3006", "EPSG code"),
    "height system": ("EPSG:3006", "EPSG:5613", ": crs", "5613", "EPSG:3006", "EPSG code"),
    "reference": (
        "{turbines: 2}",
        "&a {turbines: *a}",
        "parameters.turbines",
        "reference",
        "plain",
        "write the value out",
    ),
    "park is a list": (
        "establishments:\n",
        "establishments: [1]\nx:\n",
        ": establishments",
        "[1]",
        "an id for each",
        "indented",
    ),
}

POINTS = "{type: MultiPoint, coordinates: [[374500, 8108000], [375100, 8108300]]}"
LINE = "{type: LineString, coordinates: [[374500, 8108000], [375100, 8108300]]}"
GEOMETRY = {
    "no geometry": ("", "geometry", "nothing", "a geometry", "for example"),
    "unknown kind": (
        "{type: Multipoints, coordinates: [[374500, 8108000]]}",
        "type",
        "Multipoints",
        "MultiPoint",
        "kind",
    ),
    "collection": ("{type: GeometryCollection, geometries: []}", "type", "GeometryCollection", "MultiPoint", "split"),
    "unknown member": (
        "{type: Point, cordinates: [1, 2], coordinates: [1, 2]}",
        "cordinates",
        "unknown key",
        "coordinates",
        "spelling",
    ),
    "no coordinates": ("{type: MultiPoint}", "coordinates", "nothing", "a list", "[[x, y]"),
    "text coordinate": (
        '{type: MultiPoint, coordinates: [["374500", 8108000]]}',
        "coordinates.0",
        "'374500'",
        "number",
        "without quotes",
    ),
    "comma coordinate": (
        "{type: MultiPoint, coordinates: [[374500,5, 8108000,3, 1]]}",
        "coordinates.0",
        "374500",
        "position",
        "two numbers",
    ),
    "nan coordinate": (
        "{type: MultiPoint, coordinates: [[.nan, 8108000]]}",
        "coordinates.0",
        "nan",
        "finite",
        "measure",
    ),
    "one number": ("{type: Point, coordinates: [374500]}", "coordinates", "[374500]", "position", "two numbers"),
    "empty": ("{type: MultiPoint, coordinates: []}", "coordinates", "empty geometry", "coordinates", "draw it"),
    "wrong kind": (
        "{type: Polygon, coordinates: [[[374500, 8108000], [375500, 8108000], [375500, 8109000], [374500, 8108000]]]}",
        "geometry",
        "Polygon",
        "Point, LineString",
        "draw wind_farm as",
    ),
    "swapped": (
        "{type: MultiPoint, coordinates: [[8108000, 374500]]}",
        "geometry",
        "1 of 1",
        "exempellandet",
        "swapped",
    ),
    "degrees": ("{type: MultiPoint, coordinates: [[11.15, 73.03]]}", "geometry", "1 of 1", "E 300000", "EPSG:4326"),
    "degrees swapped": (
        "{type: MultiPoint, coordinates: [[73.03, 11.15]]}",
        "geometry",
        "73.03",
        "E 300000",
        "axes swapped",
    ),
    "other area": (
        "{type: MultiPoint, coordinates: [[700000, 7400000]]}",
        "geometry",
        "700000, 7400000",
        "E 300000",
        "norrbotten",
    ),
    "outside": (
        "{type: MultiPoint, coordinates: [[374500, 8108000], [290000, 8108000]]}",
        "geometry",
        "1 of 2",
        "E 300000",
        "check",
    ),
    "far away": ("{type: MultiPoint, coordinates: [[1.0e+300, 0]]}", "coordinates.0", "1e+300", "coordinate", "again"),
}


def only(found: list[Problem]) -> Problem:
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def test_the_park_is_right(problems: Read, park: str) -> None:
    assert problems(park) == []


@pytest.mark.parametrize("name", CASES)
def test_wrong_values(name: str, problems: Read, park: str) -> None:
    old, new, where, found, expected, todo = CASES[name]
    assert old in park
    matching = [item for item in problems(park.replace(old, new, 1)) if item.where.endswith(where)]
    problem = only(matching)
    assert problem.where.startswith("park.yaml")
    assert found in problem.found
    assert expected in problem.expected
    assert todo in problem.todo


@pytest.mark.parametrize("name", GEOMETRY)
def test_wrong_geometry(name: str, problems: Read, park: str) -> None:
    geometry, where, found, expected, todo = GEOMETRY[name]
    problem = only(problems(park.replace(POINTS, geometry)))
    assert problem.where.startswith("park.yaml: establishments.park.geometry")
    assert problem.where.endswith(where)
    assert found in problem.found
    assert expected in problem.expected
    assert todo in problem.todo


RINGS = {
    "open ring": ("[[374500, 8108000], [375500, 8108000], [375500, 8109000], [374500, 8109000]]", "open ring"),
    "three positions": ("[[374500, 8108000], [375500, 8108000], [374500, 8108000]]", "3 positions"),
    "bow tie": (
        "[[374500, 8108000], [375500, 8109000], [375500, 8108000], [374500, 8109000], [374500, 8108000]]",
        "Self-intersection[375000 8108500]",
    ),
    "no area": ("[[374500, 8108000], [374500, 8108000], [374500, 8108000], [374500, 8108000]]", "Too few points"),
    "under a millimetre": (
        "[[374500, 8108000], [374500.0001, 8108000], [374500, 8108000.0001], [374500, 8108000]]",
        "Too few points",
    ),
}


@pytest.mark.parametrize("name", RINGS)
def test_wrong_polygons(name: str, problems: Read, park: str) -> None:
    ring, found = RINGS[name]
    text = park.replace("type: road_forest", "type: quarry").replace(LINE, f"{{type: Polygon, coordinates: [{ring}]}}")
    assert found in only(problems(text)).found


def test_a_point_cannot_stand_for_a_polygon(problems: Read, park: str) -> None:
    text = park.replace("type: road_forest", "type: test_range").replace(
        LINE, "{type: Point, coordinates: [374500, 8108000]}"
    )
    problem = only(problems(text))
    assert (problem.found, problem.expected) == ("Point", "Polygon")


def test_a_phase_that_the_type_has_not(problems: Read, park: str) -> None:
    text = park.replace("type: wind_farm", "type: exploration_drilling").replace("{turbines: 2}", "{}")
    problem = only(problems(text))
    assert problem.where.endswith("park.phase")
    assert problem.expected == "construction"


def test_latitude_and_longitude_swapped(problems: Read, park: str) -> None:
    text = park.replace("EPSG:3006", "EPSG:4326").replace(
        "[374500, 8108000], [375100, 8108300]", "[73.03, 11.15], [73.04, 11.16]"
    )
    found = problems(text)
    assert len(found) == 2
    assert all("latitude and longitude are swapped" in item.todo for item in found)


def test_all_problems_at_once(problems: Read, park: str) -> None:
    text = park.replace("wind_farm", "windfarm").replace("proposed", "maybe").replace("[374500, 8108000]", "[.inf, 0]")
    text = text.replace("year: 2035", "year: x").replace("exempellandet", "x").replace("part_of: park", "part_of: pork")
    ends = {item.where.removeprefix("park.yaml: ") for item in problems(text)}
    assert ends >= {
        "area",
        "year",
        "establishments.park.type",
        "establishments.park.status",
        "establishments.road.part_of",
    }


def test_many_bad_positions_are_counted_not_listed(problems: Read, park: str) -> None:
    positions = ", ".join(["[x, 1]"] * 50)
    found = problems(park.replace("[374500, 8108000], [375100, 8108300]", positions, 1))
    assert len(found) == 4
    assert found[-1].found.startswith("47 ")


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"", "park.yaml", "empty file"),
        (b"  \n", "park.yaml", "empty file"),
        (b"# nothing here\n", "park.yaml", "empty file"),
        (b"title: \x00", "park.yaml", "binary"),
        (b"SQLite format 3\x00", "park.yaml", "binary"),
        ("title: å".encode("cp1252"), "park.yaml", "UTF-8"),
        ("title: å".encode("utf-16"), "park.yaml", "UTF-16"),
        (b"title: [", "park.yaml", "line 1"),
        (b"a: 1\n  b: 2", "park.yaml", "line 2"),
        (b"a: 1\n---\nb: 2", "park.yaml", "document"),
        (b"[1, 2]", "park.yaml", "[1, 2]"),
        (b"title: !!python/object:os.system x", "park.yaml", "constructor"),
        (b"[" * 5000, "park.yaml", "RecursionError"),
        (b"x" * 25_000_001, "park.yaml", "25 MB"),
        (b"x" * 3_000_001, "park.yaml", "3.0 MB of YAML"),
        (b"x", "park.shp", ".shp"),
        (b"x", "park", "no extension"),
        (b"x", "park.gpkg", "something else"),
        (b"x", "park.xlsx", "something else"),
        (b"{", "park.geojson", "line 1"),
        (b"[" * 100_000, "park.geojson", "RecursionError"),
        (b'{"type": "Feature"}', "park.geojson", "'Feature'"),
        (b'{"type": "FeatureCollection"}', "park.geojson", "nothing"),
    ],
)
def test_files_that_are_none(content: bytes, name: str, found: str, problems: Read) -> None:
    assert any(found in item.found for item in problems(content, name)), [str(item) for item in problems(content, name)]


def test_duplicate_keys_are_all_named(problems: Read, park: str) -> None:
    text = park.replace("year: 2035", "year: 2035\nyear: 2036").replace(
        "    works: access", "    works: access\n    works: internal"
    )
    found = [item for item in problems(text) if "twice" in item.found]
    assert [item.where for item in found] == ["park.yaml: year", "park.yaml: works"]


def test_no_establishments(problems: Read) -> None:
    problem = only(problems("title: t\narea: exempellandet\n"))
    assert "alternative: zero" in problem.todo


def test_no_such_file(catalogue: object, tmp_path: object) -> None:
    from pathlib import Path

    from landuse.errors import ScenarioError
    from landuse.io.scenario import read_scenario

    for path, found in ((Path(str(tmp_path)) / "none.yaml", "no such file"), (Path(str(tmp_path)), "no extension")):
        with pytest.raises(ScenarioError, match=found):
            read_scenario(path, catalogue)  # type: ignore[arg-type]
