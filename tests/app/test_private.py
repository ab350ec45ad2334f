"""A private layer is opened in a session, and then looked for everywhere it must not be."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import pickle
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from starlette.requests import Request
from streamlit.runtime.caching import cache_resource_api

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
CORNER = (398_123.4567, 8_111_765.4321)
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


def walked(value: object, seen: dict[int, object], depth: int = 0) -> Iterator[bytes]:
    """Yield every text, number and geometry that an object holds, however deep."""
    if id(value) in seen or depth > 40:
        return
    seen[id(value)] = value  # held, so that no other object gets its id
    held = _held(value)
    if held is not None:
        yield held
        return
    for each in value.ravel().tolist() if isinstance(value, np.ndarray) else _within(value):
        yield from walked(each, seen, depth + 1)


def _held(value: object) -> bytes | None:
    """Return what a value is as bytes; None if it only holds others."""
    found: bytes | None = None
    if isinstance(value, PrivateLand):
        found = MARK.encode()
    elif isinstance(value, bytes | bytearray):
        found = bytes(value)
    elif isinstance(value, str):
        found = value.encode("utf-8", "replace")
    elif isinstance(value, float):
        found = struct.pack("<d", value)
    elif isinstance(value, BaseGeometry):
        found = shapely.to_wkb(value, byte_order=1)
    elif isinstance(value, np.ndarray) and value.dtype != object:
        found = value.tobytes()
    elif isinstance(value, gpd.GeoDataFrame | gpd.GeoSeries):
        found = pickle.dumps(value) + b"".join(shapely.to_wkb(value.geometry.to_numpy(), byte_order=1))
    return found


def _within(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from list(value.items())
    elif isinstance(value, list | tuple | set | frozenset) or type(value).__name__ in ("mappingproxy", "OrderedDict"):
        yield from list(value)  # type: ignore[call-overload]
    elif type(value).__module__.split(".")[0] in ("landuse", "scipy"):
        yield from list(getattr(value, "__dict__", {}).items())
        for name in (n for each in type(value).__mro__ for n in getattr(each, "__slots__", ())):
            yield getattr(value, name, None)


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                yield str(path), path.read_bytes()


@dataclass
class Machine:
    """What a session can leave traces in."""

    workspace: Path
    temporary: Path
    removed: list[tuple[str, bytes]] = field(default_factory=list)

    def places(self, study: Study) -> Iterator[tuple[str, bytes]]:
        """Yield what can be looked at, by its name: files, shared memory, what any session can fetch."""
        yield from files_below(self.workspace)
        yield from files_below(self.temporary)
        yield from self.removed
        for file in list(FILES._files.values()):
            yield f"session file {file.name}", file.whole()
            yield f"digest of {file.name}", file.digest.encode()
        seen: dict[int, object] = {}
        for shared in (cache._small, cache._results, cache._files):
            for content in walked(shared()._values, seen):
                yield f"shared {shared.__name__}", content
        for name, value in (("kept with the study", study.kept), ("layers", study.layers), ("digest", study.digest)):
            for content in walked(value, seen):
                yield name, content
        for caches in cache_resource_api._resource_caches._function_caches.values():
            for each in caches.values():
                for result in list(each._mem_cache.values()):
                    for content in walked(result.value, seen):
                        yield f"Streamlit's cache {each.display_name}", content

    def found(self, wanted: list[bytes], study: Study) -> list[tuple[str, bytes]]:
        return [(name, hit) for name, content in self.places(study) for hit in hits(content, wanted)]


def opened(app: Open, content: bytes, name: str = f"{MARK}.parquet") -> Visitor:
    test = app("village").run()
    test.selectbox(key="village.en").set_value(VILLAGE).run()
    test.file_uploader(key="own land file").set_value((name, content, "application/octet-stream"))
    next(button for button in test.button if button.label == "Open in this session").click().run()
    return test


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A workspace and a temporary folder of their own; what is removed from the latter is looked at before."""
    made = Machine(tmp_path_factory.mktemp("own") / "workspace", tmp_path_factory.mktemp("temporary"))
    remove = shutil.rmtree

    def looked_at(path: str, *args: object, **options: object) -> None:
        made.removed.extend(files_below(Path(path)))
        remove(path, *args, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDUSE_WORKSPACE", str(made.workspace))
        patch.setenv("TMPDIR", str(made.temporary))
        patch.setattr(tempfile, "tempdir", str(made.temporary))
        patch.setattr(shutil, "rmtree", looked_at)
        yield made


@pytest.fixture
def session(app: Open, machine: Machine) -> Visitor:
    return opened(app, private_file())


def shared_study() -> Study:
    return cache.study("exempellandet", 1000)


def own(test: Visitor, name: str) -> Any:
    return test.session_state["landuse choices"].get(name)


def test_a_private_layer_is_nowhere_but_in_its_session(
    app: Open, machine: Machine, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    content = private_file()
    wanted = needles(content)
    assert len(hits(content, wanted)) > 4
    test = opened(app, content)
    text = said(test)
    assert "Calculated reduced use" in text and "→" in text
    assert list(own(test, "own land").lands) == ["vinter"]
    # Everything that can be made of the session's proposal is made, and another session looks at the same page.
    test.button(key="report with words").click().run()
    study, work = shared_study(), test.session_state["landuse work"].scenario
    cache.files(study, work, next(key[3] for key in cache._results()._values if key[0] == "assessment"))
    for make in (layers_url, places_url, style_urls):
        make(study)
    other = app("village").run()
    assert own(other, "own land") is None
    assert machine.found(wanted, study) == []
    printed = capfd.readouterr()
    for name, shown in (
        ("page", said(test)), ("other page", said(other)), ("address", repr(dict(test.query_params))),
        ("map", test.map.json), ("other map", other.map.json), ("logs", caplog.text + printed.out + printed.err),
    ):  # fmt: skip
        assert hits(shown.encode(), wanted) == [], name


def test_the_search_finds_what_was_put_where_it_must_not_be(machine: Machine) -> None:
    study = shared_study()
    x, y = CORNER
    land = shapely.box(x, y, x + SIDE, y + SIDE)
    study.kept.always.once("a mistake", lambda: {"land": land})
    cache.small(("a mistake", MARK), lambda: PrivateLand({"vinter": land}, 1))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.parquet").write_bytes(private_file())
    try:
        names = {Path(name).name for name, _hit in machine.found(needles(private_file()), study)}
        assert names == {"kept with the study", "shared _small", "x.parquet"}
    finally:
        study.kept.always.drop(lambda key: key == "a mistake")
        cache._small()._values.clear()
        machine.removed.clear()


def test_dropped_it_is_gone(session: Visitor) -> None:
    session.button(key="drop own land").click().run()
    assert "Calculated reduced use:" not in said(session)
    assert own(session, "own land") is None and own(session, "own land answers") is None


def test_answers_are_rounded(session: Visitor) -> None:
    (answer,) = own(session, "own land answers")[1]
    assert answer.season == "vinter" and answer.hectares == 9800.0
    assert answer.within_reach[1] > answer.within_reach[0]
    for share in (*answer.reduced, *answer.quiet):
        assert share == round(share, 2)


def test_another_proposal_is_another_answer(session: Visitor) -> None:
    first = own(session, "own land answers")
    work = session.session_state["landuse work"]
    session.session_state["landuse work"] = work.without_part(work.scenario.establishments[0].id)
    session.run()
    assert own(session, "own land answers")[0] != first[0]


@pytest.mark.parametrize(
    ("name", "content"), [("x.geojson", b"{"), ("x.gpkg", b"SQLite format 3\0" + b"x" * 99), ("x.zip", b"PK\x03\x04")]
)
def test_a_broken_file_is_refused_with_reasons(app: Open, machine: Machine, name: str, content: bytes) -> None:
    test = opened(app, content, name)
    assert not test.exception
    text = " ".join(error.value for error in test.error)
    for word in ("nothing was kept", "found", "expected", "to do"):
        assert word in text
    assert own(test, "own land") is None


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
        sent = form["f"].file  # type: ignore[union-attr]
        with sent:
            return not sent._rolled

    assert asyncio.run(in_memory())
