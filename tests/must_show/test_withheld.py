"""Names and places of layers that are not open are in no result, whatever file one looks in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from landuse import assess
from landuse.io.results import result_files
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.overlays import layer_on_map
from landuse.render.places_index import places
from landuse.render.report import report_html
from landuse.store.tiles import attributes, in_memory
from tests.calculation import route_world as world

NAME = "Zqxjk-leden"
MINE = world.mine("pit", 15, 30, half_km=3)


def study(sensitivity: str) -> Study:
    """Return the study of routes with a layer of named ones, open or not."""
    named = [{**row, "name": f"{NAME} {row['key']}"} for row in world.routes()]
    made = world.study(ren_flyttled=named)
    spec = made.layers["ren_flyttled"].spec.model_copy(update={"sensitivity": sensitivity})
    return replace(made, layers={**made.layers, "ren_flyttled": replace(made.layers["ren_flyttled"], spec=spec)})


def everything(made: Study) -> dict[str, bytes]:
    """Return all that is made of a result and of the layer."""
    scenario = Scenario.of("Routes", made.area.id, 2030, (MINE,))
    found = assess(made, scenario)
    layer = made.layers["ren_flyttled"]
    return {
        **result_files(found, scenario, made),
        "report.html": report_html(found, made.catalogue).encode(),
        "places": json.dumps(places(made), ensure_ascii=False).encode(),
        "pointer": layer_on_map(layer, made).to_json().encode(),
        "attributes": " ".join(attributes(layer)).encode(),
        "tiles": in_memory(layer) or b"",
    }


def test_no_file_names_a_feature_of_a_restricted_layer() -> None:
    told = [name for name, content in everything(study("open")).items() if NAME.encode() in content]
    assert {"assessment.json", "conflicts.csv", "conflicts.gpkg", "report.html", "places", "pointer"} <= set(told)
    files = everything(study("restricted"))
    assert [name for name, content in files.items() if NAME.encode() in content] == []
    assert b"name" not in files["attributes"].split() and b"key" not in files["attributes"].split()
    document = json.loads(files["assessment.json"])
    notes = [row["note"] for row in document["conflicts"] if row["layer"] == "ren_flyttled" and row["feature"]]
    assert notes and all("names are withheld" in note or "lämnas inte ut" in note for note in notes)


@pytest.mark.parametrize("closed", ["ren_flyttled", "ren_arstidsland", "ren_stangsel"])
def test_rows_of_routes_hold_no_place_where_they_rest_on_a_closed_layer(closed: str) -> None:
    made = world.study()
    spec = made.layers[closed].spec.model_copy(update={"sensitivity": "restricted"})
    hidden = replace(made, layers={**made.layers, closed: replace(made.layers[closed], spec=spec)})
    parts = (MINE, world.railway("yes"))
    before, after = (world.rows(each, *parts) for each in (made, hidden))
    places = ("weak_points", "way_round", "crossings", "note", "name")
    assert any(one["at_km"] is not None for row in before.values() for one in row["crossings"])
    assert any(row["weak_points"] or row["way_round"] for row in before.values())
    for key, row in after.items():
        assert {k: v for k, v in row.items() if k not in places} == {
            k: v for k, v in before[key].items() if k not in places
        }
        assert row["weak_points"] is None and row["way_round"] is None
        assert len(row["crossings"]) == len(before[key]["crossings"])
        assert all(one["at_km"] is None for one in row["crossings"])
        assert closed in row["note"]
