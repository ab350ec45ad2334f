"""The page that every address of the app opens: Streamlit's own, in our language and with our name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextvars import copy_context
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from landuse import app
from landuse.app.server.ranges import Content, respond
from landuse.language import LANGUAGES, _, language, set_language

SETTINGS = "<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"
"""Tells Streamlit where its server is; else it tries every part of the page's path, and each failure is an error."""
AHEAD = (
    (Path(app.__file__).parent / "bundle", "/_stcore/bidi-components/landuse.map/", ("map-*.js",)),
    (Path(streamlit.__file__).parent / "static" / "static" / "js", "/static/js/", ("BidiComponent.*.js",)),
)
"""Programs that a page with the map asks for late, fetched while it waits: folder, address, names."""
_NOT_PAGES = ("_stcore", "component", "landuse", "media", "static")
_PAGE = re.compile(r"/(?P<name>[^/.]*)")


def page_text(code: str, source: str | None = None) -> str:
    """Return the HTML of the page in a language.

    Parameters
    ----------
    code : str
        sv, en or se.
    source : str, optional
        The text to change; by default that of Streamlit.

    Examples
    --------
    >>> page_text("se", '<html lang="en"><title>Streamlit</title><head>').startswith('<html lang="se">')
    True
    """
    text = source if source is not None else _streamlit_page()
    without = f"<noscript><p>{escape(copy_context().run(_without_script, code))}</p></noscript>"
    changes = (
        (r"<html[^>]*>", f'<html lang="{code}">'),
        (r"<title>.*?</title>", "<title>landuse</title>"),
        # These invite programs to drive the app; that door is closed.
        (r"<!--(?:(?!-->).)*agent API(?:(?!-->).)*-->", ""),
        (r"<link[^>]*service-desc[^>]*>", ""),
        (r"<noscript>.*?</noscript>", without),
        (r"(?=<script)", SETTINGS),
        (r"(?=</head>)", "".join(f'<link rel="modulepreload" href="{address}">' for address in _ahead())),
    )
    for pattern, replacement in changes:
        text = re.sub(pattern, replacement.replace("\\", r"\\"), text, count=1, flags=re.DOTALL)
    return text


def _ahead() -> list[str]:
    """Return the addresses of what the page fetches ahead."""
    return [
        address + path.name for folder, address, names in AHEAD for name in names for path in sorted(folder.glob(name))
    ]


def _without_script(code: str) -> str:
    set_language(code)
    return _("The map needs JavaScript. The same results come from the command: landuse assess.")


def _streamlit_page() -> str:
    return (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


class Pages:
    """Answers requests for pages; the file is read once.

    Examples
    --------
    >>> Pages.is_page("GET", "/analys"), Pages.is_page("GET", "/favicon.png"), Pages.is_page("GET", "/_stcore/health")
    (True, False, False)
    """

    def __init__(self) -> None:
        self._texts: Mapping[str, bytes] = {code: page_text(code).encode() for code in LANGUAGES}

    @staticmethod
    def is_page(method: str, path: str) -> bool:
        """Tell whether a request is for a page."""
        found = _PAGE.fullmatch(path)
        return found is not None and method in ("GET", "HEAD") and found["name"] not in _NOT_PAGES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request in the language that its address names, else in that of the server."""
        request = Request(scope, receive)
        asked = request.query_params.get("lang")
        body = self._texts[asked if asked in LANGUAGES else language()]
        content = Content(len(body), hashlib.sha256(body).hexdigest()[:32], lambda start, n: body[start : start + n])
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
        response: Response = await respond(request, content, headers)
        await response(scope, receive, send)
