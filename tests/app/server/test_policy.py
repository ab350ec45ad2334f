"""The headers of every answer."""

from __future__ import annotations

import pytest

from landuse.app.server.page import page_text
from landuse.app.server.policy import ALWAYS, background_hosts, inline_hashes, origin, page_policy
from landuse.io.catalogue import read_catalogue

ANSWERS = ["/", "/analys", "/other.x", "/fault.x", "/landuse/health", "/landuse/nothing", "/landuse/files/a/b"]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_them(site, path):
    headers = site.get(path).headers
    for name, value in ALWAYS.items():
        assert headers[name.lower()] == value
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_an_answer_to_a_foreign_name_carries_them(site):
    answer = site.get("/", host="evil.example")
    assert answer.status == 400
    assert answer.headers["x-frame-options"] == "DENY"


def test_ours_replaces_what_was_there(site):
    assert site.get("/other.x").headers["x-frame-options"] == "DENY"


def rules(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (rule.split() for rule in policy.split(";"))}


def test_pages_run_and_fetch_what_is_ours_alone(site):
    found = rules(site.get("/").headers["content-security-policy"])
    assert found["default-src"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "*", "https:", "data:", "blob:"} & set(
        found["script-src"]
    )
    assert found["worker-src"] == ["'self'", "blob:"]
    assert set(found["connect-src"]) == {"'self'", "https://tiles.example"}
    assert set(found["img-src"]) == {"'self'", "data:", "blob:", "https://tiles.example"}
    for name in ("object-src", "frame-ancestors", "frame-src"):
        assert found[name] == ["'none'"]
    for name in ("base-uri", "form-action"):
        assert found[name] == ["'self'"]


def test_data_run_nothing(site):
    found = rules(site.get("/landuse/health").headers["content-security-policy"])
    assert found["default-src"] == ["'none'"]
    assert "sandbox" in found


def test_every_inline_script_of_the_page_has_its_hash():
    page = page_text("sv")
    assert page.count("<script>") == len(inline_hashes(page)) == 2
    assert len(set(inline_hashes(page))) == 2


def test_scripts_with_a_source_have_none():
    assert inline_hashes('<script type="module" src="./x.js"></script>') == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example/{z}", "https://*.tiles.example"),
        ("https://user:secret@tiles.example:8443/x", "https://tiles.example:8443"),
        ("/landuse/basemap/x", None),
        ("javascript:alert(1)", None),
        ("https://evil.example; script-src *", None),
        ("https://*/x", None),
        ("data:text/html,x", None),
        ("https://", None),
    ],
)
def test_only_whole_origins_come_into_the_policy(address, found):
    assert origin(address) == found


def test_backgrounds_of_the_catalogue():
    area = read_catalogue().areas["norrbotten"]
    text = {"sv": "x", "en": "x"}

    def over(url: str | None):
        found = {"kind": "xyz", "url": url, "title": text, "attribution": "x"}
        return type(area).model_validate(area.model_dump(by_alias=True) | {"background": found if url else None})

    areas = [
        over("https://a.example/{z}/{x}/{y}"),
        over(None),
        over("https://a.example/o/{z}/{x}/{y}"),
        over("/t/{z}/{x}/{y}"),
    ]
    assert background_hosts(areas) == ["https://a.example"]
    assert "https://a.example" in page_policy([], background_hosts(areas))
