"""A new layer and a new disturbance type are one entry each, and no Python."""

from __future__ import annotations

from pathlib import Path

from landuse.io.catalogue import check_catalogue, read_catalogue
from landuse.model.frozen import SEASONS

LAYER = """
  snotervagar:
    title: {sv: Skoteruthyrning, en: Snowmobile rental}
    theme: industry
    roles: [source, context]
    authority: own survey
    geometry: [Point]
    attributes:
      kind: {aliases: [typ], values: {uthyrning: rocket_site}}
    licence: own
    update: once
    source: {type: rocket_site, type_attribute: kind}
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
    parameters:
      area_ha: {maximum: 100}
      launches: {title: {sv: Uppskjutningar per år, en: Launches a year}, kind: integer, minimum: 0, default: 4}
    effects:
      - {pressure: land_take, phase: all, season: all, group: all, radius_m: {low: 0, likely: 0, high: 0},
         intensity: {low: 1, likely: 1, high: 1}, shape: threshold, evidence_kind: definition,
         basis: ground taken, mark: definition}
"""
ROW = """
      - {{pressure: {pressure}, phase: all, season: all, group: all, radius_m: {{low: 500, likely: 2000, high: 9000}},
         intensity: {{low: 0, likely: 0.3, high: 0.9}}, shape: linear, evidence_kind: assumed,
         basis: none, mark: assumption}}
"""
PRESSURES = ("disturbance", "light_noise", "dust_emission", "hydrology", "lichen_forest_loss")


def test_one_entry_adds_a_layer_and_one_a_type(copy: Path) -> None:
    added = TYPE.rstrip() + "".join(ROW.format(pressure=name).rstrip() for name in PRESSURES) + "\n"
    for file, text in (("layers.yaml", LAYER), ("disturbances.yaml", added)):
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + text, encoding="utf-8")
    catalogue = read_catalogue(copy)
    kind = catalogue.types["rocket_site"]
    parameters = {parameter.id: parameter for parameter in kind.parameters}
    assert parameters["area_ha"].maximum == 100
    assert parameters["area_ha"].sets == "footprint_area_ha"
    assert parameters["launches"].default == 4
    for season in SEASONS:
        effect = catalogue.effect("rocket_site", "disturbance", "operation", season, "reindeer")
        assert effect is not None
        assert effect.radius_m.likely == 2000
    spec = catalogue.layers["snotervagar"]
    assert {"key", "name", "kind"} <= set(spec.attributes)
    assert spec.source is not None
    assert spec.source.type_of({}, "Point", catalogue.types) == "rocket_site"


def test_a_type_without_an_effect_says_which_is_missing(copy: Path) -> None:
    path = copy / "disturbances.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + TYPE, encoding="utf-8")
    found = {problem.found for problem in check_catalogue(copy)}
    assert "no row for rocket_site / disturbance / operation / winter / reindeer" in found
    assert "no row for rocket_site / light_noise / operation / all / people" in found
    assert all("rocket_site" in text for text in found)
