"""``{command-help}``: the help of every command, as the program prints it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from landuse.cli.commands import summaries


class CommandHelp(SphinxDirective):
    """A section for each command with the program's own help."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        return [self._section(name) for name in summaries()]

    def _section(self, name: str) -> nodes.section:
        section = nodes.section(ids=[f"command-{name}"])
        text = _help(name)
        section += nodes.title("", f"landuse {name}")
        section += nodes.literal_block(text, text, language="text")
        return section


def _help(name: str) -> str:
    environment = {**os.environ, "LANDUSE_LANG": "en", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "landuse", name, "--help"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip("\n")


def setup(app: Any) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("command-help", CommandHelp)
    return {"parallel_read_safe": True}
