"""What the tests share: the folder of real data, which is no part of the repository, and golden results."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that renews the golden results."""
    parser.addoption("--update-golden", action="store_true", help="write the golden results anew, to be read in review")


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder with real layers and reference numbers beside the repository: ``../shared/data``.

    Without it a test is skipped, but with ``CI=true`` it fails: there nothing may go untested.
    """
    folder = ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    message = "the real data of ../shared/data are not beside this repository"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session", autouse=True)
def _own_workspace(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what tests import or compute out of the user's own workspace."""
    os.environ["LANDUSE_WORKSPACE"] = str(tmp_path_factory.mktemp("workspace"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden results are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
