"""How a command ends: exit codes, messages on stderr, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import typer

from landuse.cli import commands, run
from landuse.cli.run import _was_interrupted, main
from landuse.errors import LanduseError, problem


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch):
    """Make `landuse doctor` end with an exception, or return a value."""

    def end(how: BaseException | object) -> None:
        def doctor() -> object:
            if isinstance(how, BaseException):
                raise how
            return how

        def loaded(name: str):
            app = typer.Typer()
            app.command(name)(doctor)
            return typer.main.get_command(app)

        monkeypatch.setattr(commands, "_loaded", loaded)

    return end


def test_all_problems_are_shown(ending, capsys):
    ending(LanduseError([problem("a.yaml", "x", "y", "mend"), problem("b.yaml", "x", "y", "mend")]))
    assert main(["doctor"]) == 2
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        "a.yaml › found: x › expected: y › to do: mend",
        "b.yaml › found: x › expected: y › to do: mend",
    ]
    assert captured.out == ""


def test_ctrl_c(ending, capsys):
    ending(KeyboardInterrupt())
    assert main(["doctor"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_fault_of_ours_is_short_and_says_how_to_report(ending, capsys, monkeypatch):
    ending(ZeroDivisionError("division by zero"))
    monkeypatch.delenv("LANDUSE_DEBUG", raising=False)
    assert main(["doctor"]) == 1
    text = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in text
    assert "LANDUSE_DEBUG=1" in text
    assert "Traceback" not in text


def test_a_fault_shows_its_traceback_when_asked(ending, capsys, monkeypatch):
    ending(ZeroDivisionError("division by zero"))
    monkeypatch.setenv("LANDUSE_DEBUG", "1")
    assert main(["doctor"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_out_of_memory_is_the_requests_size(ending, capsys):
    ending(MemoryError("Unable to allocate 40 GiB"))
    assert main(["doctor"]) == 2
    assert "40 GiB" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "code"), [(None, 0), (0, 0), (3, 3)])
def test_a_command_may_return_its_exit_code(ending, value, code):
    ending(value)
    assert main(["doctor"]) == code


def test_exit_code_raised(ending):
    ending(typer.Exit(3))
    assert main(["doctor"]) == 3


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["asess"], ("landuse › found:", "asess", "to do: see landuse --help")),
        (["--nope"], ("landuse › found:", "--nope")),
        (["app", "--port", "many"], ("landuse app › found:", "--port", "to do: see landuse app --help")),
        (["app", "--port", "0"], ("landuse app › found:", "--port")),
        (["--lang", "fr", "doctor"], ("--lang › found: 'fr' › expected: sv, en, se",)),
        (["doctor", "--lang"], ("--lang › found: ''",)),
    ],
)
def test_wrong_use_is_told_in_four_parts(argv, words, capsys):
    assert main(argv) == 2
    captured = capsys.readouterr()
    for word in words:
        assert word in captured.err
    assert captured.out == ""


def test_language_may_stand_anywhere(ending, capsys, monkeypatch):
    monkeypatch.setenv("LANDUSE_LANG", "sv")
    seen = []
    ending(None)
    for argv in (["--lang", "en", "doctor"], ["doctor", "--lang", "en"], ["doctor", "--lang=en"]):
        monkeypatch.setenv("LANDUSE_LANG", "sv")
        seen.append((main(argv), os.environ["LANDUSE_LANG"]))
    assert seen == [(0, "en")] * 3


def test_arguments_after_two_dashes_are_left_alone():
    assert run._with_language(["explain", "--", "--lang", "fr"]) == ["explain", "--", "--lang", "fr"]


def test_reader_that_leaves_early():
    script = "import sys; from landuse.cli import main; sys.exit(main(['--help']))"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1


def test_ctrl_c_inside_compiled_code_is_still_ctrl_c() -> None:
    interrupted = SystemError("returned a result with an exception set")
    interrupted.__cause__ = KeyboardInterrupt()
    assert _was_interrupted(interrupted)
    assert not _was_interrupted(SystemError("another fault"))
