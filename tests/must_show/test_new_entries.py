"""One more layer and one more disturbance type are an entry each, no Python; both are scored."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse import assess, load_study, read_catalogue, read_scenario
from landuse.model.study import Layer

ROOT = Path(__file__).resolve().parents[2]
LAYER = """
  snotervagar:
    title: {sv: Skoterdepåer, en: Snowmobile depots}
    theme: industry
    roles: [source]
    authority: own survey
    geometry: [Point]
    licence: own
    update: once
    source: {type: rocket_site}
    why: {sv: Prov., en: A test.}
    how_to_get: {sv: Egen lista., en: An own list.}
    mark: assumption
"""
TYPE = """
  rocket_site:
    title: {sv: raketbas, en: rocket site}
    geometry: [Point, Polygon]
    group_by: project
    phases: [operation]
    footprint_point:
      measure: {low: 1, likely: 5, high: 20}
      what: fenced area
      rule: circle
      mark: assumption
    effects:
      - {pressure: land_take, phase: all, season: all, group: all, radius_m: {low: 0, likely: 0, high: 0},
         intensity: {low: 1, likely: 1, high: 1}, shape: threshold, evidence_kind: definition,
         basis: ground taken, mark: definition}
"""
ROW = """
      - {{pressure: {pressure}, phase: all, season: all, group: all, radius_m: {{low: 500, likely: 2000, high: 4000}},
         intensity: {{low: 0, likely: 0.3, high: 0.9}}, shape: linear, evidence_kind: assumed,
         basis: none, mark: assumption}}
"""
PRESSURES = ("disturbance", "light_noise", "dust_emission", "hydrology", "lichen_forest_loss")
SCENARIO = """\
title: A rocket site
area: exempellandet
year: 2035
establishments:
  base:
    type: rocket_site
    years: [2030, 2060]
    geometry: {type: Point, coordinates: [404330, 8122670]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = shutil.copytree(ROOT / "layers", tmp_path / "layers", ignore=shutil.ignore_patterns("data", "sources"))
    rows = "".join(ROW.format(pressure=name).rstrip() for name in PRESSURES)
    for file, text in (("layers.yaml", LAYER), ("disturbances.yaml", TYPE.rstrip() + rows + "\n")):
        path = copied / file
        path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + text, encoding="utf-8")
    return copied


def test_both_are_scored(folder: Path, tmp_path: Path) -> None:
    catalogue = read_catalogue(folder)
    (tmp_path / "rocket.yaml").write_text(SCENARIO, encoding="utf-8")
    scenario = read_scenario(tmp_path / "rocket.yaml", catalogue)
    study = load_study(catalogue, "exempellandet", resolution_m=1000, workspace=tmp_path / "workspace")
    assert study.layers["snotervagar"].status == "missing"
    depots = gpd.GeoDataFrame({"key": ["d1"], "name": ["Depot"]}, geometry=[shapely.Point(430000, 8110000)], crs=3006)
    layer = Layer(study.layers["snotervagar"].spec, "loaded", features=depots, n_features=1)
    more = replace(study, layers={**study.layers, "snotervagar": layer}, digest="with depots")
    document = assess(more, scenario).document
    lands = [row for row in document["losses"] if row["receptor"].endswith("_land") and row["unit_kind"] == "area"]
    assert any(row["added"]["value"] > 10.0 and row["taken"] > 0.0 for row in lands if row["season"] is not None)
    of_parts = {(row["part"], row["pressure"]) for row in document["contributions"] if row["added"]}
    assert {("base", "disturbance"), ("base", "land_take")} <= of_parts
    of_layer = {row["source"]: row["cumulative"] for row in document["contributions"] if row["source"] == "snotervagar"}
    assert of_layer["snotervagar"] > 0.0
