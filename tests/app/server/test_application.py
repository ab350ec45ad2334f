"""The whole of it as a process: Streamlit, our routes and doors, sessions, uploads, warm-up, the end."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit import config

from bench.browser import Browser
from landuse.app.server import application
from landuse.errors import LanduseError

from .conftest import Answer, Site

MB = 1024 * 1024
RUN = """
    import sys, time
    from pathlib import Path
    from landuse.app.server import application, session_files
    application.script_path = lambda: Path({script!r})
    session_files.FILES.forget_late.__func__.__defaults__ = (0.5,)
    def fail():
        raise ValueError("no such layer")
    warm = [("fails", fail), ("works", lambda: None)]
    own = application.listen("127.0.0.1", 0)
    print(own.getsockname()[1], flush=True)
    app = application.make_app("127.0.0.1", own.getsockname()[1], warm=warm)
    application.serve(app, own)
"""


@dataclass
class Running(Site):
    process: subprocess.Popen[str]
    port: int = 0
    log: Path = field(default_factory=Path)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")


def start(tmp: Path, code: str = RUN) -> Running:
    log = tmp / "log.txt"
    script = str(Path(__file__).with_name("script.py"))
    # A settings file of the user's own that would open every door.
    (tmp / ".streamlit").mkdir(parents=True)
    (tmp / ".streamlit" / "config.toml").write_text(
        "[server]\nenableXsrfProtection = false\nenableCORS = false\nmaxUploadSize = 900\nenableStaticServing = true\n"
        '[client]\nshowErrorDetails = "full"\n[browser]\ngatherUsageStats = true\n'
    )
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code).format(script=script)],
            cwd=tmp, stdout=subprocess.PIPE, stderr=stream, text=True,
            env={**os.environ, "HOME": str(tmp), "USERPROFILE": str(tmp), "STREAMLIT_SERVER_ENABLE_AGENT_API": "true"},
        )  # fmt: skip
    assert process.stdout is not None
    running = Running(process, int(process.stdout.readline()), log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(running.logged())
        try:
            if running.get("/_stcore/health").text == "ok":
                return running
        except ConnectionRefusedError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = start(tmp_path_factory.mktemp("home"))
    yield made
    made.process.kill()
    made.process.communicate(timeout=30)


def visit(running: Running, query: str = "") -> tuple[Browser, str]:
    """Open the page and leave; return the browser and the address of the file that the page kept."""

    async def opened() -> Browser:
        browser = Browser(running.port, query)
        run = await browser.open()
        await browser.close()
        assert ("break" in query) == bool(run.errors)
        return browser

    browser = asyncio.run(opened())
    return browser, next(text for text in browser.texts if text.startswith("/landuse/files/"))


def test_two_sessions_have_files_that_the_other_cannot_find(running):
    async def both() -> None:
        first, second = Browser(running.port, "who=a"), Browser(running.port, "who=b")
        await first.open()
        await second.open()
        mine, other = (next(t for t in b.texts if t.startswith("/landuse/")) for b in (first, second))
        assert mine.split("/")[3] != other.split("/")[3]
        assert json.loads((await asyncio.to_thread(running.get, mine)).body) == {"of": "a"}
        assert json.loads((await asyncio.to_thread(running.get, other)).body) == {"of": "b"}
        await first.close()
        await second.close()

    asyncio.run(both())


def test_the_same_content_in_two_sessions_has_two_addresses(running):
    assert visit(running)[1] != visit(running)[1]


def test_files_are_forgotten_after_the_browser_left(running):
    address = visit(running)[1]
    deadline = time.monotonic() + 10
    while running.get(address).status == 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert running.get(address).status == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/analys", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/_stcore/upload_file/a/b", "/a/b"],
)
def test_headers_on_streamlits_own_answers(running, path):
    headers = running.get(path).headers
    for name in ("content-security-policy", "x-frame-options", "x-content-type-options", "referrer-policy"):
        assert name in headers


def test_no_page_of_another_origin_may_hold_or_read_it(running):
    assert json.loads(running.get("/_stcore/host-config").body)["allowedOrigins"] == []
    answer = running.get("/_stcore/host-config", Origin="http://evil.example")
    assert "access-control-allow-origin" not in answer.headers


def test_programs_cannot_drive_it(running):
    assert running.ask("/_stcore/agent/interact", "POST").status == 404
    assert running.get("/_stcore/metrics").status == 404


def test_static_folders_are_not_served(running):
    assert running.get("/app/static/x.json").status in (200, 404)
    assert b"<title>" in running.get("/app/static/x.json").body or running.get("/app/static/x.json").status == 404


def upload(running: Running, size: int, *, token: bool = True, session: str | None = None) -> Answer:
    """Send a file as the page does; without a token as another page would."""
    cookie = re.search(r"_streamlit_xsrf=([^;]+)", running.get("/_stcore/health").headers["set-cookie"])
    assert cookie is not None
    edge = "edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="a.geojson"\r\n\r\n'.encode()
    body = head + b"x" * size + f"\r\n--{edge}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    if token:
        headers |= {"Cookie": f"_streamlit_xsrf={cookie[1]}", "X-Xsrftoken": cookie[1]}
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before it was sent whole
        connection.request("PUT", f"/_stcore/upload_file/{session or 'nobody'}/f1", body, headers)
    got = connection.getresponse()
    answer = Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
    connection.close()
    return answer


def test_an_upload_needs_the_token_of_the_page(running):
    assert upload(running, 10, token=False).status == 403
    assert upload(running, 10).status == 400  # the token is right, there is no such session


def test_an_upload_has_a_limit(running):
    async def sizes() -> list[int]:
        browser = Browser(running.port)
        await browser.open()
        small = await asyncio.to_thread(upload, running, 24 * MB, session=browser.session)
        large = await asyncio.to_thread(upload, running, 26 * MB, session=browser.session)
        await browser.close()
        return [small.status, large.status]

    assert asyncio.run(sizes()) == [204, 413]


def test_a_message_has_a_limit(running):
    async def too_much() -> int:
        browser = Browser(running.port)
        await browser.open()
        wire = browser._wire()
        try:
            await wire.send(b"x" * (26 * MB))
            await wire.wait_closed()
        except OSError:
            await wire.wait_closed()
        return wire.close_code or 0

    assert asyncio.run(too_much()) == 1009


def test_a_broken_page_tells_the_user_nothing(running):
    async def shown() -> bytes:
        browser = Browser(running.port, "break=1")
        browser.log = []
        run = await browser.open()
        await browser.close()
        assert run.errors
        return b"".join(browser.log)

    sent = asyncio.run(shown())
    assert sent
    for secret in (b"secret/place", b"Traceback", b"site-packages", b"broken in"):
        assert secret not in sent
    assert "secret/place" in running.logged()


def test_what_was_asked_for_is_not_logged(running):
    address = visit(running)[1]
    running.get(address)
    running.get("/landuse/files/wrong-token/x.json")
    assert address.split("/")[3] not in running.logged()
    assert "wrong-token" not in running.logged()


def test_a_failed_warm_up_is_logged_and_the_app_answers(running):
    state = json.loads(running.get("/landuse/health").body)
    assert (state["ready"], state["warm_up_failed"]) == (True, 1)
    assert "no such layer" in running.logged()
    assert running.get("/").status == 200


def test_settings_that_shut_doors_cannot_be_changed_from_outside(monkeypatch: pytest.MonkeyPatch):
    kept = config._config_options
    try:
        monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION", "false")
        application.make_app(warm=())
        for name, value in application.FIXED.items():
            assert config.get_option(name) == value, name
    finally:
        config._config_options = kept


def test_the_script_lies_in_the_checkout_or_the_package(root: Path, monkeypatch: pytest.MonkeyPatch):
    assert application.script_path() == root / "app.py"
    monkeypatch.setattr(application, "checkout", lambda: None)
    assert application.script_path() == root / "landuse" / "app" / "main.py"


def test_a_port_in_use_is_refused_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(LanduseError, match="another port"):
        application.listen("127.0.0.1", taken.getsockname()[1])


ENDING = """
    import sys, threading, time
    from pathlib import Path
    from landuse.app.server import application
    from landuse.cli.run import main
    application.script_path = lambda: Path({script!r})
    application.steps = lambda: []
    application.LAST_S = 1
    threading.Thread(target=time.sleep, args=(600,), name="a calculation that cannot be stopped").start()
    with application.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    print(port, flush=True)
    sys.exit(main(["app", "--port", str(port)]))
"""


def test_small_answers_are_sent_at_once():
    with application.listen("127.0.0.1", 0) as own:
        assert own.proto == socket.IPPROTO_TCP  # else asyncio leaves out TCP_NODELAY


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent Ctrl-C there without its parent")
def test_ctrl_c_ends_it_with_a_page_open_and_while_something_is_calculated(tmp_path: Path):
    running = start(tmp_path, ENDING)

    async def with_a_page_open() -> float:
        browser = Browser(running.port)
        await browser.open()
        began = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        await asyncio.to_thread(running.process.communicate, timeout=30)
        await browser.close()
        return time.monotonic() - began

    try:
        assert asyncio.run(with_a_page_open()) < 10
        assert running.process.returncode == 130
        assert "Traceback" not in running.logged()
    finally:
        running.process.kill()
        running.process.communicate(timeout=30)
