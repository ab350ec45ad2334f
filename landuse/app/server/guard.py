"""Doors: foreign names are turned away, unneeded routes are closed, and a fault says nothing of the inside."""

from __future__ import annotations

import logging
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landuse.app.server.page import Pages
from landuse.app.server.routes import PREFIX, PROGRAM, not_found

LOG = logging.getLogger("landuse.server")
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""Routes of Streamlit that no page of ours uses: figures about the server, and remote control."""
STREAM = "/_stcore/stream"


def is_loopback(host: str) -> bool:
    """Tell whether an address or name is this machine alone.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def host_name(header: str | None) -> str:
    """Return the name in a ``Host`` header without port and brackets; "" if it is none.

    Examples
    --------
    >>> host_name("[::1]:8501"), host_name("localhost:8501"), host_name("a@localhost"), host_name(None)
    ('::1', 'localhost', '', '')
    """
    if not header or set(header) & set("/?#@\\ \t,"):
        return ""
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port  # raises if it is not a number
        return parts.hostname or ""
    except ValueError:
        return ""


class Doors:
    """Lets through what is meant for this server.

    While it listens on this machine only, the ``Host`` header must name this machine: a page elsewhere that points its
    own name here (DNS rebinding) is turned away. The stream of a session must come from a page of this server; the
    comparison stands here, since Streamlit's own asks a server on the internet for this machine's address.

    Parameters
    ----------
    host : str
        What the server listens on.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.local = is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope["path"], headers)
        if refused is None and scope["type"] == "websocket" and not self._own_stream(scope["path"], headers):
            refused = PlainTextResponse(HTTPStatus(403).phrase, status_code=403)
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, send)

    def _refused(self, path: str, headers: Headers) -> Response | None:
        name = host_name(headers.get("host"))
        if len(headers.getlist("host")) > 1 or not name or (self.local and not is_loopback(name)):
            return PlainTextResponse("Bad Request", status_code=400)
        closed = any(f"{door}/" in f"{path}/" for door in CLOSED)
        return not_found() if closed else None

    @staticmethod
    def _own_stream(path: str, headers: Headers) -> bool:
        origin = headers.get("origin")
        # A browser always says where a page comes from; programs that are none say nothing.
        return path == STREAM and (origin is None or urlsplit(origin).netloc == headers.get("host"))


class Guard:
    """Turns a fault into a plain page that tells nothing of the inside; the server's log has the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            if scope["type"] != "http":
                raise
            # Without the path: it may hold a token.
            LOG.exception("fault in a route (%s)", scope["method"])
            if started:
                raise
            answer = PlainTextResponse("Internal Server Error", status_code=500, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send)


class Own:
    """Answers for pages, the map's program and what lies below ``/landuse/``, past Streamlit's compression and cookies.

    Parameters
    ----------
    own : callable
        Our routes.
    pages : Pages
        The page that every address opens.
    """

    def __init__(self, app: ASGIApp, own: ASGIApp, pages: Pages) -> None:
        self.app = app
        self.own = own
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["path"].startswith((PREFIX, PROGRAM)):
            await self.own(scope, receive, send)
        elif scope["type"] == "http" and self.pages.is_page(scope["method"], scope["path"]):
            await self.pages(scope, receive, send)
        else:
            await self.app(scope, receive, send)
