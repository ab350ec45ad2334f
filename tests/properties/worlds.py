"""A land of 12 × 12 cells with every kind of source, receptor and band, and drawn scenarios on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from landuse.model.catalogue import (
    Area,
    Band,
    BarrierPermeability,
    Catalogue,
    DisturbanceType,
    Effect,
    Footprint,
    FreeWidth,
    Ground,
    NetworkRule,
    Pressure,
    Profile,
    Range,
    Receptor,
    ReceptorGroup,
    ReceptorLayer,
    Recovery,
    Role,
    SourceRule,
    Status,
)
from landuse.model.disturbance import Box, Parameter
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Layer, Study
from tests import tiny_study as tiny

WEST, NORTH, CELL, SIDE = 700_000.0, 7_401_000.0, 100.0, 12
GRID = Grid(3006, WEST, NORTH, CELL, SIDE, SIDE)
FEATURES = ("key", "geometry")
SOURCE_LAYERS = {"vag": "road", "vbk": "wind", "taekt": "pit", "led": "trail", "tatort": "town", "avverkat": "felling"}


def at(x: float, y: float) -> tuple[float, float]:
    """Return a place given in metres east and south of the upper left corner."""
    return WEST + x, NORTH - y


def point(x: float, y: float) -> shapely.Point:
    return shapely.Point(*at(x, y))


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(*place) for place in places])


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(WEST + x, NORTH - y - height, WEST + x + width, NORTH - y)


def _levels(low: float, likely: float, high: float) -> Range:
    return Range(low=low, likely=likely, high=high)


def _footprint(low: float, likely: float, high: float) -> Footprint:
    return Footprint(measure=_levels(low, likely, high), what="", rule="", mark="assumption", flagged=False)


def effect(kind: str, pressure: str, radius_m: float, intensity: float, **changes: Any) -> Effect:
    """Return an effect whose low and high differ from the likely one."""
    values: dict[str, Any] = {
        "type": kind, "pressure": pressure, "phase": "all", "season": "all", "group": "all",
        "radius_m": _levels(0.6 * radius_m, radius_m, 1.5 * radius_m),
        "intensity": _levels(0.5 * intensity, intensity, min(1.0, 1.3 * intensity)),
        "shape": "linear" if radius_m else "threshold", "evidence_kind": "assumed", "basis": "", "mark": "assumption",
    }  # fmt: skip
    return Effect(**(values | changes))


def taken(kind: str, intensity: float = 1.0) -> Effect:
    """Return the row of land take."""
    return effect(kind, "land_take", 0.0, 0.0).model_copy(
        update={"intensity": _levels(intensity, intensity, intensity)}
    )


def _types() -> dict[str, DisturbanceType]:
    def kind(name: str, group_by: str, *geometry: str, **changes: Any) -> DisturbanceType:
        values = {"id": name, "title": tiny.text(name), "geometry": geometry, "group_by": group_by}
        return DisturbanceType.model_validate({**values, "phases": ("construction", "operation"), **changes})

    made = (
        kind("road", "type", "LineString", footprint_line=_footprint(10, 20, 30)),
        kind("trail", "type", "LineString", footprint_line=_footprint(2, 4, 6)),
        kind(
            "wind", "project", "Point", "Polygon", footprint_point=_footprint(0.2, 0.4, 0.6),
            evidence_contains=("pad",), parameters=(Parameter(id="turbines", title=tiny.text("turbines")),),
            box=Box(counted_by="turbines", ground_per_site_ha=5.0, basis="", mark="assumption"),
        ),
        kind("pad", "feature", "Polygon"),
        kind("pit", "feature", "Polygon"),
        kind("felling", "type", "Polygon", recovery="clear_cut"),
        kind("town", "feature", "Point", "Polygon", footprint_point=_footprint(0.5, 1.0, 2.0)),
    )  # fmt: skip
    return {each.id: each for each in made}


def _effects() -> tuple[Effect, ...]:
    return (
        effect("road", "disturbance", 200, 0.4), effect("road", "light_noise", 150, 0.3), taken("road"),
        effect("trail", "disturbance", 250, 0.5, season="winter"), effect("trail", "disturbance", 0, 0.0),
        effect("trail", "light_noise", 0, 0.0), taken("trail", 0.4),
        effect("wind", "disturbance", 300, 0.5), effect("wind", "disturbance", 500, 0.9, phase="construction"),
        effect("wind", "light_noise", 200, 0.4, shape="exponential"), taken("wind"),
        effect("pad", "disturbance", 150, 0.7), effect("pad", "light_noise", 100, 0.2), taken("pad"),
        effect("pit", "disturbance", 300, 0.6, shape="gaussian"), effect("pit", "light_noise", 200, 0.5),
        effect("pit", "dust", 150, 0.3), effect("pit", "hydrology", 250, 0.5), taken("pit"),
        effect("felling", "lichen", 0, 0.8), taken("felling", 0.0),
        effect("town", "disturbance", 250, 0.5), effect("town", "light_noise", 250, 0.5), taken("town"),
    )  # fmt: skip


def _pressures() -> dict[str, Pressure]:
    everyone = ("reindeer", "nature", "people")

    def pressure(name: str, *groups: str, **changes: Any) -> Pressure:
        return Pressure(
            id=name, title=tiny.text(name), channel="area", counted_for=groups, result="ha", reason="", **changes
        )

    made = (
        pressure("land_take", *everyone), pressure("disturbance", "reindeer"), pressure("dust", *everyone),
        pressure("light_noise", "nature", "people"), pressure("hydrology", "reindeer", only_on={"reindeer": "mire"}),
        pressure("lichen", "reindeer", only_in={"reindeer": ("winter",)}),
    )  # fmt: skip
    return {each.id: each for each in made}


def catalogue(**changes: Any) -> Catalogue:
    """Return the catalogue of the land."""
    base = tiny.catalogue()
    specs = {
        "ren_arstidsland": base.layers["ren_arstidsland"],
        "reservat": tiny.layer_spec("reservat", Role.RECEPTOR),
        "myr": tiny.layer_spec("myr", Role.CONTEXT),
        "tatort": tiny.layer_spec("tatort", Role.RECEPTOR, Role.SOURCE, source=SourceRule(type="town")),
    }
    for name, kind in SOURCE_LAYERS.items():
        rule = SourceRule(type=kind, status_attribute="status" if name in ("vbk", "taekt") else None)
        specs.setdefault(name, tiny.layer_spec(name, Role.SOURCE, source=rule))
    flat = {
        "reserve": Receptor(id="reserve", title=tiny.text("reserve"), group="nature", quantity="ha", value_rule="",
                            layers=(ReceptorLayer(layer="reservat"),)),
        "dwellings": Receptor(id="dwellings", title=tiny.text("dwellings"), group="people", quantity="persons",
                              value_rule="", layers=(ReceptorLayer(layer="tatort"),)),
    }  # fmt: skip
    sensitivity: dict[str, dict[str, float | None]] = {
        name: {"land_take": 1.0, "disturbance": 1.0, "dust": 0.5, "hydrology": 0.5, "lichen": 1.0, "light_noise": None}
        for name in base.receptors
    }
    for name in flat:
        sensitivity[name] = {"land_take": 1.0, "light_noise": 0.5, "dust": 0.75, "disturbance": None}
    text = tiny.text
    parts: dict[str, Any] = {
        "layers": specs,
        "types": _types(),
        "effects": _effects(),
        "pressures": _pressures(),
        "grounds": {"mire": Ground(id="mire", layer="myr")},
        "groups": {
            **base.groups,
            "nature": ReceptorGroup(id="nature", title=text("nature"), seasonal=False, shown_by={"all": "reserve"}),
            "people": ReceptorGroup(id="people", title=text("people"), seasonal=False, shown_by={"all": "dwellings"}),
        },
        "receptors": {**base.receptors, **flat},
        "sensitivity": sensitivity,
        "statuses": tuple(
            Status(layer="*", value=band, status=band, band=Band(band), mark="rule")
            for band in ("built", "permitted", "planned")
        ),
        "recoveries": (
            Recovery(process="clear_cut", title="", group="reindeer", season="winter", full_until=20,
                     zero_at=_levels(60, 80, 100), form="linear", mark="assumption"),
        ),
        "areas": {
            "tiny": Area(
                id="tiny", title=text("tiny"), fictional=True, bounds=GRID.bounds, outline_layer="", reference_year=2030
            )
        },
        "profiles": {
            name: Profile(name=name, title=text(name), level=name, subcells=2) for name in ("low", "likely", "high")
        },
        "digest": "world",
    }  # fmt: skip
    return base.model_copy(update={**parts, **changes})


def frame(rows: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Return features from rows with at least key and geometry."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or list(FEATURES)
    made = {name: [row.get(name) for row in rows] for name in names}
    return gpd.GeoDataFrame(made, geometry="geometry", crs=3006).assign(name=None)


def lands(areas: Mapping[str, Mapping[BaseGeometry, float | None]], seasons: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Return the seasonal lands of villages: village → polygon → quality (None = unknown)."""
    rows = [
        {"key": f"{village}-{season}-{i}", "village": village, "season": season, "value": quality, "geometry": shape}
        for village, shapes in areas.items()
        for season in seasons or tiny.SEASONS
        for i, (shape, quality) in enumerate(shapes.items())
    ]
    made = frame(rows)
    return made.assign(value=made["value"].astype(float))


