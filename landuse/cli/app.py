"""``landuse app``: the map application."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from landuse.language import _

LOCAL = "127.0.0.1"


def app(
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port of the address."))] = 8501,
    workspace: Annotated[Path | None, typer.Option(metavar="DIR", help=_("Folder of the workspace."))] = None,
    host: Annotated[str, typer.Option(help=_("Address to listen on; other computers reach only another one."))] = LOCAL,
) -> int:
    """Serve the map application until Ctrl-C.

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
        0 once the server has been asked to end in another way than Ctrl-C.

    Raises
    ------
    LanduseError
        If the address cannot be listened on.
    KeyboardInterrupt
        On Ctrl-C; the process ends with 130.
    """
    from landuse.app.server.application import listen, make_app, serve
    from landuse.app.server.guard import is_loopback

    if workspace is not None:
        os.environ["LANDUSE_WORKSPACE"] = str(workspace.expanduser().resolve())
    own = listen(host, port)
    with own:
        shown = f"[{host}]" if ":" in host else host
        print(_("The app opens at http://{host}:{port} (Ctrl-C ends it)").format(host=shown, port=port), flush=True)
        if not is_loopback(host):
            print(_("Other computers on the network can open it: there is no login."), file=sys.stderr, flush=True)
        serve(make_app(host, port), own)
    return 0
