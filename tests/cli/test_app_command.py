"""``landuse app``: is the server, on this machine's own address unless asked otherwise."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from landuse.app.server import application
from landuse.cli.run import main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, int]]]:
    """What would have been served: the host of the application and the address of the socket."""
    seen: list[tuple[str, tuple[str, int]]] = []
    monkeypatch.setattr(application, "make_app", lambda host, _port: host)
    monkeypatch.setattr(application, "serve", lambda app, own: seen.append((app, own.getsockname())))
    return seen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_listens_on_this_machine_only(served, capsys):
    port = free_port()
    assert main(["app", "--port", str(port)]) == 0
    assert served == [("127.0.0.1", ("127.0.0.1", port))]
    captured = capsys.readouterr()
    assert f"http://127.0.0.1:{port}" in captured.out
    assert captured.err == ""


def test_says_when_others_can_reach_it(served, capsys):
    assert main(["app", "--host", "0.0.0.0", "--port", str(free_port())]) == 0
    assert served[0][0] == "0.0.0.0"
    assert "no login" in capsys.readouterr().err


def test_workspace_is_handed_over(served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANDUSE_WORKSPACE", "another")
    assert main(["app", "--workspace", str(tmp_path), "--port", str(free_port())]) == 0
    assert os.environ["LANDUSE_WORKSPACE"] == str(tmp_path)


def test_port_in_use(served, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["app", "--port", str(taken.getsockname()[1])]) == 2
    assert "another port" in capsys.readouterr().err
    assert served == []


def test_an_address_of_another_machine(served, capsys):
    assert main(["app", "--host", "192.0.2.1", "--port", str(free_port())]) == 2
    assert "an address of this machine" in capsys.readouterr().err
    assert served == []


def test_settings_send_nothing_and_show_no_paths(root: Path):
    settings = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["headless"] is True
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["showErrorDetails"] == "none"


def heed_interrupts() -> None:
    """Let Ctrl-C through also where the tests run in the background of a shell, which makes children ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "landuse", "app", "--port", str(port)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "HOME": str(tmp_path), "LANDUSE_LANG": "en"},
        preexec_fn=heed_interrupts if os.name != "nt" else None,
    )
    yield process, port
    process.kill()
    process.communicate(timeout=30)


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent Ctrl-C there without its parent")
def test_answers_and_ends_with_ctrl_c(running):
    process, port = running
    assert answer(f"http://127.0.0.1:{port}/_stcore/health", process) == "ok"
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in output
    assert process.returncode == 130
    assert "KeyboardInterrupt" not in output


def answer(address: str, process: subprocess.Popen[str]) -> str:
    for _ in range(120):
        assert process.poll() is None, process.communicate()[0]
        try:
            with urllib.request.urlopen(address, timeout=20) as response:
                return response.read().decode()
        except OSError:
            time.sleep(0.5)
    pytest.fail("the app did not answer within a minute")
