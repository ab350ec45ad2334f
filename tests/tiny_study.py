"""The study of 5 × 5 cells that can be worked out by hand, as a catalogue, a study and a scenario made in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from landuse.model.catalogue import (
    Area,
    Band,
    Catalogue,
    DisturbanceType,
    Effect,
    Footprint,
    HerdingCommunity,
    LayerSpec,
    Pressure,
    Profile,
    Range,
    Receptor,
    ReceptorGroup,
    ReceptorLayer,
    Role,
    Season,
    SourceRule,
    Text,
)
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Layer, Study

WEST, NORTH, CELL = 700000.0, 7400500.0, 100.0
GRID = Grid(3006, WEST, NORTH, CELL, 5, 5)
SEASONS = {
    "varvinter": ("03-01", "04-20", "winter"),
    "var": ("04-21", "05-25", "calving"),
    "varsommar": ("05-26", "06-20", "calving"),
    "sommar": ("06-21", "07-31", "summer"),
    "hostsommar": ("08-01", "08-31", "summer"),
    "host": ("09-01", "10-31", "autumn"),
    "hostvinter": ("11-01", "11-30", "winter"),
    "vinter": ("12-01", "02-29", "winter"),
}


def text(name: str) -> Text:
    """Return a name in both languages."""
    return Text(sv=name, en=name)


def same(value: float) -> Range:
    """Return a range without width."""
    return Range(low=value, likely=value, high=value)


def _footprint(measure: float) -> Footprint:
    return Footprint(measure=same(measure), what="", rule="", basis="", mark="assumption", flagged=False)


def layer_spec(layer_id: str, *roles: Role, source: SourceRule | None = None) -> LayerSpec:
    """Return a declaration with nothing but what the calculation reads."""
    return LayerSpec(
        id=layer_id, title=text(layer_id), theme="test", roles=roles, authority="none",
        geometry=("Point", "LineString", "Polygon"), licence="none", update="never", why=text("test"),
        how_to_get=text("test"), mark="test", source=source,
    )  # fmt: skip


def _effect(type_id: str, pressure: str, intensity: float, radius_m: float) -> Effect:
    return Effect(
        type=type_id, pressure=pressure, phase="all", season="all", group="reindeer", radius_m=same(radius_m),
        intensity=same(intensity), shape="linear" if radius_m else "threshold", evidence_kind="assumed", basis="",
        mark="assumption",
    )  # fmt: skip


def catalogue(**changes: Any) -> Catalogue:
    """Return the catalogue of the study: a road and a wind farm, disturbance and land take, reindeer land."""
    kinds = {
        "road": DisturbanceType(
            id="road", title=text("road"), geometry=("LineString",), group_by="type", phases=("operation",),
            footprint_line=_footprint(20.0),
        ),
        "wind": DisturbanceType(
            id="wind", title=text("wind"), geometry=("Point", "Polygon"), group_by="project", phases=("operation",),
            footprint_point=_footprint(0.25),
        ),
    }  # fmt: skip
    land = ReceptorLayer(layer="ren_arstidsland")
    receptors = {
        f"{name}_land": Receptor(
            id=f"{name}_land", title=text(name), group="reindeer", layers=(land,), quantity="ha", by_village=True,
            evidence_seasons=(evidence,), value_rule="",
        )
        for name, evidence in (("winter", "winter"), ("spring", "calving"), ("summer", "summer"), ("autumn", "autumn"))
    }  # fmt: skip
    parts: dict[str, Any] = {
        "layers": {
            "ren_arstidsland": layer_spec("ren_arstidsland", Role.RECEPTOR),
            "vag": layer_spec("vag", Role.SOURCE, source=SourceRule(type="road")),
        },
        "types": kinds,
        "effects": (
            _effect("road", "disturbance", 0.4, 200.0),
            _effect("wind", "disturbance", 0.5, 250.0),
            _effect("road", "land_take", 1.0, 0.0),
            _effect("wind", "land_take", 1.0, 0.0),
        ),
        "pressures": {
            name: Pressure(
                id=name, title=text(name), channel="area", counted_for=("reindeer",), result="ha", reason="",
            )
            for name in ("disturbance", "land_take")
        },
        "groups": {
            "reindeer": ReceptorGroup(
                id="reindeer", title=text("reindeer"), seasonal=True,
                shown_by={r.evidence_seasons[0]: r.id for r in receptors.values()},
            )
        },
        "receptors": receptors,
        "sensitivity": {name: {"disturbance": 1.0, "land_take": 1.0} for name in receptors},
        "seasons": tuple(
            Season(
                village_type="fjall", id=name, title=text(name), start=start, end=end, evidence=evidence,
                legal_note="", activity=text(""), mark="assumption",
            )
            for name, (start, end, evidence) in SEASONS.items()
        ),
        "areas": {
            "tiny": Area(
                id="tiny", title=text("tiny"), fictional=True, bounds=GRID.bounds, outline_layer="", reference_year=2030
            )
        },
        "communities": tuple(
            HerdingCommunity(name=name, type="fjall", area="tiny", mark="test") for name in ("A", "B")
        ),
        "profiles": {
            name: Profile(name=name, title=text(name), level=name, subcells=1) for name in ("low", "likely", "high")
        },
        "statuses": (), "realisations": {}, "recoveries": (), "asking_distances": (), "provisions": {},
        "weighings": {}, "questions": (), "references": {}, "digest": "tiny",
    }  # fmt: skip
    return Catalogue(**(parts | changes))


VALUE = np.array(
    [[np.nan, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 0.0]]
)
"""Quality of each cell; NaN = unknown."""


def cell_box(row: int, column: int) -> shapely.Polygon:
    """Return the outline of a cell."""
    x, y = WEST + column * CELL, NORTH - row * CELL
    return shapely.box(x, y - CELL, x + CELL, y)


def land(season: str = "vinter") -> gpd.GeoDataFrame:
    """Return the winter land of villages A (columns 0–2) and B (columns 2–4), one feature a cell with its quality."""
    rows = [
        (f"{village}{row}{column}", village, season, VALUE[row, column], cell_box(row, column))
        for village, columns in (("A", range(3)), ("B", range(2, 5)))
        for row in range(5)
        for column in columns
    ]
    frame = gpd.GeoDataFrame(rows, columns=["key", "village", "season", "value", "geometry"], crs=3006)
    return frame.assign(name=None)


def road(name: str = "R") -> gpd.GeoDataFrame:
    """Return the road that is there before."""
    line = shapely.LineString([(700000, 7400100), (700500, 7400100)])
    return gpd.GeoDataFrame({"key": [name], "name": [name]}, geometry=[line], crs=3006)


def study(layers: Mapping[str, gpd.GeoDataFrame] | None = None, **changes: Any) -> Study:
    """Return the study with its land and its road, or with other layers."""
    made = catalogue(**changes)
    features = {"ren_arstidsland": land(), "vag": road()} if layers is None else dict(layers)
    loaded = {
        spec.id: Layer(spec, "loaded", features=features[spec.id], n_features=len(features[spec.id]))
        if spec.id in features
        else Layer(spec, "missing")
        for spec in made.layers.values()
    }
    return Study(made, made.areas["tiny"], GRID, shapely.box(*GRID.bounds), loaded, "tiny")


def part(part_id: str, kind: str, geometry: Any, **changes: Any) -> Establishment:
    """Return an establishment that is there in 2030."""
    return Establishment(id=part_id, type=kind, geometry=geometry, years=(2025, 2060), **changes)


S = part("S", "road", shapely.LineString([(700150, 7400350), (700150, 7400100)]))
T1 = part("T1", "wind", shapely.Point(700150, 7400350))
T2 = part("T2", "wind", shapely.Point(700350, 7400350), part_of="T1")


def squared(tower: Establishment, side_m: float = 50.0) -> shapely.Polygon:
    """Return the square pad that the worked example gives a tower."""
    x, y, h = tower.geometry.x, tower.geometry.y, side_m / 2
    return shapely.box(x - h, y - h, x + h, y + h)


def scenario(*parts: Establishment, **changes: Any) -> Scenario:
    """Return a scenario of some parts, by default S, T1 and T2."""
    values: dict[str, Any] = {
        "title": "5 × 5", "area": "tiny", "year": 2030, "establishments": parts or (S, T1, T2), "document": {},
        "digest": "5x5",
    }  # fmt: skip
    return Scenario(**(values | changes))


__all__ = [
    "GRID",
    "T1",
    "T2",
    "VALUE",
    "Band",
    "S",
    "catalogue",
    "land",
    "part",
    "road",
    "scenario",
    "squared",
    "study",
]
