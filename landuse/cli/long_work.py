"""Progress of long work: a bar on a terminal, plain lines otherwise, nothing for what is done at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_FIRST_AFTER_S, _LINE_EVERY_S = 1.0, 10.0

Report = Callable[[float], None]


@contextmanager
def long_work(title: str) -> Iterator[Report]:
    """Give a function that takes the share done, 0–1, and shows it on stderr.

    Parameters
    ----------
    title : str
        What is being done.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda done: progress.update(task, completed=done)


def _lines(title: str) -> Report:
    """Return a function that prints a line after a second and then every ten."""
    due = time.monotonic() + _FIRST_AFTER_S

    def report(done: float) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + _LINE_EVERY_S
            print(f"{title}: {done:.0%}", file=sys.stderr, flush=True)

    return report
