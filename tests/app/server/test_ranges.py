"""Parts of a file, as RFC 9110 says; the prefix of the file encodes its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from landuse.app.server.access import tile_url
from landuse.app.server.ranges import AT_ONCE, Unsatisfiable, wanted

SIZE = 3 * AT_ONCE + 7


@pytest.fixture
def tile(tmp_path: Path, access) -> Path:
    path = tmp_path / "t.pmtiles"
    path.write_bytes(b"".join(n.to_bytes(4) for n in range(SIZE // 4 + 1))[:SIZE])
    return path


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-16383", 0, 16383),
        ("bytes=1000-1999", 1000, 1999),
        (f"bytes={SIZE - 10}-", SIZE - 10, SIZE - 1),
        ("bytes=-7", SIZE - 7, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=5-{SIZE * 9}", 5, SIZE - 1),
        ("Bytes = 3-4", 3, 4),
        (f"bytes=1-{2 * AT_ONCE + 1}", 1, 2 * AT_ONCE + 1),
    ],
)
def test_one_range(tile, site, asked, first, last):
    answer = site.get(tile_url(tile), range=asked)
    assert answer.status == 206
    assert answer.body == tile.read_bytes()[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0", "bytes=0-1,5-6"])
def test_what_cannot_be_satisfied(tile, site, asked):
    answer = site.get(tile_url(tile), range=asked)
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"
    assert answer.body == b""


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=a-b", "bytes=-", "bytes=", "lines=0-1", "bytes=1", "bytes=٣-٤"])
def test_what_is_no_range_is_passed_over(asked):
    assert wanted(asked, SIZE) is None


def test_a_number_without_end_does_no_harm():
    assert wanted("bytes=" + "9" * 5000 + "-", SIZE) is None


def test_nothing_can_be_cut_from_nothing():
    with pytest.raises(Unsatisfiable):
        wanted("bytes=0-", 0)
    with pytest.raises(Unsatisfiable):
        wanted("bytes=-1", 0)


def test_the_whole_file_in_pieces(tile, site):
    answer = site.get(tile_url(tile))
    assert answer.status == 200
    assert answer.body == tile.read_bytes()
    assert answer.headers["content-length"] == str(SIZE)


def test_head_says_the_size_and_sends_nothing(tile, site):
    answer = site.ask(tile_url(tile), "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["accept-ranges"] == "bytes"


def test_if_range_of_another_version_sends_everything(tile, site):
    tag = site.get(tile_url(tile)).headers["etag"]
    assert site.get(tile_url(tile), range="bytes=0-1", if_range=tag).status == 206
    assert site.get(tile_url(tile), range="bytes=0-1", if_range='"another"').status == 200
    assert site.get(tile_url(tile), range="bytes=0-1", if_range=f"W/{tag}").status == 200
    assert site.get(tile_url(tile), range="bytes=0-1", if_range="Wed, 21 Oct 2015 07:28:00 GMT").status == 200


def test_a_copy_that_is_current_is_not_sent_again(tile, site):
    tag = site.get(tile_url(tile)).headers["etag"]
    for held in (tag, f'"old", {tag}', "*", f"W/{tag}"):
        answer = site.get(tile_url(tile), if_none_match=held)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == tag
    assert site.get(tile_url(tile), if_none_match='"old"').status == 200


def test_a_session_file_can_be_asked_for_in_part(files, site):
    token = files.keep("a", bytes(range(200)), "x.png", "image/png")
    answer = site.get(f"/landuse/files/{token}/x.png", range="bytes=10-12")
    assert (answer.status, answer.body) == (206, bytes([10, 11, 12]))