def study(layers: Mapping[str, gpd.GeoDataFrame], *, grid: Grid = GRID, digest: str = "", **changes: Any) -> Study:
    """Return a study with the given layers loaded; source layers that are not given are loaded but empty."""
    made = catalogue(**changes)
    empty = {name: frame([]) for name in SOURCE_LAYERS}
    features = {**empty, **layers}
    loaded = {
        spec.id: Layer(spec, "loaded", features=features[spec.id], n_features=len(features[spec.id]))
        if spec.id in features
        else Layer(spec, "missing")
        for spec in made.layers.values()
    }
    return Study(made, made.areas["tiny"], grid, shapely.box(*grid.bounds), loaded, digest or "world")


def without_layer(made: Study, name: str) -> Study:
    """Return the study with a layer missing."""
    return replace(made, layers={**made.layers, name: Layer(made.layers[name].spec, "missing")})


def with_routes(made: Study, routes: Sequence[BaseGeometry], passages: Sequence[BaseGeometry] = ()) -> Study:
    """Return the study with migration routes of village A, in corridors of 200 m; roads weaken them, pits cut them."""
    specs = {
        name: tiny.layer_spec(name, Role.ROUTE, Role.RECEPTOR).model_copy(update={"network": NetworkRule(part=part)})
        for name, part in (("ren_flyttled", "route"), ("ren_passage", "passage"))
    }
    receptors = {
        name: Receptor(id=name, title=tiny.text(name), group="reindeer", quantity="km", value_rule="",
                       layers=(ReceptorLayer(layer=layer),))
        for name, layer in (("routes", "ren_flyttled"), ("passages", "ren_passage"))
    }  # fmt: skip
    barriers = tuple(
        BarrierPermeability(barrier=kind, driven=_levels(*driven), free=None, state=state, mark="assumption")
        for kind, driven, state in (
            ("road", (0.4, 0.7, 0.9), "weakened"), ("trail", (1, 1, 1), "clear"), ("pit", (0, 0, 0), "cut"),
        )
    )  # fmt: skip
    base = made.catalogue
    catalogue = base.model_copy(
        update={
            "layers": {**base.layers, **specs},
            "receptors": {**base.receptors, **receptors},
            "sensitivity": {**base.sensitivity, **dict.fromkeys(receptors, base.sensitivity["winter_land"])},
            "permeabilities": barriers,
            "free_widths": (
                FreeWidth(context="flyttled, herd driven on land", how_measured="", cut_below_m=20,
                          weakened_below_m=_levels(40, 80, 160), mark="assumption"),
            ),
        }
    )  # fmt: skip
    common = {"village": "A", "season_from": "hostvinter", "season_to": "var", "width_m": 200.0}
    drawn = {"ren_flyttled": routes, "ren_passage": passages}
    layers = {
        name: Layer(spec, "loaded", n_features=len(drawn[name]), features=frame(
            [{"key": f"{name}{i}", "geometry": shape, **common} for i, shape in enumerate(drawn[name])]))
        for name, spec in specs.items()
    }  # fmt: skip
    return replace(made, catalogue=catalogue, layers={**made.layers, **layers})


