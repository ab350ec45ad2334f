"""What one edit sends to the browser: on the connection, and of files that the map then fetches."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Iterator

from bench.browser import Browser, Run
from bench.county import Row
from bench.drawing import Hand
from bench.large import QUERY, large_workspace
from bench.process import serving

MOST_KB, EDITS = 20.0, 20


def measure(*, edits: int = EDITS) -> Iterator[Row]:
    """Give kilobytes of an edit on a study of 100,000 polygons: middle and most."""
    with tempfile.TemporaryDirectory() as folder:
        size = large_workspace(folder)
        with serving(LANDUSE_WORKSPACE=folder) as server:
            server.wait_until_warm()
            first, runs = asyncio.run(_edited(server.port, edits))
    yield Row(f"opening the page ({size})", _kb(first.received, first.fetched), "–", True)
    raw = [run.unpacked / 1000 for run in runs]
    yield Row(
        "an edit before compression: middle, most", f"{statistics.median(raw):.1f} kB, {max(raw):.1f} kB", "–", True
    )
    sent = [run.received / 1000 for run in runs]
    yield Row(
        f"an edit, on the connection: middle, most of {len(runs)}",
        f"{statistics.median(sent):.1f} kB, {max(sent):.1f} kB",
        f"< {MOST_KB:g} kB",
        max(sent) < MOST_KB,
    )
    whole = [(run.received + run.fetched) / 1000 for run in runs]
    yield Row(
        "an edit, with the picture of the impact that the map fetches",
        f"{statistics.median(whole):.1f} kB, {max(whole):.1f} kB",
        f"< {MOST_KB:g} kB",
        max(whole) < MOST_KB,
    )
    worst = max(runs, key=lambda run: run.unpacked)
    largest = ", ".join(f"{kind} {size / 1000:.1f} kB" for size, kind in worst.largest)
    yield Row("the largest messages of the largest edit, before compression", largest, "–", True)


async def _edited(port: int, edits: int) -> tuple[Run, list[Run]]:
    browser = Browser(port, QUERY)
    first = await browser.open()
    if first.errors:
        raise SystemExit(f"the page did not open: {first.errors}")
    hand = Hand(browser, seed=1)
    await hand.edit()
    runs = [await hand.edit() for _ in range(edits)]
    if not hand.heard:
        raise SystemExit("the server did not handle the edits")
    await browser.close()
    return first, runs


def _kb(received: int, fetched: int) -> str:
    return f"{received / 1000:.1f} kB and {fetched / 1000:.1f} kB of files"
