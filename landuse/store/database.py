"""The small database of a workspace: which snapshots there are and where they come from."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landuse.errors import WorkspaceError, problem
from landuse.language import _

FILE = "workspace.sqlite"
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE snapshot (
            sha256 TEXT PRIMARY KEY, file TEXT NOT NULL, file_sha256 TEXT NOT NULL, kind TEXT NOT NULL,
            n_features INTEGER NOT NULL, west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL,
            north REAL NOT NULL) STRICT""",
        """CREATE TABLE import (
            number INTEGER PRIMARY KEY AUTOINCREMENT, layer TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES snapshot (sha256), quality TEXT NOT NULL, authority TEXT NOT NULL,
            edition TEXT, retrieved TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT, source TEXT NOT NULL,
            report TEXT NOT NULL) STRICT""",
        "CREATE INDEX import_of_layer ON import (layer, number)",
        "CREATE TABLE declaration (layer TEXT PRIMARY KEY, spec TEXT NOT NULL) STRICT",
    ),
)
"""Statements that bring the database from version n to n + 1; never changed once released, only added to."""


@contextmanager
def opened(folder: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    """Yield a connection inside one transaction, at the newest version; rolled back on any exception.

    Parameters
    ----------
    write : bool
        Make the folder and the database if they are missing.

    Raises
    ------
    WorkspaceError
        If the workspace cannot be read or written, or was made by a newer version of the program.
    """
    try:
        if write:
            folder.mkdir(parents=True, exist_ok=True)
        connection = _connected(folder / FILE) if write or os.access(folder, os.W_OK) else _looked_into(folder / FILE)
        try:
            _migrate(connection, folder)
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(
            problem(
                str(folder),
                error,
                _("a folder that can be read and written"),
                _("choose another with --workspace or LANDUSE_WORKSPACE"),
            )
        ) from error


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def _looked_into(path: Path) -> sqlite3.Connection:
    """Return a connection to a database that this user may not change."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _migrate(connection: sqlite3.Connection, folder: Path) -> None:
    """Bring the database to the newest version, each step in a transaction of its own."""
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise WorkspaceError(
            problem(
                str(folder),
                _("version {n}").format(n=version),
                _("at most version {n}").format(n=len(MIGRATIONS)),
                _("update the program"),
            )
        )
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)
        if version < len(MIGRATIONS):
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
            version += 1
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
