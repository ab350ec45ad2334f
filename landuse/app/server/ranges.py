"""Answers that may be asked for in part (RFC 9110, 14): one range, checked against the version the browser holds."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

AT_ONCE = 1024 * 1024
_RANGE = re.compile(r"(\d*)-(\d*)", re.ASCII)


class Unsatisfiable(Exception):
    """The range asked for does not lie in the content, or there are several."""


@dataclass(frozen=True, slots=True)
class Content:
    """Something to send.

    Parameters
    ----------
    size : int
        Bytes.
    etag : str
        Names this version, without quotes.
    read : callable
        (start, length) → bytes; called in a thread of its own.
    """

    size: int
    etag: str
    read: Callable[[int, int], bytes]


async def respond(request: Request, content: Content, headers: Mapping[str, str]) -> Response:
    """Return the content, the part of it that is asked for, or that the browser's copy is current."""
    tag = f'"{content.etag}"'
    sent = {"ETag": tag, "Accept-Ranges": "bytes", **headers}
    if _known(request.headers.get("if-none-match"), tag):
        sent.pop("Content-Type", None)
        return Response(status_code=304, headers=sent)
    try:
        part = wanted(_range_header(request, tag), content.size)
    except Unsatisfiable:
        return Response(status_code=416, headers={**sent, "Content-Range": f"bytes */{content.size}"})
    start, end = part or (0, content.size - 1)
    if part:
        sent["Content-Range"] = f"bytes {start}-{end}/{content.size}"
    return await _sent(request, content, (start, end - start + 1), sent, status_code=206 if part else 200)


def wanted(header: str | None, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the range asked for; None = everything.

    A header that is not a range of bytes is passed over, as the standard says.

    Raises
    ------
    Unsatisfiable
        If the range begins behind the end, is empty, or there are several.

    Examples
    --------
    >>> wanted("bytes=0-9", 100), wanted("bytes=90-", 100), wanted("bytes=-5", 100), wanted(None, 100)
    ((0, 9), (90, 99), (95, 99), None)
    """
    unit, _equals, text = (header or "").partition("=")
    if unit.strip().lower() != "bytes":
        return None
    if "," in text:
        raise Unsatisfiable
    found = _RANGE.fullmatch(text.strip())
    if found is None or found[0] == "-" or len(found[0]) > 40:
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1


def _suffix(length: int, size: int) -> tuple[int, int]:
    if not length or not size:
        raise Unsatisfiable
    return max(0, size - length), size - 1


def _range_header(request: Request, tag: str) -> str | None:
    condition = request.headers.get("if-range")
    if request.method != "GET" or (condition is not None and condition != tag):
        return None
    return request.headers.get("range")


def _known(header: str | None, tag: str) -> bool:
    if header is None:
        return False
    return header.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in header.split(",")]


async def _sent(
    request: Request, content: Content, part: tuple[int, int], headers: dict[str, str], *, status_code: int
) -> Response:
    start, length = part
    if request.method == "HEAD":
        return Response(status_code=status_code, headers={**headers, "Content-Length": str(length)})
    if length <= AT_ONCE:
        body = await run_in_threadpool(content.read, start, length)
        return Response(body, status_code=status_code, headers=headers)
    return StreamingResponse(
        _chunks(content, start, length),
        status_code=status_code,
        headers={**headers, "Content-Length": str(length)},
    )


async def _chunks(content: Content, start: int, length: int) -> AsyncIterator[bytes]:
    end = start + length
    while start < end:
        chunk = await run_in_threadpool(content.read, start, min(AT_ONCE, end - start))
        if not chunk:
            return  # the file was cut while it was sent; the browser sees a short answer
        start += len(chunk)
        yield chunk
