"""Bringing a file into the workspace: the same call as ``landuse layers import``, with its report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from landuse.app import cache, state
from landuse.app.safe import plain
from landuse.app.widgets import choose, problems
from landuse.errors import DecisionNeeded, LanduseError
from landuse.language import _
from landuse.model.catalogue import Catalogue, Quality, Role
from landuse.render.sources import import_lines
from landuse.render.words import quality_word, role_word, title
from landuse.store.importing import ImportRequest, import_layer
from landuse.store.workspace import Workspace

OWN, REPORT = "own layer", "import report"
TYPES = ("gpkg", "parquet", "geojson", "json", "fgb", "zip", "tif", "tiff", "csv", "tsv", "txt", "xlsx")


def import_form(catalogue: Catalogue, workspace: Workspace) -> None:
    """Show the form; imports what is sent and says what came of it."""
    st.header(_("Import a file"))
    options = [*catalogue.layers, OWN]
    chosen = choose("import layer", _("The file is"), options, lambda name: _layer_word(name, catalogue))
    _form(workspace, chosen)


def import_dialog(workspace: Workspace, layer_id: str, heading: str) -> None:
    """Open the form for one layer over the page."""
    st.dialog(heading, width="large")(_form)(workspace, layer_id)


def report() -> None:
    """Show what the last import did, once."""
    lines = state.get(REPORT)
    if lines:
        st.success("\n".join(f"* {plain(line)}" for line in lines))
        state.put(REPORT, None)


def _form(workspace: Workspace, chosen: str) -> None:
    state.use_language()
    with st.form(key=f"import.{chosen}", clear_on_submit=False):
        file = st.file_uploader(
            _("File"), type=list(TYPES), key=f"import file {chosen}",
            help=_("GeoPackage, GeoParquet, GeoJSON, FlatGeobuf, shapefile as zip, GeoTIFF, CSV or Excel."),
        )  # fmt: skip
        st.caption(_("At most 25 MB; larger files come in by the command landuse layers import."))
        fields = _fields(chosen)
        sent = st.form_submit_button(_("Import"), type="primary")
    if sent and file is None:
        st.error(_("Choose a file first."))
    elif sent and file is not None:
        _import(workspace, (file.name, file.getvalue()), fields)


def _layer_word(name: str, catalogue: Catalogue) -> str:
    return _("A layer of my own") if name == OWN else f"{title(catalogue.layers[name].title)} ({name})"


def _fields(chosen: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"layer": chosen}
    first, second, third = st.columns(3)
    if chosen == OWN:
        with first:
            fields["layer"] = st.text_input(_("Id of the layer (letters, digits, _)"), key="own id").strip()
        with second:
            fields["role"] = st.selectbox(
                _("Used as"), [str(role) for role in Role], format_func=role_word, key=state.key("own role")
            )
        fields["new"] = True
    qualities = [str(quality) for quality in (Quality.OFFICIAL, Quality.COMPILED, Quality.SCHEMATIC)]
    with third:
        fields["quality"] = st.selectbox(
            _("Quality"), qualities, index=1, format_func=quality_word, key=state.key(f"quality {chosen}")
        )
    with first:
        fields["edition"] = (
            st.text_input(_("Edition, if possible as YYYY-MM-DD"), key=f"edition {chosen}").strip() or None
        )
    with second:
        fields["authority"] = (
            st.text_input(_("Who made the data, if not the usual authority"), key=f"authority {chosen}").strip() or None
        )
    with st.expander(_("If the program asks for it")):
        fields["crs"] = (
            st.text_input(
                _("Reference system of a file that states none, for example EPSG:3006"), key=f"crs {chosen}"
            ).strip()
            or None
        )
        fields["table"] = st.text_input(_("Table of a file with several"), key=f"table {chosen}").strip() or None
        fields["licence"] = st.text_input(_("Licence of the file"), key=f"licence {chosen}").strip() or None
        fields["accept"] = st.checkbox(_("Take the file although something was asked"), key=f"accept {chosen}")
    return fields


def _import(workspace: Workspace, file: tuple[str, bytes], fields: dict[str, Any]) -> None:
    name, content = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        try:
            with st.spinner(_("Reading and checking the file …")):
                done = import_layer(workspace, cache.catalogue(), ImportRequest(path=path, **fields))
        except DecisionNeeded as error:
            problems(error.problems, _("The file needs a decision: tick the last box to take it as it is"))
            return
        except LanduseError as error:
            problems(error.problems, _("The file was not imported; nothing was kept"))
            return
    imported = _("{name} is imported.").format(name=title(done.spec.title))
    state.put(REPORT, [imported, *import_lines(done)])
    st.rerun()
