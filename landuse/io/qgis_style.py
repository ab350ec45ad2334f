"""How the tables of a GeoPackage look in QGIS: its own table of default styles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import quoteattr

_CREATE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""
_REGISTER = """
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles')
"""
_ADD = """
INSERT INTO layer_styles
  (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, owner)
VALUES ('', '', ?, ?, ?, ?, '', 1, '')
"""
_COLOURS = {"overlap": "200,60,30", "near": "230,150,30", "proposal": "30,60,140"}
_QML = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.34.0" styleCategories="Symbology">
 <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">
  <symbols>
   <symbol type="{kind}" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="{layer}" enabled="1" locked="0" pass="0"><Option type="Map">{options}</Option></layer>
   </symbol>
  </symbols>
 </renderer-v2>
</qgis>
"""


def write_styles(path: Path, tables: Iterable[str]) -> None:
    """Add a default style for each table of a GeoPackage, by its name (``overlap_area``, ``near_line`` …)."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_CREATE)
        connection.execute(_REGISTER)
        columns = dict(connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
        for table in tables:
            connection.execute(_ADD, (table, columns[table], table, style(table)))


def style(table: str) -> str:
    """Return the style of a table as QML.

    Examples
    --------
    >>> "SimpleFill" in style("overlap_area"), "dash" in style("near_line"), "SimpleMarker" in style("proposal_point")
    (True, True, True)
    """
    what, kind = table.rsplit("_", 1)
    colour = _COLOURS[what]
    outline = {"outline_color": f"{colour},255", "outline_style": "solid", "outline_width": "0.5"}
    looks: dict[str, tuple[str, str, Mapping[str, str]]] = {
        "area": ("fill", "SimpleFill", outline | {"color": f"{colour},90", "style": "solid"}),
        "line": ("line", "SimpleLine", {"line_color": f"{colour},255", "line_width": "0.7", "line_style": _dash(what)}),
        "point": ("marker", "SimpleMarker", outline | {"color": f"{colour},160", "name": "circle", "size": "3"}),
    }
    symbol, layer, options = looks[kind]
    written = "".join(f'<Option type="QString" name={quoteattr(k)} value={quoteattr(v)}/>' for k, v in options.items())
    return _QML.format(kind=symbol, layer=layer, options=written)


def _dash(what: str) -> str:
    return "dash" if what == "near" else "solid"
