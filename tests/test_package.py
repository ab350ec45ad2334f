"""The package: what it declares is what it uses, it is typed, and its entry points answer."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import landuse
from landuse.cli.commands import summaries
from landuse.io.places import catalogue_folder, checkout, scenarios_folder

# Distribution → the name it is imported by, where they differ.
IMPORTED_AS = {"ruamel.yaml": "ruamel"}
# Imported names that belong to a declared distribution.
COMES_WITH = {"pydantic_core": "pydantic"}


def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def imported(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name.partition(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"landuse"}


def test_every_dependency_is_used_and_every_import_declared(root: Path):
    declared = {re.split(r"[<>=~!]", each)[0] for each in project(root)["dependencies"]}
    used = {COMES_WITH.get(name, name) for name in imported(root / "landuse")}
    assert {IMPORTED_AS.get(name, name) for name in declared} == used


def test_every_dependency_has_a_range_and_a_reason(root: Path):
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    entries = re.findall(r'^  "([a-zA-Z0-9._-]+[<>=~!][^"]*)",(.*)$', text, re.MULTILINE)
    assert len(entries) > 25
    for requirement, rest in entries:
        assert "<" in requirement or "==" in requirement, requirement
        assert rest.strip().startswith("# "), f"{requirement} has no reason"


def test_version_is_one(root: Path):
    assert metadata.version("landuse") == landuse.__version__
    assert f"version: {landuse.__version__}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {landuse.__version__} " in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_package_is_typed():
    assert (Path(landuse.__file__).parent / "py.typed").is_file()


def test_names_of_the_package_are_functions_also_after_their_modules_are_imported():
    importlib.import_module("landuse.assess")
    from landuse import assess

    assert callable(assess)
    assert landuse.assess is assess
    assert set(landuse.__all__) <= set(dir(landuse))


def test_unknown_name_of_the_package():
    with pytest.raises(AttributeError, match="no attribute 'assses'"):
        _ = landuse.assses  # type: ignore[attr-defined]


def test_in_the_checkout_the_top_folders_are_used(root: Path):
    assert checkout() == root
    assert (catalogue_folder(), scenarios_folder()) == (root / "layers", root / "scenarios")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "landuse", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LANDUSE_LANG": "en", **environment},
        timeout=120,
    )


def test_help_lists_the_commands_and_imports_none_of_them():
    done = run("--help", PYTHONVERBOSE="")
    assert done.returncode == 0
    for name in summaries():
        assert f"│ {name} " in done.stdout, name
    script = "import sys; from landuse.cli import main; main(['--help']); sys.exit('geopandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=False).returncode == 0


@pytest.mark.parametrize("name", summaries())
def test_every_command_has_help(name: str):
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert summaries()[name][:30] in done.stdout


def test_every_command_module_is_a_command(root: Path):
    modules = {path.stem for path in (root / "landuse" / "cli").glob("*.py")}
    assert set(summaries()) <= modules


def test_console_script_is_main():
    (entry,) = (each for each in metadata.entry_points(group="console_scripts") if each.name == "landuse")
    assert entry.value == "landuse.cli:main"


def test_version_option():
    assert run("--version").stdout == f"landuse {landuse.__version__}\n"
