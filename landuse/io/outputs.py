"""Writing results: whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landuse.errors import OutputError, problem
from landuse.language import _


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target that takes its place when the block ends well, and vanishes otherwise.

    Raises
    ------
    OutputError
        If the folder cannot be made or written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _not_writable(target, error) from error
    try:
        yield aside
        _replace(aside, target)
    except OSError as error:
        raise _not_writable(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _replace(aside: Path, target: Path) -> None:
    """Put a folder in place of another; the older one is kept until the new one stands."""
    aside.chmod(0o755)
    if not target.exists():
        aside.replace(target)
        return
    older = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.replace(older / "older")
    try:
        aside.replace(target)
    except OSError:
        (older / "older").replace(target)
        raise
    finally:
        shutil.rmtree(older, ignore_errors=True)


def _not_writable(target: Path, error: OSError) -> OutputError:
    return OutputError(
        problem(
            str(target), error.strerror or error, _("a folder that can be written"), _("choose another one with --out")
        )
    )


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written, before anything is computed; nothing is left behind.

    Raises
    ------
    OutputError
        If the folder, or the nearest one above it that exists, cannot be written, or is a file.
    """
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise _not_writable(folder, NotADirectoryError(20, _("{place} is a file").format(place=place)))
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise _not_writable(folder, error) from error
