"""A server with our doors and routes on a free port, asked over plain HTTP so that nothing tidies an address first."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from landuse.app.server import application, policy
from landuse.app.server.access import Access
from landuse.app.server.session_files import SessionFiles

SECRET = "/srv/somebody/secret/place.py"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """What a browser, or somebody who is none, can ask."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send the path as it is; underscores in names of headers become hyphens; host="" sends none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            if value:
                connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        try:
            got = connection.getresponse()
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(path, **headers)


def serving(app: ASGIApp) -> Iterator[Site]:
    """Serve an application from a thread until the test has ended."""
    own = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="websockets-sansio", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [own]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Site(own.getsockname()[1])
    server.should_exit = True
    thread.join(20)
    own.close()


async def fault(_request: Request) -> Response:
    raise RuntimeError(f"broken in {SECRET}")


async def fault_later(_request: Request) -> Response:
    async def parts():
        yield b"begun"
        raise RuntimeError(f"broken in {SECRET}")

    return StreamingResponse(parts())


async def inside(request: Request) -> Response:
    return PlainTextResponse(f"inside {request.url.path}", headers={"X-Frame-Options": "SAMEORIGIN"})


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("open")
    await websocket.close()


def inner(host: str = "127.0.0.1") -> Starlette:
    """Return our doors before an application that stands in for Streamlit."""
    return Starlette(
        routes=[
            Route("/fault.x", fault),
            Route("/fault-later.x", fault_later),
            WebSocketRoute("/{path:path}", stream),
            Route("/{path:path}", inside, methods=["GET", "POST"]),
        ],
        middleware=application.middleware(host, policy.page_policy(["'sha256-x'"], ["https://tiles.example"])),
    )


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    yield from serving(inner())


@pytest.fixture(scope="session")
def open_site() -> Iterator[Site]:
    """The same, told that it listens for other computers."""
    yield from serving(inner("0.0.0.0"))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> SessionFiles:
    """Session files of this test alone."""
    made = SessionFiles()
    monkeypatch.setattr("landuse.app.server.routes.FILES", made)
    monkeypatch.setattr("landuse.app.server.session_files.FILES", made)
    return made


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Access:
    """Rights of this test alone, by a clock that it sets."""
    made = Access(clock=clock)
    monkeypatch.setattr("landuse.app.server.routes.ACCESS", made)
    monkeypatch.setattr("landuse.app.server.access.ACCESS", made)
    return made
