"""A folder with immutable layer snapshots, own layers and kept baselines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from landuse.errors import LayerError, WorkspaceError, problem
from landuse.io.content import file_hash
from landuse.io.layer_file import LayerFile
from landuse.language import _
from landuse.model.catalogue import Catalogue, LayerSpec, Quality
from landuse.store.database import FILE, opened
from landuse.store.files import remove_leftovers, write_whole
from landuse.store.memory import FileMemory
from landuse.store.snapshot import NEWEST_FIRST, Provenance, Snapshot, from_row, insert


class Workspace:
    """What a user has imported; nothing is made on disk before something is kept.

    Parameters
    ----------
    folder : Path or str, optional
        Default ``LANDUSE_WORKSPACE``, else the platform's data folder.
    """

    def __init__(self, folder: Path | str | None = None) -> None:
        chosen = (
            folder or os.environ.get("LANDUSE_WORKSPACE") or platformdirs.user_data_path("landuse", appauthor=False)
        )
        self.folder = Path(chosen).expanduser()

    def __repr__(self) -> str:
        return f"Workspace({str(self.folder)!r})"

    @property
    def exists(self) -> bool:
        """True once something has been kept."""
        return (self.folder / FILE).is_file()

    @property
    def snapshot_folder(self) -> Path:
        """Folder of the snapshot files."""
        return self.folder / "snapshots"

    def snapshots(self, layer: str | None = None) -> tuple[Snapshot, ...]:
        """Return the imports of a layer (default: of all), newest first."""
        if not self.exists:
            return ()
        with opened(self.folder, write=False) as connection:
            rows = connection.execute(NEWEST_FIRST).fetchall()
        return tuple(from_row(row, self.snapshot_folder) for row in rows if layer in (None, row["layer"]))

    def current(self) -> Mapping[str, Snapshot]:
        """Return the newest import of each layer."""
        return {snapshot.layer: snapshot for snapshot in reversed(self.snapshots())}

    def layer(self, layer: str) -> Snapshot | None:
        """Return the newest import of a layer; None if it was never imported."""
        return next(iter(self.snapshots(layer)), None)

    def keep(self, spec: LayerSpec, content: LayerFile, provenance: Provenance, *, own: bool = False) -> Snapshot:
        """Keep the content of a layer file and make it the current snapshot of its layer.

        The same content with the same provenance as the current snapshot changes nothing.

        Parameters
        ----------
        own : bool
            Keep the declaration too: a layer that the catalogue does not have.

        Raises
        ------
        LayerError
            If the quality is synthetic: a workspace holds data about real places.
        WorkspaceError
            If the workspace cannot be written.
        """
        if provenance.quality is Quality.SYNTHETIC:
            raise LayerError(
                problem(
                    "--quality",
                    "synthetic",
                    "official, compiled, schematic",
                    _("synthetic data live in the fictional area only and are never imported"),
                )
            )
        path = self._file(content)
        with opened(self.folder, write=True) as connection:
            if own:
                connection.execute(
                    "INSERT OR REPLACE INTO declaration VALUES (?, ?)", (spec.id, spec.model_dump_json())
                )
            insert(connection, spec.id, content, provenance, path)
        kept = self.layer(spec.id)
        if kept is None:
            raise WorkspaceError(problem(str(self.folder), _("nothing"), spec.id, _("import the layer again")))
        return kept

    def keep_raster(self, spec: LayerSpec, content: LayerFile, provenance: Provenance, source: Path) -> Snapshot:
        """Keep a raster layer: its file is copied unchanged."""
        if content.raster is None:
            raise LayerError(problem(source.name, _("features"), _("a raster"), _("import a GeoTIFF")))
        self._aside(self.snapshot_folder / f"{content.sha256}.tif", lambda path: shutil.copyfile(source, path))
        return self.keep(spec, content, provenance)

    def declarations(self) -> Mapping[str, LayerSpec]:
        """Return the own layers, declared by ``layers import --new``."""
        if not self.exists:
            return {}
        with opened(self.folder, write=False) as connection:
            rows = connection.execute("SELECT layer, spec FROM declaration ORDER BY layer").fetchall()
        return {row["layer"]: LayerSpec.model_validate_json(row["spec"]) for row in rows}

    def extended(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with the own layers added; a layer that the catalogue declares stays as it is there."""
        own = {name: spec for name, spec in self.declarations().items() if name not in catalogue.layers}
        return catalogue.model_copy(update={"layers": {**catalogue.layers, **own}}) if own else catalogue

    def memory(self) -> FileMemory:
        """Return the store of costly arrays."""
        return FileMemory(self.folder / "cache")

    def _file(self, content: LayerFile) -> Path:
        """Write the content under its hash unless it is there already; return its path."""
        suffix = ".tif" if content.raster else ".parquet"
        target = self.snapshot_folder / f"{content.sha256}{suffix}"
        if content.features is not None:
            features = content.features
            self._aside(target, lambda path: features.to_parquet(path, compression="zstd", index=False))
        return target

    def _aside(self, target: Path, write: Callable[[Path], object]) -> None:
        """Write a snapshot file once; files that are there are never changed unless they are damaged."""
        if self._whole(target):
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(target.parent)
            write_whole(target, write)
        except OSError as error:
            raise WorkspaceError(
                problem(
                    str(self.folder),
                    error.strerror or error,
                    _("a folder that can be written"),
                    _("choose another with --workspace or LANDUSE_WORKSPACE"),
                )
            ) from error

    def _whole(self, target: Path) -> bool:
        if not target.is_file():
            return False
        known = next((s for s in self.snapshots() if s.path == target), None)
        return known is not None and known.file_sha256 == file_hash(target)
