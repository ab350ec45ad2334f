"""The workspace: snapshots named by their content, never changed, never half-written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from landuse.errors import DecisionNeeded, LayerError, WorkspaceError
from landuse.io.embedded import read_stored
from landuse.model.catalogue import Catalogue, Quality
from landuse.store import database
from landuse.store.importing import ImportRequest, import_layer
from landuse.store.workspace import Workspace


def test_nothing_is_made_before_something_is_kept(workspace: Workspace) -> None:
    assert not workspace.exists and workspace.snapshots() == () and workspace.declarations() == {}
    assert workspace.memory().get("a") is None
    assert not workspace.folder.exists()


def test_the_folder_is_that_of_the_option_the_variable_or_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path / "variable"))
    assert Workspace(tmp_path / "option").folder == tmp_path / "option"
    assert Workspace().folder == tmp_path / "variable"
    monkeypatch.delenv("LANDUSE_WORKSPACE")
    assert "landuse" in Workspace().folder.name


def test_an_import_is_kept_with_where_it_comes_from(workspace: Workspace, catalogue: Catalogue, squares: Path) -> None:
    done = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr", edition="2025-06"))
    kept = workspace.layer("skydd_nvr")
    assert kept == done.snapshot and not done.already_there
    assert kept is not None
    assert (kept.quality, kept.authority, kept.edition, kept.licence) == (
        Quality.COMPILED,
        "Myndigheten",
        "2025-06",
        "CC0",
    )
    assert kept.bounds == (700_000, 7_400_000, 711_000, 7_401_000) and kept.n_features == 2
    assert kept.path.name == f"{kept.sha256}.parquet"
    assert read_stored(kept.path)["key"].tolist() == ["a", "b"]
    assert not list(kept.path.parent.glob(".tmp-*"))


def test_the_same_content_twice_is_one_snapshot(workspace: Workspace, catalogue: Catalogue, squares: Path) -> None:
    first = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    written = first.path.stat().st_mtime_ns
    other = squares.with_suffix(".gpkg")
    gpd.read_parquet(squares).iloc[::-1].to_file(other)
    again = import_layer(workspace, catalogue, ImportRequest(other, "skydd_nvr"))
    assert again.already_there and again.snapshot == first
    assert first.path.stat().st_mtime_ns == written
    assert len(workspace.snapshots()) == 1


def test_the_same_content_said_otherwise_is_a_new_import_of_one_file(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr"))
    import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr", quality="official", edition="2026"))
    assert [s.quality for s in workspace.snapshots("skydd_nvr")] == ["official", "compiled"]
    assert len(list(workspace.snapshot_folder.iterdir())) == 1


def test_the_newest_import_is_current_and_the_older_file_stays_as_it_was(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    old = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    before = old.path.read_bytes()
    gpd.read_parquet(squares).iloc[:1].to_parquet(squares)
    new = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    assert workspace.layer("skydd_nvr") == new != old
    assert old.path.read_bytes() == before


@pytest.mark.parametrize("quality", ["synthetic", "nonsense"])
def test_no_other_quality_than_those_of_real_data(
    workspace: Workspace, catalogue: Catalogue, squares: Path, quality: str
) -> None:
    with pytest.raises(LayerError, match="official, compiled, schematic"):
        import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr", quality=quality))
    assert not workspace.exists


def test_what_is_refused_leaves_nothing(workspace: Workspace, catalogue: Catalogue, squares: Path) -> None:
    bad = gpd.read_parquet(squares).set_crs(None, allow_override=True)
    bad.to_parquet(squares)
    with pytest.raises(LayerError, match="no reference system"):
        import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr"))
    assert not workspace.folder.exists()


def test_an_undeclared_layer_needs_new_and_near_names_are_shown(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    with pytest.raises(LayerError, match="skydd_nvr") as caught:
        import_layer(workspace, catalogue, ImportRequest(squares, "skyd_nvr"))
    assert "--new" in str(caught.value)


def test_a_new_source_needs_the_ids_of_types(workspace: Workspace, catalogue: Catalogue, squares: Path) -> None:
    with pytest.raises(LayerError, match="no column for type; the file has: id, namn"):
        import_layer(workspace, catalogue, ImportRequest(squares, "taktor", new=True, role="source"))
    features = gpd.read_parquet(squares)
    features.assign(type="gruva").to_parquet(squares)
    with pytest.raises(LayerError, match="no disturbance type"):
        import_layer(workspace, catalogue, ImportRequest(squares, "taktor", new=True, role="source"))
    features.assign(type=["mine_open_pit", "gruva"]).to_parquet(squares)
    with pytest.raises(DecisionNeeded, match="1 features name no disturbance type"):
        import_layer(workspace, catalogue, ImportRequest(squares, "taktor", new=True, role="source"))


def test_an_own_layer_is_declared_once_and_then_known(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    gpd.read_parquet(squares).assign(type="mine_open_pit").to_parquet(squares)
    import_layer(workspace, catalogue, ImportRequest(squares, "taktor", new=True, role="source", authority="Vi"))
    extended = workspace.extended(catalogue)
    assert extended.layers["taktor"].geometry == ("Polygon",)
    assert extended.layers["taktor"].areas == ("norrbotten",)
    assert extended.layers["taktor"].source is not None
    gpd.read_parquet(squares).iloc[:1].to_parquet(squares)
    again = import_layer(workspace, catalogue, ImportRequest(squares, "taktor"))
    assert again.snapshot.n_features == 1
    assert "taktor" not in catalogue.layers


def test_new_for_a_declared_layer_uses_its_declaration(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    done = import_layer(workspace, catalogue, ImportRequest(squares, "vbk", new=True, role="source"))
    assert any("was declared already" in note for note in done.notes)
    assert workspace.declarations() == {}
    with pytest.raises(LayerError, match="declared as source"):
        import_layer(workspace, catalogue, ImportRequest(squares, "vbk", new=True, role="receptor"))


@pytest.mark.parametrize(("name", "role"), [("taktor", None), ("taktor", "nonsense"), ("../up", "context")])
def test_a_new_layer_needs_a_role_and_a_plain_id(
    workspace: Workspace, catalogue: Catalogue, squares: Path, name: str, role: str | None
) -> None:
    with pytest.raises(LayerError, match="--role|--as"):
        import_layer(workspace, catalogue, ImportRequest(squares, name, new=True, role=role))


def test_a_raster_layer_keeps_its_file(workspace: Workspace, catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "nmd.tif"
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=3,
        height=2,
        count=1,
        dtype="uint8",
        crs="EPSG:3006",
        transform=from_origin(700_000, 7_400_000, 10, 10),
        nodata=0,
    ) as target:
        target.write(np.ones((2, 3), dtype="uint8"), 1)
    kept = import_layer(workspace, catalogue, ImportRequest(path, "nmd")).snapshot
    assert kept.kind == "raster" and kept.path.read_bytes() == path.read_bytes()
    assert import_layer(workspace, catalogue, ImportRequest(path, "nmd")).already_there


KILLED = """
import os, sys
from pathlib import Path
from landuse.io.layer_file import read_layer_file
from landuse.store.snapshot import Provenance
from landuse.store.workspace import Workspace
from landuse.model.catalogue import LayerSpec, Quality
spec = LayerSpec.model_validate_json(Path(sys.argv[3]).read_text())
content = read_layer_file(sys.argv[2], spec)
if sys.argv[4] == "before rename":
    Path.replace = lambda *_: os._exit(9)
