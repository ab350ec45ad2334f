"""A private file is read from memory: every kind gives the same land, and no file is opened or made."""

from __future__ import annotations

import sys
import zipfile

import geopandas as gpd
import pytest
import shapely

from landuse.errors import LayerError
from landuse.io.catalogue import read_catalogue
from landuse.io.private_file import read_private_land
from landuse.language import set_language

CATALOGUE = read_catalogue()
OPENED: list[str] = []
LISTENING = [False]


def _hook(event: str, args: tuple[object, ...]) -> None:
    if LISTENING[0] and event in ("open", "os.mkdir", "os.remove", "tempfile.mkstemp", "tempfile.mkdtemp"):
        OPENED.append(f"{event} {args[0]}")


sys.addaudithook(_hook)  # cannot be taken away again; it listens only when told


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same three polygons in every kind of file; one of them has no season."""
    folder = tmp_path_factory.mktemp("files")
    boxes = [shapely.box(x, 7_400_000, x + 10_000, 7_410_000) for x in (700_000, 710_000, 720_000)]
    land = gpd.GeoDataFrame(
        {"arstid": ["vinter", "Vårvinter", None], "namn": ["Å", "b", "c"]}, geometry=boxes, crs=3006
    )
    land.to_file(folder / "x.gpkg")
    land.to_file(folder / "x.fgb", driver="FlatGeobuf")
    land.to_crs(4326).to_file(folder / "x.geojson", driver="GeoJSON")
    land.to_parquet(folder / "x.parquet")
    parts = folder / "parts"
    parts.mkdir()
    land.to_file(parts / "y.shp", encoding="utf-8")
    land[["namn", "geometry"]].to_file(parts / "betesland_vinter.shp")
    for name, stem in (("x.zip", "y"), ("named.zip", "betesland_vinter")):
        with zipfile.ZipFile(folder / name, "w") as archive:
            for part in parts.glob(f"{stem}.*"):
                archive.write(part, f"mapp/{part.name}")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", ["x.gpkg", "x.fgb", "x.geojson", "x.parquet", "x.zip"])
def test_every_kind_of_file_gives_the_same_land_and_opens_no_file(files: dict[str, bytes], name: str) -> None:
    read_private_land(files[name], name, CATALOGUE)  # what is imported late is imported now
    OPENED.clear()
    LISTENING[0] = True
    try:
        found = read_private_land(files[name], name, CATALOGUE)
    finally:
        LISTENING[0] = False
    assert OPENED == []
    assert found.n_polygons == 2
    assert list(found.lands) == ["varvinter", "vinter"]
    for land in found.lands.values():
        assert land.area == pytest.approx(1e8, rel=1e-6)
    assert any("without a season" in note for note in found.notes)


def test_the_season_comes_from_the_column_then_the_name_then_the_user(files: dict[str, bytes]) -> None:
    assert list(read_private_land(files["named.zip"], "n.zip", CATALOGUE).lands) == ["vinter"]
    chosen = read_private_land(files["x.gpkg"], "x.gpkg", CATALOGUE, season="host")
    assert list(chosen.lands) == ["varvinter", "host", "vinter"]
    assert chosen.n_polygons == 3


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.geojson", b"{", "broken JSON"),
        ("a.csv", b"x,y\n1,2", "not read"),
        ("a.gpkg", b"", "empty"),
        ("a.zip", b"PK\x03\x04", "damaged"),
        ("a.parquet", b"PAR1" * 9, "cannot be read"),
        ("a.fgb", b"fgb\x03fgb\x00" + b"\xff" * 99, "cannot be read"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 5000, "cannot be read"),
        ("a.tif", b"II*\x00" + b"\x00" * 99, "GeoTIFF"),
        ("a.geojson", b" " * 25_000_001, "MB"),
        ("a.geojson", b'{"type":"Point","coordinates":[20,67]}', ""),
    ],
)
def test_what_cannot_be_used_is_refused_with_reasons(name: str, content: bytes, found: str) -> None:
    with pytest.raises(LayerError) as error:
        read_private_land(content, name, CATALOGUE)
    assert all(each.where.startswith("a.") and each.expected and each.todo for each in error.value.problems)
    assert found in error.value.problems[0].found


def test_a_failure_nobody_thought_of_says_nothing_of_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object) -> None:
        raise MemoryError("Zqxjk at 700123.4 7400567.8")

    monkeypatch.setattr("landuse.io.private_file.geojson_features", fails)
    with pytest.raises(LayerError) as error:
        read_private_land(b'{"type":"Point"}', "a.geojson", CATALOGUE)
    assert "Zqxjk" not in str(error.value)
    assert error.value.__cause__ is None and error.value.__suppress_context__
