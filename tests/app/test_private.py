"""A private layer is opened in a session, and then looked for everywhere it must not be."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import io
import logging
import pickle
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
import streamlit as st
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from starlette.requests import Request

from landuse.app import cache
from landuse.app.map_files import layers_url, places_url, style_urls
from landuse.app.server.session_files import FILES
from landuse.app.server.uploads import stay_in_memory
from landuse.model.private_land import PrivateLand
from landuse.model.study import Study
from tests.app.conftest import Open, said
from tests.app.visitor import Visitor

VILLAGE = "Skogsexempel västra"
MARK = "Zqxjkvåw"
"""A name that nothing else has."""
CORNER = (718_123.4567, 7_391_765.4321)
"""A corner that nothing else has, EPSG:3006."""
SIDE = 9_876.5


def private_file() -> bytes:
    """Return a GeoParquet with a marked name and a land with a marked corner."""
    x, y = CORNER
    shape = shapely.box(x, y, x + SIDE, y + SIDE)
    made = io.BytesIO()
    table = {"arstid": ["vinter"], "namn": [MARK], "sameby": [VILLAGE], f"{MARK}_kolumn": [MARK]}
    gpd.GeoDataFrame(table, geometry=[shape], crs=3006).to_parquet(made)
    return made.getvalue()


def needles(content: bytes) -> list[bytes]:
    """Return what may be found nowhere: the name, the corner in every form it could take, the hash of the file."""
    x, y = CORNER
    lon, lat = Transformer.from_crs(3006, 4326, always_xy=True).transform(x, y)
    texts = [MARK, f"{x:.1f}", f"{y:.1f}", f"{x:.4f}", f"{y:.4f}", repr(x), repr(y), f"{x + SIDE:.1f}"]
    texts += [f"{round(lon, n)}" for n in (5, 6, 7)] + [f"{round(lat, n)}" for n in (5, 6, 7)]
    numbers = [struct.pack(order + "d", value) for value in (x, y, x + SIDE, lon, lat) for order in "<>"]
    digest = hashlib.sha256(content)
    return [*(text.encode() for text in texts), *numbers, digest.digest(), digest.hexdigest().encode()]


def hits(content: bytes, wanted: list[bytes]) -> list[bytes]:
    return [each for each in wanted if each in content]


def walked(value: object, seen: set[int] | None = None, depth: int = 0) -> Iterator[bytes]:
    """Yield every text, number and geometry that an object holds, however deep."""
    seen = set() if seen is None else seen
    if id(value) in seen or depth > 40:
        return
    seen.add(id(value))
    if isinstance(value, PrivateLand):
        yield MARK.encode()
    elif isinstance(value, bytes | bytearray):
        yield bytes(value)
    elif isinstance(value, str):
        yield value.encode("utf-8", "replace")
    elif isinstance(value, float):
        yield struct.pack("<d", value)
    elif isinstance(value, BaseGeometry):
        yield shapely.to_wkb(value, byte_order=1)
    elif isinstance(value, np.ndarray):
        if value.dtype == object:
            for each in value.ravel().tolist():
                yield from walked(each, seen, depth + 1)
        else:
            yield value.tobytes()
    elif isinstance(value, gpd.GeoDataFrame | gpd.GeoSeries):
        with suppress(TypeError, AttributeError):
            yield pickle.dumps(value)
            yield b"".join(shapely.to_wkb(value.geometry.to_numpy(), byte_order=1))
    else:
        for each in _within(value):
            yield from walked(each, seen, depth + 1)


def _within(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from list(value.items())
    elif isinstance(value, list | tuple | set | frozenset) or type(value).__name__ in ("mappingproxy", "OrderedDict"):
        yield from list(value)  # type: ignore[call-overload]
    elif type(value).__module__.split(".")[0] in ("landuse", "scipy"):
        yield from list(getattr(value, "__dict__", {}).items())
        for name in (n for each in type(value).__mro__ for n in getattr(each, "__slots__", ())):
            yield getattr(value, name, None)


def files_below(folder: Path, since: set[Path]) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path not in since and path.is_file():
                yield str(path), path.read_bytes()


def everywhere(study: Study, workspace: Path, temporary: tuple[Path, set[Path]]) -> Iterator[tuple[str, bytes]]:
    """Yield what can be looked at, by its name: files, shared memory, what every session can fetch."""
    yield from files_below(workspace, set())
    yield from files_below(*temporary)
    for file in list(FILES._files.values()):
        yield f"session file {file.name}", file.whole()
        yield f"digest of {file.name}", file.digest.encode()
    for shared in (cache._small, cache._results, cache._files):
        for content in walked(shared()._values):
            yield f"shared {shared.__name__}", content
    for content in walked(study.kept):
        yield "kept with the study", content
    for content in walked(study.layers):
        yield "layers of the study", content
    yield "digest", study.digest.encode()


def found_anywhere(
    wanted: list[bytes], study: Study, workspace: Path, temporary: tuple[Path, set[Path]]
) -> list[tuple[str, bytes]]:
    return [(name, hit) for name, content in everywhere(study, workspace, temporary) for hit in hits(content, wanted)]


def opened(app: Open, content: bytes, name: str = f"{MARK}.parquet") -> Visitor:
    test = app("village").run()
    test.selectbox(key="village.en").set_value(VILLAGE).run()
    test.file_uploader(key="own land file").set_value((name, content, "application/octet-stream"))
    next(button for button in test.button if button.label == "Open in this session").click().run()
    return test


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[Path]]:
    """A temporary folder of its own, in which every file is kept that someone makes and removes."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder, set(folder.rglob("*"))


