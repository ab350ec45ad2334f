"""``python -m landuse``: the same as ``landuse``."""

from __future__ import annotations

import sys

from landuse.cli import main

if __name__ == "__main__":
    sys.exit(main())
