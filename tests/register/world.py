"""A small catalogue and study for the register: a 20 × 20 km square with the kinds of layers that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from landuse.model.catalogue import (
    Area,
    AskingDistance,
    AssociatedWork,
    Catalogue,
    DisturbanceType,
    Effect,
    LayerSpec,
    Pressure,
    Profile,
    Provision,
    Quality,
    Range,
    Receptor,
    ReceptorGroup,
    ReceptorLayer,
    Role,
    SourceRule,
    StandingQuestion,
    Status,
    Text,
    WeighingKind,
)
from landuse.model.grid import Grid
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Layer, Study

Features = Sequence[tuple[BaseGeometry, Mapping[str, Any]]]

X, Y = 400_000.0, 8_100_000.0
PROFILE = Profile(name="likely", title=Text(sv="Trolig", en="Likely"), level="likely")


def both(word: str) -> Text:
    return Text(sv=f"{word} (sv)", en=word)


def spec(layer_id: str, *roles: Role, **more: Any) -> LayerSpec:
    return LayerSpec.model_validate(
        {
            "id": layer_id,
            "title": both(layer_id),
            "theme": "test",
            "roles": roles,
            "authority": f"Authority of {layer_id}",
            "geometry": ["Polygon"],
            "licence": "CC0",
            "update": "-",
            "why": both("why"),
            "how_to_get": both("Ask for the file."),
            "mark": "test",
        }
        | more
    )


SPECS = (
    spec("village", Role.ZONE, law=("right",)),
    spec("land", Role.RECEPTOR, law=("herding",)),
    spec("route", Role.ROUTE, law=("move",)),
    spec("ri_wind", Role.ZONE, law=("r38",), interest="energy", interest_by_kind={"vindbruk": "wind"}),
    spec("ri_nature", Role.ZONE, law=("r36",), interest="nature"),
    spec("ri_defence", Role.ZONE, law=("r39a", "r39b"), interest="defence"),
    spec("chapter4", Role.ZONE, law=("r41",)),
    spec("n2000", Role.RECEPTOR, law=("r728",)),
    spec("soil", Role.CONTEXT),
    spec("colour", Role.CONTEXT),
    spec("farms", Role.SOURCE, source=SourceRule(type="wind_farm", status_attribute="status")),
)


def rule(rule_id: str, kind: str, rank: int, layers: Sequence[str], when: str, **more: Any) -> Provision:
    return Provision.model_validate(
        {
            "id": rule_id,
            "title": f"Law {rule_id}",
            "kind": kind,
            "rank": rank,
            "layers": layers,
            "when": when,
            "weigh": both(f"Touches what {rule_id} speaks of."),
            "source": "test",
            "mark": "test",
        }
        | more
    )


RULES = (
    rule("general", "requirement", 1, ["*"], "always"),
    rule("right", "right", 60, ["village"], "overlap_or_zone"),
    rule("herding", "protects", 30, ["land"], "overlap_or_zone", threshold_word="påtagligt försvåra"),
    rule("move", "right", 60, ["route"], "overlap_or_zone", threshold_word="väsentlig olägenhet"),
    rule("r38", "national_interest", 50, ["ri_wind"], "overlap_or_zone", in_3_10=True),
    rule("r36", "national_interest", 50, ["ri_nature"], "overlap_or_zone", in_3_10=True, url="https://example.org/36"),
    rule("r39a", "protects", 40, ["ri_defence"], "asked"),
    rule("r39b", "national_interest", 50, ["ri_defence"], "asked", where={"kind": ("installation",)}),
    rule("r41", "limit", 70, ["chapter4"], "overlap", not_types=["hydro"]),
    rule("r46", "prohibition", 80, ["chapter4"], "overlap", types=["hydro"], where={"kind": ("nationalalv",)}),
    rule("r728", "permit_test", 80, ["n2000"], "overlap_or_zone"),
    rule("r310", "weighing", 90, [], "overlap"),
    rule("species", "prohibition", 80, [], "asked"),
)


def weighing(kind_id: str, *provisions: str) -> WeighingKind:
    question = both(f"Question of {kind_id}")
    made_by = {
        "same_ground_3_10": "same_ground",
        "protection_only": "alone",
        "neighbouring_interests": "neighbouring",
    }.get(kind_id, "provision")
    return WeighingKind(
        id=kind_id, made_by=made_by, made_when="", not_made_when="", provisions=provisions, question=question
    )


WEIGHINGS = (
    weighing("same_ground_3_10", "r310"),
    weighing("protection_only"),
    weighing("neighbouring_interests"),
    weighing("chapter_4", "r41", "r46"),
    weighing("natura_2000", "r728"),
    weighing("total_defence", "r39b"),
    weighing("rights", "right", "move"),
)


def kind(type_id: str, *geometry: str, **more: Any) -> DisturbanceType:
    start = {"id": type_id, "title": both(type_id), "geometry": geometry, "group_by": "project"}
    return DisturbanceType.model_validate(start | {"phases": ["construction", "operation"]} | more)


WORKS = (
    AssociatedWork(type="road", what="access road", required="yes", basis="assumption"),
    AssociatedWork(type="line", what="connection", required="yes", basis="assumption"),
    AssociatedWork(type="quarry", what="borrow pit", required="ask", basis="assumption"),
    AssociatedWork(type="road", what="winter upkeep", required="ask", basis="assumption"),
)
TYPES = (
    kind("wind_farm", "Point", "Polygon", interest="wind", tall=True, associated=WORKS),
    kind("road", "LineString"),
    kind("line", "LineString", tall=True),
    kind("quarry", "Polygon"),
    kind("hydro", "Polygon"),
)


def asks(layer: str, type_id: str, ask_m: float | str) -> AskingDistance:
    return AskingDistance.model_validate(
        {"layer": layer, "type": type_id, "ask_m": ask_m, "reason": f"why {layer}", "mark": "assumption"}
    )


ASKS = (
    asks("village", "*", 5000),
    asks("route", "*", 1000),
    asks("ri_wind", "*", 500),
    asks("ri_nature", "*", 500),
    asks("ri_nature", "wind_farm", 3000),
    asks("ri_defence", "*", 2000),
    asks("ri_defence", "wind_farm", "always"),
    asks("chapter4", "*", 1000),
    asks("n2000", "*", 1000),
    asks("soil", "*", 0),
    asks("farms", "*", 4000),
)


def effect(season: str, radius_m: float, intensity: float) -> Effect:
    return Effect(
        type="wind_farm",
        pressure="disturbance",
        phase="operation",
        season=season,
        group="reindeer",
        radius_m=Range(low=0, likely=radius_m, high=radius_m),
        intensity=Range(low=0, likely=intensity, high=intensity),
        shape="linear",
        evidence_kind="assumed",
        basis="test",
        mark="test",
    )


def catalogue(**more: Any) -> Catalogue:
    start = {
        "layers": {each.id: each for each in SPECS},
        "types": {each.id: each for each in TYPES},
        "effects": (effect("winter", 3000, 0.5), effect("summer", 9000, 0.0)),
        "pressures": {
            "disturbance": Pressure(
                id="disturbance",
                title=both("disturbance"),
                channel="area",
                counted_for=("reindeer",),
                result="ha",
                reason="test",
            )
        },
        "groups": {"reindeer": ReceptorGroup(id="reindeer", title=both("reindeer"), seasonal=True, shown_by={})},
        "receptors": {
            "winter_land": Receptor(
                id="winter_land",
                title=both("winter land"),
                group="reindeer",
                layers=(ReceptorLayer(layer="land"),),
                quantity="ha",
                by_village=True,
                value_rule="test",
            )
        },
        "sensitivity": {"winter_land": {"disturbance": 1.0}},
        "seasons": (),
        "statuses": (
            Status(layer="farms", value="refused", status="refused", band="none", note="", mark="test"),
            Status(layer="farms", value="*", status="built", band="built", note="", mark="test"),
        ),
        "realisations": {},
        "recoveries": (),
        "asking_distances": ASKS,
        "provisions": {each.id: each for each in RULES},
        "weighings": {each.id: each for each in WEIGHINGS},
        "questions": (
            StandingQuestion(
                id="eagles",
                title=both("Eagles"),
                types=("wind_farm",),
                ask_m=5000,
                weigh=both("Secret data: ask the county board."),
                provisions=("species",),
                mark="test",
            ),
        ),
        "areas": {},
        "communities": (),
        "profiles": {"likely": PROFILE},
        "references": {},
        "digest": "test",
    }
    return Catalogue.model_construct(**(start | more))


def frame(features: Features) -> gpd.GeoDataFrame:
    rows = [{"key": f"k{i}", "name": None} | dict(values) for i, (_shape, values) in enumerate(features)]
    if not rows:
        return gpd.GeoDataFrame({"key": [], "name": []}, geometry=[], crs="EPSG:3006")
    return gpd.GeoDataFrame(rows, geometry=[shape for shape, _values in features], crs="EPSG:3006")


def study(data: Mapping[str, Features | Layer], *, fictional: bool = True, known: Catalogue | None = None) -> Study:
    """Return a study with features in some layers; every other layer of the catalogue is missing."""
    known = known or catalogue()
    layers = {}
    for declared in known.layers.values():
        given = data.get(declared.id)
        if given is None:
            layers[declared.id] = Layer(declared, "missing")
        elif isinstance(given, Layer):
            layers[declared.id] = given
        else:
            layers[declared.id] = Layer(
                declared, "loaded", Quality.OFFICIAL, edition="2026-01-01", features=frame(given), age_days=100
            )
    bounds = (X - 10_000, Y - 10_000, X + 10_000, Y + 10_000)
    area = Area(
        id="test", title=both("test"), fictional=fictional, bounds=bounds, outline_layer="lan", reference_year=2026
    )
    grid = Grid.covering(bounds, 100)
    return Study(known, area, grid, shapely.box(*bounds), layers, "digest")


def box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """Return a rectangle, metres from the middle of the study."""
    return shapely.box(X + west, Y + south, X + east, Y + north)


def path(*points: tuple[float, float]) -> BaseGeometry:
    return shapely.LineString([(X + x, Y + y) for x, y in points])


def dots(*points: tuple[float, float]) -> BaseGeometry:
    return shapely.MultiPoint([(X + x, Y + y) for x, y in points])


def part(part_id: str, type_id: str, geometry: BaseGeometry, **more: Any) -> Establishment:
    return Establishment(id=part_id, type=type_id, geometry=geometry, **more)


def proposal(*parts: Establishment) -> Scenario:
    return Scenario.of("Test", "test", 2035, parts)


FARM = part("park", "wind_farm", box(0, 0, 1000, 1000))
