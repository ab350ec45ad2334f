"""Sets of tiles: made once, whole or not at all, and never of a layer that is not open."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from landuse.errors import LayerError, WorkspaceError
from landuse.model.catalogue import Attribute, Text
from landuse.model.study import Layer
from landuse.store import tiles
from landuse.store.tiles import TileSets, attributes, in_memory
from tests.store.conftest import layer_spec


def layer(n: int = 3, sha256: str = "s1", **changes: object) -> Layer:
    shapes = [shapely.box(700_000 + 1000 * i, 7_400_000, 700_500 + 1000 * i, 7_400_500) for i in range(n)]
    features = gpd.GeoDataFrame(
        {"key": [f"k{i}" for i in range(n)], "name": [None] * n, "kind": ["x"] * n, "other": [1] * n},
        geometry=shapes,
        crs=3006,
    )
    return Layer(layer_spec("skydd", **changes), "loaded", sha256=sha256, features=features)


def test_tiles_are_made_once_and_the_file_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = TileSets(tmp_path / "tiles")
    assert sets.made(layer()) is None
    path = sets.ready(layer())
    assert path is not None and path.parent == tmp_path / "tiles" and path.suffix == ".pmtiles"
    before = path.stat()
    monkeypatch.setattr(tiles, "write_tiles", lambda *_a, **_k: pytest.fail("made again"))
    assert TileSets(tmp_path / "tiles").ready(layer()) == path == sets.made(layer())
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_two_visitors_at_once_are_given_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    write = tiles.write_tiles

    def slowly(*arguments: Any, **named: Any) -> None:
        made.append(1)
        time.sleep(0.2)
        write(*arguments, **named)

    monkeypatch.setattr(tiles, "write_tiles", slowly)
    with ThreadPoolExecutor(2) as visitors:
        found = list(visitors.map(lambda _n: TileSets(tmp_path).ready(layer()), range(2)))
    assert len(set(found)) == 1 and len(made) == 1


@pytest.mark.parametrize(
    "other",
    [
        layer(sha256="s2"),
        layer(2),
        dataclasses.replace(layer(), spec=layer_spec("annat")),
        layer(attributes={"other": Attribute()}),
    ],
)
def test_another_content_choice_or_layer_is_another_file(tmp_path: Path, other: Layer) -> None:
    sets = TileSets(tmp_path)
    assert sets.ready(layer()) != sets.ready(other)


def test_another_form_is_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = TileSets(tmp_path).ready(layer())
    monkeypatch.setattr(tiles, "FORMAT", tiles.FORMAT + 1)
    assert TileSets(tmp_path).made(layer()) is None
    assert TileSets(tmp_path).ready(layer()) != first


def test_a_file_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    path = TileSets(tmp_path).ready(layer())
    assert path is not None
    content = path.read_bytes()
    path.write_bytes(content[:-9])
    assert TileSets(tmp_path).made(layer()) is None
    assert TileSets(tmp_path).ready(layer()) == path
    assert path.read_bytes() == content


def test_a_killed_writer_leaves_nothing_that_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_features: object, path: Path, **_more: object) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(tiles, "write_tiles", breaks)
    with pytest.raises(KeyboardInterrupt):
        TileSets(tmp_path).ready(layer())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sensitivity", ["restricted", "private"])
def test_a_layer_that_is_not_open_is_never_written(tmp_path: Path, sensitivity: str) -> None:
    closed = layer(sensitivity=sensitivity)
    for ask in (TileSets(tmp_path / "t").ready, TileSets(tmp_path / "t").made):
        with pytest.raises(LayerError, match=sensitivity):
            ask(closed)
    assert not (tmp_path / "t").exists()
    content = in_memory(closed)
    assert content is not None and content[:7] == b"PMTiles"
    assert not (tmp_path / "t").exists()


def test_a_layer_without_anything_to_draw_has_no_tiles(tmp_path: Path) -> None:
    spec = layer_spec("skydd")
    nothing = [
        Layer(spec, "missing"),
        layer(0),
        dataclasses.replace(layer(), features=layer().features.set_geometry([None, shapely.Polygon(), None])),  # type: ignore[union-attr]
    ]
    for empty in nothing:
        assert TileSets(tmp_path / "t").ready(empty) is None
        assert in_memory(empty) is None
    assert not (tmp_path / "t").exists()


def test_those_unused_for_longest_go_when_there_are_too_many(tmp_path: Path) -> None:
    sets = TileSets(tmp_path)
    first, second = sets.ready(layer(sha256="a")), sets.ready(layer(sha256="b"))
    assert first is not None and second is not None
    for age, path in ((9_000, second), (5_000, first)):
        os.utime(path, ns=(path.stat().st_atime_ns - age * 10**9, path.stat().st_mtime_ns))
    size = first.stat().st_size
    third = TileSets(tmp_path, most_bytes=2 * size + 100).ready(layer(sha256="c"))
    assert {first, third} == set(tmp_path.iterdir())


def test_use_counts_when_room_is_made(tmp_path: Path) -> None:
    sets = TileSets(tmp_path)
    first, second = sets.ready(layer(sha256="a")), sets.ready(layer(sha256="b"))
    assert first is not None and second is not None
    for path in (first, second):
        os.utime(path, ns=(path.stat().st_atime_ns - 10**13, path.stat().st_mtime_ns))
    assert sets.made(layer(sha256="a")) == first
    third = TileSets(tmp_path, most_bytes=2 * first.stat().st_size + 100).ready(layer(sha256="c"))
    assert {first, third} == set(tmp_path.iterdir())


def test_the_newest_stays_even_if_it_is_larger_than_the_limit(tmp_path: Path) -> None:
    path = TileSets(tmp_path, most_bytes=1).ready(layer())
    assert path is not None and path.is_file()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="workspace"):
        TileSets(tmp_path / "file" / "tiles").ready(layer())


def _make(folder: str) -> bytes:
    path = TileSets(Path(folder)).ready(layer(40))
    assert path is not None
    return path.read_bytes()


def test_two_processes_may_make_the_same_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        contents = pool.map(_make, [str(tmp_path)] * 4)
    assert len(set(contents)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_attributes_are_the_telling_ones_that_are_known_for_something() -> None:
    declared = {"other": Attribute(title=Text(sv="a", en="b")), "absent": Attribute()}
    assert attributes(layer(attributes=declared)) == ("key", "kind", "other")
    assert attributes(Layer(layer_spec("x"), "missing")) == ()
