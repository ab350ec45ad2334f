"""Our routes: files of a session, tiles, the basemap, health. Not there and not allowed are one 404."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from landuse import __version__
from landuse.app.server.access import ACCESS, SUFFIX
from landuse.app.server.ranges import Content, respond
from landuse.app.server.session_files import FILES, PACKED, WORTH_PACKING, SessionFile
from landuse.app.server.warming import WARMING
from landuse.io.places import catalogue_folder

PREFIX = "/landuse/"
DAY_S = 24 * 3600
HOUR_S = 3600
SHOWN = ("application/json", "application/geo+json", "image/png", "image/webp", "image/jpeg")
"""What a browser shows in place; everything else is saved. Never a kind that can run script."""
TYPES = {
    ".geojson": "application/geo+json",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".pbf": "application/x-protobuf",
    ".pmtiles": "application/vnd.pmtiles",
    ".png": "image/png",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Media types of basemap files; a file with another ending is not served."""


def not_found() -> Response:
    """Return the answer to everything that is not there, not allowed, too old or forged: always the same."""
    return PlainTextResponse("Not Found", status_code=404, headers={"Cache-Control": "no-store"})


async def session_file(request: Request) -> Response:
    """Return a file of a session to whoever has its address."""
    found = FILES.get(request.path_params["token"], request.path_params["name"])
    if found is None:
        return not_found()
    packed = found.packed and "gzip" in request.headers.get("accept-encoding", "")
    body = found.content if packed else found.whole()
    headers = _file_headers(found, saved="download" in request.query_params)
    if found.packed:
        headers["Vary"] = "Accept-Encoding"
    if packed:
        headers["Content-Encoding"] = "gzip"
    etag = found.digest[:32] + ("-gzip" if packed else "")
    return await respond(request, Content(len(body), etag, lambda start, n: body[start : start + n]), headers)


def _file_headers(file: SessionFile, *, saved: bool) -> dict[str, str]:
    attached = saved or not file.media_type.startswith(SHOWN)
    named = quote(file.name, safe="")
    return {
        "Content-Type": file.media_type,
        # A file that is saved lies where the user puts it; a copy of it in the browser's cache serves nobody.
        "Cache-Control": "private, no-store" if attached else f"private, max-age={DAY_S}, immutable",
        "Content-Disposition": ("attachment" if attached else "inline") + f"; filename*=UTF-8''{named}",
    }


async def tiles(request: Request) -> Response:
    """Return a tile file, or the range of it that is asked for, to whoever may read it."""
    grant = ACCESS.grant(request.path_params["token"])
    if grant is None:
        return not_found()
    content = Content(grant.size, f"{grant.size:x}-{grant.changed:x}", _reader(grant.path))
    # Nobody but the reader may keep what was granted to one reader.
    cache = "private, no-store" if grant.reader else f"private, max-age={DAY_S}, immutable"
    return await respond(request, content, {"Content-Type": TYPES[SUFFIX], "Cache-Control": cache})


async def basemap(request: Request) -> Response:
    """Return a file of the basemap: open data that anybody may keep."""
    path = basemap_file(request.path_params["path"])
    if path is None:
        return not_found()
    state = path.stat()
    headers = {"Content-Type": TYPES[path.suffix], "Cache-Control": f"public, max-age={HOUR_S}"}
    content = Content(state.st_size, f"{state.st_size:x}-{state.st_mtime_ns:x}", _reader(path))
    if not TYPES[path.suffix].startswith(PACKED) or state.st_size < WORTH_PACKING:
        return await respond(request, content, headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = _packed(path, state.st_mtime_ns)
        headers["Content-Encoding"] = "gzip"
        content = Content(len(body), content.etag + "-gzip", lambda start, n: body[start : start + n])
    return await respond(request, content, headers)


def basemap_file(name: str) -> Path | None:
    """Return the file of the basemap with a name; None if there is none or the name leads out of its folder."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or part.startswith(".") or not _plain(part) for part in parts):
        return None
    try:
        folder = (catalogue_folder() / "basemap").resolve()
        path = folder.joinpath(*parts).resolve()
        return path if path.suffix in TYPES and path.is_relative_to(folder) and path.is_file() else None
    except OSError:
        return None  # a name that no file can have


def _plain(part: str) -> bool:
    return part.isprintable() and not set(part) & set('\\:*?"<>|')


def _reader(path: Path) -> Callable[[int, int], bytes]:
    def read(start: int, length: int) -> bytes:
        with path.open("rb", buffering=0) as stream:
            stream.seek(start)
            return stream.read(length)

    return read


@lru_cache(maxsize=64)
def _packed(path: Path, changed: int) -> bytes:  # noqa: ARG001 - another version of the file is another entry
    return gzip.compress(path.read_bytes(), 6, mtime=0)


async def health(request: Request) -> Response:  # noqa: ARG001 - the form of a route
    """Tell that the server answers, its version, and whether the first visitor has to wait."""
    state = {"status": "ok", "version": __version__, "ready": WARMING.ready, "warm_up_failed": WARMING.failed}
    return JSONResponse(state, headers={"Cache-Control": "no-store"})


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await not_found()(scope, receive, send)


def router() -> ASGIApp:
    """Return our routes; everything else below ``/landuse/`` is 404, and nothing there takes what is sent."""
    routes = Router(
        [
            Route(PREFIX + "files/{token}/{name}", session_file),
            Route(PREFIX + "tiles/{token}" + SUFFIX, tiles),
            Route(PREFIX + "basemap/{path:path}", basemap),
            Route(PREFIX + "health", health),
        ],
        default=_nothing,
        redirect_slashes=False,
    )

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            await routes(scope, receive, send)
        else:
            await Response(status_code=405, headers={"Allow": "GET, HEAD"})(scope, receive, send)

    return reading
