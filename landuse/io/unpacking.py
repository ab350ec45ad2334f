"""The one data set inside a zip file, unpacked aside and checked."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from landuse.errors import LayerError, problem
from landuse.io.layer_findings import listed
from landuse.language import _

MOST_BYTES = 8 * 2**30
MOST_MEMBERS = 2_000
MOST_RATIO = 200
_DATA = (".shp", ".gpkg", ".parquet", ".geoparquet", ".fgb", ".geojson", ".json", ".tif", ".tiff")


@contextmanager
def unpacked(path: Path, name: str | None = None) -> Iterator[Path]:
    """Yield the path of the data set in a zip file, unpacked into a folder that is removed afterwards.

    Parameters
    ----------
    name : str, optional
        Stem of the data set to take when the zip holds several.

    Raises
    ------
    LayerError
        If the zip is damaged, encrypted, too large when unpacked, or holds no data set or several.
    """
    with tempfile.TemporaryDirectory(prefix="landuse-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                chosen = data_set(path.name, archive, name)
                yield _unpack(archive, chosen, Path(folder))
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise LayerError(
                problem(
                    path.name,
                    _("a damaged or locked zip file ({error})").format(error=error),
                    _("a zip that can be unpacked"),
                    _("fetch the file again or unpack it yourself"),
                )
            ) from error


def data_set(
    file: str, archive: zipfile.ZipFile, name: str | None = None, most_bytes: int = MOST_BYTES
) -> list[zipfile.ZipInfo]:
    """Return the members that make the one data set in a zip file.

    Parameters
    ----------
    file : str
        What messages call the zip file.
    name : str, optional
        Stem of the data set to take when it holds several.
    most_bytes : int
        What it may hold unpacked.

    Raises
    ------
    LayerError
        If it is too large when unpacked, or holds no data set or several.
    """
    members = [member for member in archive.infolist() if not member.is_dir()]
    _check_size(file, members, most_bytes)
    heads = [m for m in members if PurePosixPath(m.filename).suffix.lower() in _DATA and "__MACOSX" not in m.filename]
    if name is not None and len(heads) > 1:
        heads = [m for m in heads if PurePosixPath(m.filename).stem.casefold() == name.casefold()] or heads
    if len(heads) != 1:
        found = listed(m.filename for m in heads) or listed(m.filename for m in members) or _("nothing")
        raise LayerError(
            problem(file, found, _("one data set in the zip"), _("name it with --layer, or unpack the zip"))
        )
    stem = PurePosixPath(heads[0].filename).with_suffix("").as_posix().casefold()
    return [m for m in members if PurePosixPath(m.filename).with_suffix("").as_posix().casefold() == stem]


def _check_size(file: str, members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MOST_MEMBERS or size > most_bytes or (size > 2**28 and size / packed > MOST_RATIO):
        raise LayerError(
            problem(
                file,
                _("{n} files, {size} bytes unpacked").format(n=len(members), size=size),
                _("at most {size} bytes").format(size=most_bytes),
                _("unpack it and import the data set itself"),
            )
        )


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Path:
    """Write the members as ``data.<suffix>`` (names in the zip are never used as paths); return the data set's path."""
    for member in members:
        target = folder / f"data{PurePosixPath(member.filename).suffix.lower()}"
        with archive.open(member) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 2**20)
    return next(path for path in sorted(folder.iterdir()) if path.suffix in _DATA)
