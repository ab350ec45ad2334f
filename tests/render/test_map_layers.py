"""The tree of layers: what is drawn and how, what is missing and why, and texts that stay texts."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.language import set_language
from landuse.load import load_study
from landuse.model.catalogue import Quality
from landuse.model.study import Layer, Study
from landuse.render.map_layers import geometries, layer_tree, shaded
from landuse.render.palette import LAND, luminance, theme_colour
from landuse.render.raster_image import RasterPicture, raster_picture
from tests import tiny_study as tiny

DARK = (24, 26, 29)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


@pytest.fixture(scope="module")
def real() -> Study:
    return load_study(read_catalogue(), "norrbotten", resolution_m=1000, workspace=Path("/nowhere/at/all"))


def tree(study: Study, **more: Any) -> dict[str, Any]:
    return layer_tree(study, lambda layer: f"/t/{layer.id}", **more)


def by_id(study: Study, **more: Any) -> dict[str, dict[str, Any]]:
    return {layer["id"]: layer for layer in tree(study, **more)["layers"]}


def with_layer(study: Study, layer_id: str, **changes: Any) -> Study:
    changed = dataclasses.replace(study.layers[layer_id], **changes)
    return dataclasses.replace(study, layers={**study.layers, layer_id: changed})


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    a, b = sorted((luminance(one), luminance(other)))
    return (b + 0.05) / (a + 0.05)


def test_every_layer_is_in_the_tree_under_a_theme_that_is_there(real: Study) -> None:
    made = json.loads(json.dumps(tree(real)))
    assert {layer["id"] for layer in made["layers"]} == set(real.layers)
    themes = [theme["id"] for theme in made["themes"]]
    assert {layer["theme"] for layer in made["layers"]} == set(themes)
    order = [themes.index(layer["theme"]) for layer in made["layers"]]
    assert order == sorted(order)
    assert all(theme["title"] and theme["title"] != theme["id"] for theme in made["themes"])


def test_a_missing_layer_says_why_it_is_wanted_and_how_to_get_it(real: Study) -> None:
    missing = [layer for layer in tree(real)["layers"] if layer["status"] == "missing"]
    assert len(missing) > 20
    for layer in missing:
        spec = real.layers[layer["id"]].spec
        assert spec.why.en in layer["why_missing"] and spec.how_to_get.en in layer["why_missing"]
        assert (layer["n"], layer["tiles"], layer["bounds"], layer["default"]) == (None, None, None, False)
        assert layer["badge"] == "missing"


def test_a_loaded_layer_says_how_its_data_came_about_and_whose_they_are(real: Study) -> None:
    rail = by_id(real)["jarnvag"]
    assert (rail["badge"], rail["quality"], rail["why_missing"]) == ("schematic", "schematic", None)
    assert rail["n"] == 9 and rail["tiles"] == "/t/jarnvag" and rail["tile_layer"] == "features"
    assert "landuse (compiled)" in rail["attribution"] and "2026" in rail["attribution"]
    assert rail["geometry"] == "line" and rail["default"]
    west, south, east, north = rail["bounds"]
    assert 15 < west < east < 26 and 64 < south < north < 70


def test_fields_are_those_in_the_tiles_with_titles(real: Study) -> None:
    fields = dict(by_id(real)["vag"]["fields"])
    assert fields["name"] == "Road number" and fields["key"] == "Key"
    assert "position_error_m" in fields


def test_tokens_have_words_and_other_values_none() -> None:
    land = tiny.land().assign(season=["vinter", "elsewhere"] * 15)
    season = by_id(tiny.study({"ren_arstidsland": land}))["ren_arstidsland"]["words"]["season"]
    assert season == {"vinter": "winter"}


def test_a_layer_that_could_not_be_read_or_lies_elsewhere_says_so() -> None:
    study = with_layer(tiny.study(), "vag", status="failed", note="broken <b>", features=None)
    failed = by_id(study)["vag"]
    assert "broken <b>" in failed["why_missing"] and failed["badge"] == "could not be read"
    assert failed["tiles"] is None
    assert "does not reach" in by_id(with_layer(tiny.study(), "vag", covers=False))["vag"]["why_missing"]


def test_an_old_layer_says_both_its_quality_and_that_it_is_old() -> None:
    assert by_id(with_layer(tiny.study(), "vag", status="stale", quality=Quality.OFFICIAL))["vag"]["badge"] == (
        "official, old"
    )


def test_tiles_are_asked_for_only_where_there_are_features() -> None:
    asked: list[str] = []
    empty = with_layer(tiny.study(), "vag", features=tiny.road().iloc[:0])
    layer_tree(empty, lambda layer: asked.append(layer.id))
    assert asked == ["ren_arstidsland"]


def test_loosely_drawn_areas_are_hatched_in_a_real_place_only() -> None:
    study = with_layer(tiny.study(), "ren_arstidsland", quality=Quality.SCHEMATIC)
    real = dataclasses.replace(study, area=study.area.model_copy(update={"fictional": False}))
    assert by_id(real)["ren_arstidsland"]["hatch"] is True
    assert by_id(study)["ren_arstidsland"]["hatch"] is False
    assert by_id(real)["vag"]["hatch"] is False


def test_kinds_of_geometry_come_from_the_features_the_most_common_first() -> None:
    mixed = gpd.GeoDataFrame(
        {"key": list("abc"), "name": None},
        geometry=[shapely.Point(7e5, 7.4e6), shapely.Point(7e5, 7.4e6), tiny.cell_box(0, 0)],
        crs=3006,
    )
    assert geometries(Layer(tiny.study().layers["vag"].spec, "loaded", features=mixed)) == ["point", "polygon"]


def test_layers_of_a_theme_differ_and_are_seen_on_light_and_dark(real: Study) -> None:
    layers = tree(real)["layers"]
    for theme in {layer["theme"] for layer in layers}:
        colours = [layer["colour"] for layer in layers if layer["theme"] == theme]
        assert len(set(colours)) >= min(len(colours), 5)
    for layer in layers:
        light, dark = (tuple(bytes.fromhex(layer[name][1:])) for name in ("colour", "colour_dark"))
        assert contrast(light, LAND) >= 2.0, layer["id"]
        assert contrast(dark, DARK) >= 2.8, layer["id"]
    assert shaded(theme_colour("nature"), 0.0) == theme_colour("nature")


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)"])
def test_hostile_texts_stay_texts(name: str) -> None:
    study = with_layer(tiny.study(), "vag", authority=name, quality=Quality.OFFICIAL)
    assert by_id(study)["vag"]["attribution"].startswith(name)


def written(path: Path, values: np.ndarray, nodata: float | None = 0) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", height=values.shape[0], width=values.shape[1], count=1, dtype=values.dtype,
        crs="EPSG:3006", transform=tiny.GRID.transform, nodata=nodata,
    ) as out:  # fmt: skip
        out.write(values, 1)
    return path


def raster_layer(path: Path) -> Layer:
    return dataclasses.replace(tiny.study().layers["vag"], features=None, raster=path, status="loaded")


def test_a_raster_layer_is_a_picture_with_its_legend_and_clear_where_unknown(tmp_path: Path) -> None:
    values = np.zeros((5, 5), dtype=np.uint8)
    values[1, 1:3], values[3, 4] = 111, 61
    layer = raster_layer(written(tmp_path / "a.tif", values))
    study = dataclasses.replace(tiny.study(), layers={"vag": layer})
    kept: list[RasterPicture] = []

    def keep(_layer: Layer, picture: RasterPicture) -> str:
        kept.append(picture)
        return "/f/vag.png"

    found = by_id(study, picture_url=keep)["vag"]
    assert found["geometry"] == "raster" and found["tiles"] is None
    assert found["image"]["url"] == "/f/vag.png" and len(found["image"]["corners"]) == 4
    assert [entry["label"] for entry in found["legend"]] == ["61", "111"]
    assert kept[0].image.png[:4] == b"\x89PNG"
    west, south, east, north = found["bounds"]
    assert west < east and south < north


def test_numbers_are_drawn_in_shades_from_low_to_high(tmp_path: Path) -> None:
    values = np.linspace(0, 12, 25, dtype=np.float32).reshape(5, 5)
    picture = raster_picture(raster_layer(written(tmp_path / "a.tif", values, nodata=-1)), tiny.GRID.bounds)
    assert picture is not None
    lightness = [luminance(colour) for _label, colour in picture.legend]
    assert len(lightness) == 6 and lightness == sorted(lightness, reverse=True)


def test_a_raster_elsewhere_or_without_a_known_cell_has_no_picture(tmp_path: Path) -> None:
    layer = raster_layer(written(tmp_path / "a.tif", np.zeros((5, 5), dtype=np.uint8)))
    assert raster_picture(layer, tiny.GRID.bounds) is None
    full = raster_layer(written(tmp_path / "b.tif", np.ones((5, 5), dtype=np.uint8)))
    assert raster_picture(full, (0.0, 0.0, 10.0, 10.0)) is None
