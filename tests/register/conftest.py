"""The register speaks English in its tests, and leaves the language as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landuse import language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    token = language._current.set("en")
    yield
    language._current.reset(token)
