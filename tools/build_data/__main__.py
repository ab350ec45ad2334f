"""``python -m tools.build_data [--out FOLDER] [--area AREA]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.build_data.build import AREAS, build

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Read the command line, build, and print what was written."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_data", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "layers" / "data", help="folder of the areas")
    parser.add_argument("--area", choices=sorted(AREAS), action="append", help="only this area")
    options = parser.parse_args()
    for path in build(ROOT / "layers" / "sources", options.out, areas=options.area):
        print(f"{path.stat().st_size:>9,} {path.relative_to(options.out)}")


if __name__ == "__main__":
    main()
