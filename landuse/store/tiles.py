"""Vector tiles of layers, made once for each content and kept in the workspace."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from pathlib import Path

import geopandas as gpd
import shapely

from landuse.errors import LayerError, WorkspaceError, problem
from landuse.io.tiles import FORMAT, tile_set, whole, write_tiles
from landuse.language import _
from landuse.model.study import Layer
from landuse.store.files import remove_leftovers, write_whole

MOST_BYTES = 2 * 2**30
MOST_ATTRIBUTES = 10
SHOWN_FIRST = ("name", "key", "village", "season", "kind", "status", "project", "quality")
"""The attributes that go with a feature first; then those that the layer declares, while there is room."""
SHOWN_OF_CLOSED = ("village", "season", "kind", "status", "quality")
"""Of a layer that is not open nothing that names a feature is shown."""
SUFFIX = ".pmtiles"


def attributes(layer: Layer) -> tuple[str, ...]:
    """Return the attributes that go into the tiles of a layer: known for some feature, the most telling first."""
    if layer.features is None:
        return ()
    wanted = dict.fromkeys((*SHOWN_FIRST, *layer.spec.attributes) if layer.open else SHOWN_OF_CLOSED)
    there = [name for name in wanted if name in layer.features and layer.features[name].notna().any()]
    return tuple(name for name in there if name != "geometry")[:MOST_ATTRIBUTES]


_MAKING = threading.Lock()
"""One set at a time in this process: a file made twice would change under whoever has been given its address."""


class TileSets:
    """Files of vector tiles in one folder, named after what they are made from.

    Parameters
    ----------
    folder : Path
        Made when something is first kept; nothing in it is precious.
    most_bytes : int
        When the files exceed this, those unused for longest are removed.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def made(self, layer: Layer) -> Path | None:
        """Return the tiles of a layer if they were made before, else None.

        Raises
        ------
        LayerError
            If the layer is not open: see :meth:`ready`.
        """
        path = self._path(layer)
        if path is None or not whole(path):
            return None
        _mark_used(path)
        return path

    def ready(self, layer: Layer) -> Path | None:
        """Return the tiles of a layer, made now unless they were made before; None if it has nothing to draw.

        Two processes may make the same tiles at once: the bytes are the same and a file appears whole.

        Raises
        ------
        LayerError
            If the layer is not open: what is restricted or private is never written here (see :func:`in_memory`).
        WorkspaceError
            If the folder cannot be written.
        """
        path = self._path(layer)
        if path is None:
            return None
        with _MAKING:
            return self.made(layer) or self._make(layer, path)

    def _path(self, layer: Layer) -> Path | None:
        if not _drawable(layer):
            return None
        if not layer.open:
            raise LayerError(
                problem(
                    f"{layer.id}: sensitivity",
                    layer.spec.sensitivity,
                    _("an open layer: others leave no copy on the disk"),
                    _("keep its tiles in memory"),
                )
            )
        return self.folder / f"{_digest(layer)}{SUFFIX}"

    def _make(self, layer: Layer, path: Path) -> Path:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.folder)
            write_whole(path, lambda aside: write_tiles(_features(layer), aside, attributes=attributes(layer)))
        except OSError as error:
            raise WorkspaceError(
                problem(
                    str(self.folder),
                    error.strerror or error,
                    _("a folder that can be written"),
                    _("choose another with --workspace or LANDUSE_WORKSPACE"),
                )
            ) from error
        self._make_room(path)
        return path

    def _make_room(self, newest: Path) -> None:
        """Remove the files unused for longest while all together are too large; never the newest."""
        files = sorted(((p.stat().st_atime, p) for p in self.folder.glob(f"*{SUFFIX}") if p != newest), reverse=True)
        kept = newest.stat().st_size
        for _used, path in files:
            with contextlib.suppress(FileNotFoundError):
                kept += path.stat().st_size
                if kept > self.most_bytes:
                    path.unlink()


def _mark_used(path: Path) -> None:
    """Note that a file was used now; when it was written stays, for addresses are given for the file as written."""
    with contextlib.suppress(OSError):
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def in_memory(layer: Layer) -> bytes | None:
    """Return the tiles of a layer without writing anything, for layers that are not open; None if there is nothing."""
    return tile_set(_features(layer), attributes=attributes(layer)) if _drawable(layer) else None


def _drawable(layer: Layer) -> bool:
    if layer.features is None:
        return False
    shapes = layer.features.geometry.to_numpy()
    return bool((~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)).any())


def _features(layer: Layer) -> gpd.GeoDataFrame:
    if layer.features is None:
        raise ValueError(layer.id)
    return layer.features


def _digest(layer: Layer) -> str:
    """Return the hash of all that decides the bytes: the content, which features of it are here, and the form."""
    here = "\0".join(_features(layer)["key"].astype(str))
    said = [str(FORMAT), layer.id, layer.sha256 or "", *attributes(layer), here]
    return hashlib.sha256("\1".join(said).encode("utf-8", "replace")).hexdigest()
