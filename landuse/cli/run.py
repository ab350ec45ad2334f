"""Run a command and say how it ended: messages on stderr, exit codes of the contract, no traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.exceptions import Abort, Exit, TyperException

from landuse.cli.commands import Commands
from landuse.cli.long_work import STOPPED
from landuse.errors import LanduseError, Problem, TooLarge, problem
from landuse.language import LANGUAGES, _, set_language

DONE, FAULT, WRONG_INPUT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``landuse`` and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments after the program's name; those of the process if not given.

    Returns
    -------
    int
        0 done, 2 the input is wrong or needs a decision, 3 a comparison found a difference, 130 stopped with Ctrl-C,
        1 a fault of the program.

    Examples
    --------
    >>> main(["--version"]) == 0
    landuse ...
    True
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(_with_language(sys.argv[1:] if argv is None else list(argv)))
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        return _stopped()
    except LanduseError as error:
        return _refuse(error.problems)
    except TyperException as error:
        return _refuse([_usage_problem(error)])
    except MemoryError as error:
        return _refuse(_too_large(error).problems)
    except Exception as error:  # noqa: BLE001 - the last place to turn a fault into a message
        return _stopped() if _was_interrupted(error) else _fault(error)
    return code


def _run(argv: list[str]) -> int:
    command = _root()
    try:
        with command.make_context("landuse", argv or ["--help"]) as context:
            ended = command.invoke(context)
    except Exit as stop:
        return stop.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    return ended if isinstance(ended, int) else DONE


def _root() -> Any:
    app = typer.Typer(
        cls=Commands,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def landuse(
        lang: Annotated[str, typer.Option("--lang", metavar="|".join(LANGUAGES), help=_("Language."))] = "sv",
        version: Annotated[
            bool, typer.Option("--version", help=_("Show the version."), callback=_version, is_eager=True)
        ] = False,
    ) -> None:
        pass

    app.callback(help=_("Land-use conflicts and cumulative impact: what an establishment touches and what it costs."))(
        landuse
    )
    return typer.main.get_command(app)


def _version(asked: bool) -> None:
    if asked:
        from landuse import __version__

        typer.echo(f"landuse {__version__}")
        raise Exit(DONE)


def _with_language(argv: list[str]) -> list[str]:
    """Return the arguments without ``--lang``, wherever it stands, and use the language."""
    kept: list[str] = []
    rest = iter(argv)
    for argument in rest:
        if argument == "--":
            return [*kept, argument, *rest]
        name, equals, value = argument.partition("=")
        if name != "--lang":
            kept.append(argument)
            continue
        _use(value if equals else next(rest, ""))
    return kept


def _use(code: str) -> None:
    if code not in LANGUAGES:
        choices = ", ".join(LANGUAGES)
        raise LanduseError(
            problem("--lang", repr(code), choices, _("choose one of: {choices}").format(choices=choices))
        )
    set_language(code)
    os.environ["LANDUSE_LANG"] = code  # threads and child processes see it too


def _stopped() -> int:
    print(_("Stopped."), file=sys.stderr)
    return STOPPED


def _was_interrupted(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C stands behind an error: compiled code that it meets reports a SystemError of its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _refuse(problems: Sequence[Problem]) -> int:
    for each in problems:
        print(each, file=sys.stderr)
    return WRONG_INPUT


def _usage_problem(error: TyperException) -> Problem:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "landuse"
    usage = context.command.get_usage(context).partition(":")[2].strip() if context else "landuse --help"
    return problem(path, error.format_message(), usage, _("see {command} --help").format(command=path))


def _too_large(error: MemoryError) -> TooLarge:
    return TooLarge(
        problem(
            _("memory"),
            str(error) or _("there was not enough"),
            _("a request that fits"),
            _("choose larger cells (--resolution) or a smaller area"),
        )
    )


def _fault(error: Exception) -> int:
    if os.environ.get("LANDUSE_DEBUG") == "1":
        traceback.print_exception(error)
    text = _(
        "A fault in landuse itself, not in your input: {kind}: {text}\n"
        "Please report it with the command you gave, what it printed with LANDUSE_DEBUG=1, and the output of "
        "`landuse doctor`."
    )
    print(text.format(kind=type(error).__name__, text=error), file=sys.stderr)
    return FAULT


def _reader_left() -> int:
    # The program that read our output has ended; writing what is left would only fail again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAULT
