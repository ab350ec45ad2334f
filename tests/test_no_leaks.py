"""Nothing in the repository tells of the machine it was written on, or of where packages were fetched."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Written in pieces, so that this file does not hold what it looks for.
MACHINE = re.compile("/wo" "rk/|/ro" "ot/|/ho" r"me/\w|[A-Z]:\\Us" "ers")
INDEX = re.compile(
    "py" r"pi\.org|python" r"hosted|index" r"-url|find" r"-links|np" r"mjs\.|yarn" r"pkg\.|un" r"pkg\.com|js" r"delivr",
    re.IGNORECASE,
)
ADDRESS = re.compile("(file|https?)://")
BUILT = re.compile(r"(^|/)(node_modules|bundle|dist|_build|__pycache__)/")
NPM_LOCK = "landuse/app/frontend/package-lock.json"
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Flags that keep addresses out are named where the locks are made, and told of where that is explained.
ABOUT_LOCKS = ("Makefile",)


def tracked() -> list[Path]:
    """Return the files of the repository: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8")))
    return found


def test_no_path_of_a_machine():
    hits = [f"{name}: {match.group()}" for name, text in texts() for match in MACHINE.finditer(text)]
    assert hits == []


def test_no_path_of_a_machine_in_binary_files():
    words = [word.encode() for word in ("/wo" + "rk/", "/ro" + "ot/")]
    hits = [path.name for path in tracked() if any(word in path.read_bytes() for word in words)]
    assert hits == []


def test_no_package_index():
    hits = [
        f"{name}: {match.group()}"
        for name, text in texts()
        if name not in ABOUT_LOCKS
        for match in INDEX.finditer(text)
    ]
    assert hits == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_each_package_with_hashes_and_names_no_address(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not ADDRESS.search(text)
    assert not INDEX.search(text)
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip(), flags=re.IGNORECASE)
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^ ]+( ;.*)? \\\n", entry, re.IGNORECASE), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_what_runs_is_the_same_in_both_locks():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    missing = pins("requirements.txt") - pins("requirements-dev.txt")
    assert missing == set()


def test_nothing_that_is_built_is_kept():
    assert [name for path in tracked() if BUILT.search(name := path.relative_to(ROOT).as_posix())] == []


def test_lock_of_the_map_pins_each_package_with_a_hash_and_names_no_address():
    packages = json.loads((ROOT / NPM_LOCK).read_text(encoding="utf-8"))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name.startswith("node_modules/")}
    assert len(fetched) > 20
    assert [name for name, entry in fetched.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    wanted = json.loads((ROOT / NPM_LOCK).with_name("package.json").read_text(encoding="utf-8"))
    pins = wanted["dependencies"] | wanted["devDependencies"]
    assert {name: fetched[f"node_modules/{name}"]["version"] for name in pins} == pins
