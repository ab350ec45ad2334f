"""Files of reindeer herding as Sametinget and the county boards give them: names, seasons, shared land, code pages."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.errors import DecisionNeeded, LayerError
from landuse.io.catalogue import read_catalogue
from landuse.io.layer_file import LayerFile, read_layer_file
from landuse.io.season_words import SeasonWords, window_of
from landuse.io.village_words import VillageWords
from landuse.language import set_language
from landuse.model.catalogue import HERDING_SEASONS, Catalogue


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def boxes(**columns: list[object]) -> gpd.GeoDataFrame:
    count = len(next(iter(columns.values())))
    shapes = [shapely.box(700_000 + 3000 * n, 7_400_000, 702_000 + 3000 * n, 7_402_000) for n in range(count)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=3006)


def read(path: Path, layer_id: str, catalogue: Catalogue, **options: object) -> LayerFile:
    return read_layer_file(path, catalogue.layers[layer_id], catalogue=catalogue, **options)  # type: ignore[arg-type]


def rows(found: LayerFile, *columns: str) -> list[tuple[object, ...]]:
    assert found.features is not None
    return sorted(found.features[list(columns)].itertuples(index=False, name=None), key=str)


def test_a_shapefile_in_windows_1252_with_the_season_in_its_name(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "Förvinterbetesland.shp"
    boxes(NAMN=["Könkämä", "Östra Kikkejaure", "ÄNGESÅ SAMEBY"]).to_file(path, encoding="cp1252")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    found = read(path, "ren_arstidsland", catalogue)
    assert rows(found, "village", "season") == [
        ("Könkämä", "hostvinter"), ("Ängeså", "hostvinter"), ("Östra Kikkejaure", "hostvinter"),
    ]  # fmt: skip
    assert any("season from the name Förvinterbetesland: hostvinter" in note for note in found.report.notes)


def test_a_geopackage_with_one_table_a_season(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "irenmark.gpkg"
    for table in ("IRENMARK_DBO_vinter", "IRENMARK_DBO_varvinter", "IRENMARK_DBO_sommar"):
        boxes(SAMEBY1=["Sirges"]).to_file(path, layer=table)
    for table, season in (("vinter", "vinter"), ("varvinter", "varvinter"), ("sommar", "sommar")):
        found = read(path, "ren_arstidsland", catalogue, layer=f"IRENMARK_DBO_{table}")
        assert rows(found, "village", "season") == [("Sirges", season)]
    with pytest.raises(LayerError, match="IRENMARK_DBO_sommar"):
        read(path, "ren_arstidsland", catalogue)


def test_seasons_in_a_column_swedish_sami_and_english(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "arstidsland.geojson"
    words = ["Vinterbete", "Vårvinterland", "giđđa", "försommarland", "Sommarbetesmark", "čakčageassi", "HÖST",
             "förvinter", "dálvve", "autumn"]  # fmt: skip
    boxes(SAMEBY=["Gabna"] * len(words), SASONG=words, nr=list(range(10))).to_crs(4326).to_file(path, driver="GeoJSON")
    found = read(path, "ren_arstidsland", catalogue)
    assert found.features is not None
    seasons = found.features.set_index("nr")["season"].sort_index().tolist()
    assert " ".join(seasons) == "vinter varvinter var varsommar sommar hostsommar host hostvinter vinter host"
    assert set(found.features["season_raw"]) == set(words)
    assert not [note for note in found.report.notes if "unknown" in note]


def test_a_column_counts_before_the_name_and_an_empty_one_does_not(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "vinterbete.gpkg"
    boxes(SAMEBY=["Gabna"], SASONG=["Sommar"]).to_file(path)
    assert rows(read(path, "ren_arstidsland", catalogue), "season") == [("sommar",)]
    path = tmp_path / "sommarbete.gpkg"
    boxes(SAMEBY=["Gabna"], SASONG=[""]).to_file(path)
    assert rows(read(path, "ren_arstidsland", catalogue), "season") == [("sommar",)]


def test_land_of_two_villages_is_a_row_for_each(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "vinter.shp"
    boxes(
        OBJEKT_ID=["7", "8", "9"], SAMEBY1=["Sirges", "Girjas", "Serri"], SAMEBY2=["Tuorpon", None, "Serri"],
        BESKRIVNIN=["", "", ""],
    ).to_file(path, encoding="cp1252")  # fmt: skip
    found = read(path, "ren_arstidsland", catalogue)
    assert rows(found, "key", "village") == [("7", "Sirges"), ("7~tuorpon", "Tuorpon"), ("8", "Girjas"), ("9", "Serri")]
    assert any(note.startswith("1 features are shared between herding communities") for note in found.report.notes)
    assert found.features is not None
    assert found.features.set_index("key").geometry["7"].equals(found.features.set_index("key").geometry["7~tuorpon"])
    path = tmp_path / "vinterland.gpkg"
    boxes(NAMN=["Sirges / Jåhkågasska tjiellde och Tuorpon", "Semisjaur-Njarg"]).to_file(path)
    assert [row[0] for row in rows(read(path, "ren_arstidsland", catalogue), "village")] == [
        "Jåhkågasska tjiellde", "Semisjaur-Njarg", "Sirges", "Tuorpon",
    ]  # fmt: skip


def test_corrals_say_what_they_are_under_the_names_of_the_file(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "IRENMARK_DBO_anl.shp"
    points = gpd.GeoDataFrame(
        {"SAMEBY1": ["Udtja", "Ståkke"], "BESKRIVNIN": ["Märkningsgärde", "Slakthage"]},
        geometry=gpd.points_from_xy([700_000, 701_000], [7_400_000, 7_400_000]), crs=3006,
    )  # fmt: skip
    points.to_file(path, encoding="cp1252")
    found = read(path, "ren_anlaggning", catalogue)
    assert rows(found, "village", "kind", "kind_raw") == [
        ("Ståkke", "slaktgärde", "Slakthage"), ("Udtja", "kalvmärkningsgärde", "Märkningsgärde"),
    ]  # fmt: skip


def test_calving_land_holds_in_both_calving_seasons_and_is_never_the_seasonal_land(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    for name, columns in (("Kalvningsland", {}), ("land", {"SASONG": ["Kalvningsland"]})):
        path = tmp_path / f"{name}.gpkg"
        boxes(SAMEBY=["Svaipa"], **columns).to_file(path)
        found = rows(read(path, "ren_arstidsland", catalogue), "season", "kind")
        assert found == [("var", "kalvningsland"), ("varsommar", "kalvningsland")], name


def test_kind_of_gathering_land_from_the_name(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "strategiska_rastbete.gpkg"
    boxes(SAMEBY=["Gabna"]).to_file(path)
    assert rows(read(path, "ren_uppsamling", catalogue), "kind") == [("rastbete",)]


def test_routes_get_the_window_of_their_seasons(tmp_path: Path, catalogue: Catalogue) -> None:
    lines = [shapely.LineString([(700_000, 7_400_000 + n), (710_000, 7_400_000 + n)]) for n in (0, 500, 900, 1500)]
    words = ["Höstvinter och vinter", "Vår; höst", None, "vårvinter"]
    path = tmp_path / "flyttled.gpkg"
    gpd.GeoDataFrame(
        {"id": list("abcd"), "SAMEBY1": ["Girjas"] * 4, "SASONG": words}, geometry=lines, crs=3006
    ).to_file(path)
    assert rows(read(path, "ren_flyttled", catalogue), "key", "season_from", "season_to") == [
        ("a", "hostvinter", "vinter"), ("b", "var", "var"), ("b~host", "host", "host"), ("c", None, None),
        ("d", "varvinter", "varvinter"),
    ]  # fmt: skip


def test_everything_that_is_unclear_is_said_at_once(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "land.gpkg"
    boxes(SAMEBY=["Sirgis", "Gabna", None], SASONG=["Blötvinter", "vinter", None]).to_file(path)
    with pytest.raises(DecisionNeeded) as error:
        read(path, "ren_arstidsland", catalogue)
    assert "Blötvinter" in str(error.value)
    found = read(path, "ren_arstidsland", catalogue, accept=True)
    assert rows(found, "village", "season") == [("Gabna", "vinter"), ("Sirgis", None), (None, None)]
    notes = " | ".join(found.report.notes)
    for part in ("Sirgis", "1 features name no herding community", "1 features without a season", "Blötvinter"):
        assert part in notes, part
    path = tmp_path / "utan.gpkg"
    boxes(OWNER=["x"]).to_file(path)
    with pytest.raises(LayerError) as refused:
        read(path, "ren_arstidsland", catalogue)
    assert "no column for season" in str(refused.value)
    assert "no column for village" in str(refused.value)


def test_a_name_of_two_seasons_tells_none(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "sommar_och_vinter.gpkg"
    boxes(SAMEBY=["Gabna"]).to_file(path)
    with pytest.raises(LayerError, match="no column for season"):
        read(path, "ren_arstidsland", catalogue)


def test_words_of_the_catalogue(catalogue: Catalogue) -> None:
    words = SeasonWords(catalogue.season_words)
    for season in catalogue.seasons:
        for text in (season.title.sv, season.title.en, season.title.se):
            assert text is None or words.meant(text) == (season.id,), text
    assert words.meant("Året runt") == HERDING_SEASONS
    assert words.meant("Barmarksland") == ("varsommar", "sommar", "hostsommar", "host")
    assert words.meant("vår, okänt") == words.meant("") == ()
    assert words.in_name("lst_BD_höst_vinter_2019") == ("hostvinter",)
    assert words.in_name("renbete") == ()
    assert window_of(HERDING_SEASONS) is not None
    names = VillageWords(catalogue.communities)
    for community in catalogue.communities:
        assert names.meant(f"{community.name} sameby") == (community.name,)
        assert names.meant(community.name.upper()) == (community.name,)
