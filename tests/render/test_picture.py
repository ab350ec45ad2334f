"""Rasters as pictures: the right class in the right place."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import numpy as np
import pytest
from pyproj import Transformer

from landuse.model.grid import Grid
from landuse.render import palette
from landuse.render.picture import UNKNOWN_INDEX, classes_of, impact_picture, png, presence_picture, warped

GRIDS = [
    Grid(3006, 650000.0, 7400000.0, 100.0, 60, 90),
    Grid(
        3006, 320000.0, 8170000.0, 500.0, 80, 70
    ),  # far north and west of the central meridian: turned by some degrees
]


def decoded(content: bytes) -> np.ndarray:
    """Return the indices of a palette PNG."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        assert struct.unpack(">I", content[at + 8 + size : at + 12 + size])[0] == zlib.crc32(name + body)
        chunks[name] = body
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:]


def test_png_gives_its_indices_back() -> None:
    codes = np.arange(12, dtype=np.uint8).reshape(3, 4) % 3
    assert np.array_equal(decoded(png(codes, [(0, 0, 0), (1, 2, 3), (4, 5, 6)], 200)), codes)


def test_classes_are_closed_below_and_unknown_is_its_own() -> None:
    share = np.array([[0.0, 0.0009, 0.001, 0.05, 0.10], [0.25, 0.5, 0.75, 1.0, np.nan]])
    assert classes_of(share).tolist() == [[0, 0, 1, 2, 3], [4, 5, 6, 6, UNKNOWN_INDEX]]


@pytest.mark.parametrize("grid", GRIDS)
def test_every_cell_lies_where_it_belongs_in_web_mercator(grid: Grid) -> None:
    # Values encode the column, then the row; each is looked up where the middle of its cell falls in the picture.
    to_mercator = Transformer.from_crs(3006, 3857, always_xy=True)
    from_degrees = Transformer.from_crs(4326, 3857, always_xy=True)
    rows, columns = np.indices(grid.shape)
    x, y = to_mercator.transform(
        grid.west + (columns + 0.5) * grid.resolution_m, grid.north - (rows + 0.5) * grid.resolution_m
    )
    for codes in ((columns + 1).astype(np.uint8), (rows + 1).astype(np.uint8)):
        picture, (west, south, east, north) = warped(codes, grid)
        x0, y0 = from_degrees.transform(west, south)
        x1, y1 = from_degrees.transform(east, north)
        height, width = picture.shape
        column = np.floor((x - x0) / (x1 - x0) * width).astype(int)
        row = np.floor((y1 - y) / (y1 - y0) * height).astype(int)
        found = picture[row, column].astype(int)
        assert np.abs(found - codes).max() <= 1
        assert (found == codes).mean() > 0.97


def test_what_is_outside_the_grid_is_clear() -> None:
    picture, _bounds = warped(np.ones(GRIDS[1].shape, dtype=np.uint8), GRIDS[1])
    assert set(np.unique(picture)) == {0, 1}


def test_unknown_is_striped_and_nothing_lost_is_clear() -> None:
    share = np.zeros(GRIDS[0].shape)
    share[:, :45] = np.nan
    drawn = decoded(impact_picture(share, GRIDS[0]).png)
    left, right = drawn[10:-10, 10:60], drawn[10:-10, -60:-10]
    assert set(np.unique(left)) == {0, UNKNOWN_INDEX}
    assert not right.any()


def test_a_picture_is_a_data_uri() -> None:
    present = np.eye(60, 90, dtype=np.uint8)
    assert presence_picture(present, GRIDS[0], (1, 2, 3)).uri.startswith("data:image/png;base64,")


def test_classes_are_told_apart_by_lightness_alone() -> None:
    light = [palette.luminance(colour) for _low, _high, colour in palette.CLASSES]
    assert light == sorted(light, reverse=True)
    contrast = [(a + 0.05) / (b + 0.05) for a, b in pairwise(light)]
    assert min(contrast) > 1.2
