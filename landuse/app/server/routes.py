"""Our routes: files of a session, tiles, the basemap, health. Not there and not granted are one 404."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from landuse import __version__, app
from landuse.app.server.access import ACCESS, SUFFIX
from landuse.app.server.folders import TYPES, file_of, reader
from landuse.app.server.ranges import Content, respond
from landuse.app.server.session_files import FILES, SessionFile
from landuse.app.server.warming import WARMING
from landuse.io.places import catalogue_folder

PREFIX = "/landuse/"
PROGRAM = "/_stcore/bidi-components/landuse.map/"
"""Where Streamlit looks for the map's program; it would pack it anew for every visitor and let no browser keep it."""
BUNDLE = Path(app.__file__).parent / "bundle"
HOUR_S = 3600
DAY_S = 24 * HOUR_S
YEAR_S = 365 * DAY_S
SHOWN = ("application/json", "application/geo+json", "image/png", "image/webp", "image/jpeg")
"""What a browser shows in place; everything else is saved. Never a kind that can run script."""


def not_found() -> Response:
    """Return the answer to everything that is not there, not granted, too old or forged: always the same."""
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
    content = Content(grant.size, f"{grant.size:x}-{grant.changed:x}", reader(grant.path))
    # Nobody but the reader may keep what was granted to one reader.
    cache = "private, no-store" if grant.reader else f"private, max-age={DAY_S}, immutable"
    return await respond(request, content, {"Content-Type": TYPES[SUFFIX], "Cache-Control": cache})


async def basemap(request: Request) -> Response:
    """Return a file of the basemap: open data that anybody may keep."""
    cache = f"public, max-age={HOUR_S}"
    return await file_of(request, catalogue_folder() / "basemap", request.path_params["path"], cache) or not_found()


async def bundle(request: Request) -> Response:
    """Return a part of the map's program; its name changes with its content."""
    cache = f"public, max-age={YEAR_S}, immutable"
    return await file_of(request, BUNDLE, request.path_params["name"], cache) or not_found()


async def health(request: Request) -> Response:  # noqa: ARG001 - the form of a route
    """Tell that the server answers, its version, and whether the first visitor has to wait."""
    state = {"status": "ok", "version": __version__, "ready": WARMING.ready, "warm_up_failed": WARMING.failed}
    return JSONResponse(state, headers={"Cache-Control": "no-store"})


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await not_found()(scope, receive, send)


def router() -> ASGIApp:
    """Return our routes; everything else that is asked of them is 404, and nothing there takes what is sent."""
    routes = Router(
        [
            Route(PREFIX + "files/{token}/{name}", session_file),
            Route(PREFIX + "tiles/{token}" + SUFFIX, tiles),
            Route(PREFIX + "basemap/{path:path}", basemap),
            Route(PREFIX + "health", health),
            Route(PROGRAM + "{name}", bundle),
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
