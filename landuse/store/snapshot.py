"""One import of a layer: its immutable file and where the data come from."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landuse.io.clock import today
from landuse.io.content import file_hash
from landuse.io.layer_file import LayerFile
from landuse.model.catalogue import Quality


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The content of a layer as imported once.

    Parameters
    ----------
    number : int
        Order of the imports; the highest of a layer is current.
    sha256 : str
        Hash of the content; names the file.
    path : Path
        GeoParquet (EPSG:3006, canonical columns) or, for kind ``raster``, a GeoTIFF.
    file_sha256 : str
        Hash of the file's bytes, to notice damage.
    bounds : tuple of float
        West, south, east, north of everything in the file, EPSG:3006.
    edition, retrieved : str
        What the user said of the edition; the day of the import (YYYY-MM-DD).
    report : str
        JSON of the :class:`~landuse.io.layer_file.LayerReport`.
    """

    number: int
    layer: str
    sha256: str
    path: Path
    file_sha256: str
    kind: str
    n_features: int
    bounds: tuple[float, float, float, float]
    quality: Quality
    authority: str
    edition: str | None
    retrieved: str
    licence: str
    attribution: str | None
    source: str
    report: str

    def as_json(self) -> dict[str, Any]:
        """Return the snapshot as plain values, without paths of this machine."""
        return {
            "layer": self.layer,
            "sha256": self.sha256,
            "kind": self.kind,
            "n_features": self.n_features,
            "bounds": list(self.bounds),
            "quality": str(self.quality),
            "authority": self.authority,
            "edition": self.edition,
            "retrieved": self.retrieved,
            "licence": self.licence,
            "attribution": self.attribution,
            "source": self.source,
            "report": json.loads(self.report),
        }


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the data of an import come from, as the user says or the declaration of the layer."""

    quality: Quality
    authority: str
    licence: str
    attribution: str | None = None
    edition: str | None = None


NEWEST_FIRST = """SELECT i.number, i.layer, i.sha256, s.file, s.file_sha256, s.kind, s.n_features,
    s.west, s.south, s.east, s.north, i.quality, i.authority, i.edition, i.retrieved, i.licence, i.attribution,
    i.source, i.report
    FROM import i JOIN snapshot s USING (sha256) ORDER BY i.number DESC"""


def from_row(row: sqlite3.Row, folder: Path) -> Snapshot:
    """Return the snapshot of a database row; `folder` holds the files."""
    values = dict(row)
    bounds = tuple(values.pop(side) for side in ("west", "south", "east", "north"))
    return Snapshot(path=folder / values.pop("file"), bounds=bounds, quality=Quality(values.pop("quality")), **values)


def insert(connection: sqlite3.Connection, layer: str, content: LayerFile, provenance: Provenance, path: Path) -> None:
    """Write the rows of a snapshot and its import, unless the current one says the same."""
    connection.execute(
        """INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (sha256) DO UPDATE SET file_sha256 = excluded.file_sha256""",
        (
            content.sha256,
            path.name,
            file_hash(path),
            "raster" if content.raster else "vector",
            content.report.n_features,
            *content.bounds,
        ),
    )
    said = (provenance.quality, provenance.authority, provenance.edition, provenance.licence, provenance.attribution)
    last = connection.execute(
        "SELECT sha256, quality, authority, edition, licence, attribution FROM import WHERE layer = ? "
        "ORDER BY number DESC LIMIT 1",
        (layer,),
    ).fetchone()
    if last is not None and tuple(last) == (content.sha256, *map(_plain, said)):
        return
    connection.execute(
        """INSERT INTO import
           (layer, sha256, quality, authority, edition, licence, attribution, retrieved, source, report)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            layer,
            content.sha256,
            *map(_plain, said),
            today().isoformat(),
            content.report.file,
            json.dumps(content.report.as_json(), ensure_ascii=False),
        ),
    )


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
