"""What must never happen on a page, whatever a test looks at: outside requests, errors, failed requests."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

LOCAL = ("127.0.0.1", "localhost", "::1")
INSIDE = ("data", "blob", "about")


class Watch:
    """Collects what went wrong in a browser context.

    Parameters
    ----------
    context : BrowserContext
        Every page of it is watched.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        self.sent: list[str] = []
        self._expected: list[str] = []
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"error: {str(error.error)[:600]}"))
        context.on("page", self.page)

    def page(self, page: Page) -> None:
        """Watch the web sockets of a page, too."""
        page.on("websocket", lambda stream: self._outside(stream.url))
        page.on("crash", lambda _page: self.found.append("the page crashed"))

    def expect(self, pattern: str) -> None:
        """Let a test provoke what it looks at: findings that match are its own."""
        self._expected.append(pattern)

    @property
    def wrong(self) -> list[str]:
        """Everything that should not have happened."""
        return [text for text in self.found if not any(re.search(pattern, text) for pattern in self._expected)]

    def _outside(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme in INSIDE or parts.hostname in LOCAL:
            return False
        self.found.append(f"outside: {url[:300]}")
        return True

    def _request(self, request: Any) -> None:
        self.sent.append(request.url)
        self._outside(request.url)

    def _failed(self, request: Any) -> None:
        # A map cancels the tiles it no longer needs; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"failed: {request.failure} {request.url[:300]}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.found.append(f"http {response.status}: {response.url[:300]}")

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text[:600]}")
