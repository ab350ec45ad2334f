"""The app in a process of its own, on a free port, with a workspace of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_S, READY_S, END_S = 120.0, 300.0, 15.0
"""Until it answers, until it is ready, until it has ended; a busy machine is slow."""
OTHER_CATALOGUE = """import sys
from pathlib import Path
from landuse.cli import main
from landuse.io import places
own, layers = places._shared, Path(sys.argv.pop(1))
places._shared = lambda name: layers if name == "layers" else own(name)
sys.exit(main())"""
"""The program with another folder ``layers``; a copy of the whole checkout would have to compile everything anew."""


@dataclass(frozen=True, slots=True)
class Served:
    """An app that answers.

    Parameters
    ----------
    url : str
        Without a slash at its end.
    log : Path
        What it printed.
    """

    url: str
    log: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(workspace: Path, log: Path, *, layers: Path | None = None) -> Iterator[Served]:
    """Serve the app of this checkout as a user would, until the block ends.

    Parameters
    ----------
    log : Path
        What it prints is kept there.
    layers : Path, optional
        Another folder ``layers`` than that of the checkout.
    """
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LANDUSE_", "STREAMLIT_"))}
    program = ["-m", "landuse"] if layers is None else ["-c", OTHER_CATALOGUE, str(layers)]
    command = [sys.executable, *program, "app", "--port", str(port), "--workspace", str(workspace)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**kept, "PYTHONUNBUFFERED": "1"}, stdout=stream, stderr=stream
        )
        found = Served(f"http://127.0.0.1:{port}", log, process)
        try:
            _wait(found)
            yield found
        finally:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(app: Served) -> None:
    """Wait until the app answers and has made ready what the first page needs."""
    start, answered = time.monotonic(), False
    while (waited := time.monotonic() - start) < (READY_S if answered else START_S):
        if app.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{app.url}/landuse/health", timeout=5) as answer:
                answered = True
                if json.load(answer)["ready"]:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    said = app.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    message = f"the app did not get ready in {waited:.0f} s:\n{said}"
    raise RuntimeError(message)
