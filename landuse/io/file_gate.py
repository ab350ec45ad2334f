"""The door for small files: there, readable, not empty, not too large, and text where text is expected."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from landuse.io.findings import Findings
from landuse.language import _

LARGEST_BYTES = 25_000_000
"""Scenario files and the files beside them are never larger."""

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""First bytes of text in UTF-16."""

MAGIC = {
    ".gpkg": b"SQLite format 3\x00",
    ".xlsx": b"PK\x03\x04",
    ".fgb": b"fgb",
    ".parquet": b"PAR1",
    ".shp": b"\x00\x00\x27\x0a",
}
"""First bytes of binary formats: what a file is called does not make it one."""


def read_bytes(path: Path, findings: Findings) -> bytes | None:
    """Return the content of a file, or None after noting why it cannot be used."""
    try:
        if path.is_dir():
            findings.add(_("a folder"), _("a file"), _("name a file in the folder"))
            return None
        if path.stat().st_size > LARGEST_BYTES:
            return check_bytes(b"", path.suffix, findings, size=path.stat().st_size)
        return check_bytes(path.read_bytes(), path.suffix, findings)
    except FileNotFoundError:
        findings.add(_("no such file"), _("a file"), _("check the name and the folder"))
    except (OSError, ValueError) as error:
        findings.add(str(error), _("a readable file"), _("check the name and the rights of the file"))
    return None


def check_bytes(content: bytes, suffix: str, findings: Findings, *, size: int | None = None) -> bytes | None:
    """Return `content` if its size and first bytes are those of the format, else None after noting it."""
    size = len(content) if size is None else size
    magic = MAGIC.get(suffix.lower())
    if size > LARGEST_BYTES:
        todo = _("simplify the geometry or keep only what belongs to the proposal")
        _note_size(findings, size, todo)
    elif not content.strip():
        findings.add(_("an empty file"), _("a file with content"), _("save it again from the program that made it"))
    elif magic and not content.startswith(magic):
        expected = _("a {suffix} file").format(suffix=suffix)
        findings.add(_("something else than the name says"), expected, _("save it again in the right format"))
    else:
        return content
    return None


def _note_size(findings: Findings, size: int, todo: str) -> None:
    found = _("{size:.0f} MB").format(size=size / 1e6)
    findings.add(found, _("at most {size:.0f} MB").format(size=LARGEST_BYTES / 1e6), todo)


def decode(content: bytes, findings: Findings) -> str | None:
    """Return UTF-8 text, or None after noting that it is binary or in another encoding."""
    if content.startswith(UTF16):
        findings.add(_("text in UTF-16"), _("text in UTF-8"), _("save it as UTF-8"))
    elif b"\x00" in content or content.startswith(tuple(MAGIC.values())):
        findings.add(_("a binary file"), _("text in UTF-8"), _("check that it is the right file"))
    else:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found = _("byte {n} is no UTF-8").format(n=error.start + 1)
            findings.add(found, _("text in UTF-8"), _("save it as UTF-8"))
    return None


@contextlib.contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of `path` at the end; nothing is left if writing fails.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
        aside = Path(folder) / path.name
        yield aside
        aside.replace(path)
