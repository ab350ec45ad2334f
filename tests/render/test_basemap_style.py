"""The background: nothing from elsewhere unless configured, nothing real in an invented land, names can be read."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pydantic import ValidationError

from landuse.io.catalogue import check_catalogue, read_catalogue
from landuse.language import set_language
from landuse.load import load_study
from landuse.model.background import Background, DrawnLayer, OwnBackground
from landuse.model.catalogue import Text
from landuse.model.study import Study
from landuse.render.basemap_colours import COLOURS, Theme
from landuse.render.basemap_files import MOST_VERTICES, drawn_features, simplified
from landuse.render.basemap_style import basemap_style
from landuse.render.palette import luminance
from tests import tiny_study as tiny

THEMES: tuple[Theme, ...] = ("light", "dark")
URL = "https://tiles.example/topo/{z}/{x}/{y}.png"


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="module")
def real() -> Study:
    return load_study(read_catalogue(), "norrbotten", resolution_m=1000, workspace=Path("/nowhere/at/all"))


@pytest.fixture(scope="module")
def invented() -> Study:
    return load_study(read_catalogue(), "exempellandet", resolution_m=1000)


def official(**changes: Any) -> Background:
    text = Text(sv="Karta", en="Map")
    return Background.model_validate({"kind": "xyz", "url": URL, "title": text, "attribution": "© A", **changes})


def with_official(study: Study, background: Background) -> Study:
    return dataclasses.replace(study, area=study.area.model_copy(update={"background": background}))


def addresses(value: Any) -> list[str]:
    """Return every text in a style that is an address."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in addresses(part)]
    if isinstance(value, list):
        return [found for part in value for found in addresses(part)]
    return [value] if isinstance(value, str) and re.match(r"^(\w+:)?//?\w*", value) and "/" in value[:12] else []


@pytest.mark.parametrize("theme", THEMES)
def test_every_address_is_our_own_and_every_file_is_there(real: Study, theme: Theme) -> None:
    folder = Path(__file__).resolve().parents[2] / "layers" / "basemap"
    found = addresses(basemap_style(real, theme))
    assert len(found) >= 9
    for address in found:
        path = address.removeprefix("pmtiles://")
        assert path.startswith("/landuse/basemap/")
        assert (folder / path.removeprefix("/landuse/basemap/")).is_file()


@pytest.mark.parametrize("theme", THEMES)
def test_an_invented_land_has_nothing_real(invented: Study, theme: Theme) -> None:
    style = basemap_style(invented, theme)
    assert set(style["sources"]) == {"drawn"}
    assert all("fonts" in address for address in addresses(style))
    kinds = {feature["properties"]["kind"] for feature in style["sources"]["drawn"]["data"]["features"]}
    assert kinds == {
        "land",
        "lake",
        "river",
        "road",
        "road_major",
        "railway",
        "municipality",
        "municipality_name",
        "place",
    }
    assert style["metadata"]["landuse"]["local"]["attribution"] == ""


@pytest.mark.parametrize("theme", THEMES)
def test_layers_name_sources_fonts_and_kinds_that_there_are(real: Study, invented: Study, theme: Theme) -> None:
    for study in (real, invented):
        style = basemap_style(study, theme)
        ids = [layer["id"] for layer in style["layers"]]
        assert len(set(ids)) == len(ids)
        assert not any(name.startswith(("lu-", "td-")) for name in ids)
        for layer in style["layers"]:
            assert layer["type"] == "background" or layer["source"] in style["sources"]
            assert set(layer.get("layout", {}).get("text-font", [])) <= set(style["font-faces"])
        types = [layer["type"] for layer in style["layers"]]
        assert types.index("symbol") == len([kind for kind in types if kind != "symbol"])


def test_the_style_is_json_and_small(real: Study, invented: Study) -> None:
    for study in (real, invented):
        assert len(json.dumps(basemap_style(study, "light"), allow_nan=False)) < 400_000


def test_names_stand_out_from_land_and_water_in_both_themes() -> None:
    for colours in COLOURS.values():
        for text in (colours.place, colours.water_text, colours.area_text):
            for ground in (colours.land, colours.water, colours.halo):
                low, high = sorted(luminance(bytes.fromhex(colour[1:])) for colour in (text, ground))
                assert (high + 0.05) / (low + 0.05) >= (4.5 if text == colours.place else 3.0), (text, ground)


def test_an_official_background_lies_above_the_local_one_and_under_the_names(real: Study) -> None:
    style = basemap_style(with_official(real, official(tile_px=512, max_zoom=15)), "light")
    source = style["sources"]["official"]
    assert source["tiles"] == [URL] and source["tileSize"] == 512 and source["maxzoom"] == 15
    ids = [layer["id"] for layer in style["layers"]]
    types = [layer["type"] for layer in style["layers"]]
    assert types[ids.index("official") + 1] == "symbol" and types[ids.index("official") - 1] != "symbol"
    said = style["metadata"]["landuse"]
    assert said["official"] == {
        "kind": "xyz", "url": URL, "title": "Map", "attribution": "© A", "source": "official", "layer": "official",
    }  # fmt: skip
    assert said["local"]["title"] == "Norrbotten County" and "OpenStreetMap" in said["local"]["attribution"]


def test_without_an_official_one_nothing_is_said_of_it(real: Study) -> None:
    style = basemap_style(real, "light")
    assert style["metadata"]["landuse"]["official"] is None
    assert "official" not in style["sources"]


def test_a_style_as_official_background_is_named_for_the_map_to_fetch(real: Study) -> None:
    style = basemap_style(with_official(real, official(kind="style", url="https://a.example/style.json")), "dark")
    assert style["metadata"]["landuse"]["official"]["source"] is None
    assert "official" not in style["sources"]


