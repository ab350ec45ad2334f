"""Rasters on a web map: every cell lies where pyproj says, and nothing is drawn outside."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from pyproj import Transformer

from landuse.model.grid import Grid
from landuse.render.mercator import MercatorImage, _classes, coded_image, drawn_window, mercator_image
from landuse.render.palette import CLASSES, UNKNOWN
from landuse.render.picture import classes_of

GRID = Grid(3006, 600_000.0, 7_600_000.0, 1_000.0, 240, 180)
COLOURS = [(n, 255 - n, n // 2) for n in range(250)]
_to_mercator = Transformer.from_crs(3006, 3857, always_xy=True)
_lon_lat_to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)


def pixels(image: MercatorImage) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(image.png)).convert("RGBA"))


def seen(image: MercatorImage, east: float, north: float) -> tuple[int, ...] | None:
    """Return the pixel at a place of SWEREF 99 TM, as the map stretches the picture between its corners."""
    rows = pixels(image)
    (w, n), _ne, (e, s), _sw = (_lon_lat_to_mercator.transform(*corner) for corner in image.corners)
    x, y = _to_mercator.transform(east, north)
    column, row = int((x - w) / (e - w) * rows.shape[1]), int((n - y) / (n - s) * rows.shape[0])
    inside = 0 <= row < rows.shape[0] and 0 <= column < rows.shape[1]
    return tuple(int(v) for v in rows[row, column]) if inside else None


def middle(grid: Grid, row: int, column: int) -> tuple[float, float]:
    return grid.west + (column + 0.5) * grid.resolution_m, grid.north - (row + 0.5) * grid.resolution_m


def test_each_cell_is_where_it_is_on_the_ground() -> None:
    rows, columns = np.indices(GRID.shape)
    codes = (1 + (7 * rows + 13 * columns) % 249).astype(np.uint8)
    image = coded_image(codes, GRID, COLOURS)
    rng = np.random.default_rng(1)
    for row, column in zip(rng.integers(0, 240, 300), rng.integers(0, 180, 300), strict=True):
        assert seen(image, *middle(GRID, row, column))[:3] == COLOURS[codes[row, column]]  # type: ignore[index]


def test_corners_go_around_from_the_north_west() -> None:
    (w, n), ne, (e, s), sw = coded_image(np.ones(GRID.shape, dtype=np.uint8), GRID, COLOURS).corners
    assert w < e and s < n
    assert ne == [e, n] and sw == [w, s]


def test_nothing_is_drawn_outside_the_grid() -> None:
    image = coded_image(np.ones(GRID.shape, dtype=np.uint8), GRID, COLOURS)
    west, south, east, north = GRID.bounds
    for place in ((west - 3e3, north - 5e3), (east + 3e3, south + 5e3), (west + 9e4, north + 4e3), (west, south - 3e3)):
        pixel = seen(image, *place)
        assert pixel is None or pixel[3] == 0


def test_the_picture_is_cut_to_what_is_drawn() -> None:
    codes = np.zeros(GRID.shape, dtype=np.uint8)
    codes[100:104, 20:23] = 5
    image = coded_image(codes, GRID, COLOURS)
    assert max(pixels(image).shape) < 30
    assert seen(image, *middle(GRID, 101, 21))[:3] == COLOURS[5]  # type: ignore[index]
    window = drawn_window(codes)
    assert (window.row, window.column, window.height, window.width) == (100, 20, 4, 3)


def test_a_raster_with_nothing_to_draw_is_a_clear_picture() -> None:
    image = mercator_image(np.zeros(GRID.shape), GRID)
    assert pixels(image)[:, :, 3].max() == 0


def test_impact_is_drawn_in_its_classes_and_unknown_in_stripes() -> None:
    share = np.zeros(GRID.shape)
    share[50:60, 50:60] = 0.3
    share[100:160, 100:160] = np.nan
    image = mercator_image(share, GRID)
    assert seen(image, *middle(GRID, 55, 55))[:3] == CLASSES[3][2]  # type: ignore[index]
    assert seen(image, *middle(GRID, 55, 70))[3] == 0  # type: ignore[index]
    found = {seen(image, *middle(GRID, 130, column)) for column in range(105, 155)}
    assert {pixel[:3] for pixel in found if pixel and pixel[3]} == {UNKNOWN}
    assert any(pixel and pixel[3] == 0 for pixel in found)


@pytest.mark.parametrize("largest", [40, 77])
def test_a_small_impact_never_vanishes_in_a_small_picture(largest: int) -> None:
    share = np.full(GRID.shape, np.nan)
    share[:, :90] = 0.0
    share[133, 41] = 0.6
    share[12, 160] = 0.02
    image = mercator_image(share, GRID, largest_px=largest)
    assert max(pixels(image).shape[:2]) <= largest + 1
    drawn = {tuple(int(v) for v in pixel[:3]) for pixel in pixels(image).reshape(-1, 4) if pixel[3]}
    assert {CLASSES[4][2], CLASSES[0][2], UNKNOWN} <= drawn


def test_classes_are_those_of_the_legend() -> None:
    share = np.concatenate([np.linspace(0, 1, 2001), [0.001, 0.05, 0.1, 0.25, 0.5, 0.75, np.nan, -0.2]])
    assert np.array_equal(_classes(share), classes_of(share))
