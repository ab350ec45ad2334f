"""Range requests against the server: how many a second, and how long one takes while others are answered."""

from __future__ import annotations

import http.client
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.county import Row
from bench.process import Server, serving

RUN = """
import contextlib
from pathlib import Path
from landuse.app.server import application
from landuse.app.server.access import tile_url
print(tile_url(Path({tile!r})), file=open({said!r}, "w"), flush=True)
with contextlib.suppress(KeyboardInterrupt):
    application.serve(application.make_app("127.0.0.1", {{port}}, warm=()), application.listen("127.0.0.1", {{port}}))
"""
FILE_MB, PART, READERS, SECONDS = 64, 16 * 1024, 4, 5.0


def measure(*, seconds: float = SECONDS) -> Iterator[Row]:
    """Give requests a second for parts of 16 KiB of a tile file, read by several at once on kept connections."""
    with tempfile.TemporaryDirectory() as folder:
        tile, said = Path(folder) / "layer.pmtiles", Path(folder) / "address"
        tile.write_bytes(os.urandom(FILE_MB * 2**20))
        with serving(["-c", RUN.format(tile=str(tile), said=str(said))]) as server:
            took = _asked(server, said.read_text().strip(), seconds)
    rate, middle = len(took) / seconds, statistics.median(took) * 1000
    slow = statistics.quantiles(took, n=100)[94] * 1000
    yield Row(f"parts of {PART // 1024} KiB, {READERS} readers", f"{rate:.0f} a second", "> 500", rate > 500)
    yield Row("one of them: middle, p95", f"{middle:.1f} ms, {slow:.1f} ms", "< 50 ms", slow < 50)


def _asked(server: Server, address: str, seconds: float) -> list[float]:
    took: list[float] = []
    end = time.monotonic() + seconds

    def read(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        start = number * 2**20
        while time.monotonic() < end:
            start = (start + 7 * PART) % (FILE_MB * 2**20 - PART)
            began = time.perf_counter()
            connection.request("GET", address, headers={"Range": f"bytes={start}-{start + PART - 1}"})
            answer = connection.getresponse()
            if answer.status != 206 or len(answer.read()) != PART:
                raise SystemExit(f"the server answered {answer.status}")
            took.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took
