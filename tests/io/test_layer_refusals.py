"""Files that must not be read: each is refused with a message that says what stood there and what to do."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from landuse.errors import DecisionNeeded, LanduseError, LayerError
from landuse.io.layer_file import read_layer_file
from landuse.language import set_language
from landuse.model.catalogue import (
    Area,
    Attribute,
    Band,
    Catalogue,
    LayerSpec,
    SourceRule,
    Status,
    Text,
)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def spec(**changes: object) -> LayerSpec:
    text = Text(sv="x", en="x")
    values: dict[str, object] = {
        "id": "vbk",
        "title": text,
        "theme": "t",
        "roles": ("source",),
        "authority": "a",
        "geometry": ("Point", "Polygon"),
        "licence": "CC0",
        "update": "-",
        "why": text,
        "how_to_get": text,
        "mark": "V",
        "attributes": {"status": Attribute(aliases=("STATUSTEXT",))},
    }
    return LayerSpec.model_validate({**values, **changes})


def catalogue() -> Catalogue:
    text = Text(sv="x", en="x")
    area = Area(
        id="norrbotten",
        title=text,
        fictional=False,
        bounds=(516_800, 7_230_500, 920_900, 7_671_100),
        outline_layer="lan",
        reference_year=2026,
    )
    statuses = (
        Status(layer="vbk", value="Uppfört", status="built", band=Band.BUILT, note="", mark="V"),
        Status(layer="vbk", value="Beviljat", status="permitted_final", band=Band.PERMITTED, note="", mark="V"),
    )
    return Catalogue.model_construct(areas={"norrbotten": area}, statuses=statuses, types={}, communities=())


def points(xy: list[tuple[float, float]] | None = None, crs: int | None = 3006) -> gpd.GeoDataFrame:
    xy = xy or [(700_000, 7_400_000), (701_000, 7_401_000), (702_000, 7_402_000)]
    return gpd.GeoDataFrame({"id": range(len(xy)), "status": "Uppfört"}, geometry=shapely.points(xy), crs=crs)


def parquet(features: gpd.GeoDataFrame) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        features.to_parquet(folder / "a.parquet")
        return folder / "a.parquet"

    return write


def content(name: str, data: bytes | str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return folder / name

    return write


def geojson(geometry: object, **members: object) -> Callable[[Path], Path]:
    feature = {"type": "Feature", "properties": {"status": "Uppfört"}, "geometry": geometry}
    return content("a.geojson", json.dumps({"type": "FeatureCollection", **members, "features": [feature]}))


def cut(kind: str, share: float = 0.6) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / f"a.{kind}"
        many = points([(700_000 + i, 7_400_000 + i) for i in range(2_000)])
        many.to_parquet(path) if kind == "parquet" else many.to_file(path)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        return path

    return write


def shapefile_without(suffix: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        points().to_file(folder / "a.shp")
        (folder / f"a{suffix}").unlink()
        return folder / "a.shp"

    return write


def shapefile_with_other_table(folder: Path) -> Path:
    points().to_file(folder / "a.shp")
    points([(700_000, 7_400_000)]).to_file(folder / "b.shp")
    (folder / "a.dbf").write_bytes((folder / "b.dbf").read_bytes())
    return folder / "a.shp"


def zip_of(names: dict[str, bytes]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for name, data in names.items():
                archive.writestr(name, data)
        return folder / "a.zip"

    return write


def zip_with_bad_sum(folder: Path) -> Path:
    points().to_file(folder / "a.gpkg")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.write(folder / "a.gpkg", "a.gpkg")
    data = bytearray((folder / "a.zip").read_bytes())
    data[5_000] ^= 0xFF
    (folder / "a.zip").write_bytes(bytes(data))
    return folder / "a.zip"


def two_tables(folder: Path) -> Path:
    points().to_file(folder / "a.gpkg", layer="verk")
    points().to_file(folder / "a.gpkg", layer="omraden")
    return folder / "a.gpkg"


def gpkg_with_unknown_srs(folder: Path) -> Path:
    points().to_file(folder / "a.gpkg")
    with sqlite3.connect(folder / "a.gpkg") as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
        database.execute("UPDATE gpkg_contents SET srs_id = -1")
    database.close()
    return folder / "a.gpkg"


def table_without_geometry(folder: Path) -> Path:
    pd.DataFrame({"a": [1]}).to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


WORLD = shapely.box(-180, -90, 180, 90)
REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no file": (lambda folder: folder / "nothing.gpkg", "no such file"),
    "folder": (lambda folder: folder, "a folder"),
    "empty file": (content("a.gpkg", b""), "an empty file"),
    "other kind": (content("a.gml", "<gml/>"), "a kind of file that is not read"),
    "vrt in disguise": (content("a.geojson", "<OGRVRTDataSource/>"), "a kind of file that is not read"),
    "gdalg in disguise": (content("a.geojson", '{"type": "gdal_streamed_alg"}'), "a kind of file that is not read"),
    "part of a shapefile": (content("a.dbf", b"\x03abc"), "a part of a shapefile"),
    "no reference system": (parquet(points(crs=None)), "no reference system"),
    "undefined srs in gpkg": (gpkg_with_unknown_srs, "no reference system"),
    "unknown epsg": (
        geojson(
            {"type": "Point", "coordinates": [700000, 7400000]},
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}},
        ),
        "EPSG::99999",
    ),
    "crs null": (geojson({"type": "Point", "coordinates": [20, 66]}, crs=None), "no reference system"),
    "metres called degrees": (geojson({"type": "Point", "coordinates": [700000, 7400000]}), "no feature near Sweden"),
    "north before east": (parquet(points([(7_400_000, 700_000), (7_401_000, 701_000)])), "swapped axes"),
    "lat before lon": (parquet(points([(66.1, 20.2), (66.2, 20.3)], 4326)), "swapped axes"),
    "far away": (parquet(points([(0.0, 0.0), (1.0, 1.0)], 4326)), "no feature near Sweden"),
    "no features": (parquet(points().iloc[:0]), "0 features"),
    "no features in geojson": (content("a.geojson", '{"type": "FeatureCollection", "features": []}'), "0 features"),
    "no geometries": (parquet(points().set_geometry(gpd.GeoSeries([None] * 3, crs=3006))), "none with a geometry"),
    "nan": (parquet(points([(700_000, float("nan")), (701_000, 7_400_000)])), "no number"),
    "infinite": (parquet(points([(700_000, float("inf")), (701_000, 7_400_000)])), "no number"),
    "nan in json": (content("a.geojson", '{"type":"Point","coordinates":[NaN,66]}'), "NaN is no number"),
    "open ring": (geojson({"type": "Polygon", "coordinates": [[[20, 66], [21, 66], [21, 67], [20, 67]]]}), "closed"),
    "world": (parquet(gpd.GeoDataFrame({"status": ["x"]}, geometry=[WORLD], crs=4326)), "as large as the world"),
    "cut geojson": (content("a.geojson", '{"type": "FeatureCollection", "features": [{"type": "Fea'), "broken JSON"),
    "cut parquet": (cut("parquet"), "cannot be read"),
    "cut gpkg": (cut("gpkg"), "cannot be read"),
    "cut flatgeobuf": (cut("fgb"), "cannot be read"),
    "cut shapefile": (cut("shp"), "2000 shapes"),
    "no shx": (shapefile_without(".shx"), ".shx missing"),
    "no dbf": (shapefile_without(".dbf"), ".dbf missing"),
    "no prj": (shapefile_without(".prj"), "no reference system"),
    "other dbf": (shapefile_with_other_table, "3 shapes, 1 records"),
    "damaged zip": (zip_with_bad_sum, "damaged or locked zip"),
    "not a zip": (content("a.zip", b"PK\x03\x04nonsense"), "damaged zip"),
    "zip without data": (zip_of({"readme.txt": b"hello"}), "readme.txt"),
    "zip with two": (zip_of({"a.gpkg": b"x", "b.gpkg": b"x"}), "a.gpkg, b.gpkg"),
    "two tables": (two_tables, "omraden, verk"),
    "table only": (table_without_geometry, "cannot be read"),
    "list without places": (content("a.csv", "id;höjd\n1;200\n"), "key, height_m"),
    "list with words": (content("a.csv", "id;E;N\n1;abc;7400000\n"), "'abc'"),
    "list swapped": (content("a.csv", "id;E;N\n1;7400000;700000\n"), "swapped axes"),
    "list of nothing but a header": (content("a.csv", "id;E;N\n"), "0 features"),
    "list empty": (content("a.csv", "\n\n"), "no rows"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    write, message = REFUSED[name]
    with pytest.raises(LanduseError) as caught:
        read_layer_file(write(tmp_path), spec())
    assert message in str(caught.value)
    for problem in caught.value.problems:
        assert problem.where and problem.found and problem.expected and problem.todo


def test_a_missing_column_for_the_status_is_refused_naming_what_is_there(tmp_path: Path) -> None:
    path = parquet(points().rename(columns={"status": "tillstånd"}))(tmp_path)
    rule = SourceRule(type="wind_farm", status_attribute="status")
    needs = spec(source=rule, attributes={"status": Attribute(required=True)})
    with pytest.raises(LayerError, match="no column for status; the file has: id, tillstånd"):
        read_layer_file(path, needs)


def test_a_status_that_a_layer_can_do_without_is_said_to_be_missing(tmp_path: Path) -> None:
    path = parquet(points().drop(columns="status"))(tmp_path)
    rule = SourceRule(type="substation", status_attribute="status")
    notes = read_layer_file(path, spec(source=rule)).report.notes
    assert notes == ("no column for the status: every feature counts as built",)


def test_a_file_without_the_type_that_nothing_else_gives_is_refused(tmp_path: Path) -> None:
    rule = SourceRule(type_attribute="type")
    with pytest.raises(LayerError, match="no column for type; the file has: id, status"):
        read_layer_file(parquet(points())(tmp_path), spec(source=rule))


def test_words_that_are_no_quality_are_kept_aside_and_synthetic_is_refused(tmp_path: Path) -> None:
    known = spec(attributes={"quality": Attribute()})
    read = read_layer_file(parquet(points().assign(quality=["Official", "traced by hand", None]))(tmp_path), known)
    assert read.features is not None
    table = read.features.sort_values("id")
    assert table["quality"].tolist() == ["official", None, None]
    assert table["quality_raw"].tolist() == ["Official", "traced by hand", None]
    with pytest.raises(LayerError, match="synthetic features"):
        read_layer_file(parquet(points().assign(quality="Synthetic"))(tmp_path), known)


def test_all_missing_columns_are_said_at_once(tmp_path: Path) -> None:
    needs = spec(attributes={"kind": Attribute(required=True), "village": Attribute(required=True)})
    with pytest.raises(LayerError) as caught:
        read_layer_file(parquet(points())(tmp_path), needs)
    assert [p.expected for p in caught.value.problems] == ["kind", "village"]


def test_a_status_that_nobody_knows_has_to_be_accepted(tmp_path: Path) -> None:
    rule = spec(source=SourceRule(type="wind_farm", status_attribute="status"))
    path = parquet(points().assign(status=["UPPFÖRT", "Kanske", None]))(tmp_path)
    with pytest.raises(DecisionNeeded, match="status that is not known: Kanske"):
        read_layer_file(path, rule, catalogue=catalogue())
    read = read_layer_file(path, rule, catalogue=catalogue(), accept=True)
    assert read.features is not None
    assert sorted(map(str, read.features["status"])) == ["Kanske", "None", "UPPFÖRT"]
    assert any("1 features without status count as planned" in note for note in read.report.notes)


def test_features_outside_every_area_are_kept_and_counted(tmp_path: Path) -> None:
    path = parquet(points([(700_000, 7_400_000), (400_000, 6_200_000)]))(tmp_path)
    read = read_layer_file(path, spec(), catalogue=catalogue())
    assert read.report.outside_areas == 1 and read.report.n_features == 2


def test_crs_against_what_the_file_says_has_to_be_accepted(tmp_path: Path) -> None:
    path = parquet(points())(tmp_path)
    with pytest.raises(DecisionNeeded, match="--crs says"):
        read_layer_file(path, spec(), crs="EPSG:3021")
    with pytest.raises(LayerError, match="--crs EPSG:999999"):
        read_layer_file(path, spec(), crs="EPSG:999999")


def test_a_list_is_read_in_the_crs_that_is_said(tmp_path: Path) -> None:
    path = content("a.csv", "id;E;N\n1;1600000;7400000\n")(tmp_path)
    with pytest.raises(LayerError, match="no feature near Sweden"):
        read_layer_file(path, spec())
    read = read_layer_file(path, spec(), crs="EPSG:3021")
    east, north = Transformer.from_crs(3021, 3006, always_xy=True).transform(1_600_000, 7_400_000)
    assert read.bounds == pytest.approx((east, north, east, north), abs=1e-6)
    with pytest.raises(LayerError, match="--crs EPSG:999999"):
        read_layer_file(path, spec(), crs="EPSG:999999")


def test_a_table_is_chosen_by_name(tmp_path: Path) -> None:
    assert read_layer_file(two_tables(tmp_path), spec(), layer="VERK").report.sublayer == "verk"
    with pytest.raises(LayerError, match="'nothing'"):
        read_layer_file(tmp_path / "a.gpkg", spec(), layer="nothing")


def test_a_kind_that_the_layer_does_not_take_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="Point"):
        read_layer_file(parquet(points())(tmp_path), spec(geometry=("Polygon",)))


def test_nothing_is_left_behind_by_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    with pytest.raises(LayerError):
        read_layer_file(zip_with_bad_sum(tmp_path), spec())
    assert list((tmp_path / "t").iterdir()) == []
