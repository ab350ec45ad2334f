"""The command line: ``landuse`` and ``python -m landuse``."""

from __future__ import annotations

from landuse.cli.run import main

__all__ = ["main"]
