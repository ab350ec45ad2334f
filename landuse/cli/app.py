"""``landuse app``: the map application."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from landuse.errors import LanduseError, problem
from landuse.io.places import checkout
from landuse.language import _

LOCAL = "127.0.0.1"


def app(
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port of the address."))] = 8501,
    workspace: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Folder of the workspace."))] = None,
    host: Annotated[str, typer.Option(help=_("Address to listen on; other computers reach only another one."))] = LOCAL,
) -> int:
    """Become the server of the map application.

    Parameters
    ----------
    port : int
        1–65535.
    workspace : Path, optional
        Folder of the workspace; else ``LANDUSE_WORKSPACE``, else the platform's data folder.
    host : str
        Address or name of this machine to listen on.

    Returns
    -------
    int
        Exit code of the server where it runs as a process of its own (Windows); elsewhere this process becomes it.

    Raises
    ------
    LanduseError
        If the address cannot be listened on.
    """
    _refuse_taken(host, port)
    server = server_command(host, port)
    if workspace is not None:
        os.environ["LANDUSE_WORKSPACE"] = str(workspace.expanduser().resolve())
    print(_("The app opens at http://{host}:{port} (Ctrl-C ends it)").format(host=host, port=port), flush=True)
    if not _is_local(host):
        print(_("Other computers on the network can open it: there is no login."), file=sys.stderr, flush=True)
    if os.name != "nt":  # on Windows execv would return to the terminal at once
        os.execv(server[0], server)  # noqa: S606 - our own interpreter and arguments checked above
    return subprocess.call(server)  # noqa: S603 - the same


def server_command(host: str, port: int) -> list[str]:
    """Return the command of the server; its settings lie in ``.streamlit/config.toml`` beside the script.

    Examples
    --------
    >>> server_command("127.0.0.1", 8501)[1:4]
    ['-m', 'streamlit', 'run']
    """
    return [
        sys.executable, "-m", "streamlit", "run", str(_script()),
        f"--server.address={host}", f"--server.port={port}",
    ]  # fmt: skip


def _script() -> Path:
    beside = checkout()
    if beside and (beside / "app.py").is_file():
        return beside / "app.py"
    found = importlib.util.find_spec("landuse.app.main")
    if found is None or found.origin is None:
        raise LanduseError(
            problem("landuse.app", _("the app is not installed"), "landuse/app/main.py", _("install landuse again"))
        )
    return Path(found.origin)


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise LanduseError(
            problem(
                f"--host {host} --port {port}",
                error.strerror or str(error),
                _("an address of this machine and a port that nothing else uses"),
                _("end what uses it, or choose another port, for example --port {port}").format(port=port % 65535 + 1),
            )
        ) from error


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
