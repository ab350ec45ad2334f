"""The app as a process of its own, as ``landuse app`` starts it, and the memory it uses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Server:
    """A running server.

    Parameters
    ----------
    ready_s : float
        Seconds from the start of the process to its first answer.
    """

    port: int
    pid: int
    ready_s: float

    def rss_mb(self) -> float:
        """Return how much memory the process holds, MiB."""
        return psutil.Process(self.pid).memory_info().rss / 2**20

    def health(self) -> Mapping[str, object]:
        """Return what the server says of itself."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/landuse/health", timeout=30) as answer:
            found: Mapping[str, object] = json.load(answer)
            return found

    def wait_until_warm(self, patience_s: float = 300.0) -> float:
        """Wait for the warm-up; return how long it took, seconds."""
        began = time.monotonic()
        while not self.health()["ready"]:
            if time.monotonic() - began > patience_s:
                raise TimeoutError("the warm-up did not end")
            time.sleep(0.25)
        return time.monotonic() - began


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str] | None = None, **environment: str) -> Iterator[Server]:
    """Run a server until the block ends; by default ``landuse app``.

    Parameters
    ----------
    command : list of str, optional
        Arguments of Python; ``{port}`` stands for the port.
    """
    port = free_port()
    arguments = [part.format(port=port) for part in command or ["-m", "landuse", "app", "--port", "{port}"]]
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environment})
    try:
        yield Server(port, process.pid, _answered(port, process) - began)
    finally:
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _answered(port: int, process: subprocess.Popen[bytes]) -> float:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/landuse/health", timeout=30):
                return time.monotonic()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server ended before it answered")
