"""The watch sees what must not happen; without these tests every other one could pass unseen."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.watching import Watch


@pytest.fixture
def address() -> Iterator[str]:
    """A server of this machine that has one empty page."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<link rel=icon href=data:,>")

        def log_message(self, *_args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("document.body.append(Object.assign(new Image(), {src: 'http://outside.example/x.png'}))", "outside: http"),
        ("try { new WebSocket('ws://outside.example/') } catch {}", "outside: ws"),
        ("console.error('wrong')", "console: wrong"),
        ("setTimeout(() => { throw new Error('thrown') })", "error: thrown"),
        ("fetch('/nowhere').then(() => 0)", "http 404"),
        ("fetch('http://127.0.0.1:1/').catch(() => 0)", "failed: net::"),
    ],
)
def test_what_must_not_happen_is_seen(browser: Any, address: str, action: str, expected: str) -> None:
    context = browser.new_context()
    watch = Watch(context)
    page = context.new_page()
    page.goto(address)
    assert watch.wrong == []
    page.evaluate(f"() => {{ {action} }}")
    for _ in range(300):
        if any(text.startswith(expected) for text in watch.wrong):
            break
        page.wait_for_timeout(100)
    context.close()
    assert any(text.startswith(expected) for text in watch.wrong), watch.found
    watch.expect(expected)
    assert not any(text.startswith(expected) for text in watch.wrong)
