"""A workspace with 100,000 polygons in 22 layers over Norrbotten, made and not real, for measuring only."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from shapely import Polygon, polygons

from landuse.cli.run import main
from landuse.io.catalogue import read_catalogue

SCENARIO = "vindkraft-markbygden"
QUERY = f"lang=sv&scenario={SCENARIO}"
EMPTY = "lang=sv&area=norrbotten"
"""A page of the county on which nothing is drawn yet."""
AREA, POLYGONS = "norrbotten", 100_000
LAYERS = (
    "ren_sameby", "ren_arstidsland", "ren_passage", "ri_rennaring", "skydd_nvr", "n2000", "ri_natur", "ri_kultur",
    "ri_friluft", "ri_4kap", "ri_totalforsvar", "ri_kommunikation", "ri_mineral", "mineral_bk", "mineral_uk",
    "nyckelbiotop", "utf_avverk", "avverk_anm", "strandskydd", "ri_energi", "mineralresurser", "jordarter",
)  # fmt: skip
SEASONS = ("vinter", "varvinter", "var", "varsommar", "sommar", "hostsommar", "host", "hostvinter")
HERDING = {"ren_sameby": 1, "ren_arstidsland": len(SEASONS), "ren_passage": 8}
"""Layers of herding communities → features of each: few and large, as they are."""
FEW = {"mineral_bk": 60, "mineral_uk": 500}
"""Layers of which no county has thousands: each mine is a project with a zone of its own."""
CORNERS = 14


def large_workspace(folder: str | Path, polygons_in_all: int = POLYGONS) -> str:
    """Import every layer into a workspace; return what was made, in words.

    Parameters
    ----------
    folder : str or Path
        An empty folder.
    """
    herding = {layer: each * len(_villages()) for layer, each in HERDING.items()}
    stated = {**herding, **FEW}
    share = -(-(polygons_in_all - sum(stated.values())) // (len(LAYERS) - len(stated)))
    counts = {layer: stated.get(layer, share) for layer in LAYERS}
    for number, (layer, count) in enumerate(counts.items()):
        path = Path(folder) / f"{layer}.parquet"
        made = herding_table(layer) if layer in ("ren_sameby", "ren_arstidsland") else table(layer, count, seed=number)
        made.to_parquet(path)
        command = ["layers", "import", str(path), "--as", layer, "--quality", "schematic", "--accept"]
        with redirect_stdout(StringIO()):
            code = main([*command, "--workspace", str(folder)])
        if code:
            raise SystemExit(f"{layer} was not imported")
        path.unlink()
    return f"{sum(counts.values()):,} polygons in {len(counts)} layers"


def _villages() -> tuple[str, ...]:
    return tuple(read_catalogue().areas[AREA].villages)


def herding_table(layer: str) -> gpd.GeoDataFrame:
    """Return the land of each community, by season for seasonal land: long strips that overlap their neighbours."""
    west, south, east, north = read_catalogue().areas[AREA].bounds
    villages, high = _villages(), (north - south) / len(_villages())
    seasons = SEASONS if layer == "ren_arstidsland" else ("",)
    rows = []
    for n, village in enumerate(villages):
        for k, season in enumerate(seasons):
            start = west + (east - west) * (k / len(seasons) * 0.75 if season else 0.0)
            end = start + (east - west) * (0.25 if season else 1.0)
            y = np.array([south + (n - 0.1) * high, south + (n + 1.1) * high])
            xs = np.linspace(start, end, 40)
            bend = 0.15 * high * np.sin(xs / 9_000.0 + n)
            ring = np.concatenate([np.stack([xs, y[0] + bend], 1), np.stack([xs, y[1] + bend], 1)[::-1]])
            rows.append({"id": f"{layer}-{n}-{k}", "namn": f"{village} {season}", "sameby": village, "arstid": season,
                         "geometry": Polygon(ring)})  # fmt: skip
    return gpd.GeoDataFrame(rows, crs="EPSG:3006")


def table(layer: str, n: int, seed: int) -> gpd.GeoDataFrame:
    """Return `n` shapes spread over the area, with the attributes that the layer asks for."""
    random = np.random.default_rng(seed)
    west, south, east, north = read_catalogue().areas[AREA].bounds
    places = random.uniform((west, south), (east, north), (n, 2))
    return gpd.GeoDataFrame(
        {
            "id": [f"{layer}-{number}" for number in range(n)],
            "namn": [f"{layer} {number}" for number in range(n)],
            "sameby": random.choice(np.array(_villages()), n),
            "arstid": random.choice(np.array(SEASONS), n),
        },
        geometry=list(_shapes(places, random)),
        crs="EPSG:3006",
    )


def _shapes(places: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.object_]:
    """Return a star-shaped outline around each place, 0.2 to 2 km across, never crossing itself."""
    n = len(places)
    angles = (np.arange(CORNERS) + random.uniform(0.1, 0.9, (n, CORNERS))) * (2 * np.pi / CORNERS)
    radii = random.lognormal(np.log(400), 0.6, (n, 1)).clip(100, 2000) * random.uniform(0.6, 1.0, (n, CORNERS))
    rings = places[:, None, :] + radii[..., None] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    made: NDArray[np.object_] = polygons(np.concatenate([rings, rings[:, :1]], axis=1))
    assert isinstance(made[0], Polygon)
    return made
