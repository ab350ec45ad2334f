"""The fictional land with 100,000 polygons in more than twenty layers, the same ones every time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse import load_study, read_catalogue
from landuse.model.study import Layer, Study

AREA, CORNERS = "exempellandet", 11
HECTARES = {
    "utf_avverk": (14_000, 8.0), "avverk_anm": (6_000, 6.0), "nyckelbiotop": (8_000, 5.0), "nmd": (12_000, 30.0),
    "marktacke": (9_000, 30.0), "markfukt": (9_000, 25.0), "jordarter": (7_000, 60.0), "strandskydd": (6_000, 20.0),
    "fornlamning": (6_000, 1.0), "fastighet": (12_000, 90.0), "viss": (3_000, 40.0), "skydd_nvr": (1_500, 120.0),
    "n2000": (800, 150.0), "ri_natur": (800, 200.0), "ri_friluft": (600, 250.0), "ri_kultur": (800, 80.0),
    "ri_mineral": (600, 60.0), "ri_energi": (600, 90.0), "ri_totalforsvar": (300, 90.0), "ri_industri": (300, 40.0),
    "mineral_uk": (500, 90.0), "ren_uppsamling": (700, 60.0), "ri_rennaring": (600, 200.0), "ri_4kap": (200, 300.0),
}  # fmt: skip
"""Layer → how many polygons are added, and the middle of their areas."""


def dense_study() -> Study:
    """Return the study: every layer as it ships, and polygons spread over the land with attributes of its features."""
    study = load_study(read_catalogue(), AREA)
    layers = dict(study.layers)
    for seed, (name, (count, hectares)) in enumerate(HECTARES.items()):
        layers[name] = _filled(study, layers[name], count, hectares, seed)
    return replace(study, layers=layers, digest=f"{study.digest}, dense", memory=None)


def counted(study: Study) -> str:
    """Return how many polygons lie in how many layers of polygons, in words."""
    polygons = [_polygons(layer.features) for layer in study.layers.values() if layer.features is not None]
    held = [count for count in polygons if count]
    return f"{sum(held):,} polygons in {len(held)} layers"


def _polygons(features: gpd.GeoDataFrame) -> int:
    return int((shapely.get_dimensions(features.geometry.to_numpy()) == 2).sum())


def _filled(study: Study, layer: Layer, count: int, hectares: float, seed: int) -> Layer:
    random = np.random.default_rng(seed)
    features = layer.features
    polygons = features[shapely.get_dimensions(features.geometry.to_numpy()) == 2]
    like = polygons.iloc[random.integers(0, len(polygons), count)]
    shapes = _outlines(_places(study, count, random), random, metres=100.0 * np.sqrt(hectares / 2.0))
    added = like.assign(
        key=[f"{layer.id}-{number}" for number in range(count)], geometry=shapes, **_measured(like, shapes)
    )
    every = pd.concat([features, added], ignore_index=True)
    return replace(layer, features=gpd.GeoDataFrame(every, crs=3006), n_features=len(every))


def _measured(like: gpd.GeoDataFrame, shapes: NDArray[np.object_]) -> dict[str, Any]:
    return {"area_ha": shapely.area(shapes) / 10_000.0} if "area_ha" in like.columns else {}


def _outlines(places: NDArray[np.float64], random: np.random.Generator, *, metres: float) -> NDArray[np.object_]:
    """Return an outline with some corners round each place, about so many metres from it; none crosses itself."""
    n = len(places)
    angles = (np.arange(CORNERS) + random.uniform(0.1, 0.9, (n, CORNERS))) * (2 * np.pi / CORNERS)
    radii = metres * random.lognormal(0.0, 0.4, (n, 1)).clip(0.3, 4.0) * random.uniform(0.6, 1.0, (n, CORNERS))
    rings = places[:, None, :] + radii[..., None] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    made: NDArray[np.object_] = shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))
    return made


def _places(study: Study, count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return places inside the outline of the area."""
    west, south, east, north = study.outline.bounds
    drawn = random.uniform((west, south), (east, north), (4 * count, 2))
    inside = drawn[shapely.contains_xy(study.outline, drawn[:, 0], drawn[:, 1])]
    return inside[:count]
