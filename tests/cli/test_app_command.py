"""``landuse app``: becomes the server, on this machine's own address unless asked otherwise."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from landuse.cli import app as command
from landuse.cli.run import main


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    seen: list[list[str]] = []
    monkeypatch.setattr(command.os, "execv", lambda _program, arguments: seen.append(arguments))
    monkeypatch.setattr(command.subprocess, "call", lambda _arguments: 0)
    return seen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_listens_on_this_machine_only(started, capsys):
    port = free_port()
    assert main(["app", "--port", str(port)]) == 0
    assert "--server.address=127.0.0.1" in started[0]
    assert f"--server.port={port}" in started[0]
    captured = capsys.readouterr()
    assert f"http://127.0.0.1:{port}" in captured.out
    assert captured.err == ""


def test_says_when_others_can_reach_it(started, capsys):
    assert main(["app", "--host", "0.0.0.0", "--port", str(free_port())]) == 0
    assert "--server.address=0.0.0.0" in started[0]
    assert "no login" in capsys.readouterr().err


def test_workspace_is_handed_over(started, tmp_path: Path):
    assert main(["app", "--workspace", str(tmp_path), "--port", str(free_port())]) == 0
    assert os.environ["LANDUSE_WORKSPACE"] == str(tmp_path)


def test_port_in_use(started, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["app", "--port", str(taken.getsockname()[1])]) == 2
    assert "another port" in capsys.readouterr().err
    assert started == []


def test_settings_send_nothing_and_show_no_paths(root: Path):
    settings = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["headless"] is True
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["showErrorDetails"] == "none"


def test_the_server_answers_and_ends(root: Path, tmp_path: Path):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "landuse", "app", "--port", str(port)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    try:
        assert answer(f"http://127.0.0.1:{port}/_stcore/health", process) == "ok"
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in output


def answer(address: str, process: subprocess.Popen[str]) -> str:
    for _ in range(120):
        assert process.poll() is None, process.communicate()[0]
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                return response.read().decode()
        except OSError:
            time.sleep(0.5)
    pytest.fail("the app did not answer within a minute")
