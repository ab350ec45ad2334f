"""The whole application: Streamlit and our routes behind our doors, and the process that serves it."""

from __future__ import annotations

import importlib.util
import os
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.middleware import Middleware
from streamlit.starlette import App
from streamlit.web import bootstrap

from landuse.app import cache
from landuse.app.server import policy
from landuse.app.server.guard import Doors, Guard, Own
from landuse.app.server.page import Pages, page_text
from landuse.app.server.routes import router
from landuse.app.server.running import few_arenas
from landuse.app.server.uploads import stay_in_memory
from landuse.app.server.warming import WARMING, Step, steps
from landuse.app.widgets import LANGUAGE_SCRIPTS
from landuse.errors import LanduseError, problem
from landuse.io.places import checkout
from landuse.language import _

LOCAL = "127.0.0.1"
UPLOAD_MB, SENT_MB = 25, 50
LAST_S = 5
"""How long open connections and running calculations may go on after the end was asked for."""
FIXED: dict[str, object] = {
    "browser.gatherUsageStats": False,
    # Walking through every object of the studies after each run costs more than the run; Python does it when due.
    "runner.postScriptGC": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": SENT_MB,
    "server.maxUploadSize": UPLOAD_MB,
    "server.maxWidgetStateSize": UPLOAD_MB,
}
"""Settings that no file and no variable of the user's machine changes: ``~/.streamlit`` belongs to other apps too."""


def make_app(host: str = LOCAL, port: int = 8501, *, warm: Sequence[Step] | None = None) -> App:
    """Return the application (ASGI).

    Parameters
    ----------
    host : str
        What it will listen on; on this machine alone, requests under other names are turned away.
    port : int
        1–65535.
    warm : sequence of steps, optional
        What is made ready at the start; by default what the first page needs.
    """
    stay_in_memory()
    app = App(
        script_path(),
        lifespan=lambda _app: _life(steps() if warm is None else warm),
        middleware=middleware(host, _page_policy()),
    )
    bootstrap.load_config_options({**FIXED, "server.address": host, "server.port": port})
    return app


def middleware(host: str, page_policy: str) -> list[Middleware]:
    """Return what stands before Streamlit, outermost first: every answer passes the first one."""
    return [
        Middleware(policy.Headers, page=page_policy),
        Middleware(Guard),
        Middleware(Doors, host=host),
        Middleware(Own, own=router(), pages=Pages()),
    ]


@asynccontextmanager
async def _life(warm: Sequence[Step]) -> AsyncIterator[None]:
    WARMING.start(warm)
    yield


def _page_policy() -> str:
    hashes = policy.inline_hashes(page_text("sv"), *LANGUAGE_SCRIPTS.values())
    try:
        areas = list(cache.catalogue().areas.values())
    except LanduseError:
        areas = []  # every page says what is wrong with the catalogue
    return policy.page_policy(hashes, policy.background_hosts(areas))


def script_path() -> Path:
    """Return the script that Streamlit runs: ``app.py`` of a checkout, else the module in the package.

    Raises
    ------
    LanduseError
        If neither is there.
    """
    beside = checkout()
    if beside and (beside / "app.py").is_file():
        return beside / "app.py"
    found = importlib.util.find_spec("landuse.app.main")
    if found is None or found.origin is None:
        raise LanduseError(
            problem("landuse.app", _("the app is not installed"), "landuse/app/main.py", _("install landuse again"))
        )
    return Path(found.origin)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address of this machine.

    Raises
    ------
    LanduseError
        If the address is not one of this machine, or something else uses it.
    """
    try:
        # With the protocol: asyncio sends small answers at once only if it sees that it is TCP (else 40 ms later).
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        own = socket.socket(family, kind, protocol)
        try:
            # On Windows the usual option would let two programs listen on one port; there is one that forbids it.
            own.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
            own.bind(address)
            own.listen(2048)
        except OSError:
            own.close()
            raise
    except OSError as error:
        raise LanduseError(
            problem(
                f"--host {host} --port {port}",
                error.strerror or str(error),
                _("an address of this machine and a port that nothing else uses"),
                _("end what uses it, or choose another port, for example --port {port}").format(port=port % 65535 + 1),
            )
        ) from error
    return own


def serve(app: App, own: socket.socket) -> None:
    """Serve an application on a listening socket until the process is asked to end.

    Raises
    ------
    KeyboardInterrupt
        If it was ended with Ctrl-C.
    """
    few_arenas()
    server = _Server(
        uvicorn.Config(
            app,
            access_log=False,  # addresses hold tokens
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=LAST_S,
            use_colors=False,
            ws="websockets-sansio",
            ws_per_message_deflate=True,  # a page's messages shrink to a quarter or less
            ws_max_size=UPLOAD_MB * 1024 * 1024,
            ws_ping_interval=30,
            ws_ping_timeout=30,
        )
    )
    server.run(sockets=[own])


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: object) -> None:
        """End soon: a calculation that cannot be stopped does not hold the process longer than some seconds."""
        super().handle_exit(sig, frame)  # type: ignore[arg-type]
        last = threading.Timer(2 * LAST_S, os._exit, (128 + sig,))
        last.daemon = True
        last.start()
