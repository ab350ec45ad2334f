"""Files of profiles of one's own, as a user writes them."""

from __future__ import annotations

from pathlib import Path

HEAD = """
name: ours
title: {sv: Vår, en: Ours}
based_on: likely
author: A village
reason: seen for ten years
changes:
"""


def own_profile(folder: Path, *changes: str, head: str = HEAD, name: str = "ours.yaml") -> Path:
    """Write a profile with some changes into a folder, which is made if need be; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(head + "".join(f"  - {change}\n" for change in changes), encoding="utf-8")
    return path
