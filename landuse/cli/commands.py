"""The commands: their names, a line of help each, and the module that is imported when one is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from landuse.language import _


def summaries() -> dict[str, str]:
    """Return the commands in the order of the help, each with its line of help in the language in use.

    In ``landuse.cli.<name>`` a command is the function of that name, or a ``typer.Typer`` named ``app`` when it has
    commands of its own.
    """
    return {
        "app": _("Open the map application; prints its address."),
        "assess": _("Assess scenarios: what each touches, and how much use is lost."),
        "explain": _("Why here: every source's share of what is lost at a place."),
        "check": _("Check the catalogue, a scenario or a data file; lists all problems."),
        "layers": _("Layers and their data: list, show, import, status."),
        "influence": _("Zone of influence of a vector file or a raster of counts."),
        "index": _("Additive index of two stacks of rasters and a sensitivity matrix."),
        "schema": _("Write the JSON Schemas of the files."),
        "doctor": _("What is installed, which data there are, and what is missing."),
    }


class Commands(TyperGroup):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the group's own signature
        """Return the names of the commands in the order of the help."""
        return list(summaries())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None if there is none of that name.

        While the list of commands is shown, only its name and line of help.
        """
        if cmd_name not in summaries():
            return None
        if ctx.meta.get("landuse.listing"):
            return TyperCommand(cmd_name, help=summaries()[cmd_name])
        return _loaded(cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help without importing the commands."""
        ctx.meta["landuse.listing"] = True
        super().format_help(ctx, formatter)


def _loaded(name: str) -> Any:
    module = import_module(f"landuse.cli.{name}")
    group = getattr(module, "app", None)
    if not isinstance(group, typer.Typer):
        group = typer.Typer(add_completion=False)
        group.command(name)(getattr(module, name))
    command = typer.main.get_command(group)
    command.name = name
    command.help = summaries()[name]
    return command
