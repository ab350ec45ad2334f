"""Tile addresses: signed, bound to the file, ending; who may read is asked at each use."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import pytest

from landuse.app.server.access import Access, tile_url
from landuse.errors import LayerError

HOUR = 3600.0


@pytest.fixture
def tile(tmp_path: Path) -> Path:
    path = tmp_path / "kommun.pmtiles"
    path.write_bytes(b"PMTiles" + bytes(range(250)))
    return path


def test_the_address_opens_the_file(access, tile, site):
    answer = site.get(tile_url(tile))
    assert (answer.status, answer.body) == (200, tile.read_bytes())
    assert answer.headers["content-type"] == "application/vnd.pmtiles"
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in site.get(tile_url(tile), accept_encoding="gzip").headers


def test_the_address_says_nothing_of_the_file(access, tile):
    token = tile_url(tile).removeprefix("/landuse/tiles/").removesuffix(".pmtiles")
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert b"kommun" not in raw
    assert str(tile.parent).encode() not in raw


def test_the_address_is_stable_and_lasts_between_48_and_72_hours(access, tile, clock, site):
    first = tile_url(tile)
    clock.now += 1
    assert tile_url(tile) == first
    clock.now += 48 * HOUR
    assert site.get(first).status == 200
    clock.now += 24 * HOUR
    assert site.get(first).status == 404
    assert site.get(tile_url(tile)).status == 200


def test_made_just_before_a_period_ends_it_still_lasts(access, tile, clock, site):
    period = 24 * HOUR
    clock.now = (clock.now // period + 1) * period - 1
    address = tile_url(tile)
    clock.now += 48 * HOUR
    assert site.get(address).status == 200


def test_every_bit_of_a_token_counts(access, tile):
    token = access.token(tile)
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert access.grant(token) is not None
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert access.grant(urlsafe_b64encode(bytes(changed)).decode().rstrip("=")) is None


def test_a_token_has_one_spelling(access, tile):
    token = access.token(tile)
    for other in (
        token + "=",
        token + "!",
        "\n" + token,
        token[:5] + "." + token[5:],
        token[:-1] + chr(ord(token[-1]) + 1),
    ):
        assert access.grant(other) is None


@pytest.mark.parametrize("token", ["", "a", "å", "\ud800", "=" * 72, "A" * 71, "-" * 1000, "../../etc/passwd"])
def test_what_is_no_token_opens_nothing(access, tile, token):
    access.token(tile)
    assert access.grant(token) is None


def test_a_token_of_another_process_opens_nothing(access, tile):
    assert access.grant(Access(clock=access._clock).token(tile)) is None


def test_a_later_end_cannot_be_written_into_a_token(access, tile, clock):
    token = access.token(tile)
    raw = bytearray(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[16:21] = (2**40 - 1).to_bytes(5)
    clock.now += 72 * HOUR
    assert access.grant(urlsafe_b64encode(bytes(raw)).decode().rstrip("=")) is None


def test_another_file_in_its_place_needs_another_address(access, tile, site):
    address = tile_url(tile)
    tile.write_bytes(b"something else that is private")
    assert site.get(address).status == 404
    assert tile_url(tile) != address
    tile.unlink()
    assert site.get(address).status == 404


def test_a_right_can_be_taken_back(access, tile, site):
    address = tile_url(tile)
    assert site.get(address).status == 200
    access.decide = lambda _path, _reader: False
    assert site.get(address).status == 404


def test_each_reader_of_a_restricted_layer_has_an_address_of_its_own(access, tile, site):
    access.decide = lambda _path, reader: reader == "village"
    token = access.token(tile, "village")
    answer = site.get(f"/landuse/tiles/{token}.pmtiles")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    with pytest.raises(LayerError):
        access.token(tile, "somebody else")
    with pytest.raises(LayerError):
        access.token(tile)


def test_only_tile_files_have_addresses(access, tmp_path: Path):
    other = tmp_path / "secret.txt"
    other.write_text("x")
    for path in (other, tmp_path / "missing.pmtiles", tmp_path):
        with pytest.raises(LayerError, match="no tile file"):
            tile_url(path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_something_else_has_none(access, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    link = tmp_path / "link.pmtiles"
    link.symlink_to(secret)
    with pytest.raises(LayerError):
        tile_url(link)


def test_grants_are_bounded(access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("landuse.app.server.access.GRANTS", 3)
    tokens = []
    for n in range(5):
        path = tmp_path / f"{n}.pmtiles"
        path.write_bytes(b"x")
        tokens.append(access.token(path))
    assert [access.grant(token) is not None for token in tokens] == [False, False, True, True, True]
