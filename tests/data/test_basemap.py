"""The background's files: what is in them, that nothing is missing, and that each has a source and a licence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import ImageFont
from pmtiles.reader import MemorySource, Reader, all_tiles
from pyproj import Transformer

from landuse.io.basemap import background_folder, named_places
from landuse.render.basemap_style import FONTS
from tests import mvt

LETTERS = {"latin": "åäöÅÄÖáÁéæøÆØ", "latin-ext": "čđŋšŧžČĐŊŠŦŽ"}
MOST_BYTES = 6_000_000
_to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)


def features(name: str) -> list[dict[str, Any]]:
    return list(json.loads((background_folder() / name).read_bytes())["features"])


def tile(zoom: int, x: int, y: int) -> list[mvt.Row]:
    content = (background_folder() / "norrbotten.pmtiles").read_bytes()
    packed = Reader(MemorySource(content)).get(zoom, x, y)
    assert packed is not None
    return mvt.rows(packed)


def seen(zoom: int, lon: float, lat: float) -> set[str]:
    """Return the kinds of what is drawn at a place or within 30 pixels of it."""
    mercator = np.array(_to_mercator.transform(lon, lat)) / (2 * 20_037_508.342789244)
    east, south = (mercator * [1, -1] + 0.5) * 2**zoom
    at = shapely.Point((east % 1) * 4096, (south % 1) * 4096)
    near = {
        row.properties["kind"]
        for row in tile(zoom, int(east), int(south))
        if row.properties["kind"] != "water" and row.units.distance(at) < 240
    }
    wet = any(
        shapely.make_valid(row.units).contains(at)
        for row in tile(zoom, int(east), int(south))
        if row.properties["kind"] == "water"
    )
    return near | ({"water"} if wet else set())


@pytest.mark.parametrize("zoom", [5, 7, 9])
@pytest.mark.parametrize("place", [(23.5, 65.0), (19.247, 68.346), (17.802, 65.957)])
def test_the_sea_and_great_lakes_are_water_at_every_zoom(zoom: int, place: tuple[float, float]) -> None:
    assert "water" in seen(zoom, *place)


@pytest.mark.parametrize("place", [(20.6, 67.55), (22.4, 66.9), (18.9, 65.6)])
def test_land_is_no_water(place: tuple[float, float]) -> None:
    assert "water" not in seen(9, *place)


def test_rivers_and_borders_run_where_they_do() -> None:
    assert "river" in seen(8, 22.85, 66.32)
    assert "country" in seen(8, 23.66, 66.39)
    assert "country" not in seen(8, 21.0, 67.0)


def test_every_tile_can_be_read_and_holds_known_kinds() -> None:
    content = (background_folder() / "norrbotten.pmtiles").read_bytes()
    kinds = set()
    for (zoom, _x, _y), packed in all_tiles(MemorySource(content)):
        if zoom <= 6:
            kinds |= {row.properties["kind"] for row in mvt.rows(packed)}
    assert kinds == {"water", "river", "country", "county"}


def test_great_waters_have_names_that_lie_in_them() -> None:
    names = {row["properties"]["name"]: row["geometry"]["coordinates"] for row in features("norrbotten_places.geojson")
             if row["properties"]["kind"] == "water"}  # fmt: skip
    assert {"Torneträsk", "Hornavan", "Bottenviken"} <= set(names)
    for lon, lat in names.values():
        assert "water" in seen(9, lon, lat)


def test_places_of_the_county_are_named_and_parts_of_towns_are_not() -> None:
    places = {row["properties"]["name"]: row["properties"] for row in features("norrbotten_places.geojson")}
    assert {"Kiruna", "Luleå", "Jokkmokk", "Vittangi", "Vuollerim", "Narvik", "Rovaniemi"} <= set(places)
    assert "Björkskatan" not in places
    assert all(row["people"] >= 0 and row["name"].strip() for row in places.values())
    assert {place.kind for place in named_places("norrbotten")} == {"place", "water"}


def test_land_around_holds_scandinavia_and_the_frame() -> None:
    found = {row["properties"]["kind"]: shapely.geometry.shape(row["geometry"]) for row in features("world.geojson")}
    assert set(found) == {"land", "ground"}
    assert found["land"].contains(shapely.Point(10, 61)) and not found["land"].contains(shapely.Point(0, 64))
    assert found["ground"].contains(shapely.Point(20, 67))


@pytest.mark.parametrize("part", sorted(LETTERS))
@pytest.mark.parametrize("font", sorted(FONTS))
def test_letters_of_swedish_and_sami_are_in_the_fonts(font: str, part: str) -> None:
    face = ImageFont.truetype(background_folder() / "fonts" / FONTS[font].format(part=part), 24)
    missing = bytes(face.getmask("\uffff"))
    assert [letter for letter in LETTERS[part] if bytes(face.getmask(letter)) == missing] == []


def test_every_file_has_its_source_and_licence_and_all_are_small() -> None:
    folder = background_folder()
    said = (folder / "README.md").read_text(encoding="utf-8")
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        top = path.relative_to(folder).parts[0]
        assert top in said, path
    for word in ("ODbL", "LGPL", "CC BY 4.0", "public domain", "OFL"):
        assert word in said
    assert (folder / "fonts" / "LICENSE.txt").is_file() and (folder / "licences" / "LGPL-3.0.txt").is_file()
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_the_folder_is_part_of_the_installation() -> None:
    assert background_folder() == Path(__file__).resolve().parents[2] / "layers" / "basemap"
