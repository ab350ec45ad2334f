"""A scenario is the same in every format: write → read → equal, and the digest knows only the proposal."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landuse.errors import OutputError, ScenarioError
from landuse.io.hidden_signs import has_hidden_signs
from landuse.io.scenario import read_scenario, read_scenario_bytes, scenario_from_document, write_scenario
from landuse.model.catalogue import Band, Catalogue
from landuse.model.scenario import Establishment, Scenario

FORMATS = ("yaml", "yml", "geojson", "json", "gpkg")

words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(
    lambda text: not has_hidden_signs(text)
)
names = words.map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(bool)
east = st.floats(320_000, 470_000).map(lambda value: round(value, 3))
north = st.floats(8_050_000, 8_170_000).map(lambda value: round(value, 3))
positions = st.tuples(east, north)
lines = st.lists(positions, min_size=2, max_size=5, unique=True).map(shapely.LineString)
points = st.lists(positions, min_size=1, max_size=5).map(shapely.MultiPoint)
boxes = st.tuples(positions, st.floats(1, 5000), st.booleans()).map(
    lambda drawn: shapely.box(*drawn[0], drawn[0][0] + drawn[1], drawn[0][1] + drawn[1] / 2, ccw=drawn[2])
)
years = st.none() | st.tuples(st.integers(1900, 2000), st.integers(2001, 2200))
shapes = {"wind_farm": points, "railway": lines, "quarry": boxes}
parameters = {
    "wind_farm": st.fixed_dictionaries({}, optional={"turbines": st.integers(1, 2000), "height_m": st.floats(1, 400)}),
    "railway": st.fixed_dictionaries({"fenced": st.sampled_from(("yes", "no")), "opened": st.integers(1900, 2200)}),
    "quarry": st.just({}),
}


@st.composite
def establishments(draw: st.DrawFn, part_id: str, hosts: list[str]) -> Establishment:
    kind = draw(st.sampled_from(sorted(shapes)))
    part_of = draw(st.none() | st.sampled_from(hosts)) if hosts else None
    return Establishment(
        id=part_id,
        type=kind,
        name=draw(st.none() | names),
        status=draw(st.sampled_from((Band.BUILT, Band.PERMITTED, Band.PLANNED, Band.PROPOSED))),
        phase=draw(st.sampled_from(("construction", "operation"))),
        years=draw(years),
        construction_years=draw(years),
        geometry=draw(shapes[kind]),
        parameters=draw(parameters[kind]),
        part_of=part_of,
        works=draw(st.sampled_from(("access", "internal"))) if part_of else "access",
        position_error_m=draw(st.floats(0, 10_000)),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    ids = draw(st.lists(names, max_size=4, unique=True))
    parts = [draw(establishments(part_id, ids[:n])) for n, part_id in enumerate(ids)]
    keys = st.builds("{}/{}".format, st.from_regex(r"[a-z]{1,8}", fullmatch=True), names)
    return Scenario.of(
        draw(names),
        "exempellandet",
        draw(st.integers(1900, 2200)),
        parts,
        without=draw(st.lists(keys, max_size=3)),
        alternative=None if parts else "zero",
    )


@pytest.mark.parametrize("suffix", ["yaml", "geojson", "gpkg"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_write_then_read_gives_the_same(suffix: str, scenario: Scenario, catalogue: Catalogue) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"scenario.{suffix}"
        write_scenario(scenario, path)
        again = read_scenario(path, catalogue)
        assert read_scenario_bytes(path.read_bytes(), f"../{path.name}", catalogue) == again
        assert [item.name for item in path.parent.iterdir()] == [path.name]
    assert again.document == scenario.document
    assert again.digest == scenario.digest
    assert again.establishments == scenario.establishments


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_the_document_is_a_scenario(scenario: Scenario, catalogue: Catalogue) -> None:
    assert scenario_from_document(json.loads(json.dumps(scenario.document)), catalogue).digest == scenario.digest


def read_text(text: str, catalogue: Catalogue, name: str = "park.yaml") -> Scenario:
    return read_scenario_bytes(text.encode(), name, catalogue)


def test_key_order_defaults_and_parts_of_a_multi_do_not_change_the_digest(park: str, catalogue: Catalogue) -> None:
    first = read_text(park, catalogue)
    head, body = park.split("establishments:\n")
    parts = body.split("  road:\n")
    road, tail = parts[1].split("without:")
    turned = f"without:{tail}establishments:\n  road:\n{road}{parts[0]}{head}"
    assert read_text(turned, catalogue) == first
    assert read_text(park.replace("    status: proposed\n    phase: operation\n", ""), catalogue) == first
    assert read_text(park.replace("crs: EPSG:3006\n", ""), catalogue) == first
    drawn = "LineString, coordinates: [[374500, 8108000], [375100, 8108300]]"
    multi = park.replace(drawn, "MultiLineString, coordinates: [[[374500.0004, 8108000, 12], [375100, 8108300, 13]]]")
    assert read_text(multi, catalogue) == first
    assert read_text(park.replace("2035", "2036"), catalogue).digest != first.digest
    assert read_text(park.replace("Exempelberget", "Berget"), catalogue).digest != first.digest


def test_defaults_are_filled_in(park: str, catalogue: Catalogue) -> None:
    text = park.replace("type: road_forest", "type: railway")
    road = read_text(text, catalogue).document["establishments"]["road"]
    assert road["parameters"] == {"fenced": "unknown", "opened": 2030}
    assert (road["status"], road["phase"], road["works"], road["position_error_m"]) == (
        "proposed",
        "operation",
        "access",
        0,
    )


@pytest.mark.parametrize(
    ("old", "new", "year"),
    [
        ("", "", 2030),
        ("phase: operation\n    years: [2030, 2065]", "phase: construction", 2028),
        ("    years: [2030, 2065]\n    construction_years: [2028, 2030]\n", "", 2025),
        ("    works: access", "    years: [2026, 2090]", 2030),
        ("    part_of: park\n    works: access", "    years: [2026, 2090]", 2026),
    ],
)
def test_default_year(old: str, new: str, year: int, park: str, catalogue: Catalogue) -> None:
    assert read_text(park.replace("year: 2035\n", "").replace(old, new), catalogue).year == year


def test_a_zero_alternative(catalogue: Catalogue) -> None:
    zero = read_text("title: Nollalternativ\narea: exempellandet\nalternative: zero\nwithout: [vbk/1]\n", catalogue)
    assert (zero.year, zero.alternative, zero.establishments, zero.without) == (2025, "zero", (), ("vbk/1",))


def test_other_reference_systems(park: str, catalogue: Catalogue) -> None:
    first = read_text(park, catalogue)
    moved = gpd.GeoSeries([part.geometry for part in first.establishments], crs=3006)
    for code in (4326, 3857, 3010):
        here = moved.to_crs(code)
        text = park.replace("EPSG:3006", f"EPSG:{code}")
        for geometry in here:
            kind, xy = geometry.geom_type, shapely.get_coordinates(geometry).tolist()
            text = text.replace(
                f"{kind}, coordinates: [[374500, 8108000], [375100, 8108300]]", f"{kind}, coordinates: {xy}"
            )
        assert read_text(text, catalogue).digest == first.digest


def test_outside_the_area_warns(park: str, catalogue: Catalogue) -> None:
    out = read_text(park.replace("[374500, 8108000]", "[310000, 8108000]"), catalogue)
    assert len(out.warnings) == 2
    assert "outside the area exempellandet" in out.warnings[0]


def test_a_file_beside_the_scenario(tmp_path: Path, park: str, catalogue: Catalogue) -> None:
    road = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.LineString([(374500, 8108000), (375100, 8108300)])], crs=3006)
    line = "{type: LineString, coordinates: [[374500, 8108000], [375100, 8108300]]}"
    (tmp_path / "sub").mkdir()
    road.to_file(tmp_path / "road.gpkg", layer="road", engine="pyogrio")
    road.to_crs(4326).to_file(tmp_path / "sub" / "road.geojson", engine="pyogrio", COORDINATE_PRECISION=12)
    road.to_file(tmp_path / "road.shp", engine="pyogrio")
    road.to_file(tmp_path / "road.fgb", engine="pyogrio")
    road.to_parquet(tmp_path / "road.parquet")
    path, digest = tmp_path / "park.yaml", read_text(park, catalogue).digest
    names = ("road.gpkg, layer: road", "road.gpkg", "sub/road.geojson", "road.shp", "road.fgb", "road.parquet")
    for name in names:
        geometry = f"{{file: {name}}}"
        path.write_text(park.replace(line, geometry), encoding="utf-8")
        assert read_scenario(path, catalogue).digest == digest


FILES = {
    "{file: ../road.gpkg}": "'../road.gpkg'",
    "{file: /tmp/road.gpkg}": "'/tmp/road.gpkg'",
    "{file: 'C:\\road.gpkg'}": "'C:",
    "{file: link/road.gpkg}": "leads out",
    "{file: out.gpkg}": "leads out",
    "{file: none.gpkg}": "no such file",
    "{file: road.vrt}": "road.vrt",
    "{file: fake.gpkg}": "something else",
    "{file: cut.gpkg}": "",
    "{file: nocrs.shp}": "no reference system",
    "{file: empty.gpkg}": "0 features",
    "{file: mixed.geojson}": "LineString, Point",
    "{file: open.geojson}": "open ring",
    "{file: two.gpkg}": "2 layers",
    "{file: two.gpkg, layer: c}": "no layer 'c'",
    "{file: two.gpkg, lager: a}": "unknown key",
    "{layer: a}": "nothing",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that no geometry can be taken from."""
    outside, here = tmp_path_factory.mktemp("outside"), tmp_path_factory.mktemp("here")
    road = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.LineString([(374500, 8108000), (375100, 8108300)])], crs=3006)
    road.to_file(outside / "road.gpkg", engine="pyogrio")
    (here / "link").symlink_to(outside, target_is_directory=True)
    (here / "out.gpkg").symlink_to(outside / "road.gpkg")
    (here / "fake.gpkg").write_text("<OGRVRTDataSource/>")
    (here / "cut.gpkg").write_bytes((outside / "road.gpkg").read_bytes()[:5000])
    with pytest.warns(UserWarning, match="crs"):
        road.set_crs(None, allow_override=True).to_file(here / "nocrs.shp", engine="pyogrio")
    road.iloc[:0].to_file(here / "empty.gpkg", engine="pyogrio")
    for layer in "ab":
        road.to_file(here / "two.gpkg", layer=layer, engine="pyogrio")
    point = {"type": "Point", "coordinates": [11.1, 73.1]}
    line = {"type": "LineString", "coordinates": [[11.1, 73.1], [11.2, 73.1]]}
    ring = {"type": "Polygon", "coordinates": [[[11.1, 73.1], [11.2, 73.1], [11.2, 73.2], [11.1, 73.2]]]}
    for name, shapes_ in (("mixed", [point, line]), ("open", [ring])):
        features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes_]
        (here / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return here


@pytest.mark.parametrize("geometry", FILES)
def test_files_that_give_no_geometry(geometry: str, folder: Path, park: str, catalogue: Catalogue) -> None:
    path = folder / "park.yaml"
    path.write_text(park.replace("{type: LineString, coordinates: [[374500, 8108000], [375100, 8108300]]}", geometry))
    with pytest.raises(ScenarioError) as error:
        read_scenario(path, catalogue)
    assert FILES[geometry] in error.value.problems[0].found
    assert len(error.value.problems) == 1, str(error.value)


def test_an_upload_names_no_files(park: str, catalogue: Catalogue) -> None:
    text = park.replace("{type: LineString, coordinates: [[374500, 8108000], [375100, 8108300]]}", "{file: road.gpkg}")
    with pytest.raises(ScenarioError, match="no file lies beside it"):
        read_text(text, catalogue)


def test_drawn_in_a_gis_with_columns_of_text(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "drawn.gpkg"
    table = pd.DataFrame({"Title": ["Drawn"], "area": ["exempellandet"], "year": ["2035"], "without": ["vbk/1; vbk/2"]})
    pyogrio.write_dataframe(table, path, layer="landuse", driver="GPKG")
    columns = {"id": [1, 2], "type": ["wind_farm", "wind_farm"], "years": ["2030–2065", None], "phase": ["", None],
               "parameters": ["turbines=3; height_m=200", '{"turbines": "4"}'], "comment": [None, None]}  # fmt: skip
    parks = gpd.GeoDataFrame(columns, geometry=shapely.points([(374500, 8108000, 5), (375100, 8108300, 5)]), crs=3006)
    parks.to_file(path, layer="parks", engine="pyogrio", append=True)
    roads = gpd.GeoDataFrame({"ID": ["road"], "Type": ["road_forest"], "part_of": ["1"]}, crs=3006,
                             geometry=[shapely.LineString([(374500, 8108000), (375100, 8108300)])])  # fmt: skip
    roads.to_crs(4326).to_file(path, layer="roads", engine="pyogrio", append=True)
    scenario = read_scenario(path, catalogue)
    assert (scenario.title, scenario.year, scenario.without) == ("Drawn", 2035, ("vbk/1", "vbk/2"))
    assert [part.id for part in scenario.establishments] == ["1", "2", "road"]
    assert scenario.part("1").years == (2030, 2065)
    assert scenario.part("1").parameters == {"turbines": 3, "height_m": 200.0}
    assert scenario.part("2").parameters == {"turbines": 4}
    assert scenario.host(scenario.part("road")).id == "1"


def test_a_geopackage_is_lenient_about_columns_not_about_meaning(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "drawn.gpkg"
    columns = {"id": ["a", "a", None], "type": ["windfarm", "quarry", "quarry"], "years": ["2030 to 2065", None, None],
               "remark": ["x", None, None], "parameters": ["turbines: 3", None, "size=2"]}  # fmt: skip
    bow = shapely.Polygon([(374500, 8108000), (375500, 8109000), (375500, 8108000), (374500, 8109000)])
    parks = gpd.GeoDataFrame(columns, geometry=[shapely.Point(374500, 8108000), bow, None], crs=3006)
    parks.to_file(path, layer="parks", engine="pyogrio")
    with pytest.raises(ScenarioError) as error:
        read_scenario(path, catalogue)
    places = {problem.where.removeprefix("drawn.gpkg: ") for problem in error.value.problems}
    assert places == {
        "landuse", "title", "area", "parks.3.id", "establishments.a", "parks.1.type", "parks.1.years", "parks.1.remark",
        "parks.1.parameters", "parks.2.geometry", "parks.3.parameters.size", "parks.3.geometry",
    }  # fmt: skip


def test_a_stated_crs_in_geojson(park: str, catalogue: Catalogue) -> None:
    points = {"type": "MultiPoint", "coordinates": [[374500, 8108000], [375100, 8108300]]}
    content = {
        "type": "FeatureCollection", "title": "T", "area": "exempellandet", "year": "2035",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
        "features": [{"type": "Feature", "id": 7, "properties": {"type": "wind_farm"}, "geometry": points}],
    }  # fmt: skip
    scenario = read_text(json.dumps(content), catalogue, "t.geojson")
    assert scenario.part("7").geometry.equals(shapely.MultiPoint([(374500, 8108000), (375100, 8108300)]))
    for crs, found in ((None, "nothing"), ("EPSG:1", "EPSG:1"), ({"type": "link"}, "link")):
        with pytest.raises(ScenarioError, match=found) as error:
            read_text(json.dumps(content | {"crs": crs}), catalogue, "t.geojson")
        assert [problem.where for problem in error.value.problems] == ["t.geojson: crs"]
    del content["crs"]
    with pytest.raises(ScenarioError, match="would fit in EPSG:3006"):
        read_text(json.dumps(content), catalogue, "t.geojson")


def test_nothing_is_half_written(tmp_path: Path, park: str, catalogue: Catalogue) -> None:
    scenario = read_text(park, catalogue)
    with pytest.raises(OutputError, match="folder that can be written"):
        write_scenario(scenario, tmp_path / "none" / "park.yaml")
    with pytest.raises(OutputError, match="yaml"):
        write_scenario(scenario, tmp_path / "park.shp")
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_when_writing_fails(
    tmp_path: Path, park: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "park.gpkg"
    write_scenario(read_text(park, catalogue), path)
    before = path.read_bytes()

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(OutputError, match="No space"):
        write_scenario(read_text(park, catalogue), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["park.gpkg"]