else:
    import landuse.store.workspace as module
    module.insert = lambda *_: os._exit(9)
Workspace(sys.argv[1]).keep(spec, content, Provenance(Quality.COMPILED, "a", "l"))
"""


@pytest.mark.parametrize("moment", ["before rename", "before the database"])
def test_a_killed_import_leaves_the_old_snapshot(
    workspace: Workspace, catalogue: Catalogue, squares: Path, moment: str
) -> None:
    old = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    spec = squares.with_suffix(".json")
    spec.write_text(catalogue.layers["skydd_nvr"].model_dump_json())
    gpd.read_parquet(squares).iloc[:1].to_parquet(squares)
    arguments = [str(workspace.folder), str(squares), str(spec), moment]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr.decode()
    left = {p.name for p in workspace.snapshot_folder.iterdir()}
    assert len(left) == 2, "something had been written"
    assert workspace.snapshots() == (old,)
    assert len(read_stored(old.path)) == 2
    new = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    assert workspace.layer("skydd_nvr") == new and len(read_stored(new.path)) == 1


def test_ctrl_c_while_writing_leaves_nothing(
    workspace: Workspace, catalogue: Catalogue, squares: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gpd.GeoDataFrame, "to_parquet", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr"))
    assert list(workspace.snapshot_folder.iterdir()) == []
    assert workspace.snapshots() == ()


def test_a_damaged_snapshot_is_written_anew_by_the_next_import(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    kept = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    kept.path.write_bytes(b"damaged")
    assert import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).already_there
    assert len(read_stored(kept.path)) == 2


def test_a_folder_that_cannot_be_written_is_said(catalogue: Catalogue, squares: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WorkspaceError, match="LANDUSE_WORKSPACE"):
        import_layer(Workspace(tmp_path / "file"), catalogue, ImportRequest(squares, "skydd_nvr"))


def test_a_database_that_is_none_is_said(workspace: Workspace) -> None:
    workspace.folder.mkdir()
    (workspace.folder / database.FILE).write_bytes(b"nonsense" * 1000)
    with pytest.raises(WorkspaceError, match="not a database"):
        workspace.snapshots()


def test_the_database_is_migrated_and_never_taken_back(
    workspace: Workspace, catalogue: Catalogue, squares: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = import_layer(workspace, catalogue, ImportRequest(squares, "skydd_nvr")).snapshot
    older = database.MIGRATIONS
    monkeypatch.setattr(database, "MIGRATIONS", (*older, ("CREATE TABLE more (a TEXT) STRICT",)))
    assert workspace.layer("skydd_nvr") == kept
    with sqlite3.connect(workspace.folder / database.FILE) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(older) + 1
    connection.close()
    monkeypatch.setattr(database, "MIGRATIONS", older)
    with pytest.raises(WorkspaceError, match="update the program"):
        workspace.snapshots()


def test_a_private_layer_is_refused_before_it_is_read(
    workspace: Workspace, catalogue: Catalogue, squares: Path
) -> None:
    private = catalogue.layers["skydd_nvr"].model_copy(update={"sensitivity": "private"})
    closed = catalogue.model_copy(update={"layers": {**catalogue.layers, "skydd_nvr": private}})
    with pytest.raises(LayerError) as error:
        import_layer(workspace, closed, ImportRequest(squares, "skydd_nvr"))
    (problem,) = error.value.problems
    assert "skydd_nvr" in problem.where and "private" in problem.found
    assert "page of the herding community" in problem.todo
    assert not workspace.exists
