"""Costly arrays kept in files, found again by a key that names all they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from landuse.store.files import remove_leftovers, write_whole

MOST_BYTES = 4 * 2**30


class FileMemory:
    """Arrays in ``.npz`` files of one folder; what cannot be read counts as forgotten.

    Parameters
    ----------
    folder : Path
        Made when something is first kept.
    most_bytes : int
        When the files exceed this, those unused for longest are removed.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def get(self, key: str) -> Mapping[str, Any] | None:
        """Return the arrays kept under a key, or None if there are none or their file is damaged."""
        path = self._path(key)
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
                arrays = {name: kept[name] for name in kept.files}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return arrays

    def put(self, key: str, arrays: Mapping[str, Any]) -> None:
        """Keep arrays under a key; a full or locked disk only means that they are computed again next time."""
        size = sum(np.asarray(array).nbytes for array in arrays.values())
        if size > self.most_bytes:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.folder)
            self._make_room(size)
            write_whole(self._path(key), lambda path: _save(path, arrays))

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.npz"

    def _make_room(self, size: int) -> None:
        files = sorted(((p.stat().st_mtime, p.stat().st_size, p) for p in self.folder.glob("*.npz")), reverse=True)
        kept = size
        for _used, bytes_, path in files:
            kept += bytes_
            if kept > self.most_bytes:
                path.unlink(missing_ok=True)


def _save(path: Path, arrays: Mapping[str, Any]) -> None:
    with path.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
