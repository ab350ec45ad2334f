"""Files of a session: at addresses nobody can guess, bounded, forgotten with the session, never on disk."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest

from landuse.app.server import session_files
from landuse.app.server.session_files import SessionFiles, keep, safe_name
from landuse.errors import TooLarge


def kept(files: SessionFiles, content: bytes = b"{}", session: str = "a", name: str = "x.json") -> str:
    return f"/landuse/files/{files.keep(session, content, name, 'application/json')}/{name}"


def test_the_same_content_has_the_same_address_in_a_session_only(files):
    assert kept(files) == kept(files)
    addresses = {kept(files), kept(files, b"[]"), kept(files, session="b"), kept(files, name="y.json")}
    assert len(addresses) == 4


def test_an_address_cannot_be_guessed(files):
    token = kept(files).split("/")[3]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)  # 256 bits
    assert SessionFiles().keep("a", b"{}", "x.json", "application/json") != token  # another process, another key


def test_is_served_with_its_type_and_kept_by_the_browser_alone(files, site):
    answer = site.get(kept(files, b'{"a": 1}'))
    assert (answer.status, answer.body) == (200, b'{"a": 1}')
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"].startswith("private")
    assert "etag" in answer.headers


@pytest.mark.parametrize("change", ["token", "name", "cut", "longer", "empty", "other session's"])
def test_every_wrong_address_has_the_same_answer(files, site, change):
    prefix, token, name = [*kept(files).rpartition("/")[0].rsplit("/", 1), "x.json"]
    wrong = {
        "token": f"{prefix}/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/{name}",
        "name": f"{prefix}/{token}/y.json",
        "cut": f"{prefix}/{token[:-2]}/{name}",
        "longer": f"{prefix}/{token}A/{name}",
        "empty": f"{prefix}//{name}",
        "other session's": f"{prefix}/{SessionFiles().keep('b', b'{}', 'x.json', 'application/json')}/{name}",
    }[change]
    assert site.get(f"{prefix}/{token}/{name}").status == 200
    nothing, answer = site.get("/landuse/files/nothing/at-all"), site.get(wrong)
    assert (answer.status, answer.body) == (404, b"Not Found")
    differing = {name for name in answer.headers if answer.headers[name] != nothing.headers.get(name)}
    assert differing <= {"date"}


def test_large_text_travels_packed_only_to_who_can_unpack_it(files, site):
    content = b'{"a": "' + b"x" * 100_000 + b'"}'
    address = kept(files, content)
    assert files.held() < 1000
    packed = site.get(address, accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < 1000
    plain = site.get(address)
    assert plain.body == content
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_what_could_run_is_saved_never_shown(files, site):
    token = files.keep("a", b"<script>alert(1)</script>", "report.html", "text/html")
    answer = site.get(f"/landuse/files/{token}/report.html")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_download_asks_the_browser_to_save(files, site):
    token = files.keep("a", b"{}", "förslag 1.json", "application/json")
    address = f"/landuse/files/{token}/f%C3%B6rslag%201.json"
    assert site.get(address).headers["content-disposition"].startswith("inline")
    saved = site.get(address + "?download=1").headers
    assert saved["content-disposition"] == "attachment; filename*=UTF-8''f%C3%B6rslag%201.json"
    assert saved["cache-control"] == "private, no-store"


def test_geopackage_is_saved_without_being_asked(files, site):
    token = files.keep("a", b"SQLite format 3", "x.gpkg", "application/geopackage+sqlite3")
    assert site.get(f"/landuse/files/{token}/x.gpkg").headers["content-disposition"].startswith("attachment")


def test_the_oldest_goes_when_a_session_holds_too_much(site):
    files = SessionFiles(session_mb=1)
    tokens = [files.keep("a", bytes([n]) * 400_000, "x.png", "image/png") for n in range(3)]
    assert [files.get(token, "x.png") is not None for token in tokens] == [False, True, True]
    assert files.held("a") <= 1024 * 1024


def test_what_is_used_is_not_the_oldest():
    files = SessionFiles(session_mb=1)
    first = files.keep("a", b"1" * 400_000, "x.png", "image/png")
    second = files.keep("a", b"2" * 400_000, "x.png", "image/png")
    assert files.get(first, "x.png")
    files.keep("a", b"3" * 400_000, "x.png", "image/png")
    assert files.get(first, "x.png")
    assert files.get(second, "x.png") is None


def test_one_session_does_not_push_out_another_before_all_is_full():
    files = SessionFiles(session_mb=1, all_mb=1.5)
    mine = files.keep("a", b"1" * 900_000, "x.png", "image/png")
    files.keep("b", b"2" * 500_000, "x.png", "image/png")
    assert files.get(mine, "x.png")
    files.keep("c", b"3" * 500_000, "x.png", "image/png")
    assert files.held() <= 1.5 * 1024 * 1024
    assert files.get(mine, "x.png") is not None or files.held("a") == 0


def test_too_large_for_any_session_is_refused_in_words():
    with pytest.raises(TooLarge, match="at most 1 MB"):
        SessionFiles(session_mb=1).keep("a", b"1" * 2_000_000, "x.png", "image/png")


def test_forgotten_late_unless_the_session_comes_back():
    files = SessionFiles()
    gone = files.keep("gone", b"1", "x.png", "image/png")
    back = files.keep("back", b"1", "x.png", "image/png")
    for session in ("gone", "back"):
        files.forget_late(session, after_s=0.2)
    files.keep("back", b"2", "x.png", "image/png")
    assert files.get(gone, "x.png")
    deadline = time.monotonic() + 5
    while files.get(gone, "x.png") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert files.get(gone, "x.png") is None
    time.sleep(0.2)
    assert files.get(back, "x.png")
    assert files.held("gone") == 0


def test_many_threads_at_once_keep_the_count_right():
    files = SessionFiles(session_mb=0.01)

    def work(n: int) -> None:
        for turn in range(200):
            files.keep(f"s{n}", f"{n} {turn % 30}".encode() * 50, "x.png", "image/png")
            if turn % 50 == 0:
                files.forget(f"s{n}")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files.held() == sum(len(file.content) for file in files._files.values())
    for n in range(6):
        files.forget(f"s{n}")
    assert files.held() == 0
    assert files._held == {}


def test_keep_works_without_a_server(files, site):
    address = keep(b"{}", "words.json", "application/json")
    assert site.get(address).body == b"{}"


def test_nothing_is_written_to_disk(files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def refuse(*_args: object, **_kw: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    keep(b"x" * 100_000, "a.json", "application/json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c.json", "a_b_c.json"),
        ("a\r\nSet-Cookie: x", "a__Set-Cookie_ x"),
        ("", "file"),
        ("...", "file"),
        ("x" * 500 + ".gpkg", ("x" * 500 + ".gpkg")[-120:]),
    ],
)
def test_names_are_one_part_of_a_path_and_one_line(name, safe, files, site):
    assert safe_name(name) == safe
    assert site.get(session_files.keep(b"1", name, "image/png")).status == 200
