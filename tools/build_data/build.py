"""Every layer of every area, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import geopandas as gpd

from tools.build_data import exempellandet, norrbotten
from tools.build_data.writing import write_layer, write_sources

Layers = Iterator[tuple[str, gpd.GeoDataFrame, dict[str, str]]]
AREAS: dict[str, Callable[[Path], Layers]] = {
    norrbotten.AREA: norrbotten.layers,
    exempellandet.AREA: exempellandet.layers,
}


def build(sources: Path, out: Path, *, areas: Iterable[str] | None = None) -> list[Path]:
    """Write the layers and ``SOURCES.csv`` of the areas; return the files.

    Parameters
    ----------
    sources : Path
        ``layers/sources``: the tables that people edit.
    out : Path
        Folder that gets one folder an area.
    areas : iterable of str, optional
        Default every area.
    """
    written: list[Path] = []
    for area in areas or AREAS:
        rows = []
        for layer_id, frame, source in AREAS[area](sources):
            written.append(write_layer(frame, out / area / f"{layer_id}.parquet"))
            rows.append(source)
        written.append(write_sources(rows, out / area / "SOURCES.csv"))
    return written
