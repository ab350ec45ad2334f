"""Run every benchmark and print what was measured beside the goal."""

from __future__ import annotations

import platform
import sys

from rich.console import Console
from rich.table import Table

from bench import county, zones

BENCHES = (
    ("landuse assess, the whole county at 100 m, warm caches", county.measure),
    ("zones of influence on the county, beside other libraries in the same run", zones.measure),
)


def main() -> int:
    """Print a table of each; 0 if every goal was met, else 1."""
    console = Console()
    console.print(f"Python {platform.python_version()}, {platform.machine()}")
    met = True
    for title, measure in BENCHES:
        table = Table("what", "measured", "goal", "met", title=title)
        for row in measure():
            table.add_row(row.what, row.measured, row.goal, "yes" if row.met else "no")
            met &= row.met
        console.print(table)
    return 0 if met else 1


sys.exit(main())
