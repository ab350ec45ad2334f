"""The page that every address opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from landuse.app.server.page import SETTINGS, page_text


@pytest.mark.parametrize("code", ["sv", "en", "se"])
def test_is_in_the_language_asked_for(site, code):
    text = site.get(f"/analys?lang={code}").text
    assert f'<html lang="{code}">' in text
    assert "<title>landuse</title>" in text
    assert text.count("<html") == 1


def test_is_in_the_language_of_the_server_otherwise(site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANDUSE_LANG", "se")
    assert '<html lang="se">' in site.get("/").text
    assert '<html lang="se">' in site.get('/?lang="><script>').text


def test_says_what_to_do_without_javascript():
    assert "landuse assess" in page_text("sv")
    assert page_text("sv") != page_text("en").replace('lang="en"', 'lang="sv"')


def test_invites_no_programs():
    for code in ("sv", "en"):
        assert "agent" not in page_text(code)


def test_tells_streamlit_where_its_server_is_before_it_starts():
    text = page_text("sv")
    assert text.index(SETTINGS) < text.index('type="module"')


def test_fetches_the_map_ahead_from_where_it_will_be_asked_for(site):
    ahead = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page_text("sv"))
    ours = [address for address in ahead if "/landuse.map/map-" in address]
    assert ours
    assert [site.get(address).status for address in ours] == [200] * len(ours)
    streamlits = [address for address in ahead if address not in ours]
    assert streamlits
    assert all((Path(streamlit.__file__).parent / "static" / address[1:]).is_file() for address in streamlits)


def test_what_is_no_page_goes_to_streamlit(site):
    for path in ("/_stcore/health", "/static/js/x.js", "/favicon.png", "/media/x", "/a/b"):
        assert site.get(path).text == f"inside {path}"
    assert site.ask("/analys", "POST").text == "inside /analys"


def test_is_asked_for_anew_each_time_and_sent_once(site):
    first = site.get("/")
    assert first.headers["cache-control"] == "no-cache"
    assert site.get("/", if_none_match=first.headers["etag"]).status == 304
    assert site.ask("/", "HEAD").body == b""