def shared_study() -> Study:
    return cache.study("exempellandet", 1000)


def test_a_private_layer_is_nowhere_but_in_its_session(
    app: Open, workspace: Path, temporary: tuple[Path, set[Path]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    content = private_file()
    wanted = needles(content)
    assert hits(content, wanted)
    test = opened(app, content)
    text = said(test)
    assert "Calculated reduced use" in text and "→" in text
    land = test.session_state["landuse choices"]["own land"]
    assert isinstance(land, PrivateLand)
    assert list(land.lands) == ["vinter"]
    # Everything that can be made of the session's proposal is made.
    test.button(key="report with words").click().run()
    text = said(test)
    study = shared_study()
    work = test.session_state["landuse work"].scenario
    options = next(key[3] for key in cache._results()._values if key[0] == "assessment")
    cache.files(study, work, options)
    for make in (layers_url, places_url, style_urls):
        make(study)
    other = app("village").run()
    assert "Our own layer" in said(other)
    assert "own land" not in other.session_state["landuse choices"]
    gc.collect()
    assert found_anywhere(wanted, study, workspace, temporary) == []
    for name, shown in (
        ("page", text), ("other page", said(other)), ("address", repr(dict(test.query_params))),
        ("logs", caplog.text), ("map", test.map.json), ("other map", other.map.json),
        ("statistics of the caches", repr(st.cache_resource)),
    ):  # fmt: skip
        assert hits(shown.encode(), wanted) == [], name


def test_the_search_finds_a_layer_that_was_put_into_the_study(workspace: Path, temporary: Any) -> None:
    study = shared_study()
    x, y = CORNER
    study.kept.always.once("a mistake", lambda: {"land": shapely.box(x, y, x + SIDE, y + SIDE)})
    cache.small(("a mistake", MARK), lambda: b"")
    try:
        names = {name for name, _hit in found_anywhere(needles(b""), study, workspace, temporary)}
        assert names >= {"kept with the study", "shared _small"}
    finally:
        study.kept.always.drop(lambda key: key == "a mistake")
        cache._small()._values.clear()


def test_dropped_it_is_gone(app: Open, workspace: Path) -> None:
    test = opened(app, private_file())
    test.button(key="drop own land").click().run()
    assert "Calculated reduced use:" not in said(test)
    assert test.session_state["landuse choices"]["own land"] is None
    assert test.session_state["landuse choices"]["own land answers"] is None


def test_answers_come_rounded_and_follow_the_proposal(app: Open, workspace: Path) -> None:
    test = opened(app, private_file())
    (answer,) = test.session_state["landuse choices"]["own land answers"][1]
    assert answer.season == "vinter"
    assert answer.hectares is not None and answer.hectares % 100 == 0
    for share in (*answer.reduced, *answer.quiet):
        assert share == round(share, 2)


@pytest.mark.parametrize(
    ("name", "content"), [("x.geojson", b"{"), ("x.gpkg", b"SQLite format 3\0" + b"x" * 99), ("x.zip", b"PK\x03\x04")]
)
def test_a_broken_file_is_refused_with_reasons(app: Open, workspace: Path, name: str, content: bytes) -> None:
    test = opened(app, content, name)
    assert not test.exception
    text = " ".join(error.value for error in test.error)
    for word in ("nothing was kept", "found", "expected", "to do"):
        assert word in text
    assert test.session_state["landuse choices"].get("own land") is None


def test_what_is_sent_is_never_spooled_to_a_file() -> None:
    """The web server's own reader writes larger parts of a form to a temporary file, unless it is told not to."""
    stay_in_memory()
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 5_000_000 + b"\r\n--b--\r\n"
    )

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def in_memory() -> bool:
        headers = [(b"content-type", b"multipart/form-data; boundary=b")]
        form = await Request({"type": "http", "method": "PUT", "headers": headers}, receive).form()
        return not form["f"].file._rolled  # type: ignore[union-attr]

    assert asyncio.run(in_memory())
