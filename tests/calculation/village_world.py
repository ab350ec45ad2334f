"""The study of 5 × 5 cells with village areas, old forest with lichen and corrals; and its rows as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import shapely

from landuse.assess import assess
from landuse.model.catalogue import AskingDistance, Attribute, Receptor, ReceptorLayer, Role
from landuse.model.scenario import Establishment
from landuse.model.study import Layer, Study
from tests import tiny_study as tiny
from tests.tiny_study import CELL, NORTH, WEST, cell_box

NEAR_M = 50.0
"""Asking distance of corrals here: a circle that just fits a cell."""
LAYERS = {
    "ren_sameby": (Role.ZONE,), "ren_lavskog": (Role.RECEPTOR,), "ren_anlaggning": (Role.RECEPTOR,),
}  # fmt: skip
Shapes = Mapping[str, shapely.Geometry]


def cells(rows: Sequence[int], columns: Sequence[int]) -> shapely.Polygon:
    """Return the ground of some rows and columns of cells."""
    return shapely.box(
        WEST + min(columns) * CELL, NORTH - (max(rows) + 1) * CELL,
        WEST + (max(columns) + 1) * CELL, NORTH - min(rows) * CELL,
    )  # fmt: skip


def centre(row: int, column: int) -> shapely.Point:
    """Return the centre of a cell."""
    return shapely.centroid(cell_box(row, column))


A_LAND, B_LAND = cells(range(5), range(3)), cells(range(5), range(2, 5))


def lands(of: Mapping[str, Mapping[str, shapely.Geometry]]) -> gpd.GeoDataFrame:
    """Return seasonal lands: village → season → polygon; the season ``""`` stands for all eight."""
    rows = [
        (f"{village}-{season}", village, season, shape)
        for village, seasons in of.items()
        for name, shape in seasons.items()
        for season in ([name] if name else tiny.SEASONS)
    ]
    return gpd.GeoDataFrame(rows, columns=["key", "village", "season", "geometry"], crs=3006).assign(name=None)


def frame(of: Sequence[tuple[str | None, shapely.Geometry]]) -> gpd.GeoDataFrame:
    """Return features of villages (None: of nobody stated)."""
    rows = [(f"f{n}", village, shape) for n, (village, shape) in enumerate(of)]
    return gpd.GeoDataFrame(rows, columns=["key", "village", "geometry"], crs=3006).assign(name=None)


def study(seasonal: gpd.GeoDataFrame | None = None, *, road: bool = False, **layers: gpd.GeoDataFrame) -> Study:
    """Return the study; layers that are not given are missing. Winter, spring, summer and autumn land of A and B."""
    base = tiny.catalogue()
    made_of = (ReceptorLayer(layer="ren_lavskog"),)
    village = {"group": "reindeer", "by_village": True, "value_rule": ""}
    more = {
        "lichen_forest": Receptor(id="lichen_forest", title=tiny.text("old forest with lichen"), layers=made_of,
                                  quantity="ha", of_which=True, bad_winter=True, **village),
        "corral": Receptor(id="corral", title=tiny.text("corral"), layers=(ReceptorLayer(layer="ren_anlaggning"),),
                           quantity="count", **village),
    }  # fmt: skip
    specs = {name: tiny.layer_spec(name, *roles) for name, roles in LAYERS.items()}
    named = {"attributes": {"village": Attribute(title=tiny.text("village"))}}
    specs["ren_sameby"] = specs["ren_sameby"].model_copy(update=named)
    answers = base.sensitivity["winter_land"]
    wind = next(effect for effect in base.effects if effect.type == "wind" and effect.pressure == "disturbance")
    building = wind.model_copy(
        update={"phase": "construction", "intensity": tiny.same(0.9), "radius_m": tiny.same(400.0)}
    )
    kind = base.types["wind"].model_copy(update={"phases": ("construction", "operation")})
    given = {
        "ren_arstidsland": lands({"A": {"": A_LAND}, "B": {"": B_LAND}}) if seasonal is None else seasonal,
        "vag": tiny.road() if road else tiny.road()[:0],
    }
    made = tiny.catalogue(
        layers={**base.layers, **specs},
        receptors={**base.receptors, **more},
        sensitivity={**base.sensitivity, **dict.fromkeys(more, answers)},
        effects=(*base.effects, building),
        types={**base.types, "wind": kind},
        asking_distances=(
            AskingDistance(layer="ren_anlaggning", type="*", ask_m=NEAR_M, reason="", mark="assumption"),
        ),
    )
    features = {**given, **layers}
    loaded = {
        name: Layer(spec, "loaded", features=features[name], n_features=len(features[name]))
        if name in features
        else Layer(spec, "missing")
        for name, spec in made.layers.items()
    }
    return Study(made, made.areas["tiny"], tiny.GRID, shapely.box(*tiny.GRID.bounds), loaded, "villages")


def without_layer(made: Study, *names: str) -> Study:
    """Return the study with layers missing."""
    gone = {name: Layer(made.layers[name].spec, "missing") for name in names}
    return replace(made, layers={**made.layers, **gone})


def turbine(row: int = 1, column: int = 1, name: str = "T", **changes: Any) -> Establishment:
    """Return a turbine in the middle of a cell: pad of a quarter hectare, half the use gone at 0 m, none from 250 m."""
    return tiny.part(name, "wind", centre(row, column), **changes)


def document(made: Study, *parts: Establishment, **changes: Any) -> dict[str, Any]:
    """Return the assessment of some parts."""
    year = changes.pop("year", None)
    return dict(assess(made, tiny.scenario(*parts, **changes), year=year).document)


def rows(found: Mapping[str, Any]) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    """Return the losses by receptor, season and unit; classes of shared land are left out."""
    return {
        (row["receptor"], row["season"], row["unit"]): row
        for row in found["losses"]
        if row["unit_kind"] != "membership"
    }


def classes(found: Mapping[str, Any], receptor: str, season: str) -> dict[str, dict[str, Any]]:
    """Return the rows of the disjoint classes of a receptor and season by their villages."""
    return {
        row["unit"]: row
        for row in found["losses"]
        if (row["unit_kind"], row["receptor"], row["season"]) == ("membership", receptor, season)
    }
