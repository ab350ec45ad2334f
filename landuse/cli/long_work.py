"""Progress of long work: a bar on a terminal, plain lines otherwise, nothing for what is done at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from landuse.language import _

STOPPED = 130
"""Exit code after Ctrl-C."""
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


@contextmanager
def ended_at_once(before: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let Ctrl-C end the process at once, with 130: an exception raised inside compiled code may crash it instead.

    For work that writes nothing but what is written aside and renamed.

    Parameters
    ----------
    before : callable
        What is done first, for example to give the terminal back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: object) -> None:
        before()
        print(_("Stopped."), file=sys.stderr, flush=True)
        os._exit(STOPPED)

    earlier = signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def _lines(title: str) -> Report:
    """Return a function that prints a line after a second and then every ten."""
    due = time.monotonic() + _FIRST_AFTER_S

    def report(done: float) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + _LINE_EVERY_S
            print(f"{title}: {done:.0%}", file=sys.stderr, flush=True)

    return report
