"""Many sessions at once, each with an area of its own, edited every few seconds: how long an edit takes, and memory."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.browser import Browser, Run
from bench.county import Row
from bench.drawing import Hand
from bench.large import EMPTY, large_workspace
from bench.process import Server, serving

COUNT, MINUTES, EVERY_S = 20, 10.0, 5.0
P95_S, SLOPE_MB_MIN = 0.5, 5.0
SETTLE_SHARE = 0.3
"""The first part of the time, in which every session fills its own stores, does not count for the slope."""


@dataclass
class Found:
    """What was measured.

    Parameters
    ----------
    memory : list of tuple of float
        Seconds since the beginning, MiB.
    """

    runs: list[Run] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)


def measure(*, minutes: float = MINUTES, count: int = COUNT, scenario: str | None = None) -> Iterator[Row]:
    """Give the time of an edit (middle, p95, most), errors, bytes and the slope of memory.

    Parameters
    ----------
    scenario : str, optional
        A shipped scenario of the county that all sessions edit; by default each draws an area of 2 by 4 km somewhere.
    """
    query = EMPTY if scenario is None else f"lang=sv&scenario={scenario}"
    with tempfile.TemporaryDirectory() as folder:
        size = large_workspace(folder)
        with serving(LANDUSE_WORKSPACE=folder) as server:
            server.wait_until_warm()
            ready_s = asyncio.run(_first_of_all(server, query))
            found = asyncio.run(_all(server, count, minutes * 60, query))
    took = sorted(run.seconds for run in found.runs)
    if len(took) < 2:
        yield Row("edits", f"{len(took)}; {found.errors[:3]}", "some", met=False)
        return
    yield Row("the first page of all, what stands in the county worked out", f"{ready_s:.0f} s", "–", True)
    middle, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    yield Row(
        f"an edit, {count} sessions, {len(took)} edits ({size}): middle, p95, most",
        f"{middle * 1000:.0f} ms, {p95 * 1000:.0f} ms, {took[-1] * 1000:.0f} ms",
        f"p95 < {P95_S * 1000:.0f} ms",
        p95 < P95_S,
    )
    yield Row("errors", f"{len(found.errors)} {found.errors[:3] or ''}", "0", not found.errors)
    sent = [run.received / 1000 for run in found.runs]
    yield Row("sent for an edit: middle, most", f"{statistics.median(sent):.1f}, {max(sent):.1f} kB", "–", True)
    slope = slope_per_minute(found.memory)
    first, last, most = found.memory[0][1], found.memory[-1][1], max(size for _, size in found.memory)
    yield Row(
        f"memory of the server: {first:.0f} MiB at first, {last:.0f} at last, most {most:.0f}",
        f"{slope:+.1f} MiB a minute",
        f"< {SLOPE_MB_MIN:g}",
        slope < SLOPE_MB_MIN,
    )


async def _first_of_all(server: Server, query: str) -> float:
    """Open a page, edit and leave; return how long that took, seconds."""
    began = time.monotonic()
    browser = Browser(server.port, query)
    await browser.open()
    await Hand(browser, seed=-1).edit()
    await browser.close()
    return time.monotonic() - began


async def _all(server: Server, count: int, seconds: float, query: str) -> Found:
    found, began = Found(), time.monotonic()
    watch = asyncio.create_task(_watched(server, found, began))
    await asyncio.gather(*(_session(server, number, count, began + seconds, found, query) for number in range(count)))
    watch.cancel()
    return found


async def _watched(server: Server, found: Found, began: float) -> None:
    while True:
        found.memory.append((time.monotonic() - began, server.rss_mb()))
        await asyncio.sleep(2)


async def _session(server: Server, number: int, count: int, end: float, found: Found, query: str) -> None:
    await asyncio.sleep(EVERY_S * number / count)
    try:
        browser = Browser(server.port, query)
        found.errors += (await browser.open()).errors
        hand = Hand(browser, seed=number)
        found.errors += (await hand.edit()).errors  # the first one draws, or wakes what no edit has used
        due = time.monotonic() + EVERY_S
        while due < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            run = await hand.edit()
            found.runs.append(run)
            found.errors += run.errors
            if not hand.heard:
                found.errors.append("an edit was not handled")
            due = max(due + EVERY_S, time.monotonic())
        await browser.close()
    except Exception as error:  # noqa: BLE001 - one session's end is a result, not the end of the others
        found.errors.append(f"session {number}: {type(error).__name__}: {error}")


def slope_per_minute(memory: list[tuple[float, float]]) -> float:
    """Return the slope of a least-squares line through memory over time, MiB a minute, after the settling part."""
    after = memory[0][0] + SETTLE_SHARE * (memory[-1][0] - memory[0][0])
    points = [(at, size) for at, size in memory if at >= after]
    if len(points) < 2:
        return 0.0
    return statistics.linear_regression(*zip(*points, strict=True)).slope * 60
