"""The headers of every answer: what a page may load and run, who may frame it, what it tells others."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landuse.app.server.routes import PREFIX
from landuse.model.place import Area

_INLINE = re.compile(r"<script(?![^>]*\bsrc\b)[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
FILES_ONLY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
"""The policy of our own routes: they carry data, and a browser that opens one as a page runs nothing in it."""


def page_policy(hashes: Iterable[str], hosts: Iterable[str] = ()) -> str:
    """Return the content security policy of the pages.

    Parameters
    ----------
    hashes : iterable of str
        Of the inline scripts that may run, from :func:`inline_hashes`.
    hosts : iterable of str
        Origins of configured backgrounds, for example ``https://tiles.example``.

    Examples
    --------
    >>> "'unsafe-eval'" in page_policy(["'sha256-x'"])
    False
    """
    elsewhere = sorted(set(hosts))
    rules: Mapping[str, list[str]] = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *sorted(set(hashes))],
        # Streamlit's styles are written by script (emotion), each with a hash of its own.
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'", *elsewhere],
        "img-src": ["'self'", "data:", "blob:", *elsewhere],
        "font-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def inline_hashes(*pages: str) -> list[str]:
    """Return the hash of each inline script of HTML texts, as a policy names it.

    Examples
    --------
    >>> inline_hashes("<script>1</script><script src='a.js'></script>")
    ["'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"]
    """
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for page in pages
        for script in _INLINE.findall(page.replace("\r\n", "\n"))
    ]


def background_hosts(areas: Iterable[Area]) -> list[str]:
    """Return the origins of the official backgrounds that areas of the catalogue name; ``{s}`` in a host becomes ``*``.

    What a background of kind ``style`` names itself must lie on the host of the style.
    """
    addresses = [area.background.url for area in areas if area.background is not None]
    return sorted({found for address in addresses if (found := origin(address))})


def origin(address: str) -> str | None:
    """Return the origin of an address; None if it has none that a policy may name.

    Examples
    --------
    >>> origin("https://{s}.tile.example/{z}/{x}/{y}.png"), origin("/landuse/basemap/style.json")
    ('https://*.tile.example', None)
    """
    parts = urlsplit(re.sub(r"^(https?://)\{[a-z-]+\}\.", r"\1*.", address))
    host = parts.netloc.rpartition("@")[2]
    whole = re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host)
    return f"{parts.scheme}://{host}" if parts.scheme in ("http", "https") and whole else None


class Headers:
    """Adds the headers to every answer of an application, errors included.

    Parameters
    ----------
    page : str
        The policy of the pages.
    """

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = FILES_ONLY if scope["path"].startswith(PREFIX) else self.page

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in {**ALWAYS, "Content-Security-Policy": policy}.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)
