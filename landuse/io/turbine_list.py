"""Lists of points as people have them: CSV, Excel or pasted text with id, E, N, height and MW."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse.errors import LayerError, Problem, problem
from landuse.io.names import folded
from landuse.io.values import number
from landuse.language import _

HEADERS: dict[str, tuple[str, ...]] = {
    "key": (
        "id",
        "key",
        "nr",
        "no",
        "verk",
        "verkid",
        "verknr",
        "verknummer",
        "turbin",
        "turbine",
        "turbineid",
        "wtg",
        "wtgid",
        "nummer",
        "beteckning",
        "label",
        "punkt",
        "point",
    ),
    "east": (
        "e",
        "east",
        "easting",
        "ost",
        "ostlig",
        "xkoord",
        "ekoord",
        "ekoordinat",
        "e3006",
        "esweref99tm",
        "esweref",
        "sweref99e",
        "sweref99tme",
        "swerefe",
        "eastm",
        "eastingm",
        "em",
    ),
    "north": (
        "n",
        "north",
        "northing",
        "nord",
        "nordlig",
        "ykoord",
        "nkoord",
        "nkoordinat",
        "n3006",
        "nsweref99tm",
        "nsweref",
        "sweref99n",
        "sweref99tmn",
        "swerefn",
        "northm",
        "northingm",
        "nm",
    ),
    "x": ("x", "xcoord", "xcoordinate", "xkoordinat"),
    "y": ("y", "ycoord", "ycoordinate", "ykoordinat"),
    "lon": ("lon", "long", "longitude", "longitud", "lng", "wgs84lon"),
    "lat": ("lat", "latitude", "latitud", "wgs84lat"),
    "height_m": (
        "hojd",
        "height",
        "heightm",
        "totalhojd",
        "totalhojdm",
        "totalheight",
        "tipheight",
        "hojdm",
        "h",
        "tip",
    ),
    "capacity_mw": (
        "mw",
        "effekt",
        "effektmw",
        "capacity",
        "capacitymw",
        "power",
        "powermw",
        "maxeffekt",
        "maxeffektmw",
        "installeradeffekt",
        "ratedpower",
        "ratedpowermw",
    ),
}
_POSITIONS = ("key", "east", "north", "height_m", "capacity_mw")
_NUMBERS = ("east", "north", "x", "y", "lon", "lat")


def read_turbine_list(source: Path | str) -> gpd.GeoDataFrame:
    r"""Return the points of a list; rows without coordinates have no geometry.

    Parameters
    ----------
    source : Path or str
        A CSV, text or ``.xlsx`` file, or the pasted text itself. Separator comma, semicolon, tab or spaces; decimal
        point or comma; first row names the columns (many names are known), or the order is id, E, N, height, MW.

    Raises
    ------
    LayerError
        If the columns of the coordinates are not found or hold text that is no number.

    Examples
    --------
    >>> points = read_turbine_list("id;E;N;höjd;MW\nT1;700100,5;7400200;250;6,6")
    >>> points.geometry.iloc[0].x, points["capacity_mw"].iloc[0]
    (700100.5, '6,6')
    """
    where = source.name if isinstance(source, Path) else _("pasted text")
    rows = _rows(source, where)
    header, body = _header(rows)
    pair, default_crs = _coordinate_columns(header, where)
    table = pd.DataFrame(
        [row + [None] * (len(header) - len(row)) for row in (r[: len(header)] for r in body)],
        columns=header,
        dtype=object,
    )
    east, north = _coordinates(table, pair, where)
    present = np.isfinite(east) & np.isfinite(north)
    points = np.where(present, shapely.points(np.where(present, east, 0), np.where(present, north, 0)), None)
    return gpd.GeoDataFrame(table.drop(columns=list(pair)), geometry=points, crs=default_crs)


def _rows(source: Path | str, where: str) -> list[list[object]]:
    if isinstance(source, Path) and source.suffix.lower() == ".xlsx":
        rows = _excel_rows(source)
    else:
        rows = _text_rows(_text(source) if isinstance(source, Path) else source)
    rows = [row for row in rows if any(str(cell).strip() for cell in row if cell is not None)]
    if not rows:
        raise LayerError(problem(where, _("no rows"), "id, E, N, height, MW", _("give at least one point")))
    return rows


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _text_rows(text: str) -> list[list[object]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return []
    separator = next((mark for mark in ("\t", ";") if mark in lines[0]), None)
    if separator is None and "," in lines[0]:
        separator = ","
    if separator is None:
        return [list(line.split()) for line in lines]
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)]


def _excel_rows(path: Path) -> list[list[object]]:
    import openpyxl  # a quarter of a second, for lists in Excel only

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except (OSError, ValueError, KeyError, IndexError, TypeError, SyntaxError) as error:
        raise LayerError(
            problem(
                path.name,
                _("an Excel file that cannot be read: {error}").format(error=error),
                _("a whole .xlsx file"),
                _("save it again in Excel"),
            )
        ) from error
    return rows


def _header(rows: list[list[object]]) -> tuple[list[str], list[list[object]]]:
    """Return unique column names (known ones under their canonical name) and the rows below."""
    first = rows[0]
    if len(first) >= 3 and all(np.isfinite(number(cell)) for cell in first[1:3]):
        extra = [f"column_{i + 1}" for i in range(len(_POSITIONS), len(first))]
        return [*_POSITIONS[: len(first)], *extra], rows
    names: list[str] = []
    for i, cell in enumerate(first):
        plain = folded(str(cell or ""))
        known = next((name for name, aliases in HEADERS.items() if plain in aliases), None)
        name = known if known and known not in names else str(cell or f"column_{i + 1}").strip()
        names.append(name if name not in names else f"{name}_{i + 1}")
    return names, rows[1:]


def _coordinate_columns(header: Sequence[str], where: str) -> tuple[tuple[str, str], str]:
    for pair, crs in ((("east", "north"), "EPSG:3006"), (("x", "y"), "EPSG:3006"), (("lon", "lat"), "EPSG:4326")):
        if set(pair) <= set(header):
            return pair, crs
    raise LayerError(
        problem(where, ", ".join(header), _("columns E and N (or lon and lat)"), _("name the columns in the first row"))
    )


def _coordinates(
    table: pd.DataFrame, pair: tuple[str, str], where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the two coordinates; x and y are told apart by size, since Swedish lists often write x for north."""
    first, second = (np.array([number(cell) for cell in table[name]], dtype=float) for name in pair)
    problems = [
        fault
        for name, values in zip(pair, (first, second), strict=True)
        for fault in _no_numbers(table[name], values, where)
    ]
    if problems:
        raise LayerError(problems[:20])
    if pair == ("x", "y") and np.nanmedian(first) > 1_000_000 > np.nanmedian(second):
        return second, first
    return first, second


def _no_numbers(cells: pd.Series, values: NDArray[np.float64], where: str) -> list[Problem]:
    return [
        problem(f"{where}: {_('row')} {i + 1}, {cells.name}", repr(cell), _("a number"), _("write the coordinate"))
        for i, (cell, value) in enumerate(zip(cells, values, strict=True))
        if cell is not None and str(cell).strip() and not np.isfinite(value)
    ]