def scenario(*parts: Establishment, **changes: Any) -> Scenario:
    """Return a scenario on the land in 2030."""
    return Scenario.of("drawn", "tiny", changes.pop("year", 2030), parts, **changes)


def establishment(name: str, kind: str, geometry: BaseGeometry, **changes: Any) -> Establishment:
    """Return an establishment that is there in 2030."""
    return Establishment(**{"id": name, "type": kind, "geometry": geometry, "years": (2025, 2060), **changes})


_metres = st.integers(5, SIDE * 100 - 5).map(float)
_place = st.tuples(_metres, _metres)


@st.composite
def boxes(draw: st.DrawFn, largest: int = 500) -> shapely.Polygon:
    x, y = draw(st.integers(0, 1100)), draw(st.integers(0, 1100))
    width, height = draw(st.integers(20, largest)), draw(st.integers(20, largest))
    return box(x, y, min(width, 1200 - x), min(height, 1200 - y))


@st.composite
def lines(draw: st.DrawFn) -> shapely.LineString:
    first = draw(_place)
    second = draw(_place.filter(lambda place: abs(place[0] - first[0]) + abs(place[1] - first[1]) > 20))
    return line(first, second)


_points = _place.map(lambda place: point(*place))
GEOMETRY = {
    "road": lines(), "trail": lines(), "wind": st.one_of(_points, st.lists(_points, min_size=2, max_size=3, unique=True)
        .map(shapely.MultiPoint), boxes(300)), "pit": boxes(300), "pad": boxes(200), "felling": boxes(400),
    "town": _points,
}  # fmt: skip


