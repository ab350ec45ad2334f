"""Reading layer files: every kind of file gives the same layer, named, placed and keyed the same way."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from landuse.errors import DecisionNeeded, LayerError
from landuse.io.layer_file import LayerFile, read_layer_file
from landuse.language import set_language
from landuse.model.catalogue import Attribute, LayerSpec, SourceRule, Text

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
NAMES = ["Åsele fäbod", "Lövön", "Gállok", "Ängeså"]


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def spec(**changes: object) -> LayerSpec:
    text = Text(sv="x", en="x")
    values: dict[str, object] = {
        "id": "skydd",
        "title": text,
        "theme": "t",
        "roles": ("receptor",),
        "authority": "a",
        "geometry": ("Point", "LineString", "Polygon"),
        "licence": "CC0",
        "update": "-",
        "why": text,
        "how_to_get": text,
        "mark": "V",
        "attributes": {
            "key": Attribute(aliases=("NVRID",)),
            "kind": Attribute(aliases=("SKYDDSTYP", "beskrivningstext")),
        },
    }
    return LayerSpec.model_validate({**values, **changes})


def squares() -> gpd.GeoDataFrame:
    corners = [(700_000, 7_400_000), (710_000, 7_400_000), (720_000, 7_410_000), (730_000, 7_390_000)]
    return gpd.GeoDataFrame(
        {
            "NvrId": ["1", "2", "3", "4"],
            "NAMN": NAMES,
            "skyddstyp": ["Naturreservat"] * 3 + [None],
            "Area HA": [100.0, 100.0, 100.0, 100.0],
        },
        geometry=[shapely.box(x, y, x + 1000, y + 1000) for x, y in corners],
        crs=3006,
    )


def shared(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is not there")
    return path


def zipped(path: Path) -> Path:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != target:
                archive.write(part, f"mapp/{part.name}")
    return target


def written(folder: Path, kind: str) -> Path:
    """Write the squares as one kind of file."""
    features = squares()
    path = folder / f"skydd.{kind.split('-')[0]}"
    if kind == "parquet":
        features.iloc[::-1].to_parquet(path, compression="gzip")
    elif kind == "geojson":
        features.to_crs(4326).to_file(path, driver="GeoJSON", COORDINATE_PRECISION=12)
    elif kind == "shp-utf8":
        features.to_file(path, encoding="utf-8")
    elif kind == "shp-cp1252":
        features.to_file(path, encoding="cp1252")
    elif kind == "shp-bare":
        features.to_file(path, encoding="cp1252")
        path.with_suffix(".cpg").unlink()
    elif kind == "shp-lying":
        features.to_file(path, encoding="cp1252")
        path.with_suffix(".cpg").write_text("UTF-8")
    elif kind == "shp-zip":
        features.to_file(path, encoding="cp1252")
        return zipped(path)
    else:
        features.to_file(path)
    return path


def assert_squares(read: LayerFile, tolerance: float = 1e-6) -> None:
    assert read.features is not None
    assert read.features.crs.to_epsg() == 3006
    assert read.features["key"].tolist() == ["1", "2", "3", "4"]
    assert read.features["name"].tolist() == NAMES
    assert read.features["kind"].tolist() == ["Naturreservat"] * 3 + [None]
    assert np.allclose(read.features.geometry.bounds, squares().geometry.bounds, atol=tolerance)


@pytest.mark.parametrize(
    "kind", ["gpkg", "parquet", "fgb", "shp-utf8", "shp-cp1252", "shp-bare", "shp-lying", "shp-zip"]
)
def test_every_kind_of_file_gives_the_same_layer(tmp_path: Path, kind: str) -> None:
    read = read_layer_file(written(tmp_path, kind), spec())
    assert_squares(read)


def test_the_content_hash_does_not_depend_on_the_writer(tmp_path: Path) -> None:
    hashes = {read_layer_file(written(tmp_path, kind), spec()).sha256 for kind in ("gpkg", "parquet", "fgb")}
    assert len(hashes) == 1


def test_geojson_is_lon_lat_and_comes_back_to_the_millimetre(tmp_path: Path) -> None:
    assert_squares(read_layer_file(written(tmp_path, "geojson"), spec()), tolerance=1e-3)


def test_a_lying_code_page_is_said(tmp_path: Path) -> None:
    notes = read_layer_file(written(tmp_path, "shp-lying"), spec()).report.notes
    assert any("Windows-1252" in note for note in notes)


def test_an_alias_is_found_when_a_shapefile_cut_it_to_ten_characters(tmp_path: Path) -> None:
    features = squares().rename(columns={"skyddstyp": "BESKRIVNIN"})
    features.to_file(tmp_path / "a.shp")
    read = read_layer_file(tmp_path / "a.shp", spec())
    assert read.report.columns["kind"] == "BESKRIVNIN"


def test_other_columns_stay_in_lower_case_and_never_clash(tmp_path: Path) -> None:
    features = squares().assign(area_HA=5.0, Status="Gällande", kind_raw=1, geometry2="g")
    features.to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", spec())
    assert read.features is not None
    columns = list(read.features.columns)
    assert len(columns) == len(set(columns))
    assert read.features["status_file"].tolist() == ["Gällande"] * 4
    assert read.features["area_ha"].tolist() == [5.0] * 4


def test_values_are_mapped_and_the_original_is_kept(tmp_path: Path) -> None:
    mapped = spec(attributes={"kind": Attribute(aliases=("skyddstyp",), values={"NATURRESERVAT": "reserve"})})
    squares().to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", mapped)
    assert read.features is not None
    assert read.features["kind"].tolist().count("reserve") == 3
    assert read.features["kind_raw"].tolist().count("Naturreservat") == 3


def test_without_a_key_the_geometry_gives_one_that_does_not_depend_on_the_order(tmp_path: Path) -> None:
    bare = squares()[["geometry"]]
    bare.to_parquet(tmp_path / "a.parquet")
    bare.iloc[[2, 0, 3, 1]].to_parquet(tmp_path / "b.parquet")
    one, two = (read_layer_file(tmp_path / name, spec(attributes={})) for name in ("a.parquet", "b.parquet"))
    assert one.features is not None and two.features is not None
    assert one.features["key"].tolist() == two.features["key"].tolist()
    assert all(len(key) == 12 for key in one.features["key"])
    assert one.sha256 == two.sha256


def test_doubled_keys_are_numbered_and_said(tmp_path: Path) -> None:
    squares().assign(NvrId=["7", "7", "8", "7"]).to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", spec())
    assert read.features is not None
    assert read.features["key"].tolist() == ["7", "7~2", "7~3", "8"]
    assert any("2 keys occur more than once" in note for note in read.report.notes)


def test_wholly_equal_features_are_asked_about(tmp_path: Path) -> None:
    pd.concat([squares(), squares().iloc[[0]]]).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(DecisionNeeded, match="1 features are alike in everything"):
        read_layer_file(tmp_path / "a.parquet", spec())
    assert read_layer_file(tmp_path / "a.parquet", spec(), accept=True).report.n_features == 4


def test_heights_are_left_out_and_said(tmp_path: Path) -> None:
    features = squares()
    features.geometry = shapely.force_3d(features.geometry.to_numpy(), 12.0)
    features.to_file(tmp_path / "a.gpkg")
    read = read_layer_file(tmp_path / "a.gpkg", spec())
    assert read.features is not None
    assert not read.features.geometry.has_z.any()
    assert any("4 features had heights" in note for note in read.report.notes)


def test_a_small_flaw_is_mended_and_counted(tmp_path: Path) -> None:
    features = squares()
    spike = shapely.Polygon(
        [
            (700_000, 7_400_000),
            (701_000, 7_400_000),
            (701_000, 7_401_000),
            (700_500, 7_401_000),
            (700_500, 7_402_000),
            (700_500, 7_401_000),
            (700_000, 7_401_000),
        ]
    )
    features.geometry = [spike, *features.geometry.iloc[1:]]
    features.to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", spec())
    assert read.features is not None
    assert read.features.geometry.is_valid.all()
    assert set(read.features.geom_type) == {"Polygon"}
    assert any("1 geometries mended; their area changed by +0.0000 ha" in note for note in read.report.notes)


def test_a_mend_that_changes_the_area_much_is_asked_about(tmp_path: Path) -> None:
    features = squares()
    bow_tie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    features.geometry = [shapely.affinity.translate(bow_tie, 700_000, 7_400_000), *features.geometry.iloc[1:]]
    features.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(DecisionNeeded, match="1 geometries mended"):
        read_layer_file(tmp_path / "a.parquet", spec())
    read = read_layer_file(tmp_path / "a.parquet", spec(), accept=True)
    assert read.features is not None
    assert read.features.geometry.area.min() == pytest.approx(500_000)


def test_rows_without_position_are_left_out_and_counted(tmp_path: Path) -> None:
    features = squares()
    features.geometry = [None, shapely.Polygon(), *features.geometry.iloc[2:]]
    features.to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", spec())
    assert read.report.n_read == 4 and read.report.n_features == 2
    assert any("2 of 4 features have no position" in note for note in read.report.notes)


def test_features_of_another_kind_are_left_out_only_when_accepted(tmp_path: Path) -> None:
    features = squares()
    features.geometry = [shapely.Point(700_000, 7_400_000), *features.geometry.iloc[1:]]
    features.to_parquet(tmp_path / "a.parquet")
    polygons = spec(geometry=("Polygon",))
    with pytest.raises(DecisionNeeded, match="1 Point"):
        read_layer_file(tmp_path / "a.parquet", polygons)
    assert read_layer_file(tmp_path / "a.parquet", polygons, accept=True).report.n_features == 3


def test_numbers_and_years_in_text_are_read_and_what_is_none_is_asked(tmp_path: Path) -> None:
    turbines = spec(
        id="vbk",
        roles=("source",),
        attributes={"capacity_mw": Attribute(aliases=("MAXEFFEKT",)), "from_year": Attribute(aliases=("UPPFORT",))},
    )
    features = squares().assign(Maxeffekt=["3,3", "4.0", "", None], Uppfort=["20051003", "2010-01-01", None, "2015"])
    features.to_parquet(tmp_path / "a.parquet")
    read = read_layer_file(tmp_path / "a.parquet", turbines)
    assert read.features is not None
    table = read.features.sort_values("nvrid")
    assert table["capacity_mw"].tolist()[:2] == [3.3, 4.0] and table["capacity_mw"].isna().sum() == 2
    assert table["from_year"].tolist()[:2] == [2005, 2010]
    features.assign(Maxeffekt="hög").to_parquet(tmp_path / "b.parquet")
    with pytest.raises(DecisionNeeded, match="capacity_mw are no numbers: hög"):
        read_layer_file(tmp_path / "b.parquet", turbines)


def test_a_reference_system_other_than_sweref_is_transformed(tmp_path: Path) -> None:
    squares().to_crs(3021).to_file(tmp_path / "rt90.gpkg")
    assert_squares(read_layer_file(tmp_path / "rt90.gpkg", spec()), tolerance=0.01)


def test_a_file_without_reference_system_is_read_with_crs(tmp_path: Path) -> None:
    gpd.GeoDataFrame(squares(), crs=None).set_crs(None, allow_override=True).to_parquet(tmp_path / "a.parquet")
    assert_squares(read_layer_file(tmp_path / "a.parquet", spec(), crs="EPSG:3006"))


def test_turbine_lists_from_excel_and_csv_are_one_layer(tmp_path: Path) -> None:
    vbk = spec(
        id="vbk",
        geometry=("Point",),
        attributes={"key": Attribute(), "height_m": Attribute(), "capacity_mw": Attribute()},
    )
    book = openpyxl.Workbook()
    for row in (
        ["Verk", "Easting", "Northing", "Totalhöjd (m)", "Effekt (MW)"],
        ["T1", 700_100.5, 7_400_200, 250, 6.6],
        ["T2", 700_900.25, 7_400_900, 250, 6.6],
    ):
        book.active.append(row)
    book.save(tmp_path / "verk.xlsx")
    (tmp_path / "verk.csv").write_text(
        "ID;E;N;Höjd;MW\nT1;700100,5;7400200;250;6,6\nT2;700 900,25;7 400 900;250;6,6\n", encoding="cp1252"
    )
    excel, text = (read_layer_file(tmp_path / name, vbk) for name in ("verk.xlsx", "verk.csv"))
    assert excel.features is not None and text.features is not None
    assert excel.sha256 == text.sha256
    assert excel.features["key"].tolist() == ["T1", "T2"]
    assert excel.features["capacity_mw"].tolist() == [6.6, 6.6]
    assert excel.features.geometry.iloc[0].equals(shapely.Point(700_100.5, 7_400_200))


def raster(path: Path, **changes: object) -> Path:
    profile = {
        "driver": "GTiff",
        "width": 7,
        "height": 5,
        "count": 1,
        "dtype": "uint8",
        "crs": "EPSG:3006",
        "transform": from_origin(700_000, 7_400_000, 10, 10),
        "nodata": 0,
        **changes,
    }
    with rasterio.open(path, "w", **profile) as target:
        target.write(np.arange(1, 36, dtype="uint8").reshape(5, 7), 1)
    return path


def test_a_raster_layer_is_hashed_by_its_cells_and_place(tmp_path: Path) -> None:
    nmd = spec(id="nmd", geometry=("raster",))
    plain = read_layer_file(raster(tmp_path / "a.tif"), nmd)
    packed = read_layer_file(
        raster(tmp_path / "b.tif", compress="deflate", tiled=True, blockxsize=16, blockysize=16), nmd
    )
    moved = read_layer_file(raster(tmp_path / "c.tif", transform=from_origin(700_010, 7_400_000, 10, 10)), nmd)
    assert plain.sha256 == packed.sha256 != moved.sha256
    assert plain.bounds == (700_000, 7_399_950, 700_070, 7_400_000)
    assert plain.features is None and plain.raster is not None and plain.raster.nodata == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"crs": None}, "no reference system"),
        ({"crs": "EPSG:3021"}, "RT90"),
        ({"transform": from_origin(700_000, 7_400_000, 10, 20)}, "square cells"),
    ],
)
def test_a_raster_that_does_not_lie_right_is_refused(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(LayerError, match=message):
        read_layer_file(raster(tmp_path / "a.tif", **changes), spec(id="nmd", geometry=("raster",)))


def test_a_raster_without_declared_nodata_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(DecisionNeeded, match="nodata"):
        read_layer_file(raster(tmp_path / "a.tif", nodata=None), spec(id="nmd", geometry=("raster",)))


def test_raster_and_features_are_not_confused(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="GeoTIFF"):
        read_layer_file(raster(tmp_path / "a.tif"), spec())
    with pytest.raises(LayerError, match="GeoTIFF"):
        read_layer_file(written(tmp_path, "gpkg"), spec(id="nmd", geometry=("raster",)))


def test_all_protected_areas_of_sweden_are_read_whole() -> None:
    read = read_layer_file(shared("sweden/sweden_nvr_protected_2019.parquet"), spec())
    assert read.features is not None
    assert read.report.n_features == 6530 and read.features["key"].is_unique
    assert read.report.columns == {"key": "nvrid", "name": "namn", "kind": "skyddstyp", "area_ha": "area_ha"}
    original = gpd.read_parquet(shared("sweden/sweden_nvr_protected_2019.parquet"))
    assert read.features.geometry.area.sum() == pytest.approx(original.geometry.area.sum(), rel=1e-12)


def test_source_rules_with_a_constant_need_no_type_column(tmp_path: Path) -> None:
    squares().to_parquet(tmp_path / "a.parquet")
    rail = spec(id="jarnvag", roles=("source",), source=SourceRule(type="railway", type_attribute="type"))
    assert read_layer_file(tmp_path / "a.parquet", rail).report.n_features == 4
