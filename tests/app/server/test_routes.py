"""The basemap, health, and everything else below /landuse/."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from landuse import __version__
from landuse.app.server import routes
from landuse.app.server.warming import Warming


@pytest.fixture
def layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "layers"
    (folder / "basemap" / "fonts" / "Noto Sans Regular").mkdir(parents=True)
    (folder / "basemap" / "land.geojson").write_bytes(b'{"land": "' + b"a" * 5000 + b'"}')
    (folder / "basemap" / "tiles.pmtiles").write_bytes(bytes(range(256)))
    (folder / "basemap" / "fonts" / "Noto Sans Regular" / "0-255.pbf").write_bytes(b"glyphs")
    (folder / "basemap" / ".hidden.json").write_text("secret")
    (folder / "basemap" / "run.py").write_text("secret")
    (folder / "basemap" / "page.html").write_text("secret")
    (folder / "secret.json").write_text("secret")
    (tmp_path / "secret.json").write_text("secret")
    monkeypatch.setattr(routes, "catalogue_folder", lambda: folder)
    return folder


def test_the_basemap_may_be_kept_by_everybody(layers, site):
    answer = site.get("/landuse/basemap/land.geojson")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"].startswith("public")
    assert answer.body == (layers / "basemap" / "land.geojson").read_bytes()


def test_text_travels_packed_tiles_do_not(layers, site):
    packed = site.get("/landuse/basemap/land.geojson", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < 500
    tiles = site.get("/landuse/basemap/tiles.pmtiles", accept_encoding="gzip", range="bytes=5-6")
    assert (tiles.status, tiles.body) == (206, bytes([5, 6]))
    assert "content-encoding" not in tiles.headers


def test_a_changed_file_is_sent_anew(layers, site):
    path = layers / "basemap" / "land.geojson"
    old = site.get("/landuse/basemap/land.geojson", accept_encoding="gzip")
    path.write_bytes(b'{"sea": "' + b"b" * 5000 + b'"}')
    os.utime(path, ns=(1, 1))
    new = site.get("/landuse/basemap/land.geojson", accept_encoding="gzip", if_none_match=old.headers["etag"])
    assert new.status == 200
    assert new.body != old.body


def test_names_with_spaces(layers, site):
    answer = site.get("/landuse/basemap/fonts/Noto%20Sans%20Regular/0-255.pbf")
    assert (answer.status, answer.body) == (200, b"glyphs")
    assert answer.headers["content-type"] == "application/x-protobuf"


OUTSIDE = [
    "/landuse/basemap/../secret.json",
    "/landuse/basemap/%2e%2e/secret.json",
    "/landuse/basemap/..%2fsecret.json",
    "/landuse/basemap/..%2f..%2fsecret.json",
    "/landuse/basemap/fonts/../../secret.json",
    "/landuse/basemap/%2e%2e%5csecret.json",
    "/landuse/basemap/..%5c..%5csecret.json",
    "/landuse/basemap//etc/passwd",
    "/landuse/basemap/%2fetc%2fpasswd",
    "/landuse/basemap/C:%5cWindows%5cwin.ini",
    "/landuse/basemap/.hidden.json",
    "/landuse/basemap/run.py",
    "/landuse/basemap/page.html",
    "/landuse/basemap/land.geojson%00.png",
    "/landuse/basemap/land.geojson/",
    "/landuse/basemap/",
    "/landuse/basemap",
    "/landuse/basemap/fonts",
    "/landuse/basemap/missing.json",
    "/landuse/basemap/" + "a/" * 3000 + "x.json",
    "/landuse/basemap/" + "a" * 5000 + ".json",
]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path[:50])
def test_no_path_leads_out_of_the_basemap(layers, site, path):
    answer = site.get(path)
    assert (answer.status, answer.body) == (404, b"Not Found")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nor_does_a_link(layers, site):
    (layers / "basemap" / "link.json").symlink_to(layers / "secret.json")
    (layers / "basemap" / "up").symlink_to(layers)
    assert site.get("/landuse/basemap/link.json").status == 404
    assert site.get("/landuse/basemap/up/secret.json").status == 404


def test_an_installation_without_a_basemap(tmp_path: Path, site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(routes, "catalogue_folder", lambda: tmp_path)
    assert site.get("/landuse/basemap/land.geojson").status == 404


@pytest.mark.parametrize("path", ["/landuse/", "/landuse/x", "/landuse//", "/landuse/tiles/", "/landuse/tiles/x.txt"])
def test_nothing_else_is_there(site, path):
    assert site.get(path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_sent(layers, site, method):
    assert site.ask("/landuse/basemap/land.geojson", method).status == 405


def test_health_says_whether_the_first_visitor_waits(site, monkeypatch: pytest.MonkeyPatch):
    warming = Warming()
    monkeypatch.setattr(routes, "WARMING", warming)
    assert json.loads(site.get("/landuse/health").body)["ready"] is False
    warming.start([("one", lambda: None)]).join()
    answer = site.get("/landuse/health")
    assert json.loads(answer.body) == {"status": "ok", "version": __version__, "ready": True, "warm_up_failed": 0}
    assert answer.headers["cache-control"] == "no-store"


def test_the_maps_program_is_kept_by_the_browser_and_packed_once(site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "map-ABC.js").write_text("export default 1;" * 500)
    (tmp_path / "source.sha256").write_text("x")
    monkeypatch.setattr(routes, "BUNDLE", tmp_path)
    answer = site.get(routes.PROGRAM + "map-ABC.js", accept_encoding="gzip")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert site.get(routes.PROGRAM + "map-ABC.js").body == (tmp_path / "map-ABC.js").read_bytes()
    assert "sandbox" not in answer.headers["content-security-policy"]
    for name in ("source.sha256", "..%2fsecret.json", "other.js", ""):
        assert site.get(routes.PROGRAM + name).status == 404


def test_the_maps_program_lies_where_the_component_says(root: Path):
    assert root / "landuse" / "app" / "bundle" == routes.BUNDLE
    source = (root / "landuse" / "app" / "map_component.py").read_text(encoding="utf-8")
    assert f'"{routes.PROGRAM.split("/")[3]}"' in source
