"""The fictional area: drawn layers, and layers computed from its ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd

from tools.build_data import forest, ground, lichen, ownership, water
from tools.build_data.drawn import Drawing, drawn_layer, read_drawings
from tools.build_data.shapes import land
from tools.build_data.wind import turbines
from tools.build_data.writing import layer, read_rows

AREA = "exempellandet"
COMPUTED: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "viss": water.water_bodies,
    "strandskydd": water.shores,
    "smhi": water.catchments,
    "marktacke": ground.land_cover,
    "jordarter": ground.soils,
    "markfukt": ground.moisture,
    "nmd": forest.stands,
    "fastighet": ownership.estates,
    "ren_lavskog": lichen.lichen_forest,
    "utf_avverk": forest.fellings,
    "avverk_anm": forest.notified_fellings,
}
SPECIAL = ("kommun", "vbk", "layers")
SOURCE = {
    "quality": "synthetic", "authority": "landuse", "edition": "2", "licence": "CC0-1.0",
    "attribution": "Exempellandet (fictional), landuse",
    "note": "Påhittat land: ingenting här finns i verkligheten. / Fictional land: nothing here exists in reality.",
}  # fmt: skip


def layers(sources: Path) -> Iterator[tuple[str, gpd.GeoDataFrame, dict[str, str]]]:
    """Yield id, features and source of every layer."""
    folder = sources / AREA
    for layer_id, records in sorted(_records(folder)):
        yield layer_id, layer(records, quality="synthetic"), {"id": layer_id, **SOURCE}


def _records(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    drawings = read_drawings(folder)
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in SPECIAL:
            yield path.stem, drawn_layer(path, drawings.get(path.stem, Drawing()))
    for layer_id, make in COMPUTED.items():
        yield layer_id, make()
    yield "lan", [{"key": "EX", "name": "Exempellandet", "geometry": land()}]
    yield "kommun", ownership.municipalities(read_rows(folder / "kommun.csv"))
    yield "vbk", [record for row in read_rows(folder / "vbk.csv") for record in turbines(row)]
