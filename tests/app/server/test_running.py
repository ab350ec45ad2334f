"""As many calculations at once as there are places."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from landuse.app.server import running
from landuse.app.server.running import Places, calculating, cores, few_arenas, give_back


def most_at_once(places: Places, threads: int) -> int:
    inside, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with places.take():
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.03)
            with lock:
                inside -= 1

    started = [threading.Thread(target=work) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return most


@pytest.mark.parametrize("n", [1, 2, 3])
def test_no_more_than_there_are_places(n):
    assert most_at_once(Places(n), 8) == n


def test_a_calculation_inside_another_needs_no_further_place():
    places = Places(1, patience_s=30)
    began = time.monotonic()
    with places.take(), places.take():
        pass
    with places.take():
        pass
    assert time.monotonic() - began < 5


def test_a_place_is_given_back_after_a_failure():
    places = Places(1, patience_s=30)
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), places.take():
            raise ValueError("x")
    began = time.monotonic()
    with places.take():
        assert time.monotonic() - began < 5


def test_nobody_waits_for_ever():
    places = Places(1, patience_s=0.1)
    done = threading.Event()

    def waiting() -> None:
        with places.take():
            done.set()

    with places.take():
        threading.Thread(target=waiting).start()
        assert done.wait(5)
    with places.take():  # the one who went on without a place gave none back
        assert not places._free.acquire(blocking=False)


def test_calculating_works_without_a_server():
    with calculating():
        assert cores() >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
def test_memory_goes_back_to_the_system(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_last_trim", -1e9)
    assert few_arenas() in (True, False)
    give_back()
    assert not give_back()  # a moment ago
    assert isinstance(give_back(now=True), bool)