@st.composite
def features_of(draw: st.DrawFn, layer: str, most: int = 2) -> gpd.GeoDataFrame:
    kind = SOURCE_LAYERS[layer]
    rows = []
    for i in range(draw(st.integers(0, most))):
        row: dict[str, Any] = {"key": f"{layer}{i}", "geometry": draw(GEOMETRY[kind])}
        if layer in ("vbk", "taekt"):
            row["status"] = draw(st.sampled_from(["built", "permitted", "planned"]))
        if layer == "vbk":
            row["project"] = draw(st.sampled_from(["P", "Q"]))
        if layer == "tatort":
            row["population"] = draw(st.integers(1, 500))
        if layer == "avverkat":
            row["felling_year"] = draw(st.sampled_from([None, 1960, 1990, 2020]))
        rows.append(row)
    return frame(rows)


@st.composite
def studies(draw: st.DrawFn, *, quality: bool = True) -> Study:
    """Draw a study: two overlapping villages, a reserve, mire, and up to two features of every source layer."""
    values = st.sampled_from([1.0, 0.5, 0.0, None]) if quality else st.just(1.0)
    areas = {
        village: {draw(boxes(900)): draw(values) for _ in range(draw(st.integers(1, 2)))} for village in ("A", "B")
    }
    layers = {name: draw(features_of(name)) for name in SOURCE_LAYERS}
    layers["ren_arstidsland"] = lands(areas)
    layers["reservat"] = frame([{"key": "N", "geometry": draw(boxes(600))}])
    layers["myr"] = frame([{"key": "M", "geometry": draw(boxes(600))}])
    return study(layers)


@st.composite
def parts(draw: st.DrawFn, most: int = 3, least: int = 1) -> tuple[Establishment, ...]:
    """Draw the parts of a scenario: free ones, and works that belong to the first."""
    made: list[Establishment] = []
    for i in range(draw(st.integers(least, most))):
        kind = draw(st.sampled_from(["road", "wind", "pit", "pad", "trail"]))
        changes: dict[str, Any] = {"phase": draw(st.sampled_from(["operation", "construction"]))}
        if made and draw(st.booleans()):
            changes |= {"part_of": made[0].id, "works": draw(st.sampled_from(["internal", "access"]))}
        made.append(establishment(f"p{i}", kind, draw(GEOMETRY[kind]), **changes))
    return tuple(made)


def rows(document: Mapping[str, Any]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return the losses by receptor, season and unit."""
    return {(r["receptor"], r["season"], r["unit_kind"], r["unit"]): r for r in document["losses"]}


def close(one: float | None, other: float | None, tolerance: float = 1e-9) -> bool:
    """Tell whether two figures agree; unknown only equals unknown."""
    if one is None or other is None:
        return one is other
    return bool(np.isclose(one, other, rtol=tolerance, atol=tolerance))
