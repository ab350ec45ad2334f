"""``python -m tools.build_basemap PACKAGES [--out FOLDER]``: see ``layers/basemap/README.md`` for the packages."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.build_basemap.build import build

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Read the command line, build, and print what was written."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_basemap", description=__doc__)
    parser.add_argument("packages", type=Path, help="folder with node_modules and python, as the README says")
    parser.add_argument("--out", type=Path, default=ROOT / "layers" / "basemap", help="folder of the background")
    options = parser.parse_args()
    for path in build(options.packages, options.out):
        print(f"{path.stat().st_size:>9,} {path.relative_to(options.out)}")


if __name__ == "__main__":
    main()
