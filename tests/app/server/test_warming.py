"""The warm-up: in order, in the background, and a failure stops nothing."""

from __future__ import annotations

import logging
import threading

from landuse.app.server.warming import Warming


def test_is_ready_when_every_step_has_been_tried():
    go, seen = threading.Event(), []
    warming = Warming()
    thread = warming.start([("wait", lambda: go.wait(10)), ("then", lambda: seen.append("then"))])
    assert not warming.ready
    assert seen == []
    go.set()
    thread.join(10)
    assert warming.ready
    assert seen == ["then"]


def test_a_failure_is_logged_and_the_next_step_is_done(caplog):
    def fail() -> None:
        raise ValueError("no such layer")

    seen: list[str] = []
    warming = Warming()
    with caplog.at_level(logging.ERROR, "landuse.server"):
        warming.start([("first", fail), ("second", lambda: seen.append("second"))]).join(10)
    assert warming.ready
    assert warming.failed == 1
    assert seen == ["second"]
    assert "first" in caplog.text
    assert "no such layer" in caplog.text


def test_does_not_keep_the_process_alive():
    go = threading.Event()
    thread = Warming().start([("wait", lambda: go.wait(10))])
    assert thread.daemon
    go.set()
    thread.join(10)