def test_a_wmts_is_asked_for_as_it_wants() -> None:
    url = "https://a.example/wmts?LAYER=topo&TILEMATRIXSET=GoogleMapsCompatible&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}"
    made = official(kind="wmts", url=url).tiles
    assert made.endswith("TILEMATRIX={z}&TILEROW={y}&TILECOL={x}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "http://tiles.example/{z}/{x}/{y}.png"}, "https"),
        ({"url": "//tiles.example/{z}/{x}/{y}.png"}, "https"),
        ({"url": "javascript:alert(1)//{z}{x}{y}"}, "https"),
        ({"url": "https://me:secret@tiles.example/{z}/{x}/{y}.png"}, "password"),
        ({"url": "https://tiles.example/{z}/{x}.png"}, "{y}"),
        ({"kind": "wmts", "url": "https://a.example/3006/{TileMatrix}/{TileRow}/{TileCol}.png"}, "Web Mercator"),
        ({"attribution": "<img src=x onerror=alert(1)>"}, "plain text"),
        ({"kind": "wms"}, "xyz"),
        ({"tile_px": 300}, "256"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_official_background_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)):
        official(**changes)


def test_our_own_address_may_be_an_official_background() -> None:
    assert official(url="/tiles/{z}/{x}/{y}.png").tiles == "/tiles/{z}/{x}/{y}.png"


def test_a_background_never_changes() -> None:
    with pytest.raises(ValidationError):
        official().url = "https://b.example"  # type: ignore[misc]


def changed_catalogue(tmp_path: Path, old: str, new: str) -> Path:
    source = Path(__file__).resolve().parents[2] / "layers"
    for path in [*source.glob("*.*"), *source.glob("profiles/*")]:
        target = tmp_path / path.relative_to(source)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    file = tmp_path / "areas.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    return tmp_path


def test_an_official_background_is_read_from_areas_yaml(tmp_path: Path) -> None:
    row = (
        f'    background: {{kind: xyz, url: "{URL}", title: {{sv: Karta, en: Map}}, attribution: © A}}\n    basemap:\n'
    )
    catalogue = read_catalogue(changed_catalogue(tmp_path, "    basemap:\n", row))
    assert catalogue.areas["norrbotten"].background == official()
    assert catalogue.areas["exempellandet"].background is None


def test_what_is_wrong_in_areas_yaml_is_said_with_its_place(tmp_path: Path) -> None:
    row = '    background: {kind: xyz, url: "http://a/{z}{x}{y}", title: {sv: K, en: M}, attribution: A}'
    (problem,) = check_catalogue(changed_catalogue(tmp_path, "    basemap:\n", f"{row}\n    basemap:\n"))
    assert "norrbotten.background.url" in problem.where and "https" in str(problem)


def test_a_drawn_layer_that_does_not_exist_is_said(tmp_path: Path) -> None:
    (problem,) = check_catalogue(changed_catalogue(tmp_path, "layer: jarnvag}", "layer: jarnvagen}"))
    assert "basemap.drawn" in problem.where and problem.found == "jarnvagen"


def background_of(study: Study, *drawn: DrawnLayer) -> Study:
    area = study.area.model_copy(update={"basemap": OwnBackground(drawn=drawn)})
    return dataclasses.replace(study, area=area)


def test_only_the_features_asked_for_are_drawn_and_loose_data_say_so() -> None:
    study = tiny.study({"ren_arstidsland": tiny.land().assign(name="<b>x</b>")})
    drawn = DrawnLayer(drawn_as="place", layer="ren_arstidsland", where={"village": ("A",)})
    features = drawn_features(background_of(study, drawn))["features"]
    assert len(features) == 15
    assert {feature["geometry"]["type"] for feature in features} == {"Point"}
    assert features[0]["properties"] == {"kind": "place", "name": "<b>x</b>", "loose": False}


def test_missing_and_closed_layers_are_not_drawn() -> None:
    study = tiny.study({"vag": tiny.road()})
    road, land = (DrawnLayer(drawn_as="road", layer=name) for name in ("vag", "ren_arstidsland"))
    assert len(drawn_features(background_of(study, road, land))["features"]) == 1
    spec = study.layers["vag"].spec.model_copy(update={"sensitivity": "restricted"})
    closed = {**study.layers, "vag": dataclasses.replace(study.layers["vag"], spec=spec)}
    assert drawn_features(background_of(dataclasses.replace(study, layers=closed), road, land))["features"] == []


def test_many_vertices_are_drawn_with_less_detail() -> None:
    rng = np.random.default_rng(3)
    walks = [shapely.LineString(np.cumsum(rng.uniform((10, -60), (130, 60), (40_000, 2)), axis=0)) for _ in range(4)]
    assert shapely.get_num_coordinates(simplified(walks)).sum() <= MOST_VERTICES
    few = [shapely.LineString([(0, 0), (500, 300), (1_000, 0)])]
    assert shapely.get_num_coordinates(simplified(few)).sum() == 3
    assert simplified([]) == []


def test_schematic_lines_are_marked_to_be_dashed(real: Study) -> None:
    features = basemap_style(real, "light")["sources"]["drawn"]["data"]["features"]
    roads = [feature for feature in features if feature["properties"]["kind"].startswith("road")]
    assert len(roads) == 19 and all(feature["properties"]["loose"] for feature in roads)


def test_geometry_without_area_is_no_fault() -> None:
    features = gpd.GeoDataFrame({"key": ["a"], "name": [None]}, geometry=[None], crs=3006)
    drawn = DrawnLayer(drawn_as="road", layer="vag")
    assert drawn_features(background_of(tiny.study({"vag": features}), drawn))["features"] == []
