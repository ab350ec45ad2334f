"""Files of a folder of the installation that anybody may read: found by name, never outside, packed once."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from landuse.app.server.ranges import Content, respond

TYPES = {
    ".geojson": "application/geo+json",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
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
"""Media types; a file with another ending is not served."""
PACKED = ("application/json", "application/geo+json", "application/yaml", "text/", "font/ttf")
"""Kinds that shrink: they travel packed with gzip to who can unpack it."""
WORTH_PACKING = 1024


async def file_of(request: Request, folder: Path, name: str, cache: str) -> Response | None:
    """Return a file of a folder, or the range of it that is asked for; None if there is none of that name.

    Parameters
    ----------
    cache : str
        How it may be kept (``Cache-Control``).
    """
    found = await run_in_threadpool(found_in, folder, name)
    if found is None:
        return None
    state = found.stat()
    headers = {"Content-Type": TYPES[found.suffix], "Cache-Control": cache}
    content = Content(state.st_size, f"{state.st_size:x}-{state.st_mtime_ns:x}", reader(found))
    if not TYPES[found.suffix].startswith(PACKED) or state.st_size < WORTH_PACKING:
        return await respond(request, content, headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = await run_in_threadpool(_packed, found, state.st_mtime_ns)
        headers["Content-Encoding"] = "gzip"
        content = Content(len(body), content.etag + "-gzip", lambda start, n: body[start : start + n])
    return await respond(request, content, headers)


def found_in(folder: Path, name: str) -> Path | None:
    """Return the file of a folder with a name; None if there is none or the name leads out of the folder."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or part.startswith(".") or not _plain(part) for part in parts):
        return None
    try:
        real = folder.resolve()
        path = real.joinpath(*parts).resolve()
        return path if path.suffix in TYPES and path.is_relative_to(real) and path.is_file() else None
    except OSError:
        return None  # a name that no file can have


def reader(path: Path) -> Callable[[int, int], bytes]:
    """Return a function (start, length) → bytes of a file."""

    def read(start: int, length: int) -> bytes:
        with path.open("rb", buffering=0) as stream:
            stream.seek(start)
            return stream.read(length)

    return read


def _plain(part: str) -> bool:
    return part.isprintable() and not set(part) & set('\\:*?"<>|')


@lru_cache(maxsize=64)
def _packed(path: Path, changed: int) -> bytes:  # noqa: ARG001 - another version of the file is another entry
    return gzip.compress(path.read_bytes(), 6, mtime=0)
