"""Compiled loops: kept between runs, and compiled anew when any of them changes.

A compiled function holds the ones that it calls, also those of other modules, but numba looks for changes only in the
module of the function itself. So the folder of what is kept is named after the source of all modules with such loops.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import numba
import platformdirs
from numba.core import config

_SETTINGS: Any = config


def source_digest() -> str:
    """Return a short hash of the modules of this room that hold compiled loops."""
    sources = [part for part in files(__package__).iterdir() if part.name.endswith(".py")]
    texts = [
        text for part in sorted(sources, key=lambda part: part.name) if b"\n@compiled" in (text := part.read_bytes())
    ]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]


def _folder() -> str:
    beside = str(files(__package__) / "__pycache__")
    writable = os.access(beside, os.W_OK) or os.access(str(files(__package__)), os.W_OK)
    kept = _SETTINGS.CACHE_DIR or (beside if writable else platformdirs.user_cache_dir("landuse"))
    return f"{kept}{os.sep}compiled-{source_digest()}"


_FOLDER = _folder()


def compiled(function: Callable[..., object]) -> Any:
    """Return a function compiled on first use, free of the interpreter's lock, with what was compiled kept on disk.

    Parameters
    ----------
    function : callable
        Numbers, arrays and tuples of them only.
    """
    before = _SETTINGS.CACHE_DIR
    _SETTINGS.CACHE_DIR = _FOLDER
    try:
        return numba.njit(cache=True, nogil=True)(function)
    finally:
        _SETTINGS.CACHE_DIR = before
