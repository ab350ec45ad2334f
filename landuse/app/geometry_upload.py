"""A file of shapes without a scenario: they become a part of the proposal, of a type that the user chooses."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st
from shapely.geometry.base import BaseGeometry

from landuse.app import changes, current, state
from landuse.app.messages import choose_part, new_part
from landuse.app.pointing import fly_to_parts
from landuse.app.work import NewPart
from landuse.errors import ScenarioError
from landuse.io.file_gate import check_bytes
from landuse.io.findings import Findings
from landuse.io.geometry_file import SUFFIXES, read_geometry_file
from landuse.io.reference_system import to_sweref
from landuse.language import _
from landuse.render.words import title

FILE, TAKEN = "geometry file", "geometry that was taken"
KINDS = tuple(suffix for suffix in SUFFIXES if suffix != ".shp")
"""A shapefile is several files; it cannot be sent as one."""


def geometry_upload() -> None:
    """Show the choice of type and file; the shapes are added when the file is there."""
    types = current.work().catalogue.types
    key = state.key("type of the file")
    if state.widget(key) not in types:
        state.control(key, new_part().type if new_part().type in types else next(iter(types)))
    chosen = st.selectbox(
        _("The shapes become"), list(types), format_func=lambda name: title(types[name].title), key=key
    )
    file = st.file_uploader(
        _("File of shapes"), type=[suffix.removeprefix(".") for suffix in KINDS], key=FILE, max_upload_size=25
    )
    st.caption(_("GeoJSON, GeoPackage, FlatGeobuf or GeoParquet, with its reference system. At most 25 MB."))
    if file is not None and state.get(TAKEN) != file.file_id:
        state.put(TAKEN, file.file_id)
        added = changes.change(
            lambda work: work.with_part(shapes(file.getvalue(), file.name), NewPart(chosen, exactly=True)),
            _("The file could not be used; the proposal is as before"),
        )
        if added:
            newest = current.work().newest
            choose_part(newest)
            fly_to_parts(current.work().scenario, [str(newest)])
            st.rerun()


def shapes(content: bytes, name: str) -> BaseGeometry:
    """Return the shapes of a file as one geometry in EPSG:3006.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the file.
    """
    findings = Findings(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"shapes{Path(name).suffix.lower()}"
        if check_bytes(content, path.suffix, findings) is not None:
            path.write_bytes(content)
            read = read_geometry_file({"file": path.name}, Path(folder), findings)
            if read is not None and not findings.problems:
                return to_sweref(*read)
    raise ScenarioError(findings.problems)
