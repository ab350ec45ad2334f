"""The store of costly arrays: exact, forgetful, never in the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landuse.store.memory import FileMemory


def test_what_is_kept_comes_back_bit_for_bit(tmp_path: Path) -> None:
    memory = FileMemory(tmp_path / "cache")
    arrays = {"a b": np.array([np.nan, 1 / 3, -0.0]), "n": np.arange(6).reshape(2, 3), "text": np.array(["å"])}
    memory.put("key", arrays)
    found = FileMemory(tmp_path / "cache").get("key")
    assert found is not None and set(found) == set(arrays)
    assert all(found[name].tobytes() == arrays[name].tobytes() for name in arrays)
    assert memory.get("other") is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_damaged_file_is_forgotten(tmp_path: Path, share: float) -> None:
    memory = FileMemory(tmp_path)
    memory.put("key", {"a": np.arange(1000)})
    path = next(tmp_path.glob("*.npz"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert memory.get("key") is None
    memory.put("key", {"a": np.arange(3)})
    again = memory.get("key")
    assert again is not None and again["a"].tolist() == [0, 1, 2]


def test_the_oldest_go_when_room_is_short(tmp_path: Path) -> None:
    memory = FileMemory(tmp_path, most_bytes=25_000)
    for name in ("a", "b", "c", "d"):
        memory.put(name, {"x": np.zeros(1000)})
        for path in tmp_path.glob("*.npz"):
            stamp = path.stat().st_mtime_ns - 10**9
            import os

            os.utime(path, ns=(stamp, stamp))
    assert memory.get("a") is None and memory.get("d") is not None
    memory.put("huge", {"x": np.zeros(10_000)})
    assert memory.get("huge") is None and memory.get("d") is not None


def test_a_folder_that_cannot_be_written_only_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    memory = FileMemory(tmp_path / "file" / "cache")
    memory.put("key", {"a": np.zeros(1)})
    assert memory.get("key") is None
