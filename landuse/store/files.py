"""Files written aside, made safe on disk and then renamed, so that none is ever half-written."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PREFIX = ".tmp-"
_OLD_S = 3_600.0


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Write a file aside with `write`, flush it to disk and rename it to `target`.

    A crash at any moment leaves either the old file or the new one. Interrupts (Ctrl-C) remove what was written aside.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=PREFIX, suffix=target.suffix)
    os.close(handle)
    aside = Path(name)
    try:
        write(aside)
        flush(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    flush(target.parent)


def flush(path: Path) -> None:
    """Make a file or folder safe on disk; folders cannot be flushed on every platform."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove files that a killed run left aside more than an hour ago."""
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _OLD_S:
                path.unlink()
