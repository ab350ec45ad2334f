"""Doors: foreign names, closed routes, streams from other pages, faults."""

from __future__ import annotations

import http.client
import logging

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from landuse.app.server.guard import host_name

from .conftest import SECRET

SAME = ("localhost", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST.", "127.0.0.2")
FOREIGN = (
    "evil.example", "localhost.evil.example", "evil.example:{port}", "192.168.1.10", "0.0.0.0", "a@localhost",
    "localhost/x", "localhost, evil.example", "[::1", "localhost:x", "10.0.0.1.", "",
)  # fmt: skip


@pytest.mark.parametrize("host", SAME)
def test_names_of_this_machine(site, host):
    assert site.get("/other.x", host=host.format(port=site.port)).status == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_foreign_names_are_turned_away(site, host):
    answer = site.get("/other.x", host=host.format(port=site.port))
    assert answer.status == 400
    assert "inside" not in answer.text


def test_two_names_are_turned_away(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.putrequest("GET", "/other.x")
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    assert connection.getresponse().status == 400
    connection.close()


def test_a_server_for_others_has_names_we_cannot_know(open_site):
    assert open_site.get("/other.x", host="karta.example").status == 200
    assert open_site.get("/other.x", host="a@b").status == 400


CLOSED = ["/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/x/_stcore/agent/mcp"]


@pytest.mark.parametrize("path", [*CLOSED, "/_stcore/script-health-check"])
def test_routes_that_no_page_uses_are_closed(site, path):
    assert site.get(path).status == 404
    assert site.ask(path, "POST").status == 404


def test_the_others_are_open(site):
    assert site.get("/_stcore/health").text == "inside /_stcore/health"


def stream(site, path: str = "/_stcore/stream", **headers: str) -> str:
    port = site.port
    named = {name: value.format(port=port) for name, value in headers.items()}
    with connect(f"ws://127.0.0.1:{port}{path}", additional_headers=named, origin=None) as websocket:
        return str(websocket.recv(timeout=10))


def test_a_page_of_ours_opens_a_stream(site):
    assert stream(site, Origin="http://127.0.0.1:{port}") == "open"
    assert stream(site) == "open"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null", "http://127.0.0.1", "file://"])
def test_a_page_elsewhere_does_not_and_nobody_is_asked_about_it(site, origin, monkeypatch: pytest.MonkeyPatch):
    def asked() -> None:
        pytest.fail("the address of this machine was asked for on the internet")

    monkeypatch.setattr("streamlit.net_util.get_external_ip", asked)
    with pytest.raises(InvalidStatus) as refused:
        stream(site, Origin=origin)
    assert refused.value.response.status_code == 403


def test_there_is_one_stream(site):
    with pytest.raises(InvalidStatus):
        stream(site, path="/elsewhere")


@pytest.mark.parametrize("path", ["/fault.x"])
def test_a_fault_tells_nothing(site, path, caplog):
    with caplog.at_level(logging.ERROR, "landuse.server"):
        answer = site.get(path + "?token=abc")
    assert answer.status == 500
    assert answer.body == b"Internal Server Error"
    assert SECRET not in str(answer)
    assert SECRET in caplog.text
    assert "token=abc" not in caplog.text


def test_a_fault_in_the_middle_ends_the_answer(site, caplog):
    with caplog.at_level(logging.ERROR, "landuse.server"), pytest.raises(http.client.IncompleteRead) as cut:
        site.get("/fault-later.x")
    assert cut.value.partial == b"begun"
    assert SECRET in caplog.text


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("a:1", "a"),
        ("A.B:1", "a.b"),
        ("[::1]", "::1"),
        ("a:b", ""),
        ("a b", ""),
        (None, ""),
        ("a\tb", ""),
        ("a:99999", ""),
    ],
)
def test_host_name(header, name):
    assert host_name(header) == name
