"""Print what was measured beside the goal: ``python -m bench [NAME …]``; all by default, more with ``--help``."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from rich.console import Console
from rich.table import Table

from bench.county import Row

BENCHES = {
    "county": "landuse assess, the whole county at 100 m, warm caches",
    "zones": "zones of influence on the county, beside other libraries in the same run",
    "edits": "fifty edits of a polygon, beside the whole calculation and a plain overlay",
    "server": "range requests against the server",
    "first_map": "the first map in a browser",
    "wire": "what one edit sends to the browser",
    "sessions": "many sessions, each editing every five seconds",
}
"""Each is a module here with a function ``measure`` that gives rows."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of each; 0 if every goal was met, else 1."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    console = Console()
    console.print(f"Python {platform.python_version()}, {platform.machine()}")
    met = True
    for name in asked.names or BENCHES:
        table = Table("what", "measured", "goal", "met", title=BENCHES[name])
        for row in _measured(name, asked):
            table.add_row(row.what, row.measured, row.goal, "yes" if row.met else "no")
            met &= row.met
        console.print(table)
    return 0 if met else 1


def _measured(name: str, asked: argparse.Namespace) -> Iterable[Row]:
    measure: Callable[..., Iterable[Row]] = import_module(f"bench.{name}").measure
    if name != "sessions":
        return measure()
    return measure(minutes=asked.minutes, count=asked.count, scenario=asked.scenario)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the sessions go on")
    parser.add_argument("--count", type=int, default=20, help="how many sessions")
    parser.add_argument("--scenario", help="shipped scenario of the county that the sessions edit; by default areas")
    return parser


if __name__ == "__main__":
    sys.exit(main())
